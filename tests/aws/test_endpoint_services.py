from collections.abc import Callable

import pytest

from reconciler.errors import Unreadable
from reconciler.ports import (
    EndpointConnection,
    EndpointServiceConfiguration,
    EndpointServices,
    Grants,
    PrivateDns,
)
from tests.aws.answers import CONFIGURATION, CONNECTION, EC2_GOOD, SERVICE, good, many
from tests.aws.conftest import Connect
from tests.aws.loopback import Reply, failure

RECORDED = f"""<item>
    <serviceType><item><serviceType>Interface</serviceType></item></serviceType>
    <serviceId>{SERVICE}</serviceId>
    <serviceName>com.amazonaws.vpce.us-east-1.{SERVICE}</serviceName>
    <serviceState>Available</serviceState>
    <availabilityZoneSet><item>us-east-1a</item></availabilityZoneSet>
    <acceptanceRequired>false</acceptanceRequired>
    <managesVpcEndpoints>false</managesVpcEndpoints>
    <networkLoadBalancerArnSet><item>arn:nlb-a</item><item>arn:nlb-b</item></networkLoadBalancerArnSet>
    <supportedIpAddressTypeSet><item>ipv4</item></supportedIpAddressTypeSet>
    <baseEndpointDnsNameSet><item>{SERVICE}.us-east-1.vpce.amazonaws.com</item></baseEndpointDnsNameSet>
    <privateDnsName>api.example.com</privateDnsName>
    <privateDnsNameConfiguration>
        <state>pendingVerification</state><type>TXT</type>
        <value>vpce:l6p0ERxlTt45jevFwOCp</value><name>_6e86v84tqgqubxbwii1m</name>
    </privateDnsNameConfiguration>
    <payerResponsibility>ServiceOwner</payerResponsibility>
    <tagSet><item><key>team</key><value>platform</value></item><item><key>empty</key><value/></item></tagSet>
    <supportedRegionSet>
        <item><region>us-east-1</region><serviceState>Available</serviceState></item>
        <item><region>eu-west-1</region><serviceState>Available</serviceState></item>
        <item><region>eu-north-1</region><serviceState>Pending</serviceState></item>
        <item><region>eu-south-1</region><serviceState>Failed</serviceState></item>
    </supportedRegionSet>
    <remoteAccessEnabled>true</remoteAccessEnabled>
</item>"""

HALF = {
    "no XML": Reply(200, b"<html>Welcome to the hotel's network</html>"),
    "empty": Reply(200, b""),
    "JSON": Reply(200, b"{}"),
    "another root": Reply(200, b"<A><B/></A>"),
    "of another operation": Reply(200, b"<DescribeVpcsResponse><vpcSet/></DescribeVpcsResponse>"),
    "without the list": "",
    "a redirect": Reply(302, b"", {"Location": "http://127.0.0.1/login"}),
    "a gateway": Reply(502, b"<html>Bad gateway</html>"),
    "an empty error": Reply(400, b"<Response/>"),
}
READS: dict[str, Callable[[EndpointServices], object]] = {
    "DescribeVpcEndpointServiceConfigurations": lambda services: services.configurations(),
    "DescribeVpcEndpointServicePermissions": lambda services: services.grants(SERVICE),
    "DescribeVpcEndpointConnections": lambda services: services.connections([SERVICE]),
    "DescribeVpcEndpointConnectionNotifications": lambda services: services.notifications([SERVICE]),
}


def configured(**fields: str) -> str:
    """Return a service with only the fields that every service has, and *fields*."""
    more = "".join(f"<{name}>{text}</{name}>" for name, text in fields.items())
    return CONFIGURATION.replace("</item>", f"{more}</item>")


def services_of(connect: Connect, *items: str) -> EndpointServices:
    """Return the seller's services from an answer of *items*."""
    return connect(many("serviceConfigurationSet", list(items))).services


def test_a_service_is_read_with_all_that_it_has(connect: Connect) -> None:
    """Pending regions count as supported, failed ones do not; a tag may be empty."""
    assert services_of(connect, RECORDED).configurations() == (
        EndpointServiceConfiguration(
            id=SERVICE,
            state="Available",
            acceptance_required=False,
            name=f"com.amazonaws.vpce.us-east-1.{SERVICE}",
            load_balancers=frozenset({"arn:nlb-a", "arn:nlb-b"}),
            private_dns_name="api.example.com",
            private_dns=PrivateDns(
                state="pendingVerification", name="_6e86v84tqgqubxbwii1m", value="vpce:l6p0ERxlTt45jevFwOCp"
            ),
            ip_address_types=frozenset({"ipv4"}),
            supported_regions=frozenset({"us-east-1", "eu-west-1", "eu-north-1"}),
            payer="ServiceOwner",
            tags={"team": "platform", "empty": ""},
        ),
    )


