"""The ports of reconciler, answered from a `FakeWorld`."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from reconciler.aws.details import Entity
from reconciler.aws.experiences import read
from reconciler.errors import EntityLocked
from reconciler.limits import (
    BATCH_DESCRIBE,
    LIST_CHANGE_SETS_PAGE,
    LIST_ENTITIES_PAGE,
    PRIVATE_MARKETPLACE_PRINCIPAL,
    PRIVATE_MARKETPLACE_ROLE,
)
from reconciler.model import Organization, Verb
from reconciler.ports import (
    ChangeSet,
    ChangeSetSummary,
    Clients,
    Edited,
    EntitySummary,
    ExperienceEntities,
    OrganizationSummary,
    Row,
)

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
    """End a set well: each creation makes `exp-new-SET-CHANGE`, everything else keeps its entity."""
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
    """The catalogue from plain data. It does not carry out what is started: *end* says how a set ends.

    *calls* counts what the API would be asked: a page, 20 described entities, or one of anything else each.
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
        """Answer with *world*."""
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
        """List what there is of a type."""
        found = tuple(self.listed.get(entity_type, ()))
        self._ask("ListEntities", pages=len(found) / LIST_ENTITIES_PAGE)
        return found

    def describe_entities(self, entity_ids: Collection[str]) -> Mapping[str, Entity]:
        """Describe what there is of *entity_ids*."""
        if entity_ids:
            self._ask("BatchDescribeEntities", pages=len(set(entity_ids)) / BATCH_DESCRIBE)
        return {id_: self.entities[id_] for id_ in entity_ids if id_ in self.entities}

    def experiences(self, only: Collection[str] | None = None, without: Collection[str] = ()) -> ExperienceEntities:
        """Read them as AWS's answers are read."""
        return read(self, only, without)

    def list_tags(self, arn: str) -> Mapping[str, str]:
        """Give the tags of one entity."""
        self._ask("ListTagsForResource")
        return dict(self.tags.get(arn, {}))

    def list_change_sets(
        self,
        *,
        status: Collection[str] = (),
        entity_id: str | None = None,
        name: str | None = None,
        ended_after: str | None = None,
    ) -> tuple[ChangeSetSummary, ...]:
        """List the sets of which all that is given is so, in the order that they were given."""
        found = tuple(
            ChangeSetSummary(one.id, one.name, one.status, _touched(one), "2026-11-20T08:00:00Z")
            for one in self.change_sets
            if (not status or one.status in status)
            and (entity_id is None or entity_id in _touched(one))
            and name in {None, one.name}
            and (ended_after is None or (one.ended_at or "") > ended_after)
        )
        self._ask("ListChangeSets", pages=len(found) / LIST_CHANGE_SETS_PAGE)
        return found

    def describe_change_set(self, change_set_id: str) -> ChangeSet:
        """Give one set."""
        self._ask("DescribeChangeSet")
        return next(one for one in self.change_sets if one.id == change_set_id)

    def start_change_set(
        self, changes: Collection[Mapping[str, Any]], *, name: str, tags: Mapping[str, str], token: str
    ) -> str:
        """Note the set, and end it as *end* says; the same *token* again starts nothing new."""
        self._ask("StartChangeSet")
        for earlier in self.started:
            if earlier.token == token:
                return earlier.id
        started = Started(f"set{len(self.started) + 1}", tuple(changes), name, dict(tags), token)
        self.started.append(started)
        self.change_sets.insert(0, self.end(started))
        return started.id

    def cancel_change_set(self, change_set_id: str) -> None:
        """Refuse: every set has ended."""
        self._ask("CancelChangeSet")
        raise EntityLocked(f"{change_set_id} has ended", code="ResourceInUseException", operation="CancelChangeSet")

    def time(self) -> str | None:
        """Tell no time."""
        return None

    def read(self, verb: Verb, parameters: Mapping[str, Any]) -> tuple[Row, ...]:
        """Fail: the catalogue has a port of its own."""
        raise NotImplementedError(verb, parameters)

    def edit(self, verb: Verb, parameters: Mapping[str, Any]) -> Edited:
        """Set the tags named."""
        self._ask(verb.name)
        tags = {tag["Key"]: tag["Value"] for tag in parameters["Tags"]}
        self.tags.setdefault(parameters["ResourceArn"], {}).update(tags)
        return Edited()

    def _ask(self, action: str, pages: float = 1) -> None:
        self.asked.extend([action] * max(1, -int(-pages // 1)))


def _touched(change_set: ChangeSet) -> tuple[str, ...]:
    """Name the entities of a set: those of its changes, those that it made."""
    return tuple(sorted({change.entity for change in change_set.changes} | set(change_set.entities.values())))


@dataclass
class FakeOrganizations:
    """AWS Organizations from plain data."""

    organization: Organization = ORGANIZATION
    all_features: bool = True
    trusted: frozenset[str] = frozenset({PRIVATE_MARKETPLACE_PRINCIPAL})
    administrators: frozenset[str] = frozenset()

    def describe(self) -> OrganizationSummary:
        """Give what any member may know."""
        return OrganizationSummary(
            id=self.organization.id,
            management_account=self.organization.management_account,
            all_features=self.all_features,
        )

    def tree(self) -> Organization:
        """Give the whole organisation."""
        return self.organization

    def trusted_services(self) -> frozenset[str]:
        """Name the service principals with trusted access."""
        return self.trusted

    def delegated_administrators(self, service_principal: str) -> frozenset[str]:
        """Name the administrators, who administrate Private Marketplace alone."""
        return self.administrators if service_principal == PRIVATE_MARKETPLACE_PRINCIPAL else frozenset()


@dataclass
class FakeIdentity:
    """STS and IAM from plain data."""

    id: str = ORGANIZATION.management_account
    roles: frozenset[str] = frozenset({PRIVATE_MARKETPLACE_ROLE})

    def account(self) -> str:
        """Give the account of the credentials."""
        return self.id

    def has_role(self, role_name: str) -> bool:
        """Tell whether the account has a role of that name."""
        return role_name in self.roles


@dataclass
class FakeClock:
    """Time that passes only when somebody sleeps; *slept* has how long, each time."""

    began: datetime = NOON
    slept: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        """Give the time of day."""
        return self.began + timedelta(seconds=self.monotonic())

    def monotonic(self) -> float:
        """Give the seconds slept."""
        return sum(self.slept)

    def sleep(self, seconds: float) -> None:
        """Let time pass at once."""
        self.slept.append(seconds)


def clients(world: FakeWorld) -> Clients:
    """Give every client, in the hands of the management account."""
    organizations = FakeOrganizations(organization=world.organization)
    catalog = FakeCatalog.of(world)
    return Clients(
        catalog=catalog,
        organizations=organizations,
        identity=FakeIdentity(),
        calls=lambda _service, _region: catalog,
    )
