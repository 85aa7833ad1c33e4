"""A Catalog API on a virtual clock, whose change sets end some seconds after their start.

It keeps the published rates, refuses what AWS refuses of an executor (an object that a running set holds, an old
revision, more sets than may be open), and changes its experiences when a set ends.

Example: a set that lasts 30 s and starts at 4.05 is PREPARING until 19.05, APPLYING until 34.05, then SUCCEEDED.
"""
# ruff: noqa: ARG002 - the port says what is asked; much of it has one answer here

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import ceil
from threading import RLock, current_thread, local, main_thread
from typing import Any, Concatenate, ParamSpec, TypeVar

from reconciler.aws.calls import CallList
from reconciler.aws.rates import Rate, rates_of
from reconciler.errors import EntityLocked, Rejected, Throttled
from reconciler.kinds import all_verbs
from reconciler.kinds.experience.proof import EFFECTS
from reconciler.limits import BATCH_DESCRIBE, LIST_CHANGE_SETS_PAGE, LIST_ENTITIES_PAGE, OPEN_CHANGE_SETS
from reconciler.model import Fields, canonical_json
from reconciler.ports import (
    ChangeSet,
    ChangeSetSummary,
    EntitySummary,
    ExperienceEntities,
    ExperienceEntity,
    SentChange,
    StartedChangeSet,
)
from reconciler.reading_progress import ReadingProgress
from reconciler.spelling import moment

LATENCY = 0.05
_BEGAN = datetime(2026, 11, 26, 10, tzinfo=UTC)


class VirtualClock:
    """A clock that moves only when somebody sleeps.

    Calls of several threads go on side by side: each thread has a time of its own, which begins with that of the main
    thread, and the main thread goes on when the last of them has been answered.
    """

    def __init__(self) -> None:
        self._main = self._latest = 0.0
        self._other = local()

    @property
    def at(self) -> float:
        """Return the seconds slept so far, by this thread or before it."""
        if current_thread() is main_thread():
            self._main = max(self._main, self._latest)
            return self._main
        return max(self._main, float(getattr(self._other, "at", 0.0)))

    def now(self) -> datetime:
        """Return the date and time in UTC."""
        return _BEGAN + timedelta(seconds=self.at)

    def monotonic(self) -> float:
        """Return the seconds slept so far."""
        return self.at

    def sleep(self, seconds: float) -> None:
        """Move on at once."""
        at = self.at + max(0.0, seconds)
        if current_thread() is main_thread():
            self._main = at
        else:
            self._other.at, self._latest = at, max(self._latest, at)


def published_rates() -> Mapping[str, Rate]:
    """Return the published rate of each call of the Catalog API, by its name."""
    rates = rates_of(CallList.of(all_verbs()))
    return {call.rpartition(":")[2]: rate for call, rate in rates.items() if call.startswith("marketplace-catalog:")}


@dataclass(slots=True)
class RunningSet:
    """One change set: its changes, and when it starts and ends by the virtual clock."""

    id: str
    name: str
    changes: tuple[Mapping[str, Any], ...]
    started: float
    ends: float
    done: bool = False

    @property
    def entities(self) -> tuple[str, ...]:
        """Return the id of the experience of each change."""
        return tuple(change["Entity"]["Identifier"].partition("@")[0] for change in self.changes)

    def status(self, now: float) -> str:
        """Return AWS's word for its state at *now*."""
        if now >= self.ends:
            return "SUCCEEDED"
        return "PREPARING" if now < (self.started + self.ends) / 2 else "APPLYING"


def past_sets(durations: Sequence[float]) -> Sequence[RunningSet]:
    """Return change sets of others that took so many seconds and ended a minute before the clock starts."""
    return [
        RunningSet(f"past-{number}", f"past {number}", (), -60.0 - seconds, -60.0, done=True)
        for number, seconds in enumerate(durations)
    ]