@pytest.mark.parametrize("dns", ["", "<privateDnsNameConfiguration/>"])
def test_a_service_with_few_fields_has_defaults(connect: Connect, dns: str) -> None:
    """No private DNS name is an empty structure (privatelink 1.1), and the home region is always supported."""
    item = CONFIGURATION.replace("</item>", f"{dns}</item>")
    assert services_of(connect, item).configurations() == (
        EndpointServiceConfiguration(
            id=SERVICE, state="Available", acceptance_required=True, supported_regions=frozenset({"us-east-1"})
        ),
    )


def test_gateway_load_balancers_are_load_balancers(connect: Connect) -> None:
    """A service has one type or the other."""
    item = configured(gatewayLoadBalancerArnSet="<item>arn:gwy</item>")
    assert services_of(connect, item).configurations()[0].load_balancers == {"arn:gwy"}


@pytest.mark.parametrize("field", ["serviceId", "serviceState", "acceptanceRequired"])
def test_a_service_without_a_required_field_is_unreadable(connect: Connect, field: str) -> None:
    """Documents are matched by the id, and a plan would change acceptance."""
    broken = CONFIGURATION.replace(f"<{field}>", "<other>").replace(f"</{field}>", "</other>")
    with pytest.raises(Unreadable, match=rf"ServiceConfigurations\[0\]\.{field[0].upper()}{field[1:]} in the answer"):
        services_of(connect, broken).configurations()


def test_services_are_read_a_thousand_a_page_and_each_once(connect: Connect) -> None:
    """A service that appears during reading moves others to the next page."""
    items = [CONFIGURATION.replace(SERVICE, f"vpce-svc-{number:017x}") for number in range(1200)]
    connected = connect(many("serviceConfigurationSet", [*items, items[0]]))
    assert len(connected.services.configurations()) == 1200
    sent = [(asked.parameters["MaxResults"], asked.parameters.get("NextToken")) for asked in connected.server.asked]
    assert sent == [("1000", None), ("1000", "1000")]


def test_services_are_asked_for_by_filter_two_hundred_a_call(connect: Connect) -> None:
    """A missing id in ServiceIds would fail the call; a filter takes 200 ids."""
    connected = connect(many("serviceConfigurationSet", [CONFIGURATION]))
    found = connected.services.configurations([f"vpce-svc-{number}" for number in range(450)])
    assert [service.id for service in found] == [SERVICE]
    asked = [asked.parameters for asked in connected.server.asked]
    assert all(sent["Filter.1.Name"] == "service-id" for sent in asked)
    sizes = [sum(name.startswith("Filter.1.Value.") for name in sent) for sent in asked]
    assert sorted(sizes) == [50, 200, 200]
    assert not any(name.startswith("ServiceId") for sent in asked for name in sent)


