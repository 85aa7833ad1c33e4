"""`accept: allowed` from the command line: plans, saved plans, drift and their exit codes, on the twin."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from reconciler.twin.twin import Twin
from tests.cli.one_service import ADMITS, HEAD, ONE, PENDING, THREE, TWO, connected, reconciler, states, write
from tests.selling import ACME, connection, endpoint_id, root, service, world

ALLOWED = f"{HEAD}accept: allowed\n"
FOUR = endpoint_id(4)


@pytest.fixture(autouse=True)
def twin(here: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Twin]:
    """Return the twin of a service with three endpoints, whose document says `accept: allowed`."""
    with connected(here, monkeypatch) as running:
        write(here, ALLOWED)
        yield running


def test_a_wished_acceptance_is_drift() -> None:
    """`drift` and `plan --detailed-exitcode` end with 2, until `apply` has accepted the endpoint."""
    assert (reconciler("drift").code, reconciler("plan --detailed-exitcode").code) == (2, 2)
    assert reconciler("apply --yes").code == 0
    assert states() == {ONE: "available", TWO: "available", THREE: PENDING}
    assert (reconciler("drift").code, reconciler("plan --detailed-exitcode").code) == (0, 0)


def meanwhile(twin: Twin, **states: str) -> None:
    """Let the customer's endpoints be in *states*, by their numbers: `n2="available"`."""
    connections = [connection(int(number[1:]), ACME, state) for number, state in states.items()]
    twin.reset(world(service(principals=[root(ACME)], connections=connections)))


def test_a_saved_plan_accepts_the_endpoints_that_it_names(twin: Twin, here: Path) -> None:
    """One that came since then waits on, although documents name its account; the report is that of the run."""
    assert reconciler("plan --out plan.json").code == 0
    meanwhile(twin, n2=PENDING, n4=PENDING)
    said = reconciler("apply plan.json --yes --report r.json")
    assert (said.code, states()) == (0, {TWO: "available", FOUR: PENDING})
    report = json.loads((here / "r.json").read_text())
    assert [(one["action"], one["status"]) for one in report["outcomes"]] == [
        ("AcceptVpcEndpointConnections", "succeeded")
    ]
    assert (report["converged"], report["plan_digest"]) == (
        True,
        json.loads((here / "plan.json").read_text())["digest"],
    )


@pytest.mark.parametrize(("state", "why"), [("available", "it is available already"), ("rejected", "it is rejected")])
def test_a_saved_acceptance_that_is_no_longer_needed_is_a_note(twin: Twin, state: str, why: str) -> None:
    """The plan is not stale: nothing is sent, and the run ends with 0."""
    assert reconciler("plan --out plan.json").code == 0
    meanwhile(twin, n2=state)
    said = reconciler("apply plan.json --yes")
    assert (said.code, states()) == (0, {TWO: state})
    assert f"note[acceptance-obsolete] {TWO} is not accepted: {why}\n" in said.out


def test_expect_accepts_what_waits_when_it_plans(twin: Twin) -> None:
    """The digest is the same however many wait; another digest is stale."""
    digest = json.loads(reconciler("plan --format json").out)["digest"]
    meanwhile(twin, n2=PENDING, n4=PENDING)
    assert reconciler(f"apply --expect sha256:{'0' * 64} --yes").code == 5
    assert states() == {TWO: PENDING, FOUR: PENDING}
    assert reconciler(f"apply --expect {digest} --yes").code == 0
    assert states() == {TWO: "available", FOUR: "available"}


def test_an_account_whose_grant_expires_is_not_accepted(here: Path) -> None:
    """From the day on the endpoint waits, also while a rule keeps the grant; before it, the endpoint is accepted."""
    write(here, ALLOWED, ADMITS.replace("title: ", "expires: 2020-01-31, title: "))
    assert reconciler("apply --yes").code == 4
    assert states()[TWO] == PENDING
    write(here, ALLOWED, ADMITS.replace("title: ", "expires: 2999-01-31, title: "))
    assert json.loads(reconciler("plan --at 2999-01-31 --format json").out)["operations"] == []
    assert reconciler("apply --yes").code == 0
    assert states()[TWO] == "available"


def test_the_note_names_the_command_that_accepts_an_endpoint(here: Path) -> None:
    """Without `accept: allowed` the user decides: the command works as it is printed."""
    write(here, HEAD)
    said = reconciler("plan --full")
    assert f"  hint: reconciler connections accept {TWO}, or reject instead of accept\n" in said.out
    named = f"name its account in an allowed_principals document, or reconciler connections reject {THREE}"
    assert named in " ".join(said.out.split())
    for line in ("plan --config reconciler.yaml", "drift --config reconciler.yaml"):
        assert f"  hint: reconciler connections --config reconciler.yaml accept {TWO}," in reconciler(line).out
    assert reconciler(f"connections --config reconciler.yaml accept {TWO} --yes").code == 0
    assert reconciler(f"connections reject {THREE} --yes").code == 0
    assert states() == {ONE: "available", TWO: "available", THREE: "rejected"}
