"""The page says what text says: its sentences are those of the same plan in a terminal."""

from datetime import UTC, datetime
from typing import Any

import pytest

from reconciler.printed import PlanJson
from reconciler.render import Marker, drift_html, drift_lines, plan_html, plan_lines, plan_markdown
from reconciler.render.html.marks import bare
from tests.render.html.payload import parsed
from tests.render.plans import ERROR, UPDATE_DEFAULT, WIDE, everything, plan_json

PLAN, DRIFT = Marker("plan", "reconciler.yaml"), Marker("drift", "reconciler.yaml")
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def said(pieces: Any) -> Any:  # noqa: ANN401 - JSON
    """Return what a page says."""
    return parsed(pieces)[0]["said"]


def words(text: str) -> str:
    """Return *text* with one blank between two words: a terminal puts several sentences or columns on a line."""
    return " ".join(text.split())


def sentences(told: Any) -> list[str]:  # noqa: ANN401 - JSON
    """Return the points of a page as sentences, without marks."""
    return [bare(f"{one['head']}: {one['who']}" if one["who"] else one["head"]) for one in told["points"]]


PLANS = {
    "everything": everything(),
    "nothing to do": plan_json(),
    "one change": plan_json(changes=[UPDATE_DEFAULT]),
    "left out": plan_json(problems=[ERROR]),
    "a part": plan_json(
        options={"select": ["experience"], "exclude": [], "no_removals": False, "reject_connections": False}
    ),
}


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_the_sentences_of_a_plan_are_those_of_text(plan: PlanJson) -> None:
    """Every sentence from which a reader decides stands in the text of the same plan."""
    told, text = said(plan_html(plan, PLAN)), words("\n".join(plan_lines(plan, WIDE)))
    assert [one for one in sentences(told) if words(one) not in text] == []
    assert bare(told["summary"]) in text


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_the_sentences_of_drift_are_those_of_text(plan: PlanJson) -> None:
    """Every sentence about drift stands in its text, the verdict first."""
    told, text = said(drift_html(plan, DRIFT)), words("\n".join(drift_lines(plan, WIDE)))
    assert [one for one in [told["verdict"], *sentences(told)] if words(bare(one)) not in text] == []


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_the_verdict_is_that_of_the_comment(plan: PlanJson) -> None:
    """The first sentence of the page is the title of the comment; `Ready` is its badge."""
    comment = plan_markdown(plan, PLAN).replace("`", "").replace("\\", "")
    assert bare(said(plan_html(plan, PLAN))["verdict"]).removesuffix(".") in comment


def test_the_groups_of_the_impact_are_in_the_order_of_text() -> None:
    """The page lists groups as text does, and sums their accounts up in the same words."""
    plan = everything()
    text = "\n".join(plan_lines(plan, WIDE))
    told = [bare(one["who"]) for one in said(plan_html(plan, PLAN))["impact"]["groups"]]
    assert told == ["333333333333, 444444444444 and 555555555555", "finance-prod"]
    assert told[0] in text


def test_a_refused_plan_says_what_accepts_it() -> None:
    """The command is that of text, and the lines of the settings file are those of the comment."""
    plan = everything()
    told = said(plan_html(plan, PLAN, command=["reconciler apply", "plan.json"]))["deciding"]
    assert told["command"] == ["reconciler apply plan.json --accept max_removals@1a2b3c4d"]
    assert "\n".join(told["settings"]) in plan_markdown(plan, PLAN)
    assert told["advice"] == []


def test_a_plan_without_refusals_asks_for_nothing() -> None:
    """Nothing is to be accepted."""
    assert said(plan_html(plan_json(changes=[UPDATE_DEFAULT]), PLAN))["deciding"] == {
        "advice": [],
        "command": [],
        "settings": [],
    }


def test_tiles_hold_the_numbers_of_the_sentences() -> None:
    """One number has one meaning on the whole page."""
    told = said(plan_html(everything(), PLAN))["tiles"]
    assert [(one["number"], one["text"]) for one in told] == [
        (0, "accounts become ungoverned"),
        (4, "accounts lose products"),
        (1, "account gains products"),
        (0, "grants are revoked"),
        (1, "account is exposed for about 30 s during apply"),
        (2, "changes in 3 API calls, about 63 s"),
    ]


def test_a_plan_without_changes_has_no_tiles() -> None:
    """No row of zeros stands where nothing changes."""
    assert said(plan_html(plan_json(), PLAN))["tiles"] == []


@pytest.mark.parametrize(
    ("plan", "badge"),
    [
        (everything(), "Refused"),
        (plan_json(), "In sync"),
        (plan_json(changes=[UPDATE_DEFAULT]), "Ready"),
        (plan_json(problems=[ERROR]), "Incomplete"),
        ({**plan_json(problems=[ERROR]), "digest": None}, "Failed"),
    ],
)
def test_the_badge_says_how_a_plan_stands(plan: PlanJson, badge: str) -> None:
    """The header begins with one word for the whole plan."""
    assert said(plan_html(plan, PLAN))["badge"]["text"] == badge


def test_the_badge_of_drift_says_whether_there_is_any() -> None:
    """No rule refuses drift."""
    assert said(drift_html(everything(), DRIFT))["badge"]["text"] == "Drift"
    assert said(drift_html(plan_json(), DRIFT))["badge"]["text"] == "In sync"


def test_a_plan_that_could_not_be_made_claims_nothing() -> None:
    """The page says why, and that it says nothing about changes."""
    plan: PlanJson = {**plan_json(problems=[{**ERROR, "code": "unreadable"}]), "digest": None}
    told = said(plan_html(plan, PLAN))
    assert told["verdict"] == "No plan: AWS could not be read completely."
    assert told["unmade"] == [
        "Nothing was compared, so nothing is said about changes.",
        'This is not "no changes".',
    ]


def test_a_saved_plan_says_how_old_it_is_and_what_it_accepts() -> None:
    """Age and acceptances stand in the words of text."""
    plan = plan_json(accepted=["max_removals@1a2b3c4d"])
    told, text = said(plan_html(plan, PLAN, now=NOW))["saved"], "\n".join(plan_lines(plan, WIDE, now=NOW))
    assert told == ["Planned 2 days ago (2026-11-22T10:00:00Z).", "Accepted in this file: max_removals."]
    assert all(one in text for one in told)


def test_a_plan_of_a_part_says_its_options() -> None:
    """A reader sees what was left out before any number."""
    assert (
        bare(said(plan_html(PLANS["a part"], PLAN))["part"])
        == "A part of the repository is planned: --select experience"
    )


def test_drift_says_how_each_difference_came_about() -> None:
    """The origin of a difference is the sentence of text."""
    change = {**UPDATE_DEFAULT, "origin": "unknown", "because": "AWS keeps no record"}
    plan = plan_json(changes=[change])
    told = said(drift_html(plan, DRIFT))["by_change"]["experience.default"]["origin"]
    assert told == "unknown: AWS keeps no record"
    assert told in "\n".join(drift_lines(plan, WIDE))
