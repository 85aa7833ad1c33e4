from random import Random

from hypothesis import given
from hypothesis import strategies as st

from reconciler.batch import batch
from reconciler.model import Request, RequestKey
from tests.batch.requests import change, creation
from tests.batch.rules import Rules

VERBS = ["AllowProductProcurement", "DenyProductProcurement", "DisassociateAudience", "AssociateAudience"]
SINGLE = ["UpdateExperience", "UpdateProcurementPolicy", "RestrictExperience", "CreateBrandingSettings"]


@st.composite
def edges(draw: st.DrawFn, earlier: list[Request]) -> frozenset[RequestKey]:
    """Draw a few earlier requests to wait for."""
    if not earlier:
        return frozenset()
    return frozenset(request.key for request in draw(st.lists(st.sampled_from(earlier), max_size=3)))


@st.composite
def wholes(draw: st.DrawFn, name: str, earlier: list[Request]) -> list[Request]:
    """Draw a creation whose parts share a set; each part may wait for earlier requests."""
    verbs = ["CreateExperience", *draw(st.lists(st.sampled_from(VERBS + SINGLE), unique=True, max_size=6))]
    return [creation(name, verb, after=draw(edges(earlier)), not_before=draw(edges(earlier))) for verb in verbs]


@st.composite
def worlds(draw: st.DrawFn) -> list[Request]:
    """Draw requests of up to 8 experiences, some of them new, without circular waits."""
    requests: list[Request] = []
    for number in range(draw(st.integers(1, 8))):
        name, is_new = f"e{number:02}", draw(st.booleans())
        first = draw(wholes(name, requests)) if is_new else []
        requests += first
        taken = {request.verb.name for request in first}
        for verb in draw(st.lists(st.sampled_from(VERBS + SINGLE), unique=True, min_size=1)):
            begin = 1 if verb in taken else 0
            for part in range(begin, begin + (draw(st.integers(1, 4)) if verb in VERBS else 1 - begin)):
                chain = {RequestKey(first[0].address if first else change(name).address, verb, part - 1)}
                after = draw(edges(requests)) | (chain if part else set())
                made = {first[0].key} if first and not part else set()
                weak = draw(edges(requests)) | made
                requests.append(
                    creation(name, verb, part, after=after, not_before=weak, whole=False)
                    if is_new
                    else change(name, verb, part, after=after, not_before=weak)
                )
    return requests


@given(requests=worlds())
def test_any_requests_are_batched_by_the_rules(requests: list[Request]) -> None:
    """No request is lost, AWS refuses no set, and every dependency is kept (catalog 1.4, catalog 1.10)."""
    assert Rules(requests, batch(requests, account="111111111111")).broken() == []


@given(requests=worlds())
def test_isolated_sets_are_about_one_experience_each(requests: list[Request]) -> None:
    """All other rules hold as well."""
    operations = batch(requests, account="111111111111", isolated=True)
    assert Rules(requests, operations).broken() == []
    assert {len(operation.addresses) for operation in operations} == {1}


@given(requests=worlds(), order=st.randoms(use_true_random=False))
def test_the_order_of_requests_does_not_matter(requests: list[Request], order: Random) -> None:
    """The same requests give the same operations, so the same desired state has the same digest."""
    shuffled = requests.copy()
    order.shuffle(shuffled)
    assert batch(shuffled, account="111111111111") == batch(requests, account="111111111111")


@given(requests=worlds())
def test_an_operation_waits_for_no_more_than_it_must(requests: list[Request]) -> None:
    """Of two operations that an operation waits for, neither waits for the other."""
    operations = batch(requests, account="111111111111")
    before = Rules(requests, operations).before
    assert [
        (operation.id, later)
        for operation in operations
        for later in operation.after
        if before[later] & set(operation.after)
    ] == []
