"""For any desired services, a plan passes its own proof or has errors that say why there is none."""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from reconciler.model import Plan, Severity
from reconciler.pipeline import AdoptOptions, adopt_all
from reconciler.ports import ConnectionNotification, EndpointConnection
from tests.fakes.endpoint_services import SETTINGS, FakeEndpointServices, selling
from tests.fakes.ports import FakeClock
from tests.kinds.endpoint_service.planning import ACME, GLOBEX, carried_out, nlb, planned, repository, root

BALANCERS = "vwxyz"
KEYS = ["team", "a.b", "root['x']", "Name", "0", "\u00e4"]
TAGS = st.dictionaries(st.sampled_from(KEYS), st.sampled_from(["", "platform", "a=b"]), max_size=3)
PRINCIPALS = st.frozensets(st.sampled_from([ACME, root(ACME), f"arn:aws:iam::{ACME}:role/x", GLOBEX, "*"]), max_size=3)
EVENTS = st.lists(st.sampled_from(["Accept", "Connect", "Delete", "Reject"]), min_size=1, max_size=3, unique=True)
TOPICS = st.sampled_from([f"arn:aws:sns:us-east-1:888888888888:{name}" for name in ("seen", "audit")])
NOTIFICATIONS = st.dictionaries(TOPICS, EVENTS, max_size=2)
GRANTED = st.frozensets(st.sampled_from([root(ACME), f"arn:aws:iam::{ACME}:role/x", root(GLOBEX), "*"]), max_size=3)


class Case(NamedTuple):
    """One service: its live state, if it exists, and its document, if there is one."""

    live: Mapping[str, Any] | None
    stated: Mapping[str, Any] | None


def id_of(number: int) -> str:
    """Return the id of a service."""
    return f"vpce-svc-{number:017x}"


@st.composite
def _cases(draw: st.DrawFn) -> list[Case]:
    """Draw up to four services with live and desired load balancers out of five.

    Each has one user at most on either side.
    """
    number = draw(st.integers(1, 4))
    sides = [draw(st.lists(st.integers(0, number), min_size=5, max_size=5)) for _ in range(2)]
    had, shall = ([[nlb(arn) for arn, who in zip(BALANCERS, side, strict=True) if who == one]
                   for one in range(number)] for side in sides)  # fmt: skip
    return [Case(draw(_live(had[one])), draw(_stated(one, had[one], shall[one]))) for one in range(number)]


@st.composite
def _live(draw: st.DrawFn, balancers: list[str]) -> Mapping[str, Any] | None:
    """Return the live state of a service, which has at least one load balancer."""
    if not balancers:
        return None
    owners = [ACME] if draw(st.booleans()) else []
    found = {"load_balancers": frozenset(balancers), "tags": draw(TAGS), "principals": draw(GRANTED)}
    found |= {"payer": draw(st.sampled_from([None, "ServiceOwner"])), "owners": owners}
    return {**found, "told": draw(st.lists(st.tuples(TOPICS, EVENTS), max_size=3))}


@st.composite
def _stated(draw: st.DrawFn, number: int, had: list[str], shall: list[str]) -> Mapping[str, Any] | None:
    """Draw a document; a service that exists is usually named by its id."""
    pinned = draw(st.integers(0, 4)) > 0
    by_id = {"id": id_of(number)} if had and pinned else {}
    state = draw(st.sampled_from(["present", "present", "absent"]))
    if not (by_id or shall or state == "absent") or not draw(st.integers(0, 5)):
        return None
    stated: dict[str, Any] = {"state": state, **by_id, **({"load_balancers": shall} if shall else {})}
    stated |= {"tags": draw(TAGS)} if draw(st.booleans()) else {}
    stated |= {"payer": "endpoint_owner"} if draw(st.booleans()) else {}
    stated |= {"notifications": draw(NOTIFICATIONS)} if draw(st.booleans()) else {}
    return {**stated, "principals": draw(st.sampled_from(["additive", "exclusive"])), "named": draw(PRINCIPALS)}


CASES = _cases()


