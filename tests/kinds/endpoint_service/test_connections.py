from dataclasses import replace

import pytest

from reconciler.kinds.endpoint_service.connections import live_connections, residual_connections, unadmitted
from reconciler.kinds.endpoint_service.spec import EndpointServiceSpec
from reconciler.model import Observed, SetChange
from reconciler.ports import EndpointConnection
from tests.kinds.endpoint_service.planning import ACME, GLOBEX, INITECH, nlb, root

UNIT = "arn:aws:organizations::111111111111:ou/o-abcdef1234/ou-abcd-01234567"
READER = f"arn:aws:iam::{ACME}:role/reader"
STATES = [
    "pendingAcceptance",
    "pending",
    "available",
    "deleting",
    "deleted",
    "rejected",
    "failed",
    "expired",
    "partial",
    "somethingNew",
]


def connection(number: int, owner: str, state: str = "available") -> EndpointConnection:
    """Return an endpoint of a consumer."""
    return EndpointConnection("vpce-svc-1", f"vpce-{number}", owner, state, "us-east-1", "2026-11-10T10:00:00Z")


def observed(granted: set[str], *connections: EndpointConnection) -> Observed[EndpointServiceSpec]:
    """Return a service with its principals and connections."""
    spec = EndpointServiceSpec(allowed_principals=frozenset(granted))
    return Observed(spec=spec, remote_id="vpce-svc-1", facts={"connections": connections})


def change(added: set[str], removed: set[str]) -> SetChange:
    """Return a change of the list."""
    return SetChange("allowed_principals", frozenset(added), frozenset(removed), 0)


def test_endpoints_that_are_or_may_be_connected_are_live() -> None:
    """An endpoint that has ended is not live (privatelink 1.8); one in an undocumented or new state counts as live."""
    every = [connection(number, ACME, state) for number, state in enumerate(STATES)]
    live = [one.state for one in live_connections(observed(set(), *reversed(every)))]
    assert live == ["pendingAcceptance", "pending", "available", "partial", "somethingNew"]


def test_a_service_whose_connections_were_not_read_has_none_live() -> None:
    """The service is to be created, or its connections are not needed."""
    assert live_connections(None) == ()
    assert live_connections(Observed(spec=EndpointServiceSpec(), remote_id="vpce-svc-1")) == ()


@pytest.mark.parametrize(
    ("granted", "added", "removed", "left", "cut"),
    [
        ({root(ACME)}, set(), {root(ACME)}, [(root(ACME), "vpce-1", ())], ("vpce-1", "vpce-2")),
        ({root(ACME), READER}, set(), {root(ACME)}, [(root(ACME), "vpce-1", (READER,))], ("vpce-2",)),
        ({root(ACME), READER}, set(), {READER}, [(READER, "vpce-1", (root(ACME),))], ("vpce-2",)),
        ({root(ACME)}, {READER}, {root(ACME)}, [(root(ACME), "vpce-1", (READER,))], ("vpce-2",)),
        ({root(ACME), "*"}, set(), {root(ACME)}, [(root(ACME), "vpce-1", ("*",))], ()),
        (
            {root(ACME), READER},
            set(),
            {root(ACME), READER},
            [(READER, "vpce-1", ()), (root(ACME), "vpce-1", ())],
            ("vpce-1", "vpce-2"),
        ),
        (
            {"*", root(GLOBEX)},
            set(),
            {"*"},
            [("*", "vpce-1", ()), ("*", "vpce-2", (root(GLOBEX),))],
            ("vpce-1",),
        ),
        ({UNIT}, set(), {UNIT}, [(UNIT, "vpce-1", ()), (UNIT, "vpce-2", ())], ("vpce-1", "vpce-2")),
        ({UNIT}, {root(GLOBEX)}, set(), [], ()),
        ({"vpce.amazonaws.com"}, set(), {"vpce.amazonaws.com"}, [], ("vpce-1", "vpce-2")),
        ({root(INITECH)}, set(), {root(INITECH)}, [], ("vpce-1", "vpce-2")),
        ({root(ACME)}, {root(GLOBEX)}, set(), [], ()),
    ],
)
def test_a_connection_remains_while_a_principal_admits_its_account(
    granted: set[str], added: set[str], removed: set[str], left: list[tuple[str, str, tuple[str, ...]]], cut: tuple[str]
) -> None:
    """A connection has only the account of its owner, and any principal that admits the account may have made it.

    A principal in an undocumented form may admit any account.
    """
    there = observed(granted, connection(1, ACME), connection(2, GLOBEX))
    found = [
        (one.principal, one.connection.endpoint_id, one.admitted_by)
        for one in residual_connections(change(added, removed), there)
    ]
    ends = tuple(one.endpoint_id for one in unadmitted(there, frozenset((granted | added) - removed)))
    assert (found, ends) == (left, cut)


def test_the_connections_of_the_owner_itself_end_with_its_own_grant_only() -> None:
    """AWS does not document whether a service's own account needs a grant, so its connections count as admitted."""
    own = EndpointServiceSpec(
        allowed_principals=frozenset({root(ACME), root(GLOBEX)}), load_balancers=frozenset({nlb()})
    )
    granted = Observed(spec=own, remote_id="vpce-svc-1", facts={"connections": (connection(1, "888888888888"),)})
    assert unadmitted(granted, frozenset()) == ()
    lost = replace(granted, spec=replace(own, allowed_principals=frozenset({root("888888888888")})))
    assert [one.endpoint_id for one in unadmitted(lost, frozenset())] == ["vpce-1"]


def test_no_connection_is_unadmitted_when_the_list_was_not_read() -> None:
    """A connection whose grant is unknown is not rejected."""
    unread = Observed(spec=EndpointServiceSpec(), remote_id="vpce-svc-1", facts={"connections": (connection(1, ACME),)})
    assert (unadmitted(unread, frozenset()), unadmitted(None, frozenset())) == ((), ())
