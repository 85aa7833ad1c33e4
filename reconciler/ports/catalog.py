"""AWS Marketplace Catalog API: entities and change sets."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class EntitySummary:
    """One line of ListEntities: no status, no content (facts: catalog 1.8). *name* is not unique."""

    id: str
    name: str
    arn: str


@dataclass(frozen=True, slots=True)
class Entity:
    """One catalogue entity as DescribeEntity gives it: *revision* is what follows the `@`, *details* the document."""

    id: str
    revision: str
    arn: str
    details: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ChangeError:
    """One entry of a change's ErrorDetailList; *change_name* tells which change."""

    change_name: str
    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSet:
    """One change set as DescribeChangeSet gives it.

    *status* is PREPARING, APPLYING, SUCCEEDED, FAILED or CANCELLED; *entities* maps each change's name to the id of
    its entity (without revision), *changes* to its type and details. *started_at* and *ended_at* are as AWS writes
    them, `YYYY-MM-DDTHH:MM:SSZ`.
    """

    id: str
    name: str
    status: str
    failure_code: str | None = None
    failure_description: str | None = None
    entities: Mapping[str, str] = field(default_factory=dict)
    errors: tuple[ChangeError, ...] = ()
    changes: tuple["SentChange", ...] = ()
    started_at: str = ""
    ended_at: str | None = None

    @property
    def ended(self) -> bool:
        """Tell whether the set will not change any more."""
        return self.status in {"SUCCEEDED", "FAILED", "CANCELLED"}

    @property
    def creations(self) -> Mapping[str, str | None]:
        """Give the titles of the experiences that it creates, and the id of each where AWS tells it."""
        made = [change for change in self.changes if change.type == "CreateExperience"]
        return {str(change.details.get("Name")): self.entities.get(change.name) for change in made}


@dataclass(frozen=True, slots=True)
class SentChange:
    """One change of a set as it was sent: its name, type, entity (without revision) and details."""

    name: str
    type: str
    entity: str
    details: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ChangeSetSummary:
    """One line of ListChangeSets: *started_at* as AWS writes it, `YYYY-MM-DDTHH:MM:SSZ`."""

    id: str
    name: str
    status: str
    entities: tuple[str, ...]
    started_at: str


class Catalog(Protocol):
    """AWS Marketplace Catalog API, always us-east-1, always the catalogue `AWSMarketplace`."""

    def list_entities(self, entity_type: str) -> tuple[EntitySummary, ...]:
        """List all entities of a type (`Experience`, `Audience`), every page."""
        ...

    def describe_entities(self, entity_ids: Collection[str]) -> Mapping[str, Entity]:
        """Describe all of *entity_ids*, 20 a call; an id that AWS does not know is absent from the answer."""
        ...

    def list_tags(self, arn: str) -> Mapping[str, str]:
        """Give the tags of one entity."""
        ...

    def list_change_sets(
        self,
        *,
        status: Collection[str] = (),
        entity_id: str | None = None,
        name: str | None = None,
        ended_after: str | None = None,
    ) -> tuple[ChangeSetSummary, ...]:
        """List change sets, newest first, that have one of *status* (any when empty) and touch *entity_id*.

        Those of one *name*, and those that *ended_after* a time (`YYYY-MM-DDTHH:MM:SSZ`), where that is given.
        """
        ...

    def describe_change_set(self, change_set_id: str) -> ChangeSet:
        """Give the state of one change set."""
        ...

    def start_change_set(
        self, changes: Collection[Mapping[str, Any]], *, name: str, tags: Mapping[str, str], token: str
    ) -> str:
        """Start a change set and give its id; the same *token* again starts nothing new."""
        ...

    def cancel_change_set(self, change_set_id: str) -> None:
        """Cancel a change set that is PREPARING; raises EntityLocked when it is past that."""
        ...

    def time(self) -> str | None:
        """Give AWS's time of day, as its newest answer told it (`YYYY-MM-DDTHH:MM:SSZ`); None where none did."""
        ...
