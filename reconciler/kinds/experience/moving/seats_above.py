"""The experiences that may govern the accounts of a principal while it moves. Pure.

While a principal has no seat, the closest seat above it governs its accounts. Whether they feel a change of that
experience beside the move depends on which of the two ends first. So such a change should not run beside the move.

Example: 333333333333 moves, its OU Finance has a seat in `base` all along, and the organization has one in `default`.
Only `base` may govern the account: the path ends at a seat that lasts.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from reconciler.kinds.experience.spec import held
from reconciler.model import Address, Organization

from .seat_changes import Enablement


@dataclass(frozen=True, slots=True)
class SeatsAbove:
    """The enabled experiences of the plan that hold each principal before or after it (*holders*).

    Principals with a *lasting* seat are held by the same one before and after.
    """

    organization: Organization | None
    holders: Mapping[str, Collection[Address]]
    lasting: Collection[str]

    @classmethod
    def of_plan(cls, enablements: Iterable[Enablement], organization: Organization | None) -> "SeatsAbove":
        """Return the seats of the experiences that the plan changes."""
        holders: dict[str, set[Address]] = {}
        lasting: set[str] = set()
        for one in enablements if organization else ():
            before = held(one.planned.pair) if one.before else frozenset[str]()
            after = one.staying | one.planned.change.members("principals").added if one.after else frozenset[str]()
            for principal in before | after:
                holders.setdefault(principal, set()).add(one.address)
            lasting |= before & after
        return cls(organization, holders, lasting)

    def of(self, principals: Iterable[str]) -> frozenset[Address]:
        """Return the experiences that may govern accounts of *principals* from above."""
        return frozenset(address for one in principals for address in self._above(one))

    def _above(self, principal: str) -> Iterator[Address]:
        for one in self.organization.path(principal) if self.organization else ():
            if one != principal:
                yield from self.holders.get(one, ())
                if one in self.lasting:
                    return
