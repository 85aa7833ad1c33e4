"""The two ends of a plan's `world`, in a form that can be compared between plans."""

from collections.abc import Mapping
from typing import Any, Literal

from reconciler.governance import Experience
from reconciler.printed import WorldJson

End = Literal["before", "after"]


def at_end(world: WorldJson, end: End) -> dict[str, Any]:
    """Return what governs each account, and each object that exists, by its address, or by its id without one."""
    governing = {one["id"]: one[end] for one in world["accounts"] or ()}
    experiences = {one["address"] or one["id"] or "": one[end] for one in world["experiences"] or ()}
    services = {one["address"] or one["id"] or "": one[end] for one in world["services"] or ()}
    objects = {name: state for name, state in {**experiences, **services}.items() if state}
    return {**governing, **objects}


def as_governance(world: WorldJson, end: End) -> Mapping[str, Experience]:
    """Return the experiences that exist at one end, as governance sees them."""
    found = {one["address"] or one["id"] or "": one[end] for one in world["experiences"] or ()}
    return {
        name: Experience(
            id=name,
            status=state["status"],
            principals=frozenset(state["principals"]),
            products=None if state["allow"] is None else frozenset(state["allow"]),
        )
        for name, state in found.items()
        if state
    }
