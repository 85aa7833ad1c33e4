"""`drift` of sellers by the installed program, on the twin: written endings that are refused, and topics."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from reconciler.twin.bridge.endpoint_services import inspect
from reconciler.twin.twin import Twin
from tests.cli.notifying.hooks import Hook
from tests.cli.starting import installed, point
from tests.selling import ACME, GLOBEX, INITECH, SAAS, root, service, service_id, world

SECRET = "T00s3cret"
SETTINGS = f"""\
version: 1
sellers: {{saas: {{account: "{SAAS}", regions: [us-east-1]}}}}
notify: ["${{HOOK}}"]
"""
HEAD = f"kind: endpoint_service\nname: api\nregion: us-east-1\nid: {service_id()}\n"
TOPIC, OTHER = (f"arn:aws:sns:us-east-1:{SAAS}:{name}" for name in ("connections", "audit"))
ENDED = f"kind: allowed_principals\nname: all\nservice: api\nexpires: 2026-01-31\nprincipals: ['{ACME}', '{GLOBEX}']\n"
SAME = ("--told", "told.json")


@pytest.fixture
def twin(here: Path, hook: Hook, monkeypatch: pytest.MonkeyPatch) -> Iterator[Twin]:
    """Yield a twin with a service that two customers may use, and a repository for it."""
    notification = {"id": f"vpce-nfn-{1:017x}", "topic_arn": OTHER, "events": ["Reject"]}
    granted = [root(ACME), root(GLOBEX)]
    with Twin(world(service(principals=granted, notifications=[notification]))).start() as running:
        point(running, monkeypatch, SAAS)
        monkeypatch.setenv("HOOK", hook.url(SECRET))
        (here / "reconciler.yaml").write_text(SETTINGS)
        (here / "desired_state").mkdir()
        yield running


def wish(here: Path, *documents: str) -> None:
    """Write the documents of the repository."""
    (here / "desired_state" / "wish.yaml").write_text("---\n".join(documents))


def told(hook: Hook) -> list[tuple[str, list[str]]]:
    """Return the verdict of each message, and the objects that it names."""
    messages = [json.loads(posted.body) for posted in hook.posted]
    return [(one["verdict"], [each["address"] for each in one["changes"]]) for one in messages]


@pytest.mark.usefixtures("twin")
def test_an_ending_that_a_rule_refuses_is_told_once(here: Path, hook: Hook) -> None:
    """The grants of the only document have ended, which would empty the list: drift ends with 2 and tells the rule."""
    wish(here, HEAD, ENDED)
    first = installed("drift", "--notify", *SAME)
    assert (first.code, "warning[ending-refused]" in first.out) == (2, True)
    refused = "max_removals refuses the removal: endpoint_service.api loses 2 of 2 members of allowed_principals"
    verdict = (
        "AWS differs from the repository in 1 object. 1 object keeps grants that have expired: see the warnings. "
        f"Warning: grants that have expired stay, since {refused} (no present member stays): "
        f"{root(ACME)}, {root(GLOBEX)}."
    )
    assert told(hook) == [(verdict, ["endpoint_service.api"])]
    assert installed("drift", "--notify", *SAME).code == 2
    assert len(hook.posted) == 1


@pytest.mark.usefixtures("twin")
def test_the_acceptance_ends_what_was_told(here: Path, hook: Hook) -> None:
    """The line of the warning removes the grants, and then there is nothing to tell."""
    wish(here, HEAD, ENDED)
    said = installed("drift", "--notify", *SAME)
    (line,) = [one for one in said.out.splitlines() if "reconciler apply --accept" in one]
    accepted = line.partition("reconciler apply ")[2].partition(" removes them")[0]
    assert installed("apply", "--yes", *accepted.split()).code == 0
    assert inspect()[service_id()].principals == frozenset()
    assert installed("drift", "--notify", *SAME).code == 0
    assert len(hook.posted) == 1


@pytest.mark.usefixtures("twin")
def test_another_ending_on_the_same_service_is_told_again(here: Path, hook: Hook) -> None:
    """One more customer's day comes: the plan is the same, since it leaves both out, and the message is another one."""
    guards = "guards: {max_removals: {count: 0, share: 0}, max_grants_removed: 0}\n"
    (here / "reconciler.yaml").write_text(f"{SETTINGS}{guards}")
    stays = f"kind: allowed_principals\nname: globex\nservice: api\nprincipals: ['{GLOBEX}']\n"
    wish(here, HEAD, ENDED.replace(f", '{GLOBEX}'", ""), stays)
    assert installed("drift", "--notify", *SAME).code == 2
    wish(here, HEAD, ENDED.replace(f", '{GLOBEX}'", ""), f"{stays}expires: 2026-01-31\n")
    assert installed("drift", "--notify", *SAME).code == 2
    assert [len(hook.posted), told(hook)[0] != told(hook)[1]] == [2, True]


