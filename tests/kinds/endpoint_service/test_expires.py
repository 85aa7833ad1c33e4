import re
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.documents import read
from reconciler.kinds import all_kinds
from reconciler.model import Acceptance
from reconciler.pipeline import Planning, PlanOptions, Repository, plan
from reconciler.pipeline.loading import understand
from reconciler.ports import EndpointConnection
from reconciler.validation import validate
from tests.fakes.endpoint_services import SETTINGS, FakeEndpointServices, selling
from tests.fakes.ports import FakeClock
from tests.kinds.endpoint_service.planning import ACME, GLOBEX, INITECH, carried_out, root

SERVICE = "vpce-svc-0123456789abcdef0"
DAY = date(2027, 1, 31)
BEFORE = DAY - timedelta(days=1)


def on(today: date, *documents: str, mode: str = "additive") -> Repository:
    """Read the documents of customers of one service, as they are on a day."""
    service = f"kind: endpoint_service\nname: api\nregion: us-east-1\nid: {SERVICE}\nprincipals: {mode}\n"
    kinds = all_kinds()
    loaded = read("---\n".join([service, *documents]).encode(), "wish.yaml")
    valid, invalid = validate(loaded.documents, {name: kind.schema for name, kind in kinds.items()})
    return understand(SETTINGS, kinds, valid, (*loaded.problems, *invalid), today=today)


def customer(name: str, *accounts: str, expires: str = "", title: str = "") -> str:
    """Return the document of a customer of the service."""
    more = (f"expires: {expires}\n" if expires else "") + (f"title: {title}\n" if title else "")
    return f"kind: allowed_principals\nname: {name}\nservice: api\nprincipals: {list(accounts)}\n{more}"


def planned(repository: Repository, services: FakeEndpointServices, **options: Any) -> Planning:  # noqa: ANN401 - the fields of PlanOptions
    """Plan a repository; *options* are fields of PlanOptions."""
    clients = selling(services, SETTINGS.sellers)
    return plan(repository, clients, PlanOptions(**options), clock=FakeClock(), commit=None)


def granting(*accounts: str, connected: str = "") -> FakeEndpointServices:
    """Return the service as it grants accounts; one of them may be connected."""
    services = FakeEndpointServices()
    services.add(SERVICE, map(root, accounts))
    if connected:
        services.connected.append(
            EndpointConnection(
                service_id=SERVICE,
                endpoint_id="vpce-1",
                owner=connected,
                state="available",
                region="us-east-1",
                created_at="2026-01-01T00:00:00Z",
            )
        )
    return services


def accepting(planning: Planning) -> tuple[Acceptance, ...]:
    """Return the acceptances that the hints of a plan name."""
    found = {
        one for problem in planning.plan.problems for one in re.findall(r"--accept (\S+@[0-9a-f]{8})", problem.hint)
    }
    return tuple(map(Acceptance.read, sorted(found)))


def removed(planning: Planning) -> frozenset[str]:
    """Return the grants that a plan removes."""
    return frozenset().union(*(change.members("allowed_principals").removed for change in planning.plan.changes))


def codes(planning: Planning) -> list[tuple[str, str]]:
    """Return the severity and the code of each problem of a plan."""
    return [(one.severity.value, one.code) for one in planning.plan.problems]


@pytest.mark.parametrize("mode", ["additive", "exclusive"])
@pytest.mark.parametrize("day", ["2027-01-31", '"2027-01-31"'])
def test_a_grant_ends_on_its_day_in_both_modes(mode: str, day: str) -> None:
    """The grant stays on the day before, and is removed on the day itself; quotes around the date do not matter."""
    documents = (customer("acme", ACME, expires=day), customer("globex", GLOBEX))
    services = granting(ACME, GLOBEX)
    assert removed(planned(on(BEFORE, *documents, mode=mode), services)) == frozenset()
    assert removed(planned(on(DAY, *documents, mode=mode), services)) == {root(ACME)}


