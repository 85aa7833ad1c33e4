from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from reconciler.batch import batch
from reconciler.batch.own_calls import calls_in_order
from reconciler.kinds.endpoint_service.verbs import WRITES
from reconciler.model import Address, Request, RequestKey
from tests.verbs import VERB

VERBS = tuple(verb.name for verb in WRITES)
CREATE, MODIFY, PAYER, TAG, _NOTIFY, _RENOTIFY, _UNNOTIFY, PERMIT, _RECORDS, _VERIFY, REJECT, ACCEPT, DELETE = VERBS
SELLERS = {"saas": "888888888888", "labs": "777777777777"}


def edit(name: str, verb: str, *after: RequestKey, part: int = 0, seller: str = "saas") -> Request:
    """Return a request for one call on an existing service."""
    return Request(
        address=Address("endpoint_service", name),
        verb=VERB[verb],
        part=part,
        details={"Detail": name},
        remote_id=None if verb == CREATE else f"vpce-svc-{name}",
        after=frozenset(after),
        seller=seller,
        region="eu-west-1",
    )


def order(*requests: Request) -> list[tuple[str, str]]:
    """Return services and verbs in the order of their calls."""
    return [(request.address.name, request.verb.name) for request in calls_in_order(requests)]


def test_calls_are_made_service_by_service() -> None:
    """Calls are sorted so that none needs a later one, in whatever order the requests are given."""
    every = [edit(name, verb) for name in "ba" for verb in reversed(VERBS) if verb != DELETE]
    rest = [(name, verb) for name in "ab" for verb in VERBS[: VERBS.index(REJECT)]]
    assert order(*every) == [*rest, ("a", REJECT), ("a", ACCEPT), ("b", REJECT), ("b", ACCEPT)]


def test_connections_of_a_service_that_ends_are_rejected_with_it() -> None:
    """Connections that are rejected because their grant is gone come after all other calls."""
    assert order(edit("b", DELETE), edit("b", REJECT), edit("a", REJECT), edit("c", PERMIT)) == [
        ("b", REJECT),
        ("b", DELETE),
        ("c", PERMIT),
        ("a", REJECT),
    ]


def test_a_call_does_not_wait_for_a_request_outside_the_plan() -> None:
    """A dependency that is not in the plan is ignored."""
    gone = edit("z", MODIFY).key
    (one,) = batch([edit("a", PERMIT, gone)], account="111111111111", sellers=SELLERS)
    assert one.after == ()


def test_the_dependency_of_a_call_is_called_first() -> None:
    """Dependencies come first even when their service has a later name."""
    freeing = edit("z", MODIFY)
    assert order(edit("a", CREATE, freeing.key), edit("b", PERMIT), freeing) == [
        ("z", MODIFY),
        ("a", CREATE),
        ("b", PERMIT),
    ]


def test_calls_that_wait_for_each_other_keep_their_order() -> None:
    """The plan is made although AWS will refuse one of the calls."""
    one, other = (
        RequestKey(Address("endpoint_service", "a"), MODIFY),
        RequestKey(Address("endpoint_service", "b"), MODIFY),
    )
    assert order(edit("a", MODIFY, other), edit("b", MODIFY, one)) == [("b", MODIFY), ("a", MODIFY)]


def test_an_operation_goes_to_the_account_and_region_of_its_seller() -> None:
    """The service stands in the parameter that the call expects: ServiceId, ServiceIds or Resources."""
    made = batch(
        [edit("a", PERMIT), edit("b", DELETE, seller="labs"), edit("c", TAG)], account="111111111111", sellers=SELLERS
    )
    assert [(one.account, one.region, one.service, one.parameters) for one in made] == [
        ("888888888888", "eu-west-1", "ec2", {"ServiceId": "vpce-svc-a", "Detail": "a"}),
        ("777777777777", "eu-west-1", "ec2", {"ServiceIds": ["vpce-svc-b"], "Detail": "b"}),
        ("888888888888", "eu-west-1", "ec2", {"Resources": ["vpce-svc-c"], "Detail": "c"}),
    ]


@given(st.sets(st.tuples(st.sampled_from("abc"), st.sampled_from(VERBS)), max_size=8), st.data())
def test_the_order_of_requests_does_not_matter(wanted: set[tuple[str, str]], data: st.DataObject) -> None:
    """Any order of the same requests makes the same calls, and each request is one operation."""
    requests = [edit(name, verb) for name, verb in sorted(wanted)]
    shuffled = data.draw(st.permutations(requests))
    assert calls_in_order(requests) == calls_in_order(shuffled)
    assert sorted(one.key for one in calls_in_order(requests)) == sorted(one.key for one in requests)


def test_parts_of_a_long_edit_stay_in_their_order() -> None:
    """Parts that add come before parts that remove."""
    first = edit("a", PERMIT)
    parts = [first, edit("a", PERMIT, first.key, part=1), edit("a", PERMIT, part=2)]
    for given_order in permutations(parts):
        assert [one.part for one in calls_in_order(given_order)] == [0, 1, 2]
