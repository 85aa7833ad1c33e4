"""Principals that are in no experience, and what they left: a run may have ended between the halves of a move.

AWS moves a principal in two change sets (facts: catalog 4.2). What its accounts lose by the second is counted from what
they had before the first, where AWS still tells that.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from reconciler.execute.stamp import OURS
from reconciler.model import Mode, Pair, Problem
from reconciler.model.problem import note
from reconciler.ports import Catalog

from .observe import Live
from .pairing import Wanted
from .spec import ExperienceSpec, ExperienceStatus
from .verbs import ARRIVE, LEAVE

HISTORY = 20
"""How many of our newest change sets are looked at: moves under way are among the last that a run has sent."""


class Departure(NamedTuple):
    """The experience that a principal left, by id, and the change set that took it out."""

    experience: str
    change_set: str


Departures = Mapping[str, Departure]
"""The last departure of principals that are in no experience now."""


def nowhere(wanted: Iterable[Wanted], live: Live) -> frozenset[str]:
    """Return the principals that wishes place and that no live experience has, archived or not."""
    placed = (one.spec.principals or () for one in wanted if one.mode is not Mode.OBSERVE)
    held = {principal for observed in live.values() for principal in observed.spec.principals or ()}
    return frozenset(principal for principals in placed for principal in principals) - held


def departures(catalog: Catalog, principals: frozenset[str]) -> Departures:
    """Read from our newest change sets that succeeded where *principals* were taken out of.

    One that a set of ours has placed since was taken out by somebody else: nothing is known of it then.
    """
    found: dict[str, Departure] = {}
    open_ = set(principals)
    history = catalog.list_change_sets(status=("SUCCEEDED",)) if open_ else ()
    for summary in [one for one in history if one.name.startswith(OURS)][:HISTORY]:
        if not open_:
            break
        for change in catalog.describe_change_set(summary.id).changes:
            known = (
                open_.intersection(change.details.get("Principals", ()))
                if change.type in {LEAVE.name, ARRIVE.name}
                else ()
            )
            open_.difference_update(known)
            if change.type == LEAVE.name:
                found |= dict.fromkeys(known, Departure(change.entity, summary.id))
    return found


def halfway(pairs: Iterable[Pair[ExperienceSpec]], left: Departures, live: Live) -> Iterator[Problem]:
    """Tell of each principal that is on its way where it comes from, where that would govern it still."""
    for pair in pairs:
        desired = pair.desired
        for principal in sorted((desired.spec.principals or frozenset()) & left.keys()):
            experience, change_set = left[principal]
            former = live.get(experience)
            if former and former.spec.status is ExperienceStatus.ENABLED:
                message = (
                    f"{principal} is in no experience since change set {change_set} took it out of {experience}: "
                    "what its accounts lose is counted from there"
                )
                source = desired.document.at("principals", desired.places.get(principal, 0))
                yield note("moved-halfway", message, source, "", desired.address)
