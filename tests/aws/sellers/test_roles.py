import re
from pathlib import Path

import pytest

from reconciler.aws.calls import CallList
from reconciler.aws.session import clients
from reconciler.errors import Unreadable
from reconciler.ports import SellerClients
from reconciler.settings import Marketplace, Role, Seller
from tests.aws.answers import SERVICE
from tests.aws.conftest import Connect, FromEnvironment, StandingClock
from tests.aws.loopback import Asked, Reply, failure, key_of
from tests.aws.sellers.settings import BUYER, DATA, ONE, OTHER, PLAIN, REGIONS, SAAS, answered, selling
from tests.verbs import VERB


def test_each_seller_is_asked_with_its_own_role(pointed: Connect, from_environment: FromEnvironment) -> None:
    """The role is assumed once, with the credentials of the environment and never with those of another role."""
    server = pointed(answered).server
    marketplace = Marketplace("111111111111", Role(BUYER))
    made = from_environment(selling(ONE, OTHER, PLAIN, marketplace=marketplace))
    for name in ("saas", "data", "plain"):
        made.sellers[name].identity.account()
        made.sellers[name].regions["us-east-1"].grants(SERVICE)
    made.identity.account()
    asked = [(asked.operation, asked.parameters.get("RoleArn", ""), key_of(asked)) for asked in server.asked]
    assert asked == [
        ("AssumeRole", SAAS, "AKIAEXAMPLE/us-east-1"),
        ("GetCallerIdentity", "", "SAAS/us-east-1"),
        ("DescribeVpcEndpointServicePermissions", "", "SAAS/us-east-1"),
        ("AssumeRole", DATA, "AKIAEXAMPLE/us-east-1"),
        ("GetCallerIdentity", "", "DATA/us-east-1"),
        ("DescribeVpcEndpointServicePermissions", "", "DATA/us-east-1"),
        ("GetCallerIdentity", "", "AKIAEXAMPLE/us-east-1"),
        ("DescribeVpcEndpointServicePermissions", "", "AKIAEXAMPLE/us-east-1"),
        ("AssumeRole", BUYER, "AKIAEXAMPLE/us-east-1"),
        ("GetCallerIdentity", "", "BUYER/us-east-1"),
    ]
    assert [asked.parameters.get("ExternalId") for asked in server.asked if asked.operation == "AssumeRole"] == [
        "shared-with-nobody",
        None,
        None,
    ]


def test_each_region_is_asked_in_that_region(pointed: Connect, from_environment: FromEnvironment) -> None:
    """Only the regions of the settings are called; one role serves all of them."""
    server = pointed(answered).server
    regions = from_environment(selling(ONE)).sellers["saas"].regions
    assert tuple(regions) == REGIONS
    for services in regions.values():
        services.configurations()
    assert [key_of(asked) for asked in server.asked[1:]] == ["SAAS/us-east-1", "SAAS/eu-west-1"]


def test_the_region_of_the_user_is_where_a_role_is_assumed(
    pointed: Connect, credentials: pytest.MonkeyPatch, from_environment: FromEnvironment
) -> None:
    """STS is called in the user's region, EC2 in the region of the services."""
    server = pointed(answered).server
    credentials.setenv("AWS_REGION", "eu-north-1")
    made = from_environment(selling(ONE)).sellers["saas"]
    made.identity.account()
    made.regions["eu-west-1"].configurations()
    assert [key_of(asked) for asked in server.asked] == [
        "AKIAEXAMPLE/eu-north-1",
        "SAAS/eu-north-1",
        "SAAS/eu-west-1",
    ]


@pytest.mark.parametrize("region", ["cn-north-1", "us-gov-west-1"])
@pytest.mark.parametrize("own", [None, "here"])
def test_a_seller_of_another_partition_is_asked_there_alone(
    pointed: Connect, credentials: pytest.MonkeyPatch, from_environment: FromEnvironment, region: str, own: str | None
) -> None:
    """STS of one partition does not know another, whether or not the user's region is set."""
    server = pointed(answered).server
    if own:
        credentials.setenv("AWS_REGION", region)
    made = from_environment(selling(Seller("saas", "222222222222", (region,)))).sellers["saas"]
    made.identity.account()
    made.regions[region].configurations()
    assert [key_of(asked) for asked in server.asked] == [f"AKIAEXAMPLE/{region}"] * 2


