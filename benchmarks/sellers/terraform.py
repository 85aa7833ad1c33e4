"""The calls of Terraform for the same work, counted by what its AWS provider does (privatelink 3.1).

Refreshing a service makes one call for its configuration and reads its list; so does reading it after a change. With
`allowed_principals` inside `aws_vpc_endpoint_service` a change is one edit. Each
`aws_vpc_endpoint_service_allowed_principal` reads the whole list of its service when it is refreshed and when it is
created, and is an edit of its own. Pages are counted as full, which is in Terraform's favour: it requests no size.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from reconciler.kinds.endpoint_service.verbs import PERMIT
from reconciler.privatelink_limits import EC2_BUCKETS, EC2_READ_BUCKET, EC2_WRITE_BUCKET

from .live import CONFIGURATIONS, PERMISSIONS
from .world import Service, World


class Form(NamedTuple):
    """One way to write the world in Terraform, and the calls that plan it and put it right."""

    name: str
    calls: Mapping[str, int]


def forms(world: World) -> Iterator[Form]:
    """Yield both forms."""
    changed = world.differing
    refreshed = (*world.services, *changed)
    reads = {CONFIGURATIONS: len(refreshed), PERMISSIONS: sum(service.pages for service in refreshed)}
    yield Form("Terraform, lists inside the services", {**reads, PERMIT.name: len(changed)})
    listed = sum(service.pages * len(service.granted) for service in world.services) + sum(map(_made, changed))
    edits = sum(len(service.missing) + len(service.stale) for service in changed)
    plain = {CONFIGURATIONS: len(world.services), PERMISSIONS: sum(service.pages for service in world.services)}
    yield Form(
        "Terraform, one resource a principal", {**plain, PERMISSIONS: plain[PERMISSIONS] + listed, PERMIT.name: edits}
    )


def _made(service: Service) -> int:
    """Return the number of pages read after the missing principals of one service were created."""
    return service.pages * len(service.missing)


def seconds(calls: Mapping[str, int]) -> float:
    """Return how long EC2's token buckets require for *calls*; the buckets are used at the same time."""
    return max((_wait(action, count) for action, count in calls.items()), default=0.0)


def _wait(action: str, count: int) -> float:
    default = EC2_READ_BUCKET if action.startswith("Describe") else EC2_WRITE_BUCKET
    tokens, refill = EC2_BUCKETS.get(action, default)
    return max(0.0, count - tokens) / refill