@pytest.mark.parametrize("count", [0, 1, 68, 1000, 1001, 2500])
def test_all_pages_of_grants_are_read(connect: Connect, count: int) -> None:
    """Terraform's provider broke at 68, other tools read one page; the last page may be empty or short."""
    wanted = {f"arn:aws:iam::{number:012d}:root" for number in range(count)}
    items = [f"<item><principal>{principal}</principal></item>" for principal in sorted(wanted)]
    connected = connect(many("allowedPrincipals", items))
    assert connected.services.grants(SERVICE) == Grants(frozenset(wanted), 0)
    assert [asked.parameters["ServiceId"] for asked in connected.server.asked] == [SERVICE] * max(1, -(-count // 1000))
    assert {asked.parameters["MaxResults"] for asked in connected.server.asked} == {"1000"}


def test_pages_may_be_empty_before_the_last(connect: Connect) -> None:
    """Only a missing token ends a list."""
    grant = EC2_GOOD["DescribeVpcEndpointServicePermissions"]
    first, empty = f"{grant}<nextToken>2</nextToken>", "<allowedPrincipals/><nextToken>3</nextToken>"
    pages = [first, empty, grant.replace("3333", "4444")]
    found = connect(lambda _: pages.pop(0)).services.grants(SERVICE)
    assert found.principals == {"arn:aws:iam::333333333333:root", "arn:aws:iam::444444444444:root"}


def test_grants_are_never_filtered_by_the_server(connect: Connect) -> None:
    """EC2's filter for principals fails for ARNs of roles (privatelink 1.6)."""
    connected = connect(good())
    connected.services.grants(SERVICE)
    assert not any(name.startswith("Filter") for name in connected.server.asked[0].parameters)


def test_grants_of_another_type_are_counted_and_nothing_else(connect: Connect) -> None:
    """Transit gateways may have a grant of the same principal; a grant without a type is for endpoints."""
    endpoint, gateway = ("<permissionType>vpc-endpoint<", "<permissionType>transit-gateway-attachment<")
    items = [
        f"<item><principal>{principal}</principal>{kind}/permissionType></item>"
        for principal, kind in [("a", endpoint), ("a", gateway), ("b", gateway), ("b", gateway), ("c", endpoint)]
    ]
    items.append("<item><principal>*</principal></item>")
    assert connect(many("allowedPrincipals", items)).services.grants(SERVICE) == Grants(frozenset("ac*"), 2)


@pytest.mark.parametrize(
    "item", ["<item/>", "<item><principal/></item>", "<item><principal>a</principal><principal>b</principal></item>"]
)
@pytest.mark.parametrize("others", [0, 500])
def test_a_grant_without_exactly_one_principal_is_unreadable(connect: Connect, item: str, others: int) -> None:
    """The message has the place, in a short and in a long page."""
    items = [*[f"<item><principal>p-{number}</principal></item>" for number in range(others)], item]
    with pytest.raises(Unreadable, match=rf"AllowedPrincipals\[{others}\]\.Principal in the answer is "):
        connect(many("allowedPrincipals", items)).services.grants(SERVICE)


def test_connections_say_who_where_and_since_when(connect: Connect) -> None:
    """The region is the service's where EC2 returns none; states have the letters of the API (privatelink 1.8)."""
    remote = CONNECTION.replace("vpce-a", "vpce-b").replace(">available<", ">PendingAcceptance<")
    remote = remote.replace("</item>", "<vpcEndpointRegion>eu-west-1</vpcEndpointRegion></item>")
    connected = connect(many("vpcEndpointConnectionSet", [CONNECTION, remote, CONNECTION]))
    since = "2026-11-22T10:00:00Z"
    assert connected.services.connections([SERVICE]) == (
        EndpointConnection(SERVICE, "vpce-a", "333333333333", "available", "us-east-1", since),
        EndpointConnection(SERVICE, "vpce-b", "333333333333", "pendingAcceptance", "eu-west-1", since),
    )


def test_each_call_reads_the_connections_of_200_services_page_by_page(connect: Connect) -> None:
    """Without a filter, EC2 would return those of all services."""
    items = [CONNECTION.replace("vpce-a", f"vpce-{number}") for number in range(1500)]
    connected = connect(many("vpcEndpointConnectionSet", items))
    assert len(connected.services.connections([f"vpce-svc-{number}" for number in range(201)])) == 1500
    asked = [asked.parameters for asked in connected.server.asked]
    assert sorted(sum(name.startswith("Filter.1.Value.") for name in sent) for sent in asked) == [1, 1, 200, 200]
    assert {(sent["Filter.1.Name"], sent["MaxResults"]) for sent in asked} == {("service-id", "1000")}


def test_connections_of_no_services_need_no_call(connect: Connect) -> None:
    """A call without a filter would return all connections."""
    connected = connect(good())
    assert connected.services.connections([]) == ()
    assert connected.server.asked == []


def test_attached_transit_gateways_are_no_endpoints(connect: Connect) -> None:
    """Transit gateways have an attachment instead of an endpoint; a connection with neither is unreadable."""
    gateway = CONNECTION.replace("vpcEndpointId>", "transitGatewayAttachmentId>")
    assert connect(many("vpcEndpointConnectionSet", [gateway])).services.connections([SERVICE]) == ()
    nothing = CONNECTION.replace("vpcEndpointId>", "other>")
    with pytest.raises(Unreadable, match=r"VpcEndpointConnections\[0\]\.VpcEndpointId in the answer is missing"):
        connect(many("vpcEndpointConnectionSet", [nothing])).services.connections([SERVICE])


@pytest.mark.parametrize("reply", HALF.values(), ids=HALF.keys())
@pytest.mark.parametrize("operation", READS)
def test_a_malformed_answer_is_unreadable(connect: Connect, operation: str, reply: Reply | str) -> None:
    """None of these means "no services" or "no grants"."""
    with pytest.raises(Unreadable, match=f"^ec2:{operation} .*us-east-1 of seller saas ") as caught:
        READS[operation](connect(good(**{operation: reply})).services)
    assert "\n" not in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize("operation", READS)
def test_pages_that_lead_in_a_circle_end(connect: Connect, operation: str) -> None:
    """A token that repeats would never end."""
    page = f"{EC2_GOOD[operation]}<nextToken>again</nextToken>"
    with pytest.raises(Unreadable, match="NextToken repeats"):
        READS[operation](connect(good(**{operation: page})).services)


@pytest.mark.parametrize("operation", READS)
def test_a_second_page_that_fails_fails_the_whole(connect: Connect, operation: str) -> None:
    """The first page alone is no answer."""
    first = f"{EC2_GOOD[operation]}<nextToken>2</nextToken>"
    answers: list[Reply | str] = [first, failure(503, "RequestLimitExceeded", "no", operation)]
    with pytest.raises(Unreadable, match="RequestLimitExceeded"):
        READS[operation](connect(lambda _: answers.pop(0)).services)
