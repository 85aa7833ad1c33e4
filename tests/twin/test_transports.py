"""Most tests reach the twin without a socket. Here each call is made both ways, and both ends must be the same."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from threading import Thread, current_thread
from typing import Any

import pytest
from botocore.exceptions import BotoCoreError, ClientError

from reconciler.twin.twin import Twin
from tests.in_process import Transport, over_http
from tests.twin.sdk import CATALOG, DELEGATE, MEMBER, PRINCIPAL, change, client, create, port, products, start
from tests.twin.worlds import LIVE, Hand, small

Call = Callable[[Twin], Any]
Way = Callable[[], AbstractContextManager[None]]

CHANGING = ("Date", "date", "x-amzn-requestid", "x-amzn-request-id", "RequestId", "CreatedDate", "ETag", "etag")


def catalog(account: str = "111111111111") -> Any:  # noqa: ANN401 - boto3's
    """Return a client of the catalogue."""
    return client("marketplace-catalog", account)


def failing(plan: Callable[[Twin], None], call: Call) -> Call:
    """Return a call before which a fault is planned."""

    def made(twin: Twin) -> Any:  # noqa: ANN401 - JSON
        plan(twin)
        return call(twin)

    return made


def listed(_twin: Twin) -> Any:  # noqa: ANN401 - JSON
    """List the experiences."""
    return catalog().list_entities(Catalog=CATALOG, EntityType="Experience")


KILLED: list[Thread] = []
"""The threads that `killed` has ended."""


def killed() -> None:
    """End the thread."""
    KILLED.append(current_thread())
    raise SystemExit


def broken() -> None:
    """Fail as a bug does."""
    message = "a bug"
    raise RuntimeError(message)


CALLS: dict[str, Call] = {
    "JSON over REST": listed,
    "a page": lambda _: catalog().list_entities(Catalog=CATALOG, EntityType="Experience", MaxResults=1),
    "a write": lambda _: start(create("Fresh")),
    "text that is not ASCII": lambda _: start(change("UpdateExperience", LIVE, {"Description": "größer — 大"})),
    "asynchronous errors": lambda _: start(change("AllowProductProcurement", LIVE, products("prod-none"))),
    "JSON with a target": lambda _: client("organizations").describe_organization(),
    "the query protocol": lambda _: client("sts").get_caller_identity(),
    "the query protocol's errors": lambda _: client("iam").get_role(RoleName="nobody"),
    "EC2": lambda _: client("ec2", "888888888888").describe_vpc_endpoint_service_configurations(),
    "EC2's errors": lambda _: client("ec2").describe_vpc_endpoint_service_permissions(ServiceId="vpce-svc-0"),
    "another service of moto": lambda _: client("sns").list_topics(),
    "a service that signs a body with a length": lambda _: client("s3").create_bucket(Bucket="one"),
    "an answer without body": lambda _: client("s3").head_bucket(Bucket="none"),
    "a missing member": lambda _: client("organizations").list_delegated_administrators(NextToken="none"),
    "an unknown entity": lambda _: catalog().describe_entity(Catalog=CATALOG, EntityId="exp-none"),
    "a caller without rights": lambda _: catalog(MEMBER).start_change_set(Catalog=CATALOG, ChangeSet=[create()]),
    "a delegate": lambda _: catalog(DELEGATE).describe_entity(Catalog=CATALOG, EntityId=LIVE),
    "an operation that the twin lacks": lambda _: client("organizations").list_handshakes_for_account(),
    "a service that the twin lacks": lambda _: client("marketplace-entitlement").get_entitlements(ProductCode="x"),
    "a region that does not exist": lambda _: client("sts", region="us-nowhere-1").get_caller_identity(),
    "a throttle": failing(lambda twin: twin.faults.throttle("ListEntities"), listed),
    "a throttle of EC2": failing(
        lambda twin: twin.faults.throttle("DescribeVpcEndpointServices"),
        lambda _: client("ec2").describe_vpc_endpoint_services(),
    ),
    "a denial": failing(
        lambda twin: twin.faults.deny("ListDelegatedAdministrators"),
        lambda _: client("organizations").list_delegated_administrators(ServicePrincipal=PRINCIPAL),
    ),
    "a failure": failing(lambda twin: twin.faults.fail("ListEntities", "Odd", "odd", status=503), listed),
    "a lost answer": failing(lambda twin: twin.faults.lose_answer("ListEntities"), listed),
    "a twin that breaks": failing(lambda twin: twin.faults.before("ListEntities", broken), listed),
}


def ending(call: Call, way: Way) -> tuple[Any, list[Any], dict[str, Any], int]:
    """Return answer or error of a call, the calls that the twin saw, its experiences, and the requests carried."""
    carried = Transport.carried
    with Twin(small(), clock=Hand()).start(port()) as twin, way():
        try:
            ended: Any = call(twin)
        except ClientError as error:
            ended = (type(error).__name__, str(error), error.response)
        except BotoCoreError as error:
            ended = (type(error).__name__, str(error))
        return steady(ended), list(twin.calls), twin.experiences(), Transport.carried - carried


def steady(value: Any) -> Any:  # noqa: ANN401 - JSON
    """Return JSON without what differs from call to call; only the presence of a key of this kind is kept."""
    if isinstance(value, dict):
        return {key: key if key in CHANGING else steady(each) for key, each in value.items()}
    return [steady(each) for each in value] if isinstance(value, list | tuple) else value


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_both_transports_end_a_call_alike(call: Call) -> None:
    """Answers with their headers, errors and their texts, and what the twin sees and holds do not differ."""
    *sent, over_socket = ending(call, over_http)
    *carried, in_process = ending(call, nullcontext)
    assert carried == sent
    assert over_socket == 0
    assert in_process > 0


@pytest.mark.filterwarnings("ignore:Exception in thread")
def test_both_transports_lose_the_connection_when_a_thread_ends() -> None:
    """A fault that ends the thread that answers is a broken connection to the client."""
    ended = failing(lambda twin: twin.faults.before("ListEntities", killed), listed)
    kinds = [ending(ended, way)[0][0] for way in (over_http, nullcontext)]
    for thread in {*KILLED} - {current_thread()}:
        thread.join()  # its end is reported to this test, not to a later one
    assert kinds == ["ConnectionClosedError", "ConnectionClosedError"]


def test_both_transports_reach_no_twin_that_is_stopped() -> None:
    """A client of a twin that was stopped finds nobody there, whichever way it takes."""
    stopped = failing(lambda twin: twin.stop(), listed)
    refused = (
        "EndpointConnectionError",
        f'Could not connect to the endpoint URL: "http://127.0.0.1:{port()}/ListEntities"',
    )
    assert [ending(stopped, way)[0] for way in (over_http, nullcontext)] == [list(refused)] * 2


def test_a_twin_with_latency_is_reached_over_http() -> None:
    """A client can lose its patience only over a connection."""
    slow = failing(lambda twin: setattr(twin.faults, "latency", 0.001), listed)
    assert ending(slow, nullcontext)[-1] == 0
