"""The ports of reconciler over a generated AWS, in this process and without HTTP; every call is counted."""
# ruff: noqa: ARG002 - the ports say what is asked; much of it has one answer here

import json
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path
from typing import Any

from reconciler.aws.details import Entity
from reconciler.aws.entities import unheard
from reconciler.aws.experiences import read
from reconciler.limits import BATCH_DESCRIBE, LIST_ENTITIES_PAGE, PRIVATE_MARKETPLACE_PRINCIPAL
from reconciler.model import Account, AccountState, Extent, Organization, OrganizationalUnit
from reconciler.ports import (
    ChangeSet,
    ChangeSetSummary,
    Clients,
    EntitySummary,
    ExperienceEntities,
    OrganizationSummary,
    StartedChangeSet,
)
from reconciler.reading_progress import ReadingProgress

from .observed import Stored
from .world import MANAGEMENT


class WriteError(AssertionError):
    """A plan tried to write."""


@dataclass(frozen=True, slots=True)
class FakeCatalog:
    """The Catalog API; pages and batches are counted as real calls would be."""

    entities: Mapping[str, Stored]
    calls: Counter[str] = field(default_factory=Counter)

    def list_entities(self, entity_type: str) -> tuple[EntitySummary, ...]:
        """List entities of one type, 50 a page."""
        found = [entity for entity in self.entities.values() if entity.type == entity_type]
        self.calls["ListEntities"] += max(1, ceil(len(found) / LIST_ENTITIES_PAGE))
        return tuple(EntitySummary(entity.id, entity.name, entity.arn) for entity in found)

    def describe_entities(
        self, entity_ids: Collection[str], heard: Callable[[Collection[str]], None] = unheard
    ) -> Mapping[str, Entity]:
        """Describe entities, 20 a call; their documents are parsed from text, as in a client."""
        self.calls["BatchDescribeEntities"] += ceil(len(entity_ids) / BATCH_DESCRIBE)
        heard(entity_ids)
        found = (self.entities[entity_id] for entity_id in entity_ids if entity_id in self.entities)
        return {one.id: Entity(one.id, one.revision, one.arn, json.loads(one.details)) for one in found}

    def experiences(
        self,
        only: Collection[str] | None = None,
        without: Collection[str] = (),
        progress: ReadingProgress | None = None,
    ) -> ExperienceEntities:
        """Return all experiences, read as from AWS."""
        return read(self, only, without, progress)

    def list_tags(self, arn: str) -> Mapping[str, str]:
        """Return the tags that every entity has."""
        self.calls["ListTagsForResource"] += 1
        return {"team": "procurement", "entity": arn}

    def list_change_sets(
        self,
        *,
        status: Collection[str] = (),
        entity_id: str | None = None,
        names: Collection[str] = (),
        ended_after: str | None = None,
        newest: int | None = None,
    ) -> tuple[ChangeSetSummary, ...]:
        """Return no change sets."""
        self.calls["ListChangeSets"] += 1
        return ()

    def describe_change_set(self, change_set_id: str) -> ChangeSet:
        """Raise: there is no change set."""
        raise KeyError(change_set_id)

    def start_change_set(
        self, changes: Collection[Mapping[str, Any]], *, name: str, tags: Mapping[str, str], token: str
    ) -> StartedChangeSet:
        """Raise: a plan never writes."""
        raise WriteError(name)

    def cancel_change_set(self, change_set_id: str) -> None:
        """Raise: a plan never writes."""
        raise WriteError(change_set_id)

    def time(self) -> str | None:
        """Return no time."""
        return None


@dataclass(frozen=True, slots=True)
class FakeOrganizations:
    """AWS Organizations with one tree."""

    organization: Organization

    def describe(self) -> OrganizationSummary:
        """Return the organization, with all features."""
        return OrganizationSummary(
            id=self.organization.id, management_account=self.organization.management_account, all_features=True
        )

    def tree(self, progress: ReadingProgress | None = None) -> Organization:
        """Return the tree as it was read from the file."""
        return self.organization

    def unread(self) -> Organization:
        """Return the tree as it was read from the file: nothing is left to read."""
        return self.organization

    def grown(self, known: Organization, wanted: Extent, progress: ReadingProgress | None = None) -> Organization:
        """Return the tree as it was read from the file."""
        return self.organization

    def refreshed(self, known: Organization, principals: Collection[str]) -> Organization:
        """Return the tree as it was read from the file."""
        return self.organization

    def trusted_services(self) -> frozenset[str]:
        """Return Private Marketplace."""
        return frozenset({PRIVATE_MARKETPLACE_PRINCIPAL})

    def delegated_administrators(self, service_principal: str) -> frozenset[str]:
        """Return none."""
        return frozenset()


@dataclass(frozen=True, slots=True)
class FakeIdentity:
    """The management account, with every role."""

    def account(self) -> str:
        """Return the management account."""
        return MANAGEMENT

    def has_role(self, role_name: str) -> bool:
        """Return True."""
        return True


def fake_clients(file: Path) -> Clients:
    """Return clients over the file of `observed.write_observed`."""
    stored = json.loads(file.read_bytes())
    entities = [Stored(*fields) for fields in stored["entities"]]
    tree = stored["organization"]
    organization = Organization(
        id=tree["id"],
        management_account=tree["management_account"],
        root=tree["root"],
        units={id_: OrganizationalUnit(**unit) for id_, unit in tree["units"].items()},
        accounts={
            id_: Account(**account | {"state": AccountState(account["state"])})
            for id_, account in tree["accounts"].items()
        },
    )
    return Clients(
        catalog=FakeCatalog({entity.id: entity for entity in entities}),
        organizations=FakeOrganizations(organization),
        identity=FakeIdentity(),
    )
