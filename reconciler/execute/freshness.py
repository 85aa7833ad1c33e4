"""Is an object still what it must be? Asked before a later set is sent, after a 422, and after a SERVER_FAULT.

AWS's message texts are never matched: a revision that moved means stale, anything else is shown as AWS said it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from reconciler.kind import Remotes
from reconciler.model import Address, Observed, Request
from reconciler.ports import Clients

from .attempt import Attempt
from .changes import creations
from .ledger import Ledger


@dataclass(frozen=True, slots=True)
class Freshness:
    """Looks again at live objects; *observations* are the first looks, by kind."""

    clients: Clients
    remotes: Remotes
    observations: Mapping[str, Any]

    def look(self, addresses: Iterable[Address], ledger: Ledger) -> Mapping[Address, Observed[Any]]:
        """Observe the objects at *addresses* again, those that exist."""
        found: dict[Address, Observed[Any]] = {}
        for kind, remote_ids in _by_kind(addresses, ledger).items():
            seen = self.remotes[kind].reread(list(remote_ids), self.clients, self.observations[kind])
            found.update({address: seen[remote_id] for remote_id, address in remote_ids.items() if remote_id in seen})
        return found

    def refresh(self, attempt: Attempt, ledger: Ledger) -> None:
        """Before a later set: every object that an earlier set changed must be what it should; lock on what is read."""
        earlier = {key.address for key in ledger.done}
        addresses = {request.address for request in attempt.requests if request.address in ledger.remote_ids}
        for address, now in self.look(addresses & earlier, ledger).items():
            if ledger.differs(address, now):
                self._stale(attempt, address, now, ledger)
            ledger.revisions[address] = now.revision

    def find_stale(self, attempt: Attempt, ledger: Ledger) -> bool:
        """After a 422: stop each object whose revision is not the one that was sent; tell whether there was any."""
        addresses = {request.address for request in attempt.requests if request.address in ledger.remote_ids}
        moved = {a: now for a, now in self.look(addresses, ledger).items() if now.revision != ledger.revisions[a]}
        for address, now in moved.items():
            self._stale(attempt, address, now, ledger)
        return bool(moved)

    def find_twins(self, attempt: Attempt, ledger: Ledger) -> None:
        """Right before a creation: stop it when an experience of that title has appeared, for it would be for ever."""
        for address, remote_id in self.by_title(attempt.requests).items():
            message = f"planned to create it, now {remote_id} has its title"
            attempt.fault(address, "appeared", message)
            ledger.stop(address, f"stale: {message}")

    def by_title(self, requests: Iterable[Request]) -> Mapping[Address, str]:
        """Find live experiences that have the title of a creation among *requests*."""
        titles = creations(tuple(requests))
        if not titles:
            return {}
        listed = {summary.name: summary.id for summary in self.clients.catalog.list_entities("Experience")}
        return {key.address: listed[title] for key, title in titles.items() if title in listed}

    @staticmethod
    def _stale(attempt: Attempt, address: Address, now: Observed[Any], ledger: Ledger) -> None:
        planned = f"{ledger.remote_ids[address]}@{ledger.revisions[address]}"
        message = f"planned on {planned}, now {now.remote_id}@{now.revision}: somebody else changed it"
        attempt.fault(address, "stale", message)
        ledger.stop(address, f"stale: {message}")


def _by_kind(addresses: Iterable[Address], ledger: Ledger) -> Mapping[str, Mapping[str, Address]]:
    found: dict[str, dict[str, Address]] = {}
    for address in sorted(addresses):
        found.setdefault(address.kind, {})[ledger.remote_ids[address]] = address
    return found
