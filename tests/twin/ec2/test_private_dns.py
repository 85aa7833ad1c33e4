import re

import pytest

from reconciler.twin.ec2.private_dns import covers
from tests.twin.ec2.conftest import Start
from tests.twin.ec2.sellers import (
    GATEWAY,
    SERVICE,
    configuration,
    create,
    ec2,
    inspected,
    modify,
    refused_creation,
    refused_modification,
)
from tests.twin.sdk import refused
from tests.twin.worlds import Hand


def verify() -> None:
    """Start the verification."""
    answer = ec2().start_vpc_endpoint_service_private_dns_verification(ServiceId=SERVICE)
    assert answer["ReturnValue"] is True


def state() -> str:
    """Return the state of the verification."""
    told: str = configuration()["PrivateDnsNameConfiguration"]["State"]
    return told


@pytest.mark.usefixtures("twin")
def test_a_new_name_comes_with_a_record_to_publish() -> None:
    """The TXT record has a label and a value of `vpce:` and 20 characters; its state is pending (privatelink 2.3)."""
    told = modify(PrivateDnsName="api.example.com")
    assert told["PrivateDnsName"] == "api.example.com"
    record = told["PrivateDnsNameConfiguration"]
    assert (record["Type"], record["State"]) == ("TXT", "pendingVerification")
    assert re.fullmatch(r"_[0-9a-z]{20}", record["Name"])
    assert re.fullmatch(r"vpce:[0-9a-zA-Z]{20}", record["Value"])
    same = create(PrivateDnsName="api.example.com")
    other = same["PrivateDnsNameConfiguration"]
    assert {other["Name"], other["Value"]}.isdisjoint({record["Name"], record["Value"]})


@pytest.mark.usefixtures("twin")
def test_setting_the_same_name_keeps_its_record() -> None:
    """Only another name needs another proof."""
    record = modify(PrivateDnsName="api.example.com")["PrivateDnsNameConfiguration"]
    assert modify(PrivateDnsName="api.example.com")["PrivateDnsNameConfiguration"] == record
    assert modify(PrivateDnsName="api2.example.com")["PrivateDnsNameConfiguration"]["Name"] != record["Name"]


def test_a_name_is_verified_some_time_after_the_start(start: Start, clock: Hand) -> None:
    """It stays pendingVerification for a time (privatelink 1.4); moto verifies at once (privatelink 4.1, item 11)."""
    start(verifiable=["example.com"], durations={"verifying": 60})
    modify(PrivateDnsName="api.example.com")
    clock.move(3600)
    assert state() == "pendingVerification"
    verify()
    clock.move(59)
    assert state() == "pendingVerification"
    clock.move(1)
    assert (state(), inspected().private_dns_state) == ("verified", "verified")


@pytest.mark.parametrize(
    ("name", "verified"),
    [
        ("example.com", True),
        ("service.example.com", True),
        ("my.service.example.com", True),
        ("*.example.com", True),
        ("notexample.com", False),
        ("example.org", False),
    ],
)
def test_a_domain_covers_what_is_below_it(name: str, *, verified: bool) -> None:
    """Verifying `example.com` covers `service.example.com` and `my.service.example.com` (privatelink 2.3)."""
    assert covers(frozenset({"example.com"}), name) is verified


def test_a_sibling_is_not_covered() -> None:
    """A second subdomain needs its own or the parent's verification (privatelink 2.3)."""
    assert not covers(frozenset({"one.example.com"}), "two.example.com")


def test_a_name_that_cannot_be_verified_stays_pending(start: Start, clock: Hand) -> None:
    """The time until a name fails is unknown (privatelink 5.6): in the twin it never fails by itself."""
    start(verifiable=["example.org"])
    modify(PrivateDnsName="api.example.com")
    verify()
    clock.move(86400)
    assert state() == "pendingVerification"


@pytest.mark.usefixtures("twin")
def test_a_service_without_a_name_cannot_be_verified() -> None:
    """A service without a private name is InvalidParameter (privatelink 1.4)."""
    verify_it = ec2().start_vpc_endpoint_service_private_dns_verification
    assert refused(verify_it, ServiceId=SERVICE)[0] == "InvalidParameter"


def test_a_name_is_removed_by_a_parameter_of_its_own(start: Start) -> None:
    """RemovePrivateDnsName removes it (privatelink 1.2), which moto ignores (privatelink 4.1, item 11)."""
    start(service={"private_dns": {"name": "api.example.com"}})
    assert state() == "verified"
    assert refused_modification(PrivateDnsName="")[0] == "InvalidParameter"
    both = {"PrivateDnsName": "api2.example.com", "RemovePrivateDnsName": True}
    assert refused_modification(**both)[0] == "InvalidParameterCombination"
    told = modify(RemovePrivateDnsName=True)
    assert (told.get("PrivateDnsName"), told["PrivateDnsNameConfiguration"]) == (None, {})


@pytest.mark.usefixtures("twin")
@pytest.mark.parametrize("name", ["a" * 63 + ".example.com", "*.example.com", "api-1.example.com", "1.example.com"])
def test_names_that_the_guide_allows(name: str) -> None:
    """Wildcards are allowed, and a label has at most 63 characters (privatelink 2.3)."""
    assert modify(PrivateDnsName=name)["PrivateDnsName"] == name


@pytest.mark.usefixtures("twin")
@pytest.mark.parametrize(
    "name",
    [
        "API.example.com",
        "a" * 64 + ".example.com",
        ".".join(["a" * 60] * 5),
        "api..example.com",
        "api.*.example.com",
        "-api.example.com",
        "api_1.example.com",
        "example",
        "api.example.com.",
    ],
)
def test_names_that_the_guide_does_not_allow(name: str) -> None:
    """A name is lower case and has at most 255 characters, a label at most 63 (privatelink 2.3)."""
    assert refused_modification(PrivateDnsName=name)[0] == "InvalidParameter"


@pytest.mark.usefixtures("twin")
def test_gateway_services_have_no_private_name() -> None:
    """GWLB services have no private name (privatelink 2.3)."""
    gateway = {"NetworkLoadBalancerArns": [], "GatewayLoadBalancerArns": [GATEWAY]}
    assert refused_creation(PrivateDnsName="api.example.com", **gateway)[0] == "InvalidParameter"
