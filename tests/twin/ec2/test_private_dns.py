import re

import pytest

from tests.twin.ec2.conftest import Start
from tests.twin.ec2.sellers import (
    CUSTOMER,
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
from tests.twin.sdk import client, refused
from tests.twin.worlds import Hand

ZONE = "Z0EXAMPLE"
PUBLIC = {"id": ZONE, "account": CUSTOMER, "name": "example.com"}


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


def publish(where: str, *values: str, kind: str = "TXT", account: str = CUSTOMER, zone: str = ZONE) -> None:
    """Publish a record set of *values* at *where* in the zone, which may be any account's."""
    one = {"Name": where, "Type": kind, "TTL": 1800, "ResourceRecords": [{"Value": value} for value in values]}
    batch = {"Changes": [{"Action": "UPSERT", "ResourceRecordSet": one}]}
    client("route53", account).change_resource_record_sets(HostedZoneId=zone, ChangeBatch=batch)


def named(name: str = "api.example.com") -> tuple[str, str]:
    """Give the service a private name and return label and value of its record."""
    record = modify(PrivateDnsName=name)["PrivateDnsNameConfiguration"]
    return record["Name"], record["Value"]


def test_a_name_is_verified_some_time_after_the_start(start: Start, clock: Hand) -> None:
    """It stays pendingVerification for a time (privatelink 1.4); moto verifies at once (privatelink 4.1, item 11)."""
    start(hosted_zones=[PUBLIC], durations={"verifying": 60})
    label, value = named()
    publish(f"{label}.api.example.com", f'"{value}"')
    clock.move(3600)
    assert state() == "pendingVerification"
    verify()
    clock.move(59)
    assert state() == "pendingVerification"
    clock.move(1)
    assert (state(), inspected().private_dns_state) == ("verified", "verified")


@pytest.mark.parametrize(
    ("name", "where", "verified"),
    [
        ("my.service.example.com", "{}.my.service.example.com", True),
        ("my.service.example.com", "{}.service.example.com", True),
        ("my.service.example.com", "{}.example.com", True),
        ("*.example.com", "{}.example.com", True),
        ("my.service.example.com", "my.service.example.com", True),
        ("my.service.example.com", "example.com", True),
        ("one.example.com", "{}.two.example.com", False),
        ("one.example.com", "{}.one.example.com.example.com", False),
        ("one.example.com", "{}x.one.example.com", False),
    ],
)
def test_the_record_stands_below_the_name_or_a_domain_above(
    start: Start, name: str, where: str, *, verified: bool
) -> None:
    """Publish TXT "where domain is the private name or any parent of it" (private-dns 1.1).

    Where underscores are refused, it may be at the bare domain. A sibling needs its own or the parent's verification,
    and a provider that appends the domain again publishes something else (privatelink 2.3).
    """
    start(hosted_zones=[PUBLIC])
    label, value = named(name)
    publish(where.format(label), f'"{value}"', '"v=spf1 -all"')
    verify()
    assert state() == ("verified" if verified else "pendingVerification")


def test_the_value_has_to_match_exactly(start: Start) -> None:
    """It is "case-sensitive exact match" (privatelink 2.3): some providers change a value to lower case."""
    start(hosted_zones=[PUBLIC])
    label, value = named()
    for wrong in (value.lower(), f" {value}", value.removeprefix("vpce:"), f'{value}" "x'):
        publish(f"{label}.api.example.com", f'"{wrong}"')
        verify()
        assert state() == "pendingVerification"
    publish(f"{label}.api.example.com", f'"{value[:8]}" "{value[8:]}"')
    verify()
    assert state() == "verified"


def test_the_record_has_to_be_in_the_public_dns(start: Start, clock: Hand) -> None:
    """DNS "must be publicly resolvable" (privatelink 2.3): no private zone, and only after the change is INSYNC."""
    hidden = PUBLIC | {"id": "Z0PRIVATE", "private": True}
    start(hosted_zones=[PUBLIC, hidden], publishing=30)
    label, value = named()
    publish(f"{label}.api.example.com", f'"{value}"', zone="Z0PRIVATE")
    clock.move(60)
    verify()
    assert state() == "pendingVerification"
    publish(f"{label}.api.example.com", f'"{value}"')
    clock.move(29)
    verify()
    assert state() == "pendingVerification"
    clock.move(1)
    verify()
    assert state() == "verified"


def test_a_name_without_record_stays_pending(start: Start, clock: Hand) -> None:
    """The time until a name fails is unknown (privatelink 5.6): in the twin it never fails by itself."""
    start(hosted_zones=[PUBLIC])
    named()
    verify()
    clock.move(86400)
    assert state() == "pendingVerification"


@pytest.mark.parametrize("lost", ["failed", "pendingVerification"])
def test_a_verification_can_be_lost_and_won_again(start: Start, lost: str) -> None:
    """`verified` is not permanent (private-dns 1.2); a test says when it is lost."""
    twin = start(hosted_zones=[PUBLIC], service={"private_dns": {"name": "api.example.com"}})
    twin.lose_verification(SERVICE, lost)
    assert state() == lost
    verify()
    assert state() == lost
    record = configuration()["PrivateDnsNameConfiguration"]
    publish(f"{record['Name']}.api.example.com", f'"{record["Value"]}"')
    verify()
    assert state() == "verified"


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
