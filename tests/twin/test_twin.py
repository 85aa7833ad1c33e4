import gc
import weakref

import pytest
from botocore.exceptions import EndpointConnectionError
from moto.organizations.models import FakeOrganization, organizations_backends

from reconciler.regions import COMMERCIAL
from reconciler.twin import seed
from reconciler.twin.twin import Twin
from tests.twin.sdk import CATALOG, MANAGEMENT, MEMBER, client, create, port, start, succeeded
from tests.twin.worlds import LIVE, small

pytestmark = pytest.mark.usefixtures("over_http")


def test_one_twin_runs_in_a_process(twin: Twin) -> None:
    """Moto keeps its state in the process: two twins would be one."""
    with pytest.raises(RuntimeError, match="stop it first"):
        Twin().start()
    twin.stop()
    with Twin().start() as other:
        assert other.endpoint.startswith("http://127.0.0.1:")


def test_a_twin_that_is_not_running_has_no_endpoint() -> None:
    """No endpoint is returned before the twin answers there."""
    with pytest.raises(RuntimeError, match="start it first"):
        _ = Twin().endpoint


def test_a_stopped_twin_answers_nobody(twin: Twin) -> None:
    """Clients that were connected get no answer either."""
    start(create())
    twin.stop()
    twin.stop()
    with pytest.raises(EndpointConnectionError):
        client("marketplace-catalog").list_entities(Catalog=CATALOG, EntityType="Experience")


def test_a_reset_twin_keeps_no_object_of_before(twin: Twin) -> None:
    """A twin that starts over a thousand times needs no more memory than one that has started once."""
    before = weakref.ref(organizations_backends[MANAGEMENT][COMMERCIAL].org)
    twin.reset()
    gc.collect()
    assert before() is None
    assert len(vars(FakeOrganization)["instances_tracked"]) == 1


def test_a_reset_twin_starts_over_on_the_same_port(twin: Twin) -> None:
    """Experiences, change sets, calls and faults are forgotten; clients stay connected."""
    endpoint = twin.endpoint
    succeeded(create("Fresh"))
    twin.faults.deny("DescribeEntity")
    twin.reset()
    assert (twin.endpoint, len(twin.calls), len(twin.experiences())) == (endpoint, 0, 4)
    assert twin.catalog.marketplace.change_sets == {}
    client("marketplace-catalog").describe_entity(Catalog=CATALOG, EntityId=LIVE)
    twin.reset(small(experiences=[]))
    assert twin.experiences() == {}


def test_two_twins_with_the_same_calls_return_the_same_answers() -> None:
    """Ids come from a source that repeats."""
    found = []
    for _ in range(2):
        with Twin(small()).start(port()) as twin:
            succeeded(create())
            found.append(list(twin.experiences()))
    assert found[0] == found[1]
    with Twin(small(), chance=1).start(port()) as twin:
        succeeded(create())
        assert list(twin.experiences()) != found[0]


def test_a_twin_without_an_organization_has_a_caller() -> None:
    """The account belongs to no organization, so it may do nothing with Private Marketplace."""
    with Twin(seed.parse({"version": 1, "caller": MEMBER})).start(port()) as twin:
        assert twin.account == MEMBER
        assert client("sts", "111111111111").get_caller_identity()["Account"] == "111111111111"
        assert start(create(), account=MEMBER)["FailureCode"] == "CLIENT_ERROR"


def test_the_environment_points_clients_to_the_twin(twin: Twin) -> None:
    """The environment has the endpoint, credentials of the account and the region, and nothing else is needed."""
    assert twin.environment() == {
        "AWS_ENDPOINT_URL": twin.endpoint,
        "AWS_ACCESS_KEY_ID": "AKIATWIN111111111111",
        "AWS_SECRET_ACCESS_KEY": "twin",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    assert twin.environment(MEMBER)["AWS_ACCESS_KEY_ID"] == "AKIATWIN333333333333"
