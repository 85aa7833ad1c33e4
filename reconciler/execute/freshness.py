"""Whether live objects are still what the run expects: before a later change set, after a 422, after a SERVER_FAULT.

AWS's message texts are not interpreted: after a refusal, an object is stale if its revision has changed. Any other
refusal is shown as AWS words it.

Example: the plan observed exp-a at revision 4, and both op-1 and op-2 change it. op-1 is sent with `exp-a@4`. Before
op-2, exp-a is read again, at revision 6. If its fields are what op-1 was to make of them, op-2 is sent with `exp-a@6`.
If another user has allowed a further product meanwhile, nothing more is sent to exp-a, with the error `stale`.
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
"""How the name of every change set of reconciler begins (contract 4)."""
RUNNING = ("PREPARING", "APPLYING")
IN_VAIN = frozenset({"FAILED", "CANCELLED"})


class Observation(Protocol):
    """What a kind observed for the plan: *live* has every live object by id."""

    @property
    def live(self) -> Mapping[str, Observed[Any]]:
        """Return every live object by id."""
        ...


@dataclass(frozen=True, slots=True)
class Baseline:
    """What the plan observed, which the run compares with.

    *observations* are those of each kind; *at* is AWS's time when observing began. *began* is AWS's time when the run
    began. A time is None if AWS did not tell it.
    """

    observations: Mapping[str, Observation] = field(default_factory=dict)
    at: str | None = None
    began: str | None = None

    @property
    def live(self) -> frozenset[str]:
        """Return the ids of all objects that the plan observed."""
        return frozenset(one for observation in self.observations.values() for one in observation.live)

    def has_seen(self, change_set: ChangeSet) -> bool:
        """Tell whether the plan observed the effect of a change set that has SUCCEEDED."""
        made = {entity for entity in change_set.creations.values() if entity}
        if made:
            return made <= self.live
        return self.at is None or (change_set.ended_at or self.at) < self.at  # time unknown: nothing old is adopted

    def is_past(self, change_set: ChangeSet) -> bool:
        """Tell whether AWS answered a new request with a change set of the past, which will have no effect.

        Returns False where AWS tells no time.
        """
        if self.at is None or self.began is None or not change_set.started_at:
            return False
        if change_set.status in IN_VAIN:
            return change_set.started_at < self.began
        return change_set.status == "SUCCEEDED" and self.has_seen(change_set)


@dataclass(frozen=True, slots=True)
class Freshness:
    """Reads live objects again, and compares them with what the plan observed and with the *ledger*."""

    clients: Clients
    baseline: Baseline
    ledger: Ledger

    @property
    def catalog(self) -> Catalog:
        """Return the Catalog API."""
        return self.clients.catalog

    def look(self, addresses: Iterable[Address]) -> Mapping[Address, Observed[Any]]:
        """Observe the objects at *addresses* again; return those that exist."""
        found: dict[Address, Observed[Any]] = {}
        for kind, remote_ids in _by_kind(addresses, self.ledger).items():
            reread = self.ledger.remotes[kind].reread
            seen = reread(list(remote_ids), self.clients, self.baseline.observations[kind]) if reread else {}
            found.update({address: seen[remote_id] for remote_id, address in remote_ids.items() if remote_id in seen})
        return found

    def refresh(self, attempt: Attempt) -> None:
        """Read the objects that earlier change sets changed; stop those that are not as expected.

        The others are locked on the revision that was read. This includes objects that the run itself has created: they
        must be as their creation made them.
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
        """Stop each object whose revision is not the one that was sent, after a 422; tell whether there was any."""
        addresses, known = attempt.addresses & self.ledger.remote_ids.keys(), self.ledger.revisions
        moved = {one: now for one, now in self.look(addresses).items() if now.revision != known.get(one)}
        for address, now in moved.items():
            self._stale(attempt, address, now)
        return bool(moved)

    def find_duplicates(self, attempt: Attempt) -> None:
        """Stop a creation if an experience of its title has appeared: experiences cannot be deleted."""
        for address, remote_ids in self.appeared(attempt.requests).items():
            message = f"planned to create it, now {' and '.join(remote_ids)} has its title"
            attempt.fault(address, "appeared", message)
            self.ledger.stop(address, f"stale: {message}")

    def appeared(self, requests: Iterable[Request]) -> Mapping[Address, tuple[str, ...]]:
        """Return the ids of new entities that have the title of a creation among *requests*, by address."""
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
        """Return the objects of an attempt that running change sets lock."""
        running = self.running()
        held = {entity for summary in running for entity in summary.entities}
        return frozenset(address for address in attempt.addresses if self.ledger.remote_ids.get(address) in held)

    def of_another_run(self, requests: Iterable[Request], own: Collection[str]) -> str | None:
        """Return a running change set of another run if *requests* would create something, or None.

        It may be creating the same object, which `appeared` cannot find by its title before the change set has ended.
        """
        running = self.running() if creations(requests) else ()
        return next((one.id for one in running if one.name.startswith(OURS) and one.id not in own), None)

    def runs(self, change_set_id: str | None) -> bool:
        """Tell whether a change set is listed as running."""
        running = self.running() if change_set_id else ()
        return any(summary.id == change_set_id for summary in running)

    def _stale(self, attempt: Attempt, address: Address, now: Observed[Any]) -> None:
        ledger = self.ledger
        known = f"planned on {ledger.lock(address)}" if address in ledger.revisions else "made by this run"
        message = f"{known}, now {now.remote_id}@{now.revision}: another program or user changed it"
        attempt.fault(address, "stale", message)
        ledger.stop(address, f"stale: {message}")


def _by_kind(addresses: Iterable[Address], ledger: Ledger) -> Mapping[str, Mapping[str, Address]]:
    found: dict[str, dict[str, Address]] = {}
    for address in sorted(addresses):
        found.setdefault(address.kind, {})[ledger.remote_ids[address]] = address
    return found
