"""Two runs that create the same title: nothing of the catalogue can be deleted, so one of their sets has to go.

Whoever looks last sees both sets, and any of the two runs may cancel: the younger set, or where that is too late, the
elder. Sets are seen within one account only.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from reconciler.errors import CallFailed, Throttled
from reconciler.model import Address, Request
from reconciler.ports import Catalog, ChangeSet

from .attempt import Attempt
from .changes import creations
from .freshness import RUNNING
from .ledger import Ledger
from .stamp import OURS
from .tokens import Sight

SLACK = timedelta(minutes=1)
"""How far the clocks may be apart that tell AWS's time and the end of a set: what that lets in is known by its id."""


class Rival(NamedTuple):
    """A change set of another run of ours that creates what one of this run does: *titles* with their addresses."""

    change_set: ChangeSet
    titles: Mapping[str, Address]


@dataclass(frozen=True, slots=True)
class Rivals:
    """What other runs create, compared with what *ledger*'s run creates; *sight* is what its plan has observed."""

    catalog: Catalog
    sight: Sight
    ledger: Ledger

    def settle(self, attempt: Attempt) -> None:
        """After a set was started that creates: of two that create the same title, let one go on.

        May raise Unreadable or Throttled, and is then to be asked again; what could not be cancelled stands in the
        attempt's *elders*.
        """
        for rival in self.of(attempt.requests):
            own = self.catalog.describe_change_set(attempt.change_set_id or "")
            if own.status == "CANCELLED":
                break
            elder, younger = sorted((own, rival.change_set), key=_age)
            if self._cancel(younger) or self._cancel(elder):
                continue
            if younger is own or rival.change_set.ended:
                attempt.elders.update(dict.fromkeys(rival.titles.values(), rival.change_set.id))
        attempt.settled = True

    def of(self, requests: Iterable[Request]) -> tuple[Rival, ...]:
        """Find the sets of other runs that create a title of *requests* and run, or have made it since the plan."""
        titles = creations(requests)
        found = [self.catalog.describe_change_set(one) for one in self._others()] if titles else []
        rivals = [Rival(one, self._common(one, titles)) for one in found]
        return tuple(rival for rival in rivals if rival.titles)

    def lost(self, attempt: Attempt) -> str:
        """After the attempt's set was cancelled: stop what another run creates, and say so; nothing where none does."""
        told = []
        for rival in self.of(attempt.requests):
            for title, address in rival.titles.items():
                told.append(f"change set {rival.change_set.id} of another run creates {title}")
                attempt.fault(address, "another-run", told[-1])
                self.ledger.stop(address, told[-1])
        return "; ".join(told)

    def awaited(self, attempt: Attempt) -> str:
        """Name an elder set that has not ended: until then nobody knows whether the title is made twice."""
        running = [one for one in self._elders(attempt).values() if not one.ended]
        return f"waiting for change set {running[0].id} of another run" if running else ""

    def stop_twins(self, attempt: Attempt) -> None:
        """Do nothing more to what was made twice, and say which to keep and how to archive the other."""
        for address, elder in self._elders(attempt).items():
            made = self.ledger.remote_ids.get(address)
            kept = _made(elder, address, attempt)
            if elder.status == "SUCCEEDED" and made and made != kept:
                message = _twins(address, kept or "the other of its title", made, elder.id)
                attempt.fault(address, "made-twice", message, retryable=False)
                self.ledger.stop(address, message)

    def _others(self) -> Collection[str]:
        """Name the sets of ours that other runs have started: those that run, and those that ended since the plan."""
        running = self.catalog.list_change_sets(status=RUNNING)
        since = _before(self.sight.at) if self.sight.at else None
        ended = self.catalog.list_change_sets(status=["SUCCEEDED"], ended_after=since) if since else ()
        own = self.ledger.own_sets
        return list(
            dict.fromkeys(one.id for one in (*running, *ended) if one.name.startswith(OURS) and one.id not in own)
        )

    def _common(self, change_set: ChangeSet, titles: Mapping[str, Address]) -> Mapping[str, Address]:
        if change_set.status in {"FAILED", "CANCELLED"}:
            return {}
        created = change_set.creations
        return {title: titles[title] for title in titles if title in created and created[title] not in self.sight.live}

    def _cancel(self, change_set: ChangeSet) -> bool:
        """Cancel a set; tell whether it is cancelled. One that AWS does not let us cancel goes on."""
        try:
            self.catalog.cancel_change_set(change_set.id)
        except Throttled:
            raise
        except CallFailed:
            return self.catalog.describe_change_set(change_set.id).status == "CANCELLED"
        return True

    def _elders(self, attempt: Attempt) -> Mapping[Address, ChangeSet]:
        return {address: self.catalog.describe_change_set(one) for address, one in attempt.elders.items()}


def _age(change_set: ChangeSet) -> tuple[str, str]:
    return change_set.started_at, change_set.id


def _made(elder: ChangeSet, address: Address, attempt: Attempt) -> str | None:
    title = next(title for title, one in creations(attempt.requests).items() if one == address)
    return elder.creations.get(title)


def _before(moment: str) -> str:
    return f"{datetime.fromisoformat(moment) - SLACK:%Y-%m-%dT%H:%M:%SZ}"


def _twins(address: Address, kept: str, made: str, change_set: str) -> str:
    return (
        f"made twice: change set {change_set} of another run has made {kept}, this run {made}. Keep {kept}, by "
        f"`id: {kept}` in {address}, and archive {made}, by a document of its own with no more than `id: {made}` and "
        f"`status: archived`"
    )
