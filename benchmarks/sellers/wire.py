"""EC2 over HTTP on this machine, in a process of its own: `python -m benchmarks.sellers.wire FILE`.

It has the calls of a plan and the edit of a list, and answers in EC2's XML as fast as it can. Pages of grants are kept,
and where each answer is held back they are prepared before the first call, so that the client alone is measured.
"""

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from benchmarks.server import Asked, latency, serve
from reconciler.kinds.endpoint_service.verbs import PERMIT
from reconciler.privatelink_limits import EC2_PAGE

from .live import CONFIGURATIONS, CONNECTIONS, PERMISSIONS
from .world import ACCOUNT

Parameters = Mapping[str, str]

ANSWER = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<{0}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">'
    "<requestId>7a62c49f-347e-4fc4-9331-6e8eEXAMPLE</requestId>{1}</{0}Response>"
)
IDENTITY = (
    '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">'
    f"<GetCallerIdentityResult><Account>{ACCOUNT}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"
)


FULL = str(EC2_PAGE[1])


class Service:
    """One endpoint service; its principals keep the order of their grants."""

    def __init__(self, live: Mapping[str, Any]) -> None:
        self._live = live
        self._pages: dict[tuple[str, str], bytes] = {}
        self._principals: dict[str, int] = {one: at for at, one in enumerate(live["principals"])}

    def configuration(self) -> str:
        """Return it as in the answer of DescribeVpcEndpointServiceConfigurations."""
        tags = "".join(
            f"<item><key>{key}</key><value>{value}</value></item>" for key, value in self._live["tags"].items()
        )
        return (
            f"<item><serviceId>{self._live['id']}</serviceId><serviceState>Available</serviceState>"
            "<acceptanceRequired>false</acceptanceRequired><networkLoadBalancerArnSet><item>"
            f"{self._live['load_balancer']}</item></networkLoadBalancerArnSet><privateDnsNameConfiguration/>"
            "<supportedIpAddressTypeSet><item>ipv4</item></supportedIpAddressTypeSet>"
            f"<tagSet>{tags}</tagSet></item>"
        )

    def permissions(self, asked: Parameters) -> bytes:
        """Return the answer with one page of its grants."""
        page = asked.get("NextToken", "0"), asked.get("MaxResults", FULL)
        if page not in self._pages:
            principals = list(self._principals.items())
            told = _page("allowedPrincipals", principals, asked, lambda one: self._permission(*one))
            self._pages[page] = ANSWER.format(PERMISSIONS, told).encode()
        return self._pages[page]

    def edit(self, asked: Parameters) -> str:
        """Add and remove grants."""
        self._pages.clear()
        for name, principal in asked.items():
            if name.startswith("AddAllowedPrincipals."):
                self._principals.setdefault(principal, len(self._principals))
            if name.startswith("RemoveAllowedPrincipals."):
                self._principals.pop(principal, None)
        return "<return>true</return>"

    def _permission(self, principal: str, number: int) -> str:
        kind = "User" if ":user/" in principal else "Role" if ":role/" in principal else "Account"
        return (
            f"<item><principalType>{kind}</principalType><principal>{principal}</principal><servicePermissionId>"
            f"vpce-svc-perm-{number:017x}</servicePermissionId><tagSet/><serviceId>{self._live['id']}</serviceId>"
            "<permissionType>vpc-endpoint</permissionType></item>"
        )


def _page(name: str, items: list[Any], asked: Parameters, told: Callable[[Any], str]) -> str:
    """Return one page of *items*."""
    start, size = int(asked.get("NextToken", "0")), min(int(asked.get("MaxResults", EC2_PAGE[1])), EC2_PAGE[1])
    more = f"<nextToken>{start + size}</nextToken>" if start + size < len(items) else ""
    return f"<{name}>{''.join(map(told, items[start : start + size]))}</{name}>{more}"


class Wire:
    """All calls of a plan and an apply of endpoint services, one after the other."""

    def __init__(self, live: Iterable[Mapping[str, Any]]) -> None:
        self._services = {one["id"]: Service(one) for one in live}

    def prepare(self) -> None:
        """Write down the first page of every list."""
        for service in self._services.values():
            service.permissions({"MaxResults": FULL})

    def answer(self, asked: Asked) -> tuple[str, str | bytes]:
        """Return the answer to one call of any service, and the name of the call."""
        parameters = dict(parse_qsl(asked.body.decode()))
        operation = parameters["Action"]
        if operation == PERMISSIONS:
            return operation, self._services[parameters["ServiceId"]].permissions(parameters)
        told: dict[str, Callable[[Parameters], str]] = {
            CONFIGURATIONS: self._configurations,
            CONNECTIONS: lambda _: "<vpcEndpointConnectionSet/>",
            PERMIT.name: lambda one: self._services[one["ServiceId"]].edit(one),
        }
        return operation, ANSWER.format(operation, told[operation](parameters)) if operation in told else IDENTITY

    def _configurations(self, asked: Parameters) -> str:
        return _page("serviceConfigurationSet", list(self._services.values()), asked, Service.configuration)


if __name__ == "__main__":
    wire = Wire(json.loads(Path(sys.argv[1]).read_bytes()))
    if latency():
        wire.prepare()
    serve(wire.answer)
