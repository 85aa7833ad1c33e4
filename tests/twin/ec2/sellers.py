"""Seeds and calls for tests of endpoint services, with two sellers, a customer and a stranger."""

from collections.abc import Iterable
from typing import Any

from reconciler.twin.bridge.endpoint_services import inspect
from reconciler.twin.ec2.inspection import InspectedService
from reconciler.twin.seed import Seed, parse
from tests.twin.sdk import client, refused

SELLER, OTHER_SELLER, CUSTOMER, STRANGER = "222222222222", "333333333333", "111111111111", "444444444444"
HOME, ABROAD = "us-east-1", "eu-west-1"
SERVICE = "vpce-svc-0123456789abcdef0"
UNKNOWN = "vpce-svc-fedcba98765432100"
LIVE, WAITING = "vpce-0123456789abcdef1", "vpce-0123456789abcdef2"


def balancer(name: str = "api", account: str = SELLER, region: str = HOME, kind: str = "net") -> str:
    """Return the ARN of a load balancer."""
    return f"arn:aws:elasticloadbalancing:{region}:{account}:loadbalancer/{kind}/{name}/0123456789abcdef"


def root(account: str) -> str:
    """Return the ARN of an account's root."""
    return f"arn:aws:iam::{account}:root"


def roots(count: int) -> list[str]:
    """Return the ARNs of the roots of many accounts."""
    return [root(f"{number:012d}") for number in range(1, count + 1)]


FREE, SPARE, GATEWAY = balancer("free"), balancer("spare"), balancer("appliance", kind="gwy")
BALANCERS: list[dict[str, Any]] = [
    {"arn": balancer(), "zones": ["us-east-1a", "us-east-1b"]},
    {"arn": FREE, "zones": ["us-east-1b", "us-east-1c"], "ip_address_type": "dualstack"},
    {"arn": SPARE, "zones": ["us-east-1a"]},
    {"arn": balancer("starting"), "zones": ["us-east-1a"], "state": "provisioning"},
    {"arn": GATEWAY, "zones": ["us-east-1a"]},
    {"arn": balancer("api", region=ABROAD), "zones": ["eu-west-1a"]},
    {"arn": balancer("api", account=OTHER_SELLER), "zones": ["us-east-1a"]},
]
CONNECTED: list[dict[str, Any]] = [
    {"id": LIVE, "owner": CUSTOMER, "created": "2026-01-31T12:00:00Z"},
    {"id": WAITING, "owner": STRANGER, "region": ABROAD, "state": "pendingAcceptance"},
]


def seed(*, connections: Iterable[Any] = (), principals: Iterable[str] = (), **stated: Any) -> Seed:  # noqa: ANN401
    """Return a seed with one service of the seller; *stated* are further fields of the section.

    *hosted_zones* and the duration *publishing* are fields of the seed itself.
    """
    service = {
        "id": SERVICE,
        "load_balancers": [balancer()],
        "principals": list(principals),
        "connections": list(connections),
    }
    zones, publishing = stated.pop("hosted_zones", []), stated.pop("publishing", 0)
    section = {"load_balancers": BALANCERS, "services": [service | stated.pop("service", {})], **stated}
    whole = {"hosted_zones": zones, "durations": {"publishing": publishing}, "endpoint_services": section}
    return parse({"version": 1, "caller": SELLER, **whole})


def ec2(account: str = SELLER, region: str = HOME) -> Any:  # noqa: ANN401 - boto3's
    """Return a client of EC2."""
    return client("ec2", account, region)


