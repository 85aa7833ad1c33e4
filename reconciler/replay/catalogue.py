"""Everything that a plan is about, while it is replayed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from . import experience_refusals, service_facts, service_refusals
from .experience_facts import PRINCIPALS
from .facts import Fields, changed
from .sent import Sent
from .verbs import VERBS, facts


class Impossible(Exception):
    """A call that AWS would refuse."""


@dataclass(slots=True)
class Catalogue:
    """The *objects* as they are now, by address or id, and who holds each principal.

    *touched* says which operation changed each experience last.
    """

    objects: dict[str, Fields]
    touched: dict[str, str] = field(default_factory=dict)
    holders: dict[str, set[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, objects: Mapping[str, Fields]) -> "Catalogue":
        """Begin with what was observed."""
        catalogue = cls(dict(objects))
        for name, fields in objects.items():
            for principal in fields.get(PRINCIPALS, ()):
                catalogue.holders.setdefault(principal, set()).add(name)
        return catalogue

    def carry_out(self, operation: str, changes: Sequence[Sent]) -> frozenset[str]:
        """Let *changes* take effect as one call; give the objects that it touched. Raises Impossible."""
        why = next(self._refusals(changes), None)
        if why:
            raise Impossible(f"{operation}: {why}")
        for change in sorted(changes, key=lambda one: VERBS.index(one.verb)):
            self.objects[change.about] = changed(self.objects.get(change.about, {}), facts(change))
            self._hold(change)
        about = frozenset(change.about for change in changes)
        if changes and changes[0].verb != "TagResource":
            self.touched.update(dict.fromkeys(about, operation))
        return about

    def _refusals(self, changes: Sequence[Sent]) -> Iterator[str]:
        if changes and changes[0].verb in service_facts.EFFECTS:
            return service_refusals.refusals(changes[0], self.objects)
        return experience_refusals.refusals(changes, self.objects, self.holders, self.touched)

    def _hold(self, change: Sent) -> None:
        for principal in change.details.get("Principals", ()):
            held = self.holders.setdefault(principal, set())
            (held.add if change.verb == "AssociateAudience" else held.remove)(change.about)