def test_a_sellers_role_that_may_not_be_assumed_says_what_to_allow(
    pointed: Connect, from_environment: FromEnvironment
) -> None:
    """The other sellers are read."""

    def script(asked: Asked) -> Reply | dict[str, object] | str:
        refused = asked.parameters.get("RoleArn") == SAAS
        return failure(403, "AccessDenied", "not authorized", "AssumeRole") if refused else answered(asked)

    pointed(script)
    made = from_environment(selling(ONE, OTHER)).sellers
    with pytest.raises(Unreadable, match=r"^sts:AssumeRole: AccessDenied: not authorized") as caught:
        made["saas"].regions["eu-west-1"].configurations()
    assert f"let the trust policy of {SAAS} name them" in caught.value.hint
    assert "shared-with-nobody" not in caught.value.message + caught.value.hint
    assert len(made["data"].regions["us-east-1"].configurations()) == 1


@pytest.mark.parametrize("seller", [ONE, PLAIN], ids=["with a role", "without"])
def test_no_credentials_is_reported_by_the_first_seller_asked(
    credentials: pytest.MonkeyPatch, from_environment: FromEnvironment, seller: Seller
) -> None:
    """The exit code is 7, and the hint says how to get credentials."""
    credentials.delenv("AWS_ACCESS_KEY_ID")
    credentials.delenv("AWS_SECRET_ACCESS_KEY")
    made = from_environment(selling(seller))
    with pytest.raises(Unreadable, match="Unable to locate credentials") as caught:
        made.sellers[seller.name].regions["us-east-1"].configurations()
    assert (caught.value.exit_code, "AWS_PROFILE" in caught.value.hint) == (7, True)


def test_credentials_are_looked_for_once_for_all_sellers(
    credentials: pytest.MonkeyPatch, from_environment: FromEnvironment, pointed: Connect, tmp_path: Path
) -> None:
    """A program that returns credentials, or a user who logs in, is not asked repeatedly."""
    counter = tmp_path / "asked"
    told = '{"Version": 1, "AccessKeyId": "AKIAEXAMPLE", "SecretAccessKey": "x"}'
    config = f"[profile person]\ncredential_process = sh -c 'echo asked >> {counter}; printf %s \"$TOLD\"'\n"
    (tmp_path / "config").write_text(config)
    for name, value in {"AWS_CONFIG_FILE": str(tmp_path / "config"), "AWS_PROFILE": "person", "TOLD": told}.items():
        credentials.setenv(name, value)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        credentials.delenv(name)
    pointed(answered)
    made = from_environment(selling(ONE, OTHER, PLAIN, marketplace=Marketplace("111111111111")))
    for seller in made.sellers.values():
        seller.identity.account()
    made.identity.account()
    assert counter.read_text() == "asked\n"


def test_nothing_secret_shows_when_sellers_are_printed(
    credentials: pytest.MonkeyPatch, pointed: Connect, clock: StandingClock
) -> None:
    """No repr has keys or external ids."""
    credentials.setenv("AWS_SESSION_TOKEN", "FwoGZXIvYXdz")
    pointed(answered)
    found = clients(selling(ONE), calls=CallList.of(VERB.values(), writing=False), clock=clock, environ={})
    found.sellers["saas"].identity.account()
    text = repr(found) + "".join(repr(vars(services)) for services in _all(found.sellers["saas"]))
    assert not re.search("verysecretkey|AKIAEXAMPLE|FwoGZXIvYXdz|shared-with-nobody|topsecret", text)


def _all(seller: SellerClients) -> list[object]:
    return [seller.identity, *seller.regions.values()]
