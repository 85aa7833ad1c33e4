"""Entities and change sets as one account sees, selects and sorts them."""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from reconciler.twin.moments import timestamp

from .change_set import ChangeSet
from .codes import ACCESS_DENIED
from .conditions import Conditions
from .entities import Entity
from .marketplace import PrivateMarketplace
from .membership import Membership

SHARED_WITH_ME: Final = frozenset({"SharedWithMe"})
Filters = Mapping[str, frozenset[str]]
Rule = Callable[[ChangeSet, frozenset[str]], bool]


def _ended(change_set: ChangeSet) -> str:
    return timestamp(change_set.ended) if change_set.ended is not None else ""


# Timestamps of one form sort as text. A set that has not ended is neither before nor after any end (catalog 1.7).
CHANGE_SET_RULES: Final[Mapping[str, Rule]] = MappingProxyType(
    {
        "ChangeSetName": lambda item, values: item.name in values,
        "Status": lambda item, values: item.status in values,
        "EntityId": lambda item, values: not values.isdisjoint(item.experiences),
        "BeforeStartTime": lambda item, values: timestamp(item.started) < min(values),
        "AfterStartTime": lambda item, values: timestamp(item.started) > max(values),
        "BeforeEndTime": lambda item, values: "" < _ended(item) < min(values),
        "AfterEndTime": lambda item, values: _ended(item) > max(values),
        "Scope": lambda _item, _values: True,
    }
)


@dataclass(frozen=True, slots=True)
class View:
    """One account's view of its organization's marketplace."""

    caller: Membership
    marketplace: PrivateMarketplace
    conditions: Conditions

    def admit(self) -> None:
        """Refuse to show entities of a Private Marketplace that is not enabled (yet) to those who administer it.

        Raises:
            AccessDeniedException: trusted access or the role is missing, or its enabling is not known yet.
        """
        if self.caller.administrator and not self.caller.enabled:
            raise ACCESS_DENIED("Private Marketplace is not enabled for the organization")

    def entity(self, entity_id: str) -> Entity | None:
        """Return an entity by id; only administrators see entities, and they see all."""
        return self.marketplace.world.get(entity_id) if self.caller.administrator else None

    def entities(self, entity_type: str, scope: frozenset[str]) -> Iterable[Entity]:
        """Return the entities that the caller owns; with Scope=SharedWithMe those of other accounts (catalog 1.8)."""
        shared = self.caller.delegated and self.caller.enabled
        visible = shared if scope == SHARED_WITH_ME else self.caller.manages
        return self.marketplace.world.of_type(entity_type) if visible else ()

    def change_set(self, change_set_id: str) -> ChangeSet | None:
        """Return a change set by id; administrators see those of the organization, other accounts their own."""
        found = self.marketplace.change_sets.get(change_set_id)
        return found if found and found.kept(self.conditions.clock()) else None

    def change_sets(self, wanted: Filters) -> list[ChangeSet]:
        """Return the caller's change sets; with Scope=SharedWithMe the others' that a delegated administrator sees."""
        shared, now = wanted.get("Scope") == SHARED_WITH_ME, self.conditions.clock()
        return [
            item
            for item in self.marketplace.change_sets.values()
            if item.kept(now)
            and (self.caller.delegated and item.owner != self.caller.account if shared else self._owns(item))
            and all(CHANGE_SET_RULES[name](item, values) for name, values in wanted.items())
        ]

    def has(self, arn: str) -> bool:
        """Whether the ARN is that of an entity or change set that the caller may see."""
        identifier = arn.rpartition("/")[2]
        entity, change_set = self.entity(identifier), self.change_set(identifier)
        return arn in {entity and self.marketplace.arn(entity), change_set and change_set.arn}

    def summary(self, entity: Entity) -> dict[str, Any]:
        """Return the line of ListEntities: no status, no content (catalog 1.8)."""
        return {
            "Name": entity.name,
            "EntityType": entity.TYPE,
            "EntityId": entity.id,
            "EntityArn": self.marketplace.arn(entity),
            "LastModifiedDate": timestamp(entity.modified),
        }

    def detail(self, entity: Entity) -> dict[str, Any]:
        """Return the answer of BatchDescribeEntities for one entity."""
        return {
            "EntityType": f"{entity.TYPE}@1.0",
            "EntityArn": self.marketplace.arn(entity),
            "EntityIdentifier": entity.identifier,
            "LastModifiedDate": timestamp(entity.modified),
            "DetailsDocument": entity.details(),
        }

    def _owns(self, change_set: ChangeSet) -> bool:
        return change_set.owner == self.caller.account


def sort_entities(entities: Iterable[Entity], sort: Mapping[str, str]) -> list[Entity]:
    """Sort by LastModifiedDate (default) or EntityId, descending by default."""
    by_id = sort.get("SortBy") == "EntityId"
    return sorted(
        entities,
        key=lambda entity: (0 if by_id else entity.modified, entity.id),
        reverse=sort.get("SortOrder", "DESCENDING") == "DESCENDING",
    )


def sort_change_sets(change_sets: Iterable[ChangeSet], sort: Mapping[str, str]) -> list[ChangeSet]:
    """Sort by StartTime (default) or EndTime, descending by default; sets that have not ended come after all others."""
    by_end = sort.get("SortBy") == "EndTime"
    return sorted(
        change_sets,
        key=lambda item: ((item.ended or math.inf) if by_end else item.started, item.number),
        reverse=sort.get("SortOrder", "DESCENDING") == "DESCENDING",
    )