def text_of(cases: list[Case]) -> str:
    """Return the documents, with one customer's document for each service."""
    documents: list[Mapping[str, Any]] = []
    for number, case in enumerate(cases):
        if case.stated is not None:
            named = sorted(case.stated["named"])
            fields = {key: value for key, value in case.stated.items() if key != "named"}
            documents.append({"kind": "endpoint_service", "name": f"s{number}", "region": "us-east-1", **fields})
            feed = {"kind": "allowed_principals", "name": f"c{number}", "service": f"s{number}", "principals": named}
            documents += [feed] if named else []
    return "\n---\n".join(map(json.dumps, documents))


def world_of(cases: list[Case]) -> FakeEndpointServices:
    """Return the live services."""
    there = FakeEndpointServices()
    for number, case in enumerate(cases):
        if case.live is not None:
            fields = {key: value for key, value in case.live.items() if key not in {"principals", "owners", "told"}}
            there.add(id_of(number), case.live["principals"], **fields)
            there.connected += [
                EndpointConnection(id_of(number), f"vpce-{number:017x}", owner, "available", "us-east-1", "")
                for owner in case.live["owners"]
            ]
            there.told += [
                ConnectionNotification(f"vpce-nfn-{number}{at}", id_of(number), topic, frozenset(events), "Enabled")
                for at, (topic, events) in enumerate(case.live["told"])
            ]
    return there


def stated_topics(cases: list[Case], in_error: Collection[str]) -> Mapping[str, Mapping[str, list[str]]]:
    """Return the events by topic that documents state, by the id of the service; none of a service in error."""
    stated = {number: case.stated for number, case in enumerate(cases) if case.stated and "id" in case.stated}
    return {
        id_of(number): {topic: sorted(events) for topic, events in one["notifications"].items()}
        for number, one in stated.items()
        if "notifications" in one and f"endpoint_service.s{number}" not in in_error
    }


def told_by(there: FakeEndpointServices, service_id: str) -> Mapping[str, list[str]]:
    """Return the events by topic of a live service."""
    return {one.topic: sorted(one.events) for one in there.told if one.service_id == service_id}


@given(cases=CASES, reject=st.booleans(), no_removals=st.booleans(), only=st.none() | st.integers(0, 3))
def test_no_desired_state_makes_a_plan_that_fails_its_proof(
    cases: list[Case], *, reject: bool, no_removals: bool, only: int | None
) -> None:
    """Load balancers go in circles, services wait for others in error, and parts are planned: none raises PlanBug."""
    text = text_of(cases)
    wish = repository(text).wish
    part = f"endpoint_service.s{only}"
    select = (part,) if part in map(str, wish) else ()
    planned(text, world_of(cases), reject_connections=reject, no_removals=no_removals, select=select)


@given(cases=CASES)
def test_services_without_error_are_as_desired_after_one_apply(cases: list[Case]) -> None:
    """EC2 refuses no call; the remaining services have the same errors as before. Topics are told what is stated."""
    text, there = text_of(cases), world_of(cases)
    planning = planned(text, there)
    in_error = {str(one.address) for one in planning.plan.problems if one.severity is Severity.ERROR}
    run = carried_out(planning, there)
    assert [outcome.as_json() for outcome in run.outcomes if outcome.status != "succeeded"] == []
    assert set(run.remaining) == in_error
    wanted = stated_topics(cases, in_error)
    assert {one: told_by(there, one) for one in wanted if one in there.services} == {
        one: wanted[one] for one in wanted if one in there.services
    }


def asked(made: Plan) -> Mapping[str, Sequence[Any]]:
    """Return what a plan does and what keeps it from doing more."""
    changes = [(str(one.address), one.action, one.fields) for one in made.changes]
    errors = [(one.code, str(one.address)) for one in made.problems if one.severity is Severity.ERROR]
    return {"changes": changes, "errors": errors}


@given(cases=CASES)
def test_an_import_changes_nothing_that_documents_ask_for(cases: list[Case]) -> None:
    """Unmanaged services and grants get documents, or the import says why not; the plan stays as it was."""
    text, there = text_of(cases), world_of(cases)
    before = repository(text)
    if before.errors:
        return
    found = adopt_all(before, selling(there, SETTINGS.sellers), AdoptOptions(), clock=FakeClock())
    after = "\n---\n".join(filter(None, [text, *found.files.values()]))
    made = planned(after, there).plan
    assert asked(made) == asked(planned(text, there).plan)
    told = " ".join(f"{one.what} {one.why}" for one in found.left_out)
    assert [one for one in made.unmanaged if one.remote_id not in told] == []