def test_a_grant_stays_while_another_document_names_it() -> None:
    """The other document has not expired."""
    documents = (customer("acme", ACME, expires="2027-01-31"), customer("more", ACME))
    assert removed(planned(on(DAY, *documents), granting(ACME))) == frozenset()


def test_an_ending_is_noted_within_30_days_and_afterwards() -> None:
    """31 days before the day, nothing is said. The digest is the same on all days before the ending."""
    document = customer("acme", ACME, expires="2027-01-31", title="Acme Corp")
    plans = [planned(on(DAY - timedelta(days=days), document), granting(ACME)).plan for days in (31, 30, 1)]
    notes = [[(one.code, one.message, one.source) for one in plan.problems] for plan in plans]
    soon = "allowed_principals.acme (Acme Corp) expires {}, on 2027-01-31 (UTC)"
    assert notes == [
        [],
        [("expires-soon", soon.format("in 30 days"), "wish.yaml:11:10")],
        [("expires-soon", soon.format("tomorrow"), "wish.yaml:11:10")],
    ]
    assert len({plan.digest for plan in plans}) == 1
    (told,) = planned(on(DAY, document), granting()).plan.problems
    assert (told.severity, told.code) == ("note", "expired")
    assert told.message == "allowed_principals.acme (Acme Corp) has expired on 2027-01-31: it grants nothing any more"


def test_a_day_in_the_past_never_grants() -> None:
    """A new document whose day has passed is a note, and no change."""
    planning = planned(
        on(DAY, customer("acme", ACME, expires="2026-01-31"), customer("globex", GLOBEX)), granting(GLOBEX)
    )
    assert (planning.plan.changes, codes(planning)) == ((), [("note", "expired")])


@pytest.mark.parametrize("mode", ["additive", "exclusive"])
def test_a_connected_customer_is_offboarded_without_being_asked(mode: str) -> None:
    """`max_connected_removed` does not count written endings; the live connection is told with the customer's name."""
    documents = (customer("acme", ACME, expires="2027-01-31", title="Acme Corp"), customer("rest", GLOBEX, INITECH))
    planning = planned(on(DAY, *documents, mode=mode), granting(ACME, GLOBEX, INITECH, connected=ACME))
    assert codes(planning) == [("note", "expired")]
    (left,) = planning.plan.residual_access
    assert (left.endpoint, left.principal) == ("vpce-1", root(ACME))
    assert planning.plan.names[root(ACME)] == planning.plan.names[ACME] == "Acme Corp"


def test_leaving_a_connected_customer_out_still_asks() -> None:
    """Only a date is a written ending."""
    planning = planned(
        on(DAY, customer("rest", GLOBEX, INITECH), mode="exclusive"), granting(ACME, GLOBEX, INITECH, connected=ACME)
    )
    assert codes(planning) == [("refused", "max_connected_removed")]


def test_cutting_the_connection_of_an_expired_customer_asks() -> None:
    """No rule about grants asks for it, so `reject_connections` does."""
    documents = (customer("acme", ACME, expires="2027-01-31"), customer("rest", GLOBEX, INITECH))
    services = granting(ACME, GLOBEX, INITECH, connected=ACME)
    planning = planned(on(DAY, *documents), services, reject_connections=True)
    assert codes(planning) == [("note", "expired"), ("refused", "reject_connections")]


def test_nothing_ends_without_removals() -> None:
    """`--no-removals` keeps expired grants, and says so."""
    planning = planned(on(DAY, customer("acme", ACME, expires="2027-01-31")), granting(ACME), no_removals=True)
    assert (planning.plan.changes, codes(planning)) == ((), [("note", "expired"), ("note", "left-out")])


