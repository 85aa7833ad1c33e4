"""The live state of the world as a file, and the fewest calls that can read and correct it."""

import json
from math import ceil
from pathlib import Path

from reconciler.kinds.endpoint_service.spec import NAME_TAG
from reconciler.kinds.endpoint_service.verbs import PERMIT
from reconciler.privatelink_limits import EC2_FILTER_VALUES, EC2_PAGE

from .world import Service, World

CONFIGURATIONS = "DescribeVpcEndpointServiceConfigurations"
PERMISSIONS = "DescribeVpcEndpointServicePermissions"
CONNECTIONS = "DescribeVpcEndpointConnections"


def write_live(world: World, folder: Path) -> Path:
    """Write all services below *folder*; return the file."""
    file = folder / "ec2.json"
    file.write_text(json.dumps([_live(service) for service in world.services]), encoding="utf-8")
    return file


def _live(service: Service) -> dict[str, object]:
    """Return one service; a service that the repository names by id has no name tag."""
    tags = {"team": "platform"} if service.number % 2 else {"team": "platform", NAME_TAG: service.name}
    live = {"id": service.id, "load_balancer": service.load_balancer, "tags": tags}
    return {**live, "principals": service.granted}


def fewest_calls(world: World) -> dict[str, int]:
    """Return the fewest calls that read and correct the world: full pages, one edit of each list that differs.

    Connections are read of every list, since each may have some that no grant admits.
    """
    return {
        CONFIGURATIONS: ceil(len(world.services) / EC2_PAGE[1]),
        PERMISSIONS: sum(service.pages for service in world.services),
        CONNECTIONS: ceil(len(world.services) / EC2_FILTER_VALUES),
        "GetCallerIdentity": 1,
        PERMIT.name: len(world.differing),
    }
