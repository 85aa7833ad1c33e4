from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from reconciler.aws.calls import CallList
from reconciler.aws.log import Log
from reconciler.aws.models import ModelFiles, models
from reconciler.aws.permission_pages import PageParsers
from reconciler.aws.session import clients, watched_session
from reconciler.errors import InvalidInput, Refused
from reconciler.model import Spent
from reconciler.settings import Marketplace, Role, Seller, Settings
from tests.aws.answers import EC2_GOOD, SERVICE, good
from tests.aws.conftest import Connect, FromEnvironment, StandingClock
from tests.aws.loopback import Asked, Reply, failure
from tests.aws.sellers.settings import ONE, PLAIN, REGIONS, SAAS, answered, selling
from tests.patience import PATIENCE
from tests.verbs import VERB


def test_a_seller_that_is_not_asked_costs_nothing(
    pointed: Connect, credentials: pytest.MonkeyPatch, from_environment: FromEnvironment
) -> None:
    """A seller that is not read takes no call, client or session.

    Even a hundred with missing credentials are no error.
    """
    server = pointed(answered).server
    credentials.setenv("AWS_ENDPOINT_URL_EC2", "nonsense")
    sellers = (Seller(f"seller-{at}", "222222222222", REGIONS, Role(SAAS)) for at in range(100))
    made = from_environment(selling(*sellers, marketplace=Marketplace("111111111111")))
    assert (len(made.sellers), made.identity.account(), server.operations) == (
        100,
        "111111111111",
        ["GetCallerIdentity"],
    )


def test_a_repository_without_sellers_has_none(pointed: Connect, from_environment: FromEnvironment) -> None:
    """Only the clients of the buyer are made."""
    pointed(answered)
    assert from_environment(Settings(file="reconciler.yaml")).sellers == {}


def test_a_repository_without_marketplace_makes_no_clients_for_it(
    pointed: Connect, credentials: pytest.MonkeyPatch, from_environment: FromEnvironment
) -> None:
    """Errors of such clients do not matter until one is used."""
    server = pointed(answered).server
    credentials.setenv("AWS_ENDPOINT_URL_MARKETPLACE_CATALOG", "nonsense")
    made = from_environment(selling(ONE))
    assert made.sellers["saas"].regions["us-east-1"].configurations()
    assert server.operations == ["AssumeRole", "DescribeVpcEndpointServiceConfigurations"]
    with pytest.raises(InvalidInput, match="AWS configuration: Invalid endpoint: nonsense"):
        made.catalog.list_tags("arn:exp-a")


def test_a_region_of_no_partition_is_an_invalid_setting(
    credentials: pytest.MonkeyPatch, from_environment: FromEnvironment
) -> None:
    """Without a marketplace, any region of AWS is accepted."""
    credentials.setenv("AWS_REGION", "mars-north-1")
    with pytest.raises(InvalidInput, match=r"'mars-north-1' is not a region of AWS$"):
        from_environment(selling(PLAIN))


def test_sellers_made_for_planning_do_not_write(pointed: Connect, from_environment: FromEnvironment) -> None:
    """Every seller's session refuses calls that write."""
    server = pointed(answered).server
    services = from_environment(selling(PLAIN)).sellers["plain"].calls("ec2", "us-east-1")
    edit = {"ServiceId": SERVICE, "AddAllowedPrincipals": ["*"]}
    with pytest.raises(Refused):
        services.edit(VERB["ModifyVpcEndpointServicePermissions"], edit)
    assert server.asked == []
    writing = from_environment(selling(PLAIN), writes=True).sellers["plain"].calls("ec2", "us-east-1")
    assert writing.edit(VERB["ModifyVpcEndpointServicePermissions"], edit).unsuccessful == ()


def test_sellers_of_one_account_share_its_request_rates(
    pointed: Connect, from_environment: FromEnvironment, clock: StandingClock
) -> None:
    """EC2 counts by account and region, so two sellers of one account get 9 creations at once, then one a second."""
    pointed(good())
    twice = (Seller("one", "222222222222", REGIONS), Seller("two", "222222222222", REGIONS))
    made = from_environment(selling(*twice, Seller("three", "333333333333", REGIONS)), writes=True).sellers

    def create(seller: str, region: str, times: int) -> None:
        for _ in range(times):
            made[seller].calls("ec2", region).edit(VERB["CreateVpcEndpointServiceConfiguration"], {})

    create("one", "us-east-1", 5)
    create("two", "us-east-1", 4)
    create("two", "eu-west-1", 9)
    create("three", "us-east-1", 9)
    assert clock.slept == []
    create("one", "us-east-1", 1)
    assert clock.slept == pytest.approx([1 / 0.95])