def create(**parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - boto3's
    """Create a service on the free load balancer and return its configuration."""
    parameters = {"NetworkLoadBalancerArns": [FREE], **parameters}
    answer: dict[str, Any] = ec2().create_vpc_endpoint_service_configuration(**parameters)["ServiceConfiguration"]
    return answer


def refused_creation(**parameters: Any) -> tuple[str, int, str]:  # noqa: ANN401 - boto3's
    """Return the refusal of a creation."""
    parameters = {"NetworkLoadBalancerArns": [FREE], **parameters}
    return refused(ec2().create_vpc_endpoint_service_configuration, **parameters)


def modify(**parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - boto3's
    """Modify the service and return its configuration afterwards."""
    answer = ec2().modify_vpc_endpoint_service_configuration(ServiceId=SERVICE, **parameters)
    assert answer["Return"] is True
    return configuration()


def refused_modification(**parameters: Any) -> tuple[str, int, str]:  # noqa: ANN401 - boto3's
    """Return the refusal of a modification."""
    return refused(ec2().modify_vpc_endpoint_service_configuration, ServiceId=SERVICE, **parameters)


def configuration(service: str = SERVICE) -> dict[str, Any]:
    """Describe one service."""
    answer: list[dict[str, Any]] = ec2().describe_vpc_endpoint_service_configurations(ServiceIds=[service])[
        "ServiceConfigurations"
    ]
    return answer[0]


def permit(*added: str, remove: Iterable[str] = (), **parameters: Any) -> list[str]:  # noqa: ANN401 - boto3's
    """Grant and revoke in one call; return the principals of AddedPrincipals."""
    lists = {"AddAllowedPrincipals": list(added), "RemoveAllowedPrincipals": list(remove)}
    sent = {"ServiceId": SERVICE, **{name: value for name, value in lists.items() if value}, **parameters}
    answer = ec2().modify_vpc_endpoint_service_permissions(**sent)
    assert answer["ReturnValue"] is True
    return [item["Principal"] for item in answer["AddedPrincipals"]]


def refused_permission(**parameters: Any) -> tuple[str, int, str]:  # noqa: ANN401 - boto3's
    """Return the refusal of an edit of permissions."""
    return refused(ec2().modify_vpc_endpoint_service_permissions, **{"ServiceId": SERVICE, **parameters})


def permissions(**parameters: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - boto3's
    """Return one page of permissions, by default of the greatest size."""
    sent = {"ServiceId": SERVICE, "MaxResults": 1000, **parameters}
    answer: list[dict[str, Any]] = ec2().describe_vpc_endpoint_service_permissions(**sent)["AllowedPrincipals"]
    return answer


def principals() -> list[str]:
    """Return the principals of the first page of permissions."""
    return [item["Principal"] for item in permissions()]


def connections(**parameters: Any) -> dict[str, str]:  # noqa: ANN401 - boto3's
    """Return the states of the connections by endpoint."""
    found = ec2().describe_vpc_endpoint_connections(**parameters)["VpcEndpointConnections"]
    return {item["VpcEndpointId"]: item["VpcEndpointState"] for item in found}


def filtered(name: str, *values: str) -> list[dict[str, Any]]:
    """Return one filter."""
    return [{"Name": name, "Values": list(values)}]


def inspected(service: str = SERVICE) -> InspectedService:
    """Return a service as the twin holds it, without a call."""
    return inspect()[service]


def default_vpc(account: str, region: str = HOME) -> str:
    """Return the id of an account's default VPC."""
    vpc: str = ec2(account, region).describe_vpcs()["Vpcs"][0]["VpcId"]
    return vpc


def connect(account: str = CUSTOMER, region: str = HOME, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401
    """Create an endpoint of a consumer to the service."""
    answer: dict[str, Any] = ec2(account, region).create_vpc_endpoint(**_endpoint(account, region), **parameters)[
        "VpcEndpoint"
    ]
    return answer


def refused_connection(
    account: str = CUSTOMER,
    region: str = HOME,
    **parameters: Any,  # noqa: ANN401 - boto3's
) -> tuple[str, int, str]:
    """Return the refusal of an endpoint."""
    return refused(ec2(account, region).create_vpc_endpoint, **{**_endpoint(account, region), **parameters})


def _endpoint(account: str, region: str) -> dict[str, Any]:
    return {
        "VpcEndpointType": "Interface",
        "VpcId": default_vpc(account, region),
        "ServiceName": f"com.amazonaws.vpce.us-east-1.{SERVICE}",
    }