def test_the_plan_of_revert_puts_topics_back(twin: Twin, here: Path) -> None:
    """Somebody has told another topic by hand: the saved plan makes, edits and deletes, and the drift is gone."""
    wish(here, f"{HEAD}notifications:\n  {TOPIC}: [Connect, Delete]\n")
    assert installed("drift", "--revert", "undo.json").code == 2
    assert installed("apply", "undo.json", "--yes").code == 0
    assert inspect()[service_id()].notifications == ((TOPIC, frozenset({"Connect", "Delete"})),)
    assert installed("drift").code == 0
    assert dict(twin.calls.writes()) == {
        "CreateVpcEndpointConnectionNotification": 1,
        "DeleteVpcEndpointConnectionNotifications": 1,
    }


def test_a_plan_of_revert_is_stale_once_topics_change_again(twin: Twin, here: Path) -> None:
    """Between both commands the topic is told of another event: nothing is written, and the command ends with 5."""
    wish(here, f"{HEAD}notifications:\n  {OTHER}: [Connect]\n")
    assert installed("drift", "--revert", "undo.json").code == 2
    changed = {"id": f"vpce-nfn-{1:017x}", "topic_arn": OTHER, "events": ["Accept"]}
    twin.reset(world(service(principals=[root(ACME), root(GLOBEX), root(INITECH)], notifications=[changed])))
    assert installed("apply", "undo.json", "--yes").code == 5
    assert dict(twin.calls.writes()) == {}


@pytest.mark.usefixtures("twin")
def test_a_plan_of_a_later_day_says_when_it_will_be_refused(here: Path) -> None:
    """Such a plan is never applied, so no answer has an option or a line that accepts it."""
    wish(here, HEAD.replace("api\n", "api\nprincipals: exclusive\n", 1))
    line = (
        "plan",
        "--at",
        "2099-01-31",
        "--format",
        "text",
        "--format",
        "markdown=plan.md",
        "--format",
        "json=plan.json",
    )
    said = installed(*line)
    assert said.code == 4
    assert "Refused, nothing was written: on 2099-01-31, 1 rule will refuse this plan." in said.out
    told = "plan again on 2099-01-31 to accept it, or change the documents or the settings before that day"
    assert f"max_removals: {told}" in " ".join(said.out.split())
    comment, plan = (here / "plan.md").read_text(), json.loads((here / "plan.json").read_text())
    assert "`max_removals` will refuse this plan on 2099-01-31." in comment
    assert [one["hint"] for one in plan["problems"] if one["severity"] == "refused"] == [told]
    answers = f"{said.out}{comment}"
    assert [word for word in ("--accept", "To accept", "accepted:") if word in answers] == []


@pytest.mark.usefixtures("twin")
def test_a_refused_ending_of_a_later_day_is_not_to_be_accepted_today(here: Path) -> None:
    """The warning says on which day it can be accepted."""
    wish(here, HEAD, ENDED.replace("2026-01-31", "2099-01-31"))
    said = installed("plan", "--at", "2099-01-31")
    assert (said.code, "warning[ending-refused]" in said.out, "--accept" in said.out) == (4, True, False)
    assert "hint: plan again on 2099-01-31 to accept it" in " ".join(said.out.split())