def test_a_seller_may_be_asked_by_many_threads_at_once(pointed: Connect, from_environment: FromEnvironment) -> None:
    """Clients are made one at a time, and the role is assumed once."""
    server = pointed(answered).server
    regions = from_environment(selling(ONE)).sellers["saas"].regions
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda at: regions[REGIONS[at % 2]].grants(SERVICE), range(16)))
    assert len(set(found)) == 1
    assert server.operations.count("AssumeRole") == 1


def test_a_throttled_read_is_made_again(
    pointed: Connect, credentials: pytest.MonkeyPatch, from_environment: FromEnvironment
) -> None:
    """Calls of PrivateLink are also throttled for the whole organization (privatelink 1.11)."""
    operation = "DescribeVpcEndpointServicePermissions"
    replies: list[Reply | str] = [failure(503, "RequestLimitExceeded", "no", operation), EC2_GOOD[operation]]
    server = pointed(lambda _: replies.pop(0)).server
    credentials.setenv("AWS_MAX_ATTEMPTS", "2")
    assert from_environment(selling(PLAIN)).sellers["plain"].regions["us-east-1"].grants(SERVICE).principals
    assert server.operations == [operation, operation]


def test_calls_of_all_sellers_are_counted_and_logged_with_their_account(
    pointed: Connect, credentials: pytest.MonkeyPatch, clock: StandingClock
) -> None:
    """Each seller has a session of its own; the call that assumes a role is counted and logged, too."""
    del credentials
    pointed(answered)
    lines: list[str] = []
    calls = CallList.of(VERB.values(), writing=False)
    made = clients(selling(ONE, PLAIN), calls, clock=clock, environ={}, log=Log(lines.append))
    for name in ("saas", "plain"):
        made.sellers[name].regions["us-east-1"].grants(SERVICE)
    assert made.spent() == Spent({"AssumeRole": 1, "DescribeVpcEndpointServicePermissions": 2})
    assert [line.partition(" ")[2].rpartition(": ")[0] for line in lines] == [
        "sts:AssumeRole in 222222222222 us-east-1",
        "ec2:DescribeVpcEndpointServicePermissions in 222222222222 us-east-1",
        "ec2:DescribeVpcEndpointServicePermissions in 111111111111 us-east-1",
    ]
    assert [one for one in ("topsecret", "FwoGZXIvYXdz", "shared-with-nobody", SAAS) if one in "".join(lines)] == []


def test_the_model_of_ec2_is_loaded_while_sts_answers(
    pointed: Connect, monkeypatch: pytest.MonkeyPatch, from_environment: FromEnvironment
) -> None:
    """STS answers once the model is there. It is loaded once, by the thread or by the client."""
    loaded, read = Event(), ModelFiles.load_file
    files: list[str] = []

    def noted(self: ModelFiles, path: str) -> object:
        found = read(self, path)
        if found and path.endswith("ec2/2016-11-15/service-2"):
            files.append(path)
            loaded.set()
        return found

    def late(asked: Asked) -> Reply | dict[str, object] | str:
        assert asked.operation != "GetCallerIdentity" or loaded.wait(PATIENCE)
        return answered(asked)

    monkeypatch.setattr(ModelFiles, "load_file", noted)
    models.cache_clear()
    pointed(late)
    seller = from_environment(selling(PLAIN)).sellers["plain"]
    assert (seller.identity.account(), loaded.is_set()) == ("111111111111", True)
    assert seller.regions["us-east-1"].configurations()
    assert len(files) == 1


def test_every_session_has_the_parser_of_permission_pages(clock: StandingClock) -> None:
    """Parsers are a component that botocore looks up by this name."""
    session = watched_session(calls=CallList.of(VERB.values(), writing=False), clock=clock)
    assert isinstance(session.get_component("response_parser_factory"), PageParsers)
