"""The experiences of the plan's `world`: as they were read, and as they are after the plan. Pure.

Example: `exp-1` is the live experience of `experience.finance`, and the plan allows prod-b there. The entry has the
products of AWS in `before`, and these with prod-b in `after`. A live experience that no document names has its id
instead of an address, and both states are equal.
"""

from collections.abc import Mapping

from reconciler.model import Address
from reconciler.names import References
from reconciler.printed import ExperienceStateJson, WorldExperienceJson, WorldPart
from reconciler.spelling import by_number

from .observe import ObservedExperiences
from .reading import surroundings
from .spec import NONE, ExperienceSpec, ExperienceStatus, ObservedExperience

ProductIds = Mapping[str, str]
"""The id of each alias of a product."""


def world(
    observation: ObservedExperiences, settled: Mapping[Address, ExperienceSpec], references: References
) -> WorldPart:
    """Return every live experience and those that the plan creates: first those of documents, by address.

    *settled* is what AWS will hold of each experience that changes. A product has the same id everywhere.
    """
    ids, live = references.ids(), surroundings(observation).live
    after = {str(address): spec for address, spec in settled.items()}
    managed = {name for name in (*live, *after) if name not in observation.live}
    names = [*sorted(managed, key=by_number), *sorted(live.keys() - managed)]
    return {
        "experiences": [
            _experience(name if name in managed else None, live.get(name), after.get(name), ids) for name in names
        ]
    }


def _experience(
    address: str | None, observed: ObservedExperience | None, settled: ExperienceSpec | None, ids: ProductIds
) -> WorldExperienceJson:
    """Return one experience; *settled* is None if the plan does not change it."""
    spec = observed.spec if observed else None
    before = _state(spec, ids)
    return {
        "id": observed.remote_id if observed else None,
        "address": address,
        "title": next((one.title for one in (settled, spec) if one and one.title), ""),
        "before": before,
        "after": _state(settled, ids) if settled else before,
    }


def _state(spec: ExperienceSpec | None, ids: ProductIds) -> ExperienceStateJson | None:
    """Return an experience at one end of the plan; None where it does not exist."""
    if spec is None:
        return None
    return {
        "status": (spec.status or ExperienceStatus.DISABLED).value,
        "principals": sorted(spec.principals or NONE),
        "allow": None if spec.policy is None else _products(spec.allow, ids),
        "deny": _products(spec.deny, ids),
    }


def _products(listed: frozenset[str] | None, ids: ProductIds) -> list[str]:
    return sorted({ids.get(product, product) for product in listed or NONE} if ids else listed or NONE)
