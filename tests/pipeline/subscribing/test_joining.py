"""Who is subscribed, allowed and connected, from agreements, entitlements, grants and connections."""

from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.pipeline.subscribing import CustomerFinding, CustomerRow, ServiceAccess, Sold, Subscription, joined
from reconciler.ports import Agreement, EndpointConnection, Entitlement

NOW = "2026-11-26T12:00:00Z"
JANUARY, MARCH, PAST = "2027-01-31T00:00:00Z", "2027-03-31T00:00:00Z", "2026-01-31T00:00:00Z"
ENDLESS = "9999-01-01T00:00:00Z"
BOTH, SUBSCRIBED, ALLOWED, GONE, RESALE, RENEWED, TWICE = (f"{number}" * 12 for number in range(1, 8))

Told = tuple[str, str, str | None, str | None]


def root(account: str) -> str:
    """Return the ARN of an account's root."""
    return f"arn:aws:iam::{account}:root"


def connection(owner: str, state: str = "available") -> EndpointConnection:
    """Return a connection of an account."""
    return EndpointConnection("vpce-svc-1", f"vpce-{owner}", owner, state, "us-east-1", PAST)


def access(*grants: str, connections: Sequence[EndpointConnection] = ()) -> ServiceAccess:
    """Return the access of one service."""
    return ServiceAccess("endpoint_service.api", frozenset(grants), tuple(connections))


def told(rows: Sequence[CustomerRow]) -> list[Told]:
    """Return account, standing, end and finding of each row."""
    return [(row.account, row.standing.value, row.end, row.finding and row.finding.value) for row in rows]


def standing(*agreements: Agreement, entitlements: tuple[Entitlement, ...] = ()) -> Told:
    """Return the row of an account with a grant."""
    (row,) = told(joined(Sold(agreements, entitlements), [access(root(BOTH))], NOW))
    return row


def test_seven_buyers_give_exactly_this_table() -> None:
    """Each buyer is one row, with the latest end, and a finding only where subscription and access disagree."""
    sold = Sold(
        agreements=(
            Agreement("agmt-1", BOTH, "ACTIVE", JANUARY),
            Agreement("agmt-2", SUBSCRIBED, "ACTIVE", None),
            Agreement("agmt-4", GONE, "EXPIRED", PAST),
            Agreement("agmt-6", RENEWED, "RENEWED", PAST),
            Agreement("agmt-7", RENEWED, "ACTIVE", JANUARY),
            Agreement("agmt-8", TWICE, "ACTIVE", MARCH),
            Agreement("agmt-9", TWICE, "ACTIVE", JANUARY),
        ),
        entitlements=(Entitlement(BOTH, JANUARY), Entitlement(RESALE, MARCH)),
    )
    grants = [root(BOTH), root(ALLOWED), root(RESALE), f"arn:aws:iam::{RENEWED}:role/reader", root(TWICE)]
    rows = joined(sold, [access(*grants, connections=[connection(BOTH), connection(GONE)])], NOW)
    assert told(rows) == [
        (BOTH, "active", JANUARY, None),
        (SUBSCRIBED, "active", None, "not_allowed"),
        (ALLOWED, "none", None, "not_subscribed"),
        (GONE, "ended", PAST, "ended_open"),
        (RESALE, "active", MARCH, None),
        (RENEWED, "active", JANUARY, None),
        (TWICE, "active", MARCH, None),
    ]
    assert [len(row.connections) for row in rows] == [1, 0, 0, 1, 0, 0, 0]


@pytest.mark.parametrize("end", [None, ENDLESS])
def test_no_end_is_later_than_any_end(end: str | None) -> None:
    """Null and 9999-01-01 are no end, and a subscriber with such an agreement has none (subscribers 1.2)."""
    found = standing(Agreement("agmt-1", BOTH, "ACTIVE", JANUARY), Agreement("agmt-2", BOTH, "ACTIVE", end))
    assert found == (BOTH, "active", None, None)


@pytest.mark.parametrize("status", ["RENEWED", "REPLACED", "ARCHIVED", "ROLLED_BACK", "SUPERSEDED", "PAUSED"])
def test_a_status_that_is_no_end_is_unknown(status: str) -> None:
    """Neither an agreement that another one followed nor an unknown status is told as an end."""
    assert standing(Agreement("agmt-1", BOTH, status, PAST)) == (BOTH, "unknown", None, "unknown")


@pytest.mark.parametrize("status", ["CANCELLED", "EXPIRED", "TERMINATED"])
def test_three_statuses_end_a_subscription(status: str) -> None:
    """An ended subscription with a grant is open still; an earlier renewal changes nothing."""
    earlier = Agreement("agmt-0", BOTH, "RENEWED", "2025-01-31T00:00:00Z")
    assert standing(earlier, Agreement("agmt-1", BOTH, status, PAST)) == (BOTH, "ended", PAST, "ended_open")


def test_a_renewal_after_an_end_is_unknown() -> None:
    """The agreement that follows a renewal was not found, so nobody knows that the subscription has ended."""
    ended = Agreement("agmt-1", BOTH, "EXPIRED", "2025-01-31T00:00:00Z")
    assert standing(ended, Agreement("agmt-2", BOTH, "RENEWED", PAST)) == (BOTH, "unknown", None, "unknown")


