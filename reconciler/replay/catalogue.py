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

    An archived experience that lists a principal, too, which another one has since, does not hold it (facts: catalog
    4.1) until it is revived. *touched* says which operation changed each experience last.
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
        for held in catalogue.holders.values():
            catalogue._pass_over_archived(held)
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

    def held_twice(self, before: Mapping[str, Fields]) -> Iterator[str]:
        """Find principals that an experience has been revived with though another one holds them."""
        for name, fields in self.objects.items():
            if _archived(before.get(name, {})) and not _archived(fields):
                for principal in sorted(fields.get(PRINCIPALS, ())):
                    others = sorted(one for one in self.holders[principal] - {name} if not _archived(self.objects[one]))
                    yield from (f"{principal} is held by {name} and {other} in the end" for other in others)

    def _hold(self, change: Sent) -> None:
        for principal in change.details.get("Principals", ()):
            held = self.holders.setdefault(principal, set())
            (held.add if change.verb == "AssociateAudience" else held.remove)(change.about)
        if change.verb == "ReviveExperience":
            for principal in self.objects[change.about].get(PRINCIPALS, ()):
                self.holders[principal].add(change.about)
                self._pass_over_archived(self.holders[principal])

    def _pass_over_archived(self, held: set[str]) -> None:
        """Leave only those that are not archived in *held*, if there are any: they have the principal."""
        alive = {one for one in held if not _archived(self.objects[one])}
        if alive:
            held &= alive


def _archived(fields: Fields) -> bool:
    return bool(fields.get("status") == "archived")
