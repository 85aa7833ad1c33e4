from threading import Thread

import pytest
from botocore.awsrequest import AWSRequest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.aws.buckets import Bucket, Buckets
from reconciler.aws.log import Log
from reconciler.aws.rates import Pace
from reconciler.model import Quota
from tests.aws.called import CALLS
from tests.aws.conftest import StandingClock
from tests.verbs import VERB

READ = "DescribeVpcEndpointServicePermissions"


def test_a_bucket_lets_its_tokens_through_at_once_and_then_its_refill() -> None:
    """Of 20 tokens and 4 a second, 19 are used; the next calls are 1 / 3.8 seconds apart."""
    bucket = Bucket(20, 4)
    assert [bucket.reserve(0.0) for _ in range(19)] == [0.0] * 19
    assert [bucket.reserve(0.0) for _ in range(3)] == pytest.approx([1 / 3.8, 2 / 3.8, 3 / 3.8])


def test_tokens_return_up_to_the_size_of_the_bucket() -> None:
    """A day later the bucket is as full as at first."""
    bucket = Bucket(2, 1)
    assert [bucket.reserve(0.0), bucket.reserve(0.0)] == pytest.approx([0.0, 1 / 0.95])
    assert bucket.reserve(86400.0) == 0
    assert bucket.reserve(86400.0) > 0


@given(st.integers(2, 100), st.floats(0.3, 20), st.lists(st.floats(0, 3), max_size=60))
def test_the_client_never_empties_ec2s_bucket(size: int, per_second: float, gaps: list[float]) -> None:
    """Whenever callers ask, AWS's published bucket has a token for each call when it is sent."""
    bucket, now, sent = Bucket(size, per_second), 0.0, []
    for gap in gaps:
        now += gap
        sent.append(now + bucket.reserve(now))
    tokens, since = float(size), 0.0
    for at in sent:
        tokens = min(size, tokens + (at - since) * per_second) - 1
        since = at
        assert tokens > -1e-6


def test_threads_never_share_a_token() -> None:
    """Forty calls from eight threads at the same time wait as long as forty calls from one thread."""
    bucket, delays = Bucket(11, 1), []

    def ask() -> None:
        delays.extend([bucket.reserve(0.0) for _ in range(5)])

    threads = [Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(delays) == pytest.approx([0.0] * 10 + [late / 0.95 for late in range(1, 31)])


@pytest.mark.parametrize(
    ("operation", "at_once"),
    [
        ("DescribeVpcEndpointServiceConfigurations", 95),
        ("DescribeVpcEndpointServicePermissions", 95),
        ("DescribeVpcEndpointConnections", 95),
        ("ModifyVpcEndpointServicePermissions", 47),
        ("ModifyVpcEndpointServicePayerResponsibility", 47),
        ("CreateVpcEndpointServiceConfiguration", 9),
        ("ModifyVpcEndpointServiceConfiguration", 9),
        ("DeleteVpcEndpointServiceConfigurations", 9),
        ("RejectVpcEndpointConnections", 9),
        ("CreateTags", 95),
    ],
)
def test_each_operation_has_the_bucket_that_aws_publishes(operation: str, at_once: int) -> None:
    """Buckets have 100, 50 or 10 tokens (privatelink 1.11).

    A twentieth is reserved for requests that arrive close together.
    """
    bucket = Buckets().of("us-east-1", operation, VERB[operation].quota or Quota(0))
    assert [bucket.reserve(0.0) for _ in range(at_once + 1)].count(0.0) == at_once


def test_each_region_and_each_operation_has_a_bucket_of_its_own(clock: StandingClock) -> None:
    """EC2 evaluates each API individually, for each account and region."""
    pace = Pace(CALLS, Buckets(), clock, Log())

    def ask(operation: str, region: str, times: int) -> None:
        request = AWSRequest()
        request.context["client_region"] = region
        for _ in range(times):
            pace(f"request-created.ec2.{operation}", request)

    ask(READ, "us-east-1", 95)
    ask(READ, "eu-west-1", 95)
    ask("DescribeVpcEndpointConnections", "us-east-1", 95)
    assert clock.slept == []
    ask(READ, "us-east-1", 1)
    assert clock.slept == pytest.approx([1 / 19])
