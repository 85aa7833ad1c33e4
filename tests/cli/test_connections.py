"""`reconciler connections`: its formats, and how endpoints are accepted and rejected by hand, on the twin."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from reconciler.cli.terminal import Terminal
from reconciler.twin.twin import Twin
from tests.cli.fakes import command
from tests.cli.one_service import HEAD, ONE, PENDING, THREE, TWO, connected, reconciler, states
from tests.selling import ACME, GLOBEX, HOME, service_id


@pytest.fixture(autouse=True)
def twin(here: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Twin]:
    """Return the twin of a service with three endpoints; the documents agree with it."""
    with connected(here, monkeypatch) as running:
        yield running


def test_connections_are_listed_in_each_format(here: Path) -> None:
    """Text goes to stdout, and the others to files; all have every endpoint."""
    said = reconciler("connections --format text --format json=c.json --format markdown=c.md")
    assert said.code == 0
    assert said.out.startswith("1 endpoint service with 3 connections: 1 available, 2 pendingAcceptance.\n")
    assert f"    {ONE}  available  {ACME} (Acme Corp)  {HOME}  since\n" in said.out
    (listed,) = json.loads((here / "c.json").read_text())["services"]
    assert [one["endpoint"] for one in listed["connections"]] == [ONE, TWO, THREE]
    comment = (here / "c.md").read_text()
    assert comment.startswith("<!-- reconciler connections reconciler.yaml sha256:none -->\n## ")
    assert all(one in comment for one in (ONE, TWO, THREE))


def test_pending_lists_only_endpoints_that_wait() -> None:
    """The service is named by its name, its address or its id."""
    for name in ("api", "endpoint_service.api", service_id()):
        said = reconciler(f"connections {name} --pending --format json")
        (listed,) = json.loads(said.out)["services"]
        assert [one["endpoint"] for one in listed["connections"]] == [TWO, THREE]


def test_an_endpoint_is_accepted_after_the_question() -> None:
    """The plan is shown before it, and the run report after it; only `yes` accepts."""
    said = reconciler(f"connections accept {TWO}", "no\n", tty=True)
    assert (said.code, states()[TWO]) == (1, PENDING)
    assert "Accept this endpoint? Only 'yes' will be accepted:" in said.err
    assert said.err.endswith("Nothing was changed.\n")
    said = reconciler(f"connections accept {TWO}", "yes\n", tty=True)
    assert (said.code, states()) == (0, {ONE: "available", TWO: "available", THREE: PENDING})
    assert f"  1 endpoint is accepted: {ACME}, Acme Corp on endpoint_service.api.\n" in said.out
    assert said.out.endswith("Applied: 1 API call succeeded.\nConverged: AWS matches what was asked.\n")


def test_options_may_stand_between_the_endpoints(here: Path) -> None:
    """The report is that of apply, also as JSON on stdout."""
    said = reconciler(f"connections reject --yes {TWO} --report r.json {THREE} --format json")
    assert (said.code, states()) == (0, {ONE: "available", TWO: "rejected", THREE: "rejected"})
    report = json.loads((here / "r.json").read_text())
    assert report == json.loads(said.out)
    assert [(one["action"], one["status"]) for one in report["outcomes"]] == [
        ("RejectVpcEndpointConnections", "succeeded")
    ]
    assert (report["converged"], report["remaining"]) == (True, [])


def test_a_connected_customer_is_cut_off_only_with_the_rule() -> None:
    """The refused plan says who is cut off, and prints the command that accepts the rule: it works."""
    said = reconciler(f"connections reject {ONE} --yes")
    assert (said.code, states()[ONE]) == (4, "available")
    assert f"would cut 1 connection by hand: {ONE} ({ACME}, Acme Corp)" in said.out
    assert "  1 endpoint is rejected" in said.out
    line = next(one for one in said.out.splitlines() if one.startswith("    reconciler connections reject"))
    assert line.startswith(f"    reconciler connections reject {ONE} --accept reject_connections@")
    said = reconciler(f"{line.strip().removeprefix('reconciler ')} --yes --format markdown")
    assert (said.code, states()[ONE]) == (0, "rejected")
    assert said.out.startswith("<!-- reconciler connections reconciler.yaml sha256:")


def test_the_command_that_accepts_a_rule_keeps_the_settings_file() -> None:
    """Whoever pastes it decides on the same repository."""
    said = reconciler(f"--config reconciler.yaml connections reject {ONE} --yes")
    assert f"reconciler connections reject {ONE} --config reconciler.yaml\n" in said.out.replace(" \\", "")


def test_an_endpoint_in_the_wished_state_needs_no_question() -> None:
    """It is said, nothing is sent, and the command ends with 0."""
    said = reconciler(f"connections accept {ONE}", tty=True)
    assert said.code == 0
    told = " ".join(said.out.split())
    assert f"note[decided-already] {ONE} of {ACME} (Acme Corp) is accepted already: it is available" in told
    assert said.out.endswith("\nNo changes. AWS matches what was asked.\n")


def test_an_endpoint_of_an_account_without_a_grant_is_refused() -> None:
    """Nothing is written, also not for the other endpoint of the command; no option accepts it."""
    said = reconciler(f"connections accept {TWO} {THREE} --yes")
    assert (said.code, states()) == (4, {ONE: "available", TWO: PENDING, THREE: PENDING})
    assert f"{THREE} of {GLOBEX} cannot be accepted: no grant in AWS admits it" in said.out
    assert "--accept" not in said.out


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("connections accept", "connections accept needs at least one ENDPOINT"),
        (f"connections accept {ONE}", "accept has to ask, and there is no terminal"),
        (f"connections reject {ONE} --yes --pending", "--pending does not go with reject"),
        (f"connections api {ONE}", f"unexpected argument '{ONE}'"),
        ("connections --yes", "--yes goes with accept or reject"),
        ("connections api --accept delete@11111111", "--accept goes with accept or reject"),
        ("connections accept vpce-1 --yes", "no endpoint service of this repository has vpce-1; looked through"),
    ],
)
def test_a_wrong_command_line_is_a_usage_error(line: str, told: str) -> None:
    """One clear error, and nothing is written."""
    said = reconciler(line)
    assert (said.code, said.out) == (64, "")
    assert f"error: {told}" in said.err
    assert states() == {ONE: "available", TWO: PENDING, THREE: PENDING}


def test_a_call_that_aws_refuses_leaves_the_endpoint(twin: Twin) -> None:
    """The run ends with 6, and says which command goes on."""
    twin.faults.deny("AcceptVpcEndpointConnections")
    said = reconciler(f"connections accept {TWO} --yes")
    assert (said.code, states()[TWO]) == (6, PENDING)
    assert f"run reconciler connections accept {TWO} again" in " ".join(said.out.split())


def test_an_interrupt_at_the_question_changes_nothing(monkeypatch: pytest.MonkeyPatch, here: Path) -> None:
    """Ctrl-C is no consent; the report says which command to give again."""

    def interrupted(_terminal: Terminal, _question: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(Terminal, "ask", interrupted)
    said = reconciler(f"connections accept {TWO} --report r.json", tty=True)
    assert (said.code, states()[TWO]) == (130, PENDING)
    assert said.err.endswith("Nothing was changed.\ninterrupted\n")
    (problem,) = json.loads((here / "r.json").read_text())["problems"]
    assert problem["hint"] == f"run reconciler connections accept {TWO} again"


def test_a_service_called_accept_is_listed_by_its_address(here: Path) -> None:
    """The word alone is the decision, which says so."""
    document = HEAD.replace("name: api", "name: accept")
    (here / "desired_state" / "api.yaml").write_text(document)
    said = reconciler("connections accept")
    assert said.err.endswith("for a service of this name: reconciler connections endpoint_service.accept\n")
    assert reconciler("connections endpoint_service.accept").out.count("endpoint_service.accept") == 1


def test_a_region_that_cannot_be_read_may_have_the_endpoint(twin: Twin) -> None:
    """Then nothing is said about the id, and the command ends with 7; a known endpoint is decided still."""
    twin.faults.deny("DescribeVpcEndpointConnections")
    said = reconciler("connections accept vpce-1 --yes")
    assert (said.code, "vpce-1 was not found in what could be read" in said.err) == (7, True)


def test_the_help_names_both_ways() -> None:
    """The usage has a line for the list and one for the decisions."""
    said = command("connections --help")
    assert "connections [-h] [OPTIONS] [SERVICE]" in said.out
    assert "connections [OPTIONS] accept|reject ENDPOINT…" in said.out


def test_a_misspelt_decision_is_told() -> None:
    """The word before an endpoint is probably accept or reject, and nothing is read before it is said."""
    said = reconciler(f"connections acept {TWO}")
    assert (said.code, said.out) == (64, "")
    assert said.err == f"error: unexpected argument '{TWO}'\n  hint: did you mean 'accept'?\n"
