"""The sentences of the view Services: which customers lose access, which grants go and come.

Example: `1 connected customer loses access. 1 grant is revoked. 4 grants are added.`
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reconciler.printed import PlanJson, WorldServiceJson
from reconciler.render.decision import customer_points, grant_differences
from reconciler.render.page import Page
from reconciler.render.surroundings import rejected_endpoints
from reconciler.render.words import count

_REVOKING = "Revoking a grant stops new connections. Connections that are up stay up, unless they are rejected."
_DRIFTING = "Before is AWS, after is the repository. Nothing is revoked or granted by this comparison."


def services_said(page: Page, plan: PlanJson, *, drifting: bool = False) -> Mapping[str, Any]:
    """Return what the view says of *plan*; *cut* are the endpoints whose connections it rejects."""
    services = _services(plan)
    return {
        "sentence": " ".join(_sentences(page, plan, drifting=drifting)),
        "remark": (_DRIFTING if drifting else _REVOKING) if services else "",
        "cut": sorted(rejected_endpoints(plan)),
    }


def _services(plan: PlanJson) -> Sequence[WorldServiceJson] | None:
    """Return the endpoint services; None if they were not read, or if an older plan file does not have them."""
    world: Mapping[str, Any] = plan.get("world") or {}
    return world.get("services")


def _sentences(page: Page, plan: PlanJson, *, drifting: bool) -> Iterator[str]:
    services = _services(plan)
    if services is None:
        yield "No endpoint service was read."
    elif not services:
        yield "There is no endpoint service."
    else:
        told = (grant_differences if drifting else customer_points)(page, plan)
        heads = [point.head for point in told]
        yield from [f"{head}." for head in heads] or [
            f"No grant differs on {count(len(services), 'endpoint service')}."
        ]
