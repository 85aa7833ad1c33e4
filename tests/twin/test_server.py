"""Any AWS client, in any process, reaches the twin through AWS_ENDPOINT_URL."""

import json
import os
import socket
import subprocess
import sys
import threading
from http.client import HTTPConnection
from pathlib import Path

import boto3
import pytest

from reconciler.twin import seed, server
from reconciler.twin.catalog.operations import OPERATIONS
from reconciler.twin.twin import Twin
from tests.patience import PATIENCE
from tests.twin.sdk import CATALOG, MANAGEMENT
from tests.twin.worlds import LIVE, small

pytestmark = pytest.mark.usefixtures("over_http")

SCRIPT = Path(__file__).parent / "any_client.py"


def test_another_process_reaches_the_twin_through_its_environment_alone(twin: Twin) -> None:
    """The code has boto3's default session and no endpoint: AWS_ENDPOINT_URL is enough."""
    environment = {**os.environ, **twin.environment()}
    done = subprocess.run(
        [sys.executable, SCRIPT], env=environment, capture_output=True, text=True, check=True, timeout=PATIENCE
    )
    assert json.loads(done.stdout) == {
        "account": MANAGEMENT,
        "organization": "o-abcdef1234",
        "role": "AWSServiceRoleForPrivateMarketplaceAdmin",
        "experiences": ["Archived", "Bare", "Live", "Other"],
        "status": "SUCCEEDED",
        "stale": ["ValidationException", 422],
    }
    assert twin.experiences()[LIVE].description == "Changed from afar"


def test_credentials_of_any_kind_are_the_seeds_caller(twin: Twin) -> None:
    """A user's real profile works against the twin, as the management account."""
    sts = boto3.client(
        "sts",
        endpoint_url=twin.endpoint,
        region_name="us-east-1",
        aws_access_key_id="AKIAIOSFODNN7EXAMPLE",
        aws_secret_access_key="secret",
    )
    assert sts.get_caller_identity()["Account"] == MANAGEMENT


def test_serving_ends_on_request() -> None:
    """`serve` answers on its port, calls *ready* once it answers, and frees the port at its end."""
    until, seen = threading.Event(), []

    def ready(twin: Twin) -> None:
        seen.append(twin.endpoint)
        until.set()

    server.serve(small(), 0, ready, until)
    assert seen[0].startswith("http://127.0.0.1:")
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", int(seen[0].rpartition(":")[2])), timeout=1)


def test_a_taken_port_is_an_error_that_leaves_nothing_behind() -> None:
    """Another twin can start afterwards."""
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(OSError, match="in use"):
        server.running(port=taken.getsockname()[1])
    with server.running() as twin:
        assert twin.endpoint


def test_the_twin_answers_this_machine_only(twin: Twin) -> None:
    """The twin has no access control, so it listens on the loopback interface only."""
    number = int(twin.endpoint.rpartition(":")[2])
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.2", number), timeout=1)


def test_a_connection_serves_many_calls(twin: Twin) -> None:
    """Connections stay open, since a plan makes many calls."""
    connection = HTTPConnection("127.0.0.1", int(twin.endpoint.rpartition(":")[2]))
    body = json.dumps({"Catalog": CATALOG, "EntityType": "Experience"})
    scope = "AKIATWIN111111111111/20260101/us-east-1/aws-marketplace/aws4_request"
    headers = {"Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"}
    local = []
    for _ in range(2):
        connection.request("POST", "/ListEntities", body, headers)
        answer = connection.getresponse()
        assert (answer.status, len(json.loads(answer.read())["EntitySummaryList"])) == (200, 4)
        local.append(connection.sock.getsockname())
    connection.close()
    assert local[0] == local[1]


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/ListEntities", "{", 422),
        ("/ListEntities", "[]", 422),
        ("/ListEntities", "", 422),
        ("/GetResourcePolicy", "", 404),
    ],
)
def test_malformed_requests_are_refused_without_a_traceback(twin: Twin, path: str, body: str, status: int) -> None:
    """A malformed request gets an error, and so does an operation that the twin does not have."""
    connection = HTTPConnection("127.0.0.1", int(twin.endpoint.rpartition(":")[2]))
    scope = "AKIATWIN111111111111/20260101/us-east-1/aws-marketplace/aws4_request"
    headers = {"Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"}
    connection.request("POST", path, body, headers)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    assert answer.status == status
    assert "Traceback" not in text


def test_other_marketplace_services_are_left_to_moto(twin: Twin) -> None:
    """The signing name aws-marketplace is shared (catalog 1.1); a target header tells the other services."""
    metering = boto3.client(
        "meteringmarketplace",
        endpoint_url=twin.endpoint,
        region_name="us-east-1",
        aws_access_key_id="AKIATWIN111111111111",
        aws_secret_access_key="secret",
    )
    assert metering.batch_meter_usage(UsageRecords=[], ProductCode="code")["UnprocessedRecords"] == []
    assert [call.service for call in twin.calls] == ["aws-marketplace"]


def test_the_twin_has_the_operations_of_the_catalogue() -> None:
    """The twin has the operations of catalog 1.1, without those for resource policies."""
    assert set(OPERATIONS) == {
        "ListEntities",
        "DescribeEntity",
        "BatchDescribeEntities",
        "StartChangeSet",
        "DescribeChangeSet",
        "CancelChangeSet",
        "ListChangeSets",
        "TagResource",
        "UntagResource",
        "ListTagsForResource",
    }


def test_the_demo_can_be_served() -> None:
    """`reconciler twin serve` without a seed serves the demo."""
    with server.running(seed.demo()) as twin:
        assert next(iter(twin.experiences().values())).name == "Default Experience"
