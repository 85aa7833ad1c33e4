"""A message says what differs, within the size that a recipient takes."""

import json
from dataclasses import replace
from typing import Literal

from reconciler.model import Plan
from reconciler.model.problem import Lapse, error, note, warning
from reconciler.printed import NotificationJson, PlanJson
from reconciler.render import chat_text, fitted, notification, written
from tests.cli.fakes import FINANCE, NOTHING_TO_DO, ONE_CHANGE, REFUSED, with_problem
from tests.printed.strict import check

REPOSITORY = "github.com/acme/catalogue"


def told(plan: Plan | PlanJson) -> NotificationJson:
    """Return the message about a plan, which its schema describes."""
    made = notification(plan.as_json() if isinstance(plan, Plan) else plan, REPOSITORY)
    check("notification", made)
    return made


def unmade(*messages: str) -> PlanJson:
    """Return a plan that could not be made."""
    problems = tuple(error("unreadable", message) for message in messages)
    return {**replace(NOTHING_TO_DO, problems=problems).as_json(), "digest": None}


def test_a_message_names_what_differs_and_which_rules_refuse_to_undo_it() -> None:
    """It has the keys of contract 5 and no others."""
    assert told(with_problem(ONE_CHANGE, REFUSED)) == {
        "format_version": "1.0",
        "repository": "github.com/acme/catalogue",
        "digest": ONE_CHANGE.digest,
        "verdict": "AWS differs from the repository in 1 object.",
        "changes": [{"address": "experience.finance", "origin": None, "paths": ["products.allow"]}],
        "refused": ["max_removals"],
    }


def test_a_message_says_how_a_difference_came_about() -> None:
    """Programs get the word of the contract, people the words of drift's text."""
    (change,) = ONE_CHANGE.as_json()["changes"]
    origins: tuple[Literal["changed_in_aws", "unfinished", "unknown"], ...] = (
        "changed_in_aws",
        "unfinished",
        "unknown",
    )
    messages = [told({**ONE_CHANGE.as_json(), "changes": [{**change, "origin": one}]}) for one in origins]
    assert [one["origin"] for message in messages for one in message["changes"]] == [*origins]
    assert [chat_text(message).splitlines()[1] for message in messages] == [
        "• experience.finance (changed in AWS): products.allow",
        "• experience.finance (not applied yet): products.allow",
        "• experience.finance (origin unknown): products.allow",
    ]


def test_what_no_plan_changes_is_told_too() -> None:
    """An object in mode observe and a fault in AWS are drift, so the message names them."""
    seen = note("observed-difference", "differs", address=FINANCE)
    bad = replace(warning(Lapse.NOBODY, "governs nobody", address=FINANCE), path="principals")
    assert told(replace(NOTHING_TO_DO, problems=(seen, bad)))["changes"] == [
        {"address": "experience.finance", "origin": None, "paths": ["principals"]}
    ]


def test_what_could_not_be_compared_is_told_with_the_reason() -> None:
    """The digest is null, and the verdict says why."""
    message = told(unmade("no credentials\nfor profile x", "no network", "no time"))
    assert (message["digest"], message["changes"]) == (None, [])
    assert message["verdict"] == "AWS was not compared with the repository: no credentials (and 2 more errors)"


def test_a_message_that_is_too_large_says_how_many_objects_it_leaves_out() -> None:
    """It holds as many of the first objects as fit; a message that fits stays as it is."""
    small = told(ONE_CHANGE)
    assert fitted(small, len(written(small))) is small
    large: NotificationJson = {
        **small,
        "changes": [{"address": f"experience.e{at:04}", "origin": None, "paths": ["status"]} for at in range(1000)],
    }
    cut = fitted(large, 5000)
    assert len(written(cut)) <= 5000 < len(written({**cut, "changes": large["changes"][: len(cut["changes"]) + 1]}))
    assert cut["verdict"] == (
        "AWS differs from the repository in 1 object. 927 of 1,000 objects are left out of this message."
    )
    assert fitted(large, 10)["changes"] == []


def test_the_text_for_chats_is_short_and_commands_nothing() -> None:
    """It lists twenty objects, and what Slack would obey is escaped."""
    message: NotificationJson = {
        **told(with_problem(ONE_CHANGE, REFUSED)),
        "verdict": "<!channel> & more",
        "changes": [
            {"address": f"experience.e{at}", "origin": "unfinished", "paths": ["status", "tags"]} for at in range(22)
        ],
    }
    first, second, *others = chat_text(message).splitlines()
    assert first == "reconciler drift, github.com/acme/catalogue: &lt;!channel&gt; &amp; more"
    assert second == "• experience.e0 (not applied yet): status, tags"
    assert (len(others), others[-2:]) == (21, ["… and 2 more", "Rules that refuse to undo it: max_removals"])


def test_a_text_for_chats_cuts_long_lines() -> None:
    """An object with hundreds of tags does not fill the channel."""
    message = told(ONE_CHANGE)
    message["changes"][0]["paths"] = [f"tags.key-{at}" for at in range(100)]
    line = chat_text(message).splitlines()[1]
    assert (len(line), line[:40], line[-1]) == (202, "• experience.finance: tags.key-0, tags.k", "…")


def test_a_message_is_one_line_of_ascii() -> None:
    """Its length is its size in bytes, whatever a name holds, and every JSON parser reads it."""
    line = written({**told(ONE_CHANGE), "repository": "Zürich\udcff\u2028"})
    assert line.isascii()
    assert "\n" not in line
    assert json.loads(line)["repository"] == "Zürich\udcff\u2028"
