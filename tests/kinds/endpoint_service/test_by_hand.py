"""Which endpoints a decision by hand changes, compared with a naive reading of the same words, at random."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from reconciler.kinds.endpoint_service.by_hand import matched_by_hand
from reconciler.model import ByHand, Pair
from reconciler.ports import EndpointConnection
from tests.kinds.endpoint_service.planning import ACME, GLOBEX, INITECH, desired, root
from tests.kinds.endpoint_service.test_connections import STATES, connection, observed

DOCUMENT = "{kind: endpoint_service, name: api, region: us-east-1, id: vpce-svc-0123456789abcdef0}"
READER = f"arn:aws:iam::{ACME}:role/reader"
ENDED = {"deleting", "deleted", "rejected", "failed", "expired"}
CONNECTIONS = st.lists(st.tuples(st.sampled_from([ACME, GLOBEX, INITECH]), st.sampled_from(STATES)), max_size=6)
GRANTS = st.sets(st.sampled_from([root(ACME), READER, root(GLOBEX), "*"]))
ASKED = st.frozensets(st.integers(0, 6).map(lambda number: f"vpce-{number}"))


def admitted(one: EndpointConnection, granted: set[str]) -> bool:
    """Tell whether a grant names the owner's account, or everyone."""
    return any(grant == "*" or f"::{one.owner}:" in grant for grant in granted)


@given(found=CONNECTIONS, granted=GRANTS, asked=ASKED, accepts=st.booleans())
def test_a_decision_changes_what_it_names_and_nothing_else(
    found: list[tuple[str, str]], granted: set[str], asked: frozenset[str], *, accepts: bool
) -> None:
    """Of the named endpoints, those that wait and are admitted are accepted, or those that have not ended rejected."""
    connections = [connection(number, owner, state) for number, (owner, state) in enumerate(found)]
    live = frozenset(one.endpoint_id for one in connections if one.state not in ENDED)
    there = observed(granted, *connections)
    there = replace(there, spec=replace(there.spec, connections=live))
    pair = Pair(desired(DOCUMENT), there)
    by_hand = ByHand(accept=asked) if accepts else ByHand(reject=asked)
    matched = matched_by_hand([pair], by_hand, {})
    waiting = {one.endpoint_id for one in connections if one.state == "pendingAcceptance" and admitted(one, granted)}
    named = asked & {one.endpoint_id for one in connections}
    expected = [(named & waiting, live)] if accepts else [(frozenset(), live - named)]
    wanted = [one.desired.spec for one in matched.pairs]
    assert [(one.accept or frozenset(), one.connections) for one in wanted] == (expected if named else [])
    told = {one.remote_id for one in (*matched.problems, *matched.reminders)}
    assert named == told | (set() if accepts else named & live)
