"""Registration tokens of buyers are in no output, log, plan, report or exception of a command, nor in a twin's log."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reconciler.twin.calls import Call
from reconciler.twin.sales.desk import SalesDesk
from reconciler.twin.twin import Twin
from tests.cli.starting import installed, point
from tests.importing import files
from tests.selling import ACME, GLOBEX, INITECH, SAAS, connection, root, service
from tests.subscribing import PAST, SETTINGS, agreement, allowed, api, entitlement, sold_world

TOKEN = "registration-token-0123456789"
COMMANDS = {
    "subscribers": [
        "subscribers",
        "--write",
        "--format",
        "text",
        "--format",
        "json=a.json",
        "--format",
        "markdown=a.md",
    ],
    "plan": ["plan", "--out", "plan.json", "--format", "text", "--format", "markdown=p.md", "--format", "html=p.html"],
    "annotations": ["plan", "--format", "github"],
    "sarif": ["plan", "--format", "sarif"],
    "drift": ["drift", "--format", "json"],
    "connections": ["connections"],
    "sheet": ["sheet", "acme"],
    "apply": ["apply", "--yes", "--report", "report.json"],
}


UNREAD = {"offerId", "licenseArn", "LicenseArn", "Dimension", "initialAgreementId"}
"""Texts of answers that nothing reads. botocore drops members that it does not know, but returns these."""


def with_tokens(found: Any) -> Any:  # noqa: ANN401 - JSON
    """Return an answer with a token in each of its structures, as AWS may add it one day, and in texts not read."""
    if isinstance(found, dict):
        inside = {key: TOKEN if key in UNREAD else with_tokens(one) for key, one in found.items()}
        return inside | {"registrationToken": TOKEN}
    return [with_tokens(one) for one in found] if isinstance(found, list) else found


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Have the twin add tokens to all answers about sales; the value replaces members of each agreement."""
    changed: dict[str, Any] = {}
    answer = SalesDesk.answer

    def telling(desk: SalesDesk, call: Call, region: str, body: bytes) -> bytes:
        found = json.loads(answer(desk, call, region, body))
        for one in found.get("agreementViewSummaries", ()):
            one.update(changed)
        return json.dumps(with_tokens(found)).encode()

    monkeypatch.setattr(SalesDesk, "answer", telling)
    return changed


@pytest.fixture
def twin(here: Path, monkeypatch: pytest.MonkeyPatch, answers: dict[str, Any]) -> Iterator[Twin]:
    """Yield a twin whose agreements have tokens, and a repository with a grant to make."""
    assert answers == {}
    (here / "reconciler.yaml").write_text(SETTINGS)
    (here / "desired_state").mkdir()
    (here / "desired_state" / "api.yaml").write_text(api())
    (here / "desired_state" / "acme.yaml").write_text(allowed("acme", ACME))
    sold = [agreement(GLOBEX) | {"token": TOKEN}, agreement(INITECH, "EXPIRED", PAST) | {"token": TOKEN}]
    used = service(principals=[root(INITECH)], connections=[connection(1, INITECH)])
    with Twin(sold_world(used, agreements=sold, entitlements=[entitlement(GLOBEX)])).start() as running:
        point(running, monkeypatch, SAAS)
        yield running


@pytest.mark.parametrize("name", COMMANDS)
def test_no_command_shows_a_registration_token(
    twin: Twin, here: Path, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    """Neither stdout, stderr with -vv, a file that it writes, nor any log has it."""
    caplog.set_level(logging.DEBUG, "reconciler")
    said = installed("-vv", *COMMANDS[name])
    assert said.code in {0, 2}
    assert "request" in said.err
    everything = [said.out, said.err, caplog.text, *files(here).values(), repr(twin.seed), repr(twin.calls)]
    assert [one for one in everything if TOKEN in one] == []
    assert "GetAgreementEntitlements" not in twin.calls.operations()


@pytest.mark.parametrize("wrong", [{"status": None}, {"status": 1}, {"acceptor": {}}, {"endTime": "tomorrow"}])
def test_an_answer_that_cannot_be_read_shows_no_token(
    twin: Twin, here: Path, answers: dict[str, Any], caplog: pytest.LogCaptureFixture, wrong: dict[str, Any]
) -> None:
    """The error names the field and quotes nothing; grants are planned all the same."""
    caplog.set_level(logging.DEBUG, "reconciler")
    answers |= wrong
    said = installed("-vv", "plan", "--out", "plan.json")
    assert said.code == 0
    assert "is unknown: " in said.out
    everything = [said.out, said.err, caplog.text, *files(here).values()]
    assert [one for one in everything if TOKEN in one] == []
    assert twin.calls.writes() == {}
