"""What each EC2 call makes of an endpoint service and its list (facts: privatelink 1.1, 1.2, 1.5, 1.7, 1.8, 1.10)."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from .facts import Fact, members
from .sent import Document

BALANCERS, TYPES, REGIONS = "load_balancers", "ip_address_types", "supported_regions"
PERMITTED, CONNECTIONS = "allowed_principals", "connections"
LISTS = frozenset({BALANCERS, TYPES, REGIONS, PERMITTED, CONNECTIONS})
"""*connections* are the endpoints that are connected or wait to be, where a plan knows them."""

CREATE, DELETE = "CreateVpcEndpointServiceConfiguration", "DeleteVpcEndpointServiceConfigurations"
MODIFY, PERMIT = "ModifyVpcEndpointServiceConfiguration", "ModifyVpcEndpointServicePermissions"
PAYER, REJECT, TAG = "ModifyVpcEndpointServicePayerResponsibility", "RejectVpcEndpointConnections", "CreateTags"

PARAMETERS = {
    "NetworkLoadBalancerArns": BALANCERS,
    "SupportedIpAddressTypes": TYPES,
    "SupportedRegions": REGIONS,
    "AllowedPrincipals": PERMITTED,
}


def _created(details: Document) -> Iterator[Fact]:
    """A new service asks to accept each connection, and its endpoints' owners pay (facts: privatelink 1.1, 1.10)."""
    for path, value in (("account", details["account"]), ("region", details["region"]), ("state", "present")):
        yield Fact(path, None, value)
    yield Fact("payer", None, "endpoint_owner")
    yield Fact("acceptance_required", None, details.get("AcceptanceRequired", True))
    for parameter, path in PARAMETERS.items():
        yield from _joining(path, details.get(parameter, ()), details)
    yield from _name(details)


def _modified(details: Document) -> Iterator[Fact]:
    for parameter, path in PARAMETERS.items():
        yield from _joining(path, details.get(f"Add{parameter}", ()), details)
        yield from members(path, details.get(f"Remove{parameter}", ()), are_in=False)
    if "AcceptanceRequired" in details:
        yield Fact("acceptance_required", None, details["AcceptanceRequired"])
    yield from _name(details)


def _joining(path: str, joined: Iterable[str], details: Document) -> Iterable[Fact]:
    """The home region is always supported, and no list of ours names it (facts: privatelink 1.1)."""
    return members(path, (one for one in joined if path != REGIONS or one != details["region"]))


def _name(details: Document) -> Iterator[Fact]:
    if "PrivateDnsName" in details or details.get("RemovePrivateDnsName"):
        yield Fact("private_dns_name", None, details.get("PrivateDnsName"))


def _payer(_details: Document) -> Iterator[Fact]:
    yield Fact("payer", None, "service_owner")


def _ended(_details: Document) -> Iterator[Fact]:
    yield Fact("state", None, "absent")


EFFECTS: Mapping[str, Callable[[Document], Iterable[Fact]]] = {
    CREATE: _created,
    MODIFY: _modified,
    PAYER: _payer,
    TAG: lambda _details: (),
    PERMIT: _modified,
    REJECT: lambda details: members(CONNECTIONS, details["VpcEndpointIds"], are_in=False),
    DELETE: _ended,
}
"""By action; tags are read from every call alike."""
