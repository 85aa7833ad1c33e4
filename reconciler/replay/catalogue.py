"""The experiences of an organisation while a plan is replayed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from .effects import PRINCIPALS, VERBS, Fields, changed
from .refusals import refusals
from .sent import Sent


class Impossible(Exception):
    """A call that AWS would refuse."""


@dataclass(slots=True)
class Catalogue:
    """The experiences as they are now, by address or id, and who holds each principal.

    *touched* says which operation changed each experience last.
    """

    experiences: dict[str, Fields]
    touched: dict[str, str] = field(default_factory=dict)
    holders: dict[str, set[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, experiences: Mapping[str, Fields]) -> "Catalogue":
        """Begin with what was observed."""
        catalogue = cls(dict(experiences))
        for name, fields in experiences.items():
            for principal in fields.get(PRINCIPALS, ()):
                catalogue.holders.setdefault(principal, set()).add(name)
        return catalogue

    def carry_out(self, operation: str, changes: Sequence[Sent]) -> frozenset[str]:
        """Let *changes* take effect as one call; give the experiences that it touched. Raises Impossible."""
        why = next(refusals(changes, self.experiences, self.holders, self.touched), None)
        if why:
            raise Impossible(f"{operation}: {why}")
        for change in sorted(changes, key=lambda one: VERBS.index(one.verb)):
            self.experiences[change.experience] = changed(self.experiences.get(change.experience, {}), change)
            self._hold(change)
        about = frozenset(change.experience for change in changes)
        if changes and changes[0].verb != "TagResource":
            self.touched.update(dict.fromkeys(about, operation))
        return about

    def _hold(self, change: Sent) -> None:
        for principal in change.details.get("Principals", ()):
            held = self.holders.setdefault(principal, set())
            (held.add if change.verb == "AssociateAudience" else held.remove)(change.experience)
