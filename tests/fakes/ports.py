"""Fakes of the ports, which answer from a `FakeWorld`."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from reconciler.aws.details import Entity
from reconciler.aws.entities import unheard
from reconciler.aws.experiences import read
from reconciler.errors import EntityLocked
from reconciler.limits import (
    BATCH_DESCRIBE,
    LIST_CHANGE_SETS_PAGE,
    LIST_ENTITIES_PAGE,
    PRIVATE_MARKETPLACE_PRINCIPAL,
    PRIVATE_MARKETPLACE_ROLE,
)
from reconciler.model import Extent, Organization, Verb
from reconciler.ports import (
    ChangeSet,
    ChangeSetSummary,
    Clients,
    Edited,
    EntitySummary,
    ExperienceEntities,
    OrganizationSummary,
    Row,
    StartedChangeSet,
)
from reconciler.reading_progress import ReadingProgress

from . import sparse
from .world import ORGANIZATION, FakeWorld

NOON = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Started:
    """One change set as it was sent."""

    id: str
    changes: tuple[Mapping[str, Any], ...]
    name: str
    tags: Mapping[str, str]
    token: str


def succeed(started: Started) -> ChangeSet:
    """Let a set succeed: each creation makes `exp-new-SET-CHANGE`, every other change keeps its entity."""
    creations = {
        change["ChangeName"]: f"exp-new-{started.id}-{change['ChangeName']}"
        for change in started.changes
        if change["ChangeType"] == "CreateExperience"
    }
    named = {change["ChangeName"]: _entity_named(change, creations) for change in started.changes}
    return ChangeSet(id=started.id, name=started.name, status="SUCCEEDED", entities=named)


def _entity_named(change: Mapping[str, Any], creations: Mapping[str, str]) -> str:
    name = str(change["Entity"].get("Identifier", f"${change['ChangeName']}.Entity.Identifier"))
    return creations[name[1:].partition(".")[0]] if name.startswith("$") else name.partition("@")[0]


@dataclass
class FakeCatalog:
    """The catalogue, made of plain data. It does not carry out change sets: *end* says how each of them ends.

    *calls* counts the API calls: one for a page of a list, for 20 described entities, or for anything else.
    """

    entities: dict[str, Entity] = field(default_factory=dict)
    listed: dict[str, list[EntitySummary]] = field(default_factory=dict)
    tags: dict[str, dict[str, str]] = field(default_factory=dict)
    change_sets: list[ChangeSet] = field(default_factory=list)
    end: Callable[[Started], ChangeSet] = succeed
    started: list[Started] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, world: FakeWorld) -> "FakeCatalog":
        """Return a catalogue with the experiences and change sets of *world*."""
        catalog = cls(change_sets=list(world.change_sets))
        for experience in world.experiences.values():
            catalog.tags[experience.arn] = dict(experience.tags)
            for kind, entity in experience.entities():
                catalog.entities[entity.id] = entity
                summary = EntitySummary(entity.id, entity.details.get("Name", ""), entity.arn)
                catalog.listed.setdefault(kind, []).append(summary)
        return catalog

    @property
    def calls(self) -> Counter[str]:
        """Count the calls by API action."""
        return Counter(self.asked)

    def list_entities(self, entity_type: str) -> tuple[EntitySummary, ...]:
        """Return all entities of a type."""
        found = tuple(self.listed.get(entity_type, ()))
        self._ask("ListEntities", pages=len(found) / LIST_ENTITIES_PAGE)
        return found

    def describe_entities(
        self, entity_ids: Collection[str], heard: Callable[[Collection[str]], None] = unheard
    ) -> Mapping[str, Entity]:
        """Return those of *entity_ids* that exist."""
        heard(entity_ids)
        if entity_ids:
            self._ask("BatchDescribeEntities", pages=len(set(entity_ids)) / BATCH_DESCRIBE)
        return {id_: self.entities[id_] for id_ in entity_ids if id_ in self.entities}

    def experiences(
        self,
        only: Collection[str] | None = None,
        without: Collection[str] = (),
        progress: ReadingProgress | None = None,
    ) -> ExperienceEntities:
        """Read experiences as AWS's answers are read."""
        return read(self, only, without, progress)

    def list_tags(self, arn: str) -> Mapping[str, str]:
        """Return the tags of one entity."""
        self._ask("ListTagsForResource")
        return dict(self.tags.get(arn, {}))

    def list_change_sets(
        self,
        *,
        status: Collection[str] = (),
        entity_id: str | None = None,
        names: Collection[str] = (),
        ended_after: str | None = None,
        newest: int | None = None,
    ) -> tuple[ChangeSetSummary, ...]:
        """Return the sets that fit all arguments, in the order of *change_sets*."""
        found = tuple(
            ChangeSetSummary(one.id, one.name, one.status, _touched(one), "2026-11-20T08:00:00Z")
            for one in self.change_sets
            if (not status or one.status in status)
            and (entity_id is None or entity_id in _touched(one))
            and (not names or one.name in names)
            and (ended_after is None or (one.ended_at or "") > ended_after)
        )[:newest]
        self._ask("ListChangeSets", pages=len(found) / LIST_CHANGE_SETS_PAGE)
        return found

    def describe_change_set(self, change_set_id: str) -> ChangeSet:
        """Return one set."""
        self._ask("DescribeChangeSet")
        return next(one for one in self.change_sets if one.id == change_set_id)

    def start_change_set(
        self, changes: Collection[Mapping[str, Any]], *, name: str, tags: Mapping[str, str], token: str
    ) -> StartedChangeSet:
        """Record the set and end it as *end* says; a repeated *token* starts no further set."""
        self._ask("StartChangeSet")
        for earlier in self.started:
            if earlier.token == token:
                return StartedChangeSet(earlier.id)
        started = Started(f"set{len(self.started) + 1}", tuple(changes), name, dict(tags), token)
        self.started.append(started)
        self.change_sets.insert(0, self.end(started))
        return StartedChangeSet(started.id)

    def cancel_change_set(self, change_set_id: str) -> None:
        """Refuse: every set has ended."""
        self._ask("CancelChangeSet")
        raise EntityLocked(f"{change_set_id} has ended", code="ResourceInUseException", operation="CancelChangeSet")

    def time(self) -> str | None:
        """Return no time."""
        return None

    def read(self, verb: Verb, parameters: Mapping[str, Any]) -> tuple[Row, ...]:
        """Fail: the catalogue has a port of its own."""
        raise NotImplementedError(verb, parameters)

    def edit(self, verb: Verb, parameters: Mapping[str, Any]) -> Edited:
        """Set the tags of the request."""
        self._ask(verb.name)
        tags = {tag["Key"]: tag["Value"] for tag in parameters["Tags"]}
        self.tags.setdefault(parameters["ResourceArn"], {}).update(tags)
        return Edited()

    def _ask(self, action: str, pages: float = 1) -> None:
        self.asked.extend([action] * max(1, -int(-pages // 1)))


def _touched(change_set: ChangeSet) -> tuple[str, ...]:
    """Return the entities of a set: those of its changes, and those that it created."""
    return tuple(sorted({change.entity for change in change_set.changes} | set(change_set.entities.values())))


@dataclass
class FakeOrganizations:
    """AWS Organizations from plain data."""

    organization: Organization = ORGANIZATION
    all_features: bool = True
    trusted: frozenset[str] = frozenset({PRIVATE_MARKETPLACE_PRINCIPAL})
    administrators: frozenset[str] = frozenset()

    def describe(self) -> OrganizationSummary:
        """Return what every member account can read."""
        return OrganizationSummary(
            id=self.organization.id,
            management_account=self.organization.management_account,
            all_features=self.all_features,
        )

    def tree(self, progress: ReadingProgress | None = None) -> Organization:
        """Return the whole organization, and count its units."""
        progress = progress or ReadingProgress()
        progress.count("unit", len(self.organization.units))
        progress.finish("unit")
        return self.organization

    def unread(self) -> Organization:
        """Return the organization before anything of it is read."""
        return sparse.unread(self.organization)

    def grown(self, known: Organization, wanted: Extent, progress: ReadingProgress | None = None) -> Organization:
        """Return exactly what is asked for, so that a plan cannot rely on more."""
        now = sparse.grown(self.organization, known, wanted)
        (progress or ReadingProgress()).count("unit", len(now.units) - len(known.units))
        return now

    def refreshed(self, known: Organization, principals: Collection[str]) -> Organization:
        """Return the same, read again."""
        return sparse.grown(self.organization, known, Extent(frozenset(principals)))

    def trusted_services(self) -> frozenset[str]:
        """Return the service principals with trusted access."""
        return self.trusted

    def delegated_administrators(self, service_principal: str) -> frozenset[str]:
        """Return the delegated administrators, which only Private Marketplace has."""
        return self.administrators if service_principal == PRIVATE_MARKETPLACE_PRINCIPAL else frozenset()


@dataclass
class FakeIdentity:
    """STS and IAM from plain data."""

    id: str = ORGANIZATION.management_account
    roles: frozenset[str] = frozenset({PRIVATE_MARKETPLACE_ROLE})

    def account(self) -> str:
        """Return the account of the credentials."""
        return self.id

    def has_role(self, role_name: str) -> bool:
        """Return whether the account has a role of that name."""
        return role_name in self.roles


@dataclass
class FakeClock:
    """A clock that moves only when code sleeps; *slept* has the seconds of each sleep."""

    began: datetime = NOON
    slept: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        """Return the time of day."""
        return self.began + timedelta(seconds=self.monotonic())

    def monotonic(self) -> float:
        """Return the seconds slept."""
        return sum(self.slept)

    def sleep(self, seconds: float) -> None:
        """Move the clock at once."""
        self.slept.append(seconds)


def clients(world: FakeWorld) -> Clients:
    """Return clients of the management account, one for each port."""
    organizations = FakeOrganizations(organization=world.organization)
    catalog = FakeCatalog.of(world)
    return Clients(
        catalog=catalog,
        organizations=organizations,
        identity=FakeIdentity(),
        calls=lambda _service, _region: catalog,
    )
