"""The experience that holds each principal, at each step of a plan."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from reconciler.model import Request
from tests.fakes.world import FakeWorld

NONE: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Audiences:
    """The principals of each experience, the *archived* experiences, and the holder of each principal.

    An experience that is not archived holds a principal before an archived one. If only archived ones list it, they
    hold it (the stricter reading of catalog 4.1). A principal that leaves does not fall back to an archived experience.
    """

    listed: Mapping[str, frozenset[str]]
    archived: frozenset[str]
    holders: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, world: FakeWorld) -> "Audiences":
        """Return the audiences of AWS's state."""
        listed = {one.id: frozenset(one.principals or ()) for one in world.experiences.values()}
        archived = frozenset(one.id for one in world.experiences.values() if one.status == "archived")
        by = {p: frozenset(id_ for id_ in listed if p in listed[id_]) for p in NONE.union(*listed.values())}
        return cls(listed, archived, {principal: ids - archived or ids for principal, ids in by.items()})

    def after(self, request: Request) -> "Audiences":
        """Return the audiences after *request*; an experience cannot disassociate a principal that it does not hold."""
        entity = request.remote_id or str(request.address)
        principals = request.details.get("Principals", ())
        if request.verb.name == "ReviveExperience":
            return replace(self._joined(self.listed[entity], entity), archived=self.archived - {entity})
        if request.verb.name == "DisassociateAudience":
            assert all(entity in self.holders[principal] for principal in principals)
            left = {principal: self.holders[principal] - {entity} for principal in principals}
            return replace(self, holders={**self.holders, **left})
        return self._joined(principals, entity)

    def held_twice(self) -> set[str]:
        """Return the principals with several holders that are not archived."""
        return {principal for principal, by in self.holders.items() if len(by - self.archived) > 1}

    def _joined(self, principals: Iterable[str], entity: str) -> "Audiences":
        joined = {p: self.holders.get(p, NONE) - self.archived | {entity} for p in principals}
        return replace(self, holders={**self.holders, **joined})