P = ParamSpec("P")
T = TypeVar("T")


def in_turn(
    method: Callable[Concatenate["SlowCatalog", P], T],
) -> Callable[Concatenate["SlowCatalog", P], T]:
    """Return *method*, which threads carry out one after the other; by the virtual clock they are side by side."""

    def held(self: "SlowCatalog", /, *arguments: P.args, **named: P.kwargs) -> T:
        with self.lock:
            return method(self, *arguments, **named)

    return held


@dataclass(slots=True)
class SlowCatalog:
    """The experiences *live* by id; set number n (from 0) lasts `lasts(n)` seconds. Calls are counted by action.

    *past* are change sets that ended before the first call, newest first.
    """

    live: dict[str, Fields]
    clock: VirtualClock
    lasts: Callable[[int], float]
    sets: dict[str, RunningSet] = field(default_factory=dict)
    calls: Counter[str] = field(default_factory=Counter)
    most_open: int = 0
    revisions: Counter[str] = field(default_factory=Counter)
    past: Sequence[RunningSet] = ()
    _rates: Mapping[str, Rate] = field(default_factory=published_rates)
    lock: RLock = field(default_factory=RLock)

    @in_turn
    def list_entities(self, entity_type: str) -> tuple[EntitySummary, ...]:
        """List the experiences, or their audiences."""
        self._call("ListEntities", ceil(len(self.live) / LIST_ENTITIES_PAGE))
        if entity_type == "Experience":
            return tuple(EntitySummary(id_, str(fields["title"]), id_) for id_, fields in self.live.items())
        return tuple(EntitySummary(f"aud-{id_}", id_, id_) for id_ in self.live)

    @in_turn
    def experiences(
        self,
        only: Collection[str] | None = None,
        without: Collection[str] = (),
        progress: ReadingProgress | None = None,
    ) -> ExperienceEntities:
        """Return experiences as they are now, in as many calls as AWS takes: policies and audiences are entities."""
        ids = list(self.live if only is None else only)
        self._call("ListEntities", ceil(len(self.live) / LIST_ENTITIES_PAGE))
        self._call("BatchDescribeEntities", ceil(2 * len(ids) / BATCH_DESCRIBE) + ceil(len(ids) / BATCH_DESCRIBE))
        return ExperienceEntities({id_: self._entity(id_) for id_ in ids}, {f"aud-{id_}": id_ for id_ in ids})

    def list_tags(self, arn: str) -> Mapping[str, str]:
        """Return no tags."""
        self._call("ListTagsForResource")
        return {}

    @in_turn
    def list_change_sets(
        self,
        *,
        status: Collection[str] = (),
        entity_id: str | None = None,
        names: Collection[str] = (),
        ended_after: str | None = None,
        newest: int | None = None,
    ) -> tuple[ChangeSetSummary, ...]:
        """List change sets, newest first; each page is a call."""
        self._call("ListChangeSets")
        there = [*reversed(self.sets.values()), *self.past]
        found = [one for one in map(self._summary, there) if not status or one.status in status]
        found = [one for one in found if entity_id is None or entity_id in one.entities]
        found = [one for one in found if not names or one.name in names]
        found = [one for one in found if ended_after is None or (one.ended_at or "") > ended_after]
        self._call("ListChangeSets", ceil(len(found[:newest]) / LIST_CHANGE_SETS_PAGE) - 1)
        return tuple(found[:newest])

    @in_turn
    def describe_change_set(self, change_set_id: str) -> ChangeSet:
        """Return the state of one change set."""
        self._call("DescribeChangeSet")
        one, summary = self.sets[change_set_id], self._summary(self.sets[change_set_id])
        names = [change["ChangeName"] for change in one.changes]
        return ChangeSet(
            id=one.id,
            name=one.name,
            status=summary.status,
            entities=dict(zip(names, one.entities, strict=True)),
            changes=tuple(_sent(change) for change in one.changes),
            started_at=summary.started_at,
            ended_at=summary.ended_at,
        )

    @in_turn
    def start_change_set(
        self, changes: Collection[Mapping[str, Any]], *, name: str, tags: Mapping[str, str], token: str
    ) -> StartedChangeSet:
        """Start a change set; refuse what AWS refuses."""
        self._call("StartChangeSet")
        self._refuse(changes)
        number, now = len(self.sets), self.clock.monotonic()
        one = RunningSet(f"set-{number}", name, tuple(changes), now, now + self.lasts(number))
        self.sets[one.id] = one
        self.most_open = max(self.most_open, sum(1 for _ in self._open()))
        return StartedChangeSet(one.id)

    def cancel_change_set(self, change_set_id: str) -> None:
        """Refuse: nothing here has a reason to cancel."""
        raise Rejected("cannot be cancelled", code="ValidationException", operation="CancelChangeSet")

    def time(self) -> str | None:
        """Return AWS's time."""
        return moment(self.clock.now())

    def _call(self, action: str, times: int = 1) -> None:
        """Count *times* calls in turn: each waits for its rate and takes 50 ms; then carry out the sets that ended."""
        for _ in range(times):
            self.calls[action] += 1
            self.clock.sleep(self._rates[action].reserve(self.clock.monotonic()) + LATENCY)
        self._tick()

    def _tick(self) -> None:
        for one in self.sets.values():
            if not one.done and one.status(self.clock.monotonic()) == "SUCCEEDED":
                one.done = True
                for id_, change in zip(one.entities, one.changes, strict=True):
                    self.live[id_] = EFFECTS.after(self.live[id_], change["ChangeType"], change["DetailsDocument"])
                self.revisions.update(dict.fromkeys(one.entities, 1))

    def _open(self) -> Iterator[RunningSet]:
        return (one for one in self.sets.values() if not one.done)

    def _refuse(self, changes: Collection[Mapping[str, Any]]) -> None:
        """Raise what AWS answers to a set that may not be started now."""
        about: dict[str, Any] = {"operation": "StartChangeSet"}
        held = {entity for one in self._open() for entity in one.entities}
        if sum(1 for _ in self._open()) >= OPEN_CHANGE_SETS:
            raise Throttled("too many change sets are open", code="ServiceQuotaExceededException", **about)
        for change in changes:
            id_, _, revision = change["Entity"]["Identifier"].partition("@")
            if id_ in held:
                raise EntityLocked(f"{id_} is in use", code="ResourceInUseException", **about)
            if revision not in {"", str(self.revisions[id_])}:
                raise Rejected(f"{id_}@{revision} is not the newest", code="ValidationException", **about)

    def _summary(self, one: RunningSet) -> ChangeSetSummary:
        status = one.status(self.clock.monotonic())
        times = [moment(_BEGAN + timedelta(seconds=at)) for at in (one.started, one.ends)]
        ended = times[1] if status == "SUCCEEDED" else None
        return ChangeSetSummary(one.id, one.name, status, one.entities, times[0], ended)

    def _entity(self, id_: str) -> ExperienceEntity:
        fields = self.live[id_]
        return ExperienceEntity(
            id=id_,
            revision=str(self.revisions[id_]),
            arn=id_,
            title=fields["title"],
            description=None,
            status=fields["status"],
            user_requests=fields["user_requests"],
            allow=fields["products.allow"],
            deny=fields["products.deny"],
            principals=fields["principals"],
        )


def _sent(change: Mapping[str, Any]) -> SentChange:
    details = change["DetailsDocument"]
    members = [*details.get("Principals", ()), *(id_ for block in details.get("Products", ()) for id_ in block["Ids"])]
    entity = change["Entity"]["Identifier"].partition("@")[0]
    return SentChange(change["ChangeName"], change["ChangeType"], entity, frozenset(members), canonical_json(details))
