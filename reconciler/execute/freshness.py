"""Is an object still what it must be? Asked before a later set is sent, after a 422, and after a SERVER_FAULT.

AWS's message texts are never matched: a revision that moved means stale, anything else is shown as AWS said it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from reconciler.model import Address, Observed, Request
from reconciler.ports import Catalog, ChangeSet, ChangeSetSummary, Clients

from .attempt import Attempt
from .changes import creations
from .ledger import Ledger

OURS = "reconciler "
"""How the name of every change set of ours begins (contract 4)."""
RUNNING = ("PREPARING", "APPLYING")
IN_VAIN = frozenset({"FAILED", "CANCELLED"})


class Observation(Protocol):
    """A kind's first look: *live* has every object that there was, by id."""

    @property
    def live(self) -> Mapping[str, Observed[Any]]:
        """Give every object by id."""
        ...


@dataclass(frozen=True, slots=True)
class Baseline:
    """What the plan has observed: *observations* are the first looks, by kind, *at* is AWS's time when they began.

    *began* is AWS's time at which the run began. A time is None where AWS did not tell it.
    """

    observations: Mapping[str, Observation] = field(default_factory=dict)
    at: str | None = None
    began: str | None = None

    @property
    def live(self) -> frozenset[str]:
        """Return the ids of all objects that were there."""
        return frozenset(one for observation in self.observations.values() for one in observation.live)

    def has_seen(self, change_set: ChangeSet) -> bool:
        """Tell whether the plan has observed what a set has made that SUCCEEDED."""
        made = {entity for entity in change_set.creations.values() if entity}
        if made:
            return made <= self.live
        return self.at is None or (change_set.ended_at or self.at) < self.at  # not told when: nothing old is adopted

    def is_past(self, change_set: ChangeSet) -> bool:
        """Tell whether a set that AWS gave for a new request is over and done with, so that nothing comes of it.

        Where AWS tells no time, no set is.
        """
        if self.at is None or self.began is None or not change_set.started_at:
            return False
        if change_set.status in IN_VAIN:
            return change_set.started_at < self.began
        return change_set.status == "SUCCEEDED" and self.has_seen(change_set)


@dataclass(frozen=True, slots=True)
class Freshness:
    """Looks again at live objects, and compares with the *sight* that the plan had of them and with the *ledger*."""

    clients: Clients
    baseline: Baseline
    ledger: Ledger

    @property
    def catalog(self) -> Catalog:
        """Give the catalogue."""
        return self.clients.catalog

    def look(self, addresses: Iterable[Address]) -> Mapping[Address, Observed[Any]]:
        """Observe the objects at *addresses* again, those that exist."""
        found: dict[Address, Observed[Any]] = {}
        for kind, remote_ids in _by_kind(addresses, self.ledger).items():
            reread = self.ledger.remotes[kind].reread
            seen = reread(list(remote_ids), self.clients, self.baseline.observations[kind]) if reread else {}
            found.update({address: seen[remote_id] for remote_id, address in remote_ids.items() if remote_id in seen})
        return found

    def refresh(self, attempt: Attempt) -> None:
        """Before a later set: every object that an earlier set changed must be what it should; lock on what is read.

        An object that this run made was not read when the plan was made: it must be what its creation made of it.
        """
        ledger = self.ledger
        earlier = {key.address for key in ledger.done | ledger.begun} | (
            ledger.remote_ids.keys() - ledger.revisions.keys()
        )
        for address, now in self.look(attempt.addresses & earlier & ledger.remote_ids.keys()).items():
            if ledger.differs(address, now):
                self._stale(attempt, address, now)
            ledger.revisions[address] = now.revision

    def find_stale(self, attempt: Attempt) -> bool:
        """After a 422: stop each object whose revision is not the one that was sent; tell whether there was any."""
        addresses, known = attempt.addresses & self.ledger.remote_ids.keys(), self.ledger.revisions
        moved = {one: now for one, now in self.look(addresses).items() if now.revision != known.get(one)}
        for address, now in moved.items():
            self._stale(attempt, address, now)
        return bool(moved)

    def find_twins(self, attempt: Attempt) -> None:
        """Right before a creation: stop it when an experience of that title has appeared, for it would be for ever."""
        for address, remote_ids in self.appeared(attempt.requests).items():
            message = f"planned to create it, now {' and '.join(remote_ids)} has its title"
            attempt.fault(address, "appeared", message)
            self.ledger.stop(address, f"stale: {message}")

    def appeared(self, requests: Iterable[Request]) -> Mapping[Address, tuple[str, ...]]:
        """Find what has the title of a creation among *requests* and was not there when the plan was made."""
        sought = tuple(requests)
        titles = creations(sought)
        types = {one.verb.entity_type.partition("@")[0] for one in sought if one.verb.title_in}
        found: dict[Address, list[str]] = {}
        for summary in (one for type_ in types for one in self.catalog.list_entities(type_)):
            address = titles.get(summary.name)
            if address and summary.id not in self.baseline.observations[address.kind].live:
                found.setdefault(address, []).append(summary.id)
        return {address: tuple(ids) for address, ids in found.items()}

    def running(self) -> tuple[ChangeSetSummary, ...]:
        """List the change sets that run."""
        return self.catalog.list_change_sets(status=RUNNING)

    def locked(self, attempt: Attempt) -> frozenset[Address]:
        """Find which objects of an attempt running change sets hold."""
        running = self.running()
        held = {entity for summary in running for entity in summary.entities}
        return frozenset(address for address in attempt.addresses if self.ledger.remote_ids.get(address) in held)

    def of_another_run(self, requests: Iterable[Request], own: Collection[str]) -> str | None:
        """Name a change set of ours, and not among *own*, that runs while *requests* would create something.

        It may be making the very same thing: what is on its way has no title that `appeared` could find yet.
        """
        running = self.running() if creations(requests) else ()
        return next((one.id for one in running if one.name.startswith(OURS) and one.id not in own), None)

    def runs(self, change_set_id: str | None) -> bool:
        """Tell whether a change set still runs, as the list of them says."""
        running = self.running() if change_set_id else ()
        return any(summary.id == change_set_id for summary in running)

    def _stale(self, attempt: Attempt, address: Address, now: Observed[Any]) -> None:
        ledger = self.ledger
        known = f"planned on {ledger.lock(address)}" if address in ledger.revisions else "made by this run"
        message = f"{known}, now {now.remote_id}@{now.revision}: somebody else changed it"
        attempt.fault(address, "stale", message)
        ledger.stop(address, f"stale: {message}")


def _by_kind(addresses: Iterable[Address], ledger: Ledger) -> Mapping[str, Mapping[str, Address]]:
    found: dict[str, dict[str, Address]] = {}
    for address in sorted(addresses):
        found.setdefault(address.kind, {})[ledger.remote_ids[address]] = address
    return found