def test_an_entitlement_after_its_end_is_unknown() -> None:
    """AWS lists it still, so it proves neither a subscription nor an end."""
    assert standing(entitlements=(Entitlement(BOTH, PAST),)) == (BOTH, "unknown", None, "unknown")


def test_without_a_source_nobody_is_known_not_to_be_subscribed() -> None:
    """A denied read makes accounts unknown, but those of the other source are subscribed."""
    agreements = (Agreement("agmt-1", BOTH, "ACTIVE", JANUARY), Agreement("agmt-2", GONE, "EXPIRED", PAST))
    accesses = [access(root(BOTH), root(ALLOWED), root(GONE))]
    expected = [
        (BOTH, "active", JANUARY, None),
        (ALLOWED, "unknown", None, "unknown"),
        (GONE, "unknown", None, "unknown"),
    ]
    assert told(joined(Sold(agreements, None), accesses, NOW)) == expected


def test_an_unread_list_of_grants_makes_no_finding_of_a_subscriber() -> None:
    """Whether a subscriber may connect is unknown where a service's grants were not read."""
    sold = Sold((Agreement("agmt-1", BOTH, "ACTIVE", None),), ())
    unread = ServiceAccess("endpoint_service.api", None, None)
    assert told(joined(sold, [unread], NOW)) == [(BOTH, "active", None, "unknown")]


def test_a_service_that_is_open_to_all_allows_each_subscriber() -> None:
    """`*` allows subscribers; an ended subscription is open only by a grant of its own or a connection."""
    sold = Sold((Agreement("agmt-1", BOTH, "ACTIVE", None), Agreement("agmt-2", GONE, "EXPIRED", PAST)), ())
    assert told(joined(sold, [access("*")], NOW)) == [(BOTH, "active", None, None)]
    connected = joined(sold, [access("*", connections=[connection(GONE)])], NOW)
    assert told(connected) == [(BOTH, "active", None, None), (GONE, "ended", PAST, "ended_open")]


def test_an_ended_connection_is_no_open_access() -> None:
    """A customer whose subscription, grant and connection have all ended is in no row."""
    sold = Sold((Agreement("agmt-1", GONE, "CANCELLED", PAST),), ())
    assert joined(sold, [access(connections=[connection(GONE, "rejected")])], NOW) == ()


ACCOUNTS = st.sampled_from([BOTH, SUBSCRIBED, ALLOWED])
ENDS = st.sampled_from([None, PAST, JANUARY, MARCH, ENDLESS])
STATUSES = st.sampled_from(["ACTIVE", "EXPIRED", "CANCELLED", "RENEWED", "REPLACED", "ARCHIVED"])
AGREEMENTS = st.lists(st.builds(Agreement, st.uuids().map(str), ACCOUNTS, STATUSES, ENDS), max_size=6).map(tuple)
ENTITLEMENTS = st.lists(st.builds(Entitlement, ACCOUNTS, ENDS), max_size=4).map(tuple)
GRANTS = st.frozensets(st.one_of(ACCOUNTS.map(root), st.just("*")), max_size=4)
CONNECTIONS = st.lists(ACCOUNTS.map(connection), max_size=3, unique=True).map(tuple)


@given(AGREEMENTS, ENTITLEMENTS, GRANTS, CONNECTIONS, st.randoms(use_true_random=False))
def test_each_customer_is_one_row_and_no_claim_lacks_its_proof(
    agreements: tuple[Agreement, ...],
    entitlements: tuple[Entitlement, ...],
    grants: frozenset[str],
    connections: tuple[EndpointConnection, ...],
    random: Random,
) -> None:
    """Rows do not depend on the order; each finding follows from what was read, and an unread source makes none."""
    accesses = [ServiceAccess("endpoint_service.api", grants, connections)]
    rows = joined(Sold(agreements, entitlements), accesses, NOW)
    mixed = list(agreements)
    random.shuffle(mixed)
    assert joined(Sold(tuple(mixed), entitlements[::-1]), accesses, NOW) == rows
    assert len({row.account for row in rows}) == len(rows)
    owners = {one.owner for one in connections}
    for row in rows:
        statuses = {one.status for one in agreements if one.account == row.account}
        held = root(row.account) in grants or row.account in owners
        if row.finding is CustomerFinding.NOT_ALLOWED:
            assert root(row.account) not in grants
            assert "*" not in grants
        if row.finding in {CustomerFinding.NOT_SUBSCRIBED, CustomerFinding.ENDED_OPEN}:
            assert held
            assert "ACTIVE" not in statuses
        if row.finding is CustomerFinding.ENDED_OPEN:
            assert statuses & {"EXPIRED", "CANCELLED"}
        if "ACTIVE" in statuses:
            assert row.standing is Subscription.ACTIVE
    half = joined(Sold(None, entitlements), accesses, NOW)
    assert {row.finding for row in half} <= {None, CustomerFinding.NOT_ALLOWED, CustomerFinding.UNKNOWN}