def test_an_expired_grant_is_no_unmanaged_one() -> None:
    """A grant that a plan removes is a change; a foreign one on an additive list is unmanaged."""
    planning = planned(
        on(DAY, customer("acme", ACME, expires="2027-01-31"), customer("rest", INITECH)),
        granting(ACME, GLOBEX, INITECH),
    )
    assert [one.remote_id for one in planning.plan.unmanaged] == [root(GLOBEX)]


@pytest.mark.parametrize("mode", ["additive", "exclusive"])
def test_a_refused_ending_stays_and_the_rest_goes_on(mode: str) -> None:
    """The warning names the option that accepts the plan of both; with it, the grant is removed."""
    documents = (customer("acme", ACME, expires="2027-01-31"), customer("rest", GLOBEX, INITECH))
    services, repository = granting(ACME), on(DAY, *documents, mode=mode)
    planning = planned(repository, services)
    assert removed(planning) == frozenset()
    assert codes(planning) == [("note", "expired"), ("warning", "ending-refused")]
    stays = planning.plan.problems[-1]
    assert stays.message.startswith("grants that have expired stay, since max_removals refuses the removal: ")
    assert carried_out(planning, services).converged
    assert services.principals[SERVICE] == {root(GLOBEX), root(INITECH), root(ACME)}


def test_a_refused_ending_is_removed_once_it_is_accepted() -> None:
    """The digest in the hint is that of the plan with the ending."""
    services, repository = granting(ACME), on(DAY, customer("acme", ACME, expires="2027-01-31"))
    planning = planned(repository, services, accept=accepting(planned(repository, services)))
    assert removed(planning) == {root(ACME)}
    assert "ending-refused" not in {code for _, code in codes(planning)}


def test_a_plan_that_is_refused_anyway_is_refused_whole() -> None:
    """Leaving the ending out would not help: the other grant is left out of an exclusive list."""
    documents = (customer("acme", ACME, expires="2027-01-31"),)
    planning = planned(on(DAY, *documents, mode="exclusive"), granting(ACME, GLOBEX, INITECH))
    assert [code for severity, code in codes(planning) if severity == "refused"] == ["max_removals"]
    assert removed(planning) == set(map(root, [ACME, GLOBEX, INITECH]))


ACCOUNTS = [f"{number:012d}" for number in range(1, 9)]
DAYS = st.none() | st.integers(0, 20).map(lambda days: date(2027, 1, 1) + timedelta(days=days))
DOCUMENTS = st.lists(st.tuples(st.lists(st.sampled_from(ACCOUNTS), unique=True, max_size=4), DAYS), max_size=6)


@given(DOCUMENTS, st.sets(st.sampled_from(ACCOUNTS)), st.sampled_from(["additive", "exclusive"]), st.data())
def test_on_each_day_exactly_the_unexpired_documents_are_granted(
    stated: list[tuple[list[str], date | None]], live: set[str], mode: str, data: st.DataObject
) -> None:
    """An additive list keeps foreign grants that no expired document names; after an apply, nothing is left to do."""
    services = granting(*live)
    texts = [customer(f"c-{n}", *who, expires=str(day) if day else "") for n, (who, day) in enumerate(stated)]
    days = data.draw(st.lists(st.integers(-1, 21), min_size=1, max_size=3, unique=True).map(sorted))
    for today in [date(2027, 1, 1) + timedelta(days=day) for day in days]:
        over = {one for who, day in stated if day and day <= today for one in who}
        named = {one for who, day in stated if not day or day > today for one in who}
        foreign = live - over - named if mode == "additive" or not stated else set()
        repository = on(today, *texts, mode=mode)
        asked = planned(repository, services)
        if not any(severity == "refused" for severity, _ in codes(asked)):
            carried_out(asked, services)
            assert planned(repository, services).plan.changes == ()
        carried_out(planned(repository, services, accept=accepting(planned(repository, services))), services)
        live = named | (foreign if mode == "additive" else set())
        assert services.principals[SERVICE] == set(map(root, live))
        assert planned(repository, services).plan.changes == ()
