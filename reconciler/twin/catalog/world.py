"""All entities of one organization's Private Marketplace at one moment."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar, cast

from .entities import Audience, BrandingSettings, Entity, Experience, ProcurementPolicy

EntityType = TypeVar("EntityType", bound=Entity)


class World:
    """Entities by id. A copy is cheap, since entities never change in place. Nothing is ever deleted."""

    def __init__(self) -> None:
        self._entities: dict[str, Entity] = {}
        self._audiences: dict[str, str] = {}

    def copy(self) -> "World":
        """Return a world that can be changed without changing this one."""
        twin = World()
        twin._entities = dict(self._entities)
        twin._audiences = dict(self._audiences)
        return twin

    def put(self, entity: Entity) -> None:
        """Add an entity, or replace the one of the same id."""
        self._entities[entity.id] = entity
        if isinstance(entity, Audience):
            self._audiences[entity.experience] = entity.id

    def get(self, entity_id: str) -> Entity | None:
        """Return the entity, or None."""
        return self._entities.get(entity_id)

    def of_type(self, entity_type: str) -> Iterator[Entity]:
        """Yield the entities of one type in the order of their creation."""
        return (entity for entity in self._entities.values() if entity_type == entity.TYPE)

    def experience(self, experience_id: str) -> Experience:
        """Return an experience that is known to exist."""
        return cast("Experience", self._entities[experience_id])

    def policy_of(self, experience_id: str) -> ProcurementPolicy | None:
        """Return the procurement policy of an experience, if it has one."""
        policy = self.experience(experience_id).policy
        return cast("ProcurementPolicy", self._entities[policy]) if policy else None

    def branding_of(self, experience_id: str) -> BrandingSettings | None:
        """Return the branding settings of an experience, if it has any."""
        branding = self.experience(experience_id).branding
        return cast("BrandingSettings", self._entities[branding]) if branding else None

    def audience_of(self, experience_id: str) -> Audience | None:
        """Return the audience of an experience, if it ever had principals."""
        audience = self._audiences.get(experience_id)
        return cast("Audience", self._entities[audience]) if audience else None

    def audiences(self) -> Iterator[Audience]:
        """Yield all audiences."""
        return (cast("Audience", self._entities[audience]) for audience in self._audiences.values())

    def holders(self) -> dict[str, str]:
        """Map each associated principal to the experience that holds it: at most one (catalog 4.2)."""
        return {principal: audience.experience for audience in self.audiences() for principal in audience.principals}

    def touch(self, entity: EntityType, now: float) -> EntityType:
        """Put *entity* back with its next revision, modified *now*, and return it."""
        touched = replace(entity, revision=entity.revision + 1, modified=now)
        self.put(touched)
        return touched
