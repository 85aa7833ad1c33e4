from threading import Thread

from botocore.awsrequest import AWSRequest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.aws.buckets import Buckets
from reconciler.aws.calls import CallList
from reconciler.aws.log import Log
from reconciler.aws.rates import WINDOW, Pace, Rate, rates_of
from reconciler.model import Quota, Verb
from tests.aws.called import CALLS
from tests.aws.conftest import StandingClock


def test_a_rate_admits_its_number_at_once_and_the_next_after_the_window() -> None:
    """At five a second, five calls are sent now, and the sixth when the first is a window old."""
    rate = Rate(5)
    assert [rate.reserve(0.0) for _ in range(7)] == [0, 0, 0, 0, 0, WINDOW, WINDOW]
    assert rate.reserve(WINDOW) == 0


def test_tokens_come_back_one_by_one() -> None:
    """Each call waits for the call that is *per_second* before it."""
    rate = Rate(2)
    assert [rate.reserve(0.0), rate.reserve(0.5)] == [0, 0]
    assert rate.reserve(0.75) == WINDOW - 0.75
    assert rate.reserve(0.75) == WINDOW + 0.5 - 0.75


@given(st.integers(1, 20), st.lists(st.floats(0, 0.3), max_size=60))
def test_no_window_ever_holds_more_calls_than_the_rate(per_second: int, gaps: list[float]) -> None:
    """Whenever callers ask, every second has at most the published rate."""
    rate, now, sent = Rate(per_second), 0.0, []
    for gap in gaps:
        now += gap
        sent.append(now + rate.reserve(now))
    assert all(later - earlier > WINDOW - 1e-9 for earlier, later in zip(sent, sent[per_second:], strict=False))


def test_threads_never_share_a_token() -> None:
    """Forty calls from eight threads at the same time wait as long as forty calls from one thread."""
    rate, delays = Rate(10), []

    def ask() -> None:
        delays.extend([rate.reserve(0.0) for _ in range(5)])

    threads = [Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(delays) == [batch * WINDOW for batch in range(4) for _ in range(10)]


def test_each_operation_has_a_rate_of_its_own(clock: StandingClock) -> None:
    """Describing entities does not wait for lists, and an operation without a rate does not wait."""
    once = Verb(name="ListEntities", service="marketplace-catalog", quota=Quota(1))
    pace = Pace(CallList.of([once]), Buckets(), clock, Log())
    for operation in ("ListEntities", "DescribeChangeSet", "ListEntities"):
        pace(f"request-created.marketplace-catalog.{operation}", AWSRequest())
    assert clock.slept == [WINDOW]


def test_each_call_of_the_catalog_and_the_organization_has_a_rate() -> None:
    """Rates are the published ones, with BatchDescribeEntities as DescribeEntity, and own ones for Organizations."""
    rates = rates_of(CALLS)
    assert {name: rate.per_second for name, rate in rates.items() if name in EXPECTED} == EXPECTED


EXPECTED = {
    "marketplace-catalog:ListEntities": 10,
    "marketplace-catalog:BatchDescribeEntities": 20,
    "marketplace-catalog:ListChangeSets": 5,
    "marketplace-catalog:DescribeChangeSet": 10,
    "marketplace-catalog:StartChangeSet": 5,
    "marketplace-catalog:ListTagsForResource": 5,
    "marketplace-catalog:TagResource": 5,
    "organizations:ListAccountsForParent": 20,
    "organizations:ListOrganizationalUnitsForParent": 20,
}
