"""Two runs that create the same title: nothing of the catalogue can be deleted, so one of their sets has to go.

Whoever looks last sees both sets, and any of the two runs may cancel: the younger set, or where that is too late, the
elder. Sets are seen within one account only.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from reconciler.errors import CallFailed, Throttled
from reconciler.model import Address
from reconciler.ports import ChangeSet, ChangeSetSummary
from reconciler.spelling import moment

from .attempt import Attempt
from .changes import creations
from .freshness import OURS, Freshness

SLACK = timedelta(minutes=1)
"""How far the clocks may be apart that tell AWS's time and the end of a set: what that lets in is known by its id."""


Summaries = Sequence[ChangeSetSummary]
Age = tuple[str, str]
"""When a set started, and its id."""


class Rival(NamedTuple):
    """A change set of another run of ours that creates what one of this run does: *titles* with their addresses."""

    change_set: ChangeSet
    titles: Mapping[str, Address]


@dataclass(frozen=True, slots=True)
class Rivals:
    """What other runs create, compared with what this one creates and with what its plan has seen."""

    freshness: Freshness

    def settle(self, attempt: Attempt) -> None:
        """After a set was started that creates: of two that create the same title, let one go on.

        May raise Unreadable or Throttled, and is then to be asked again; what could not be cancelled stands in the
        attempt's *elders*.
        """
        if titles := creations(attempt.requests):
            running, mine = self.freshness.running(), str(attempt.change_set_id)
            own = next((one for one in running if one.id == mine), None) or self.freshness.catalog.describe_change_set(
                mine
            )
            rivals = self._of(titles, running) if own.status != "CANCELLED" else ()
            all(self._goes_on(attempt, _age(own), rival) for rival in rivals)  # until ours is cancelled
        attempt.settled = True

    def _goes_on(self, attempt: Attempt, own: Age, rival: Rival) -> bool:
        """Cancel the younger of two sets, or the elder where that is too late; tell whether *own* goes on."""
        theirs = _age(rival.change_set)
        for one in (own,) if rival.change_set.ended else sorted((own, theirs), reverse=True):
            if self._cancel(one[1]):
                return one is not own
        if own > theirs or rival.change_set.ended:
            attempt.elders.update(dict.fromkeys(rival.titles.values(), rival.change_set.id))
        return True

    def _of(self, titles: Mapping[str, Address], running: Summaries) -> Iterator[Rival]:
        """Find the sets of other runs that create one of *titles* and run, or have made it since the plan.

        Those that run come first, one after the other: what is PREPARING is so for a moment only.
        """
        yield from self._described(running, titles)
        yield from self._described(self._ended(), titles)

    def _described(self, listed: Summaries, titles: Mapping[str, Address]) -> Iterator[Rival]:
        for one in listed:
            if one.name.startswith(OURS) and one.id not in self.freshness.ledger.own_sets:
                described = self.freshness.catalog.describe_change_set(one.id)
                if common := self._common(described, titles):
                    yield Rival(described, common)

    def _ended(self) -> Summaries:
        """List what has succeeded since the plan; where AWS tells no time, `find_twins` has to do."""
        since = _before(self.freshness.baseline.at) if self.freshness.baseline.at else None
        return self.freshness.catalog.list_change_sets(status=["SUCCEEDED"], ended_after=since) if since else ()

    def lost(self, attempt: Attempt) -> str:
        """After the attempt's set was cancelled: stop what another run creates, and say so; nothing where none does."""
        told = []
        titles = creations(attempt.requests)
        for rival in self._of(titles, self.freshness.running()) if titles else ():
            for title, address in rival.titles.items():
                told.append(f"change set {rival.change_set.id} of another run creates {title}")
                attempt.fault(address, "another-run", told[-1])
                self.freshness.ledger.stop(address, told[-1])
        return "; ".join(told)

    def awaited(self, attempt: Attempt) -> str:
        """Name an elder set that has not ended: until then nobody knows whether the title is made twice."""
        running = [one for one in self._elders(attempt).values() if not one.ended]
        return f"waiting for change set {running[0].id} of another run" if running else ""

    def stop_twins(self, attempt: Attempt) -> None:
        """Do nothing more to what was made twice, and say which to keep and how to archive the other."""
        for address, elder in self._elders(attempt).items():
            made = self.freshness.ledger.remote_ids.get(address)
            kept = _made(elder, address, attempt)
            if elder.status == "SUCCEEDED" and made and made != kept:
                message = _twins(address, kept or "the other of its title", made, elder.id)
                attempt.fault(address, "made-twice", message, retryable=False)
                self.freshness.ledger.stop(address, message)

    def _common(self, change_set: ChangeSet, titles: Mapping[str, Address]) -> Mapping[str, Address]:
        if change_set.status in {"FAILED", "CANCELLED"}:
            return {}
        created = change_set.creations
        return {
            title: titles[title]
            for title in titles
            if title in created and created[title] not in self.freshness.baseline.live
        }

    def _cancel(self, change_set_id: str) -> bool:
        """Cancel a set; tell whether it is cancelled. One that AWS does not let us cancel goes on."""
        try:
            self.freshness.catalog.cancel_change_set(change_set_id)
        except Throttled:
            raise
        except CallFailed:
            return self.freshness.catalog.describe_change_set(change_set_id).status == "CANCELLED"
        return True

    def _elders(self, attempt: Attempt) -> Mapping[Address, ChangeSet]:
        return {address: self.freshness.catalog.describe_change_set(one) for address, one in attempt.elders.items()}


def _age(change_set: ChangeSet | ChangeSetSummary) -> Age:
    return change_set.started_at, change_set.id


def _made(elder: ChangeSet, address: Address, attempt: Attempt) -> str | None:
    title = next(title for title, one in creations(attempt.requests).items() if one == address)
    return elder.creations.get(title)


def _before(time: str) -> str:
    return moment(datetime.fromisoformat(time) - SLACK)


def _twins(address: Address, kept: str, made: str, change_set: str) -> str:
    return (
        f"made twice: change set {change_set} of another run has made {kept}, this run {made}. Keep {kept}, by "
        f"`id: {kept}` in {address}, and archive {made}, by a document of its own with no more than `id: {made}` and "
        f"`status: archived`"
    )
