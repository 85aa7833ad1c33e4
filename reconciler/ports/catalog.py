"""The port of the AWS Marketplace Catalog API: entities and change sets."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from reconciler.reading_progress import ReadingProgress


@dataclass(frozen=True, slots=True)
class EntitySummary:
    """One line of ListEntities: no status, no content (facts: catalog 1.8). *name* is not unique."""

    id: str
    name: str
    arn: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExperienceEntity:
    """One experience with the entities that belong to it (facts: catalog 1.9), in the words of YAML.

    *revision* is the part of its identifier behind the `@`; *modified* is when any of its entities was last modified,
    `YYYY-MM-DDTHH:MM:SSZ`, empty if AWS did not tell it of each. *status* is enabled, disabled or archived. *allow* and
    *deny* are as AWS has them: a product may be in both. They are None without a procurement policy; *branding* is None
    without branding settings. *editable* tells whether AWS reports the AdminStatus `Editable`, which it may leave out.
    """

    id: str
    revision: str
    arn: str
    title: str | None
    description: str | None
    status: str
    user_requests: str | None = None
    allow: frozenset[str] | None = None
    deny: frozenset[str] | None = None
    principals: frozenset[str] = frozenset()
    branding: Mapping[str, str] | None = None
    modified: str = ""
    editable: bool = False


@dataclass(frozen=True, slots=True)
class ExperienceEntities:
    """Experiences by id, and the id of the experience of each audience that was read."""

    by_id: Mapping[str, ExperienceEntity]
    audiences: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ChangeError:
    """One entry of the ErrorDetailList of the change *change_name*."""

    change_name: str
    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSet:
    """One change set as DescribeChangeSet returns it.

    *status* is PREPARING, APPLYING, SUCCEEDED, FAILED or CANCELLED. *entities* maps the name of each change to the id
    of its entity (without revision). *creations* maps the title of each experience that it creates to its id, None
    while AWS does not tell it. *started_at* and *ended_at* are as AWS writes them, `YYYY-MM-DDTHH:MM:SSZ`.
    """

    id: str
    name: str
    status: str
    failure_code: str | None = None
    failure_description: str | None = None
    entities: Mapping[str, str] = field(default_factory=dict)
    errors: tuple[ChangeError, ...] = ()
    changes: tuple["SentChange", ...] = ()
    creations: Mapping[str, str | None] = field(default_factory=dict)
    started_at: str = ""
    ended_at: str | None = None

    @property
    def ended(self) -> bool:
        """Tell whether the change set has reached its final status."""
        return self.status in {"SUCCEEDED", "FAILED", "CANCELLED"}

    @property
    def seconds(self) -> float | None:
        """Return how long the change set took; None if it has not ended or AWS does not tell its times."""
        return _seconds(self.started_at, self.ended_at)


@dataclass(frozen=True, slots=True)
class SentChange:
    """One change of a change set as it was sent: its name, type and entity (without revision).

    *members* are the principals or products in its details; *content* is its details as canonical JSON, so two changes
    with equal details have equal *content*.
    """

    name: str
    type: str
    entity: str
    members: frozenset[str] = frozenset()
    content: str = "{}"


@dataclass(frozen=True, slots=True)
class StartedChangeSet:
    """The answer to a StartChangeSet: the id of the change set, and AWS's id of the request, for its support."""

    id: str
    request_id: str | None = None


@dataclass(frozen=True, slots=True)
class ChangeSetSummary:
    """One line of ListChangeSets: times as AWS writes them, `YYYY-MM-DDTHH:MM:SSZ`; None while it has not ended."""

    id: str
    name: str
    status: str
    entities: tuple[str, ...]
    started_at: str
    ended_at: str | None = None

    @property
    def seconds(self) -> float | None:
        """Return how long the change set took; None if it has not ended or AWS does not tell its times."""
        return _seconds(self.started_at, self.ended_at)


def _seconds(started_at: str, ended_at: str | None) -> float | None:
    try:
        began, ended = datetime.fromisoformat(started_at), datetime.fromisoformat(ended_at or "")
        return max(0.0, (ended - began).total_seconds())
    except (TypeError, ValueError):
        return None


class Catalog(Protocol):
    """The port of the AWS Marketplace Catalog API: always in us-east-1, always the catalogue `AWSMarketplace`."""

    def list_entities(self, entity_type: str) -> tuple[EntitySummary, ...]:
        """List all entities of a type (`Experience`, `Audience`), every page."""
        ...

    def experiences(
        self,
        only: Collection[str] | None = None,
        without: Collection[str] = (),
        progress: ReadingProgress | None = None,
    ) -> ExperienceEntities:
        """Read experiences and audiences: all, or the experiences *only* and all audiences except *without*.

        *progress* counts the experiences.
        """
        ...

    def list_tags(self, arn: str) -> Mapping[str, str]:
        """Return the tags of one entity."""
        ...

    def list_change_sets(
        self,
        *,
        status: Collection[str] = (),
        entity_id: str | None = None,
        names: Collection[str] = (),
        ended_after: str | None = None,
        newest: int | None = None,
    ) -> tuple[ChangeSetSummary, ...]:
        """List change sets, newest first, that have one of *status* (any when empty) and touch *entity_id*.

        At most ten *names* (model, ValueList) and *ended_after* (a time, `YYYY-MM-DDTHH:MM:SSZ`) narrow the list where
        they are given. Of those, only as many as *newest* says are listed, those that were started last.
        """
        ...

    def describe_change_set(self, change_set_id: str) -> ChangeSet:
        """Return the state of one change set."""
        ...

    def start_change_set(
        self, changes: Collection[Mapping[str, Any]], *, name: str, tags: Mapping[str, str], token: str
    ) -> StartedChangeSet:
        """Start a change set. The same *token* again starts nothing new, and returns the first change set."""
        ...

    def cancel_change_set(self, change_set_id: str) -> None:
        """Cancel a change set that is PREPARING. Raises EntityLocked when it is no longer PREPARING."""
        ...

    def time(self) -> str | None:
        """Return the time of AWS's latest answer (`YYYY-MM-DDTHH:MM:SSZ`); None when no answer had a time."""
        ...
