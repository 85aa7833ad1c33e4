"""Two runs that create experiences of the same title: one of the two change sets is cancelled.

Experiences cannot be deleted, so a title that was created twice stays twice. Each run looks for change sets of other
runs right after it has started its own, so the later run sees both. Either run may cancel either change set. Change
sets are seen within one account only.

Example: run A starts its change set at 10:00:01 and run B at 10:00:02; both create `Finance`. B sees both and cancels
its own, the younger one. If AWS says that it is too late, B cancels the one of A. If that is too late as well, B waits
until it ends, and reports the error `made-twice`: keep A's experience, archive B's.
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
"""How far AWS's clocks may differ. Change sets that this lets in by mistake are told apart by their entities' ids."""


Summaries = Sequence[ChangeSetSummary]
Age = tuple[str, str]
"""The time at which a change set started, and its id."""


class CompetingSet(NamedTuple):
    """A change set of another run that creates an experience of this run, too: *titles* with their addresses."""

    change_set: ChangeSet
    titles: Mapping[str, Address]


@dataclass(frozen=True, slots=True)
class CompetingSets:
    """Compares what other runs create with what this run creates and with what its plan observed."""

    freshness: Freshness

    def resolve(self, attempt: Attempt) -> None:
        """Of each two change sets that create the same title, let one go on; called after a change set was started.

        May raise Unreadable or Throttled, and is then called again. The older change sets that could not be cancelled
        are in the attempt's *older_sets*.
        """
        if titles := creations(attempt.requests):
            running, mine = self.freshness.running(), str(attempt.change_set_id)
            own = next((one for one in running if one.id == mine), None) or self.freshness.catalog.describe_change_set(
                mine
            )
            competing = self._of(titles, running) if own.status != "CANCELLED" else ()
            all(self._goes_on(attempt, _age(own), other) for other in competing)  # until our change set is cancelled
        attempt.resolved = True

    def _goes_on(self, attempt: Attempt, own: Age, other: CompetingSet) -> bool:
        """Cancel the younger of two change sets, or the older one if that is too late; tell whether *own* goes on."""
        theirs = _age(other.change_set)
        for one in (own,) if other.change_set.ended else sorted((own, theirs), reverse=True):
            if self._cancel(one[1]):
                return one is not own
        if own > theirs or other.change_set.ended:
            attempt.older_sets.update(dict.fromkeys(other.titles.values(), other.change_set.id))
        return True

    def _of(self, titles: Mapping[str, Address], running: Summaries) -> Iterator[CompetingSet]:
        """Find the change sets of other runs that create one of *titles* and run, or have succeeded since the plan.

        Running ones are returned first, one by one, since a change set can be cancelled only while it is PREPARING.
        """
        yield from self._described(running, titles)
        yield from self._described(self._ended(), titles)

    def _described(self, listed: Summaries, titles: Mapping[str, Address]) -> Iterator[CompetingSet]:
        for one in listed:
            if one.name.startswith(OURS) and one.id not in self.freshness.ledger.own_sets:
                described = self.freshness.catalog.describe_change_set(one.id)
                if common := self._common(described, titles):
                    yield CompetingSet(described, common)

    def _ended(self) -> Summaries:
        """List the change sets that have succeeded since the plan.

        Return nothing if AWS's time is unknown: only `find_duplicates` helps then.
        """
        since = _before(self.freshness.baseline.at) if self.freshness.baseline.at else None
        return self.freshness.catalog.list_change_sets(status=["SUCCEEDED"], ended_after=since) if since else ()

    def lost(self, attempt: Attempt) -> str:
        """Stop the objects that another run creates, after the attempt's change set was cancelled; return the reason.

        The reason is empty if no other run creates them.
        """
        told = []
        titles = creations(attempt.requests)
        for other in self._of(titles, self.freshness.running()) if titles else ():
            for title, address in other.titles.items():
                told.append(f"change set {other.change_set.id} of another run creates {title}")
                attempt.fault(address, "another-run", told[-1])
                self.freshness.ledger.stop(address, told[-1])
        return "; ".join(told)

    def awaited(self, attempt: Attempt) -> str:
        """Return a message about an older change set that has not ended, or "".

        Until it ends, a title may exist twice.
        """
        running = [one for one in self._older_sets(attempt).values() if not one.ended]
        return f"waiting for change set {running[0].id} of another run" if running else ""

    def stop_duplicates(self, attempt: Attempt) -> None:
        """Stop the objects that were created twice; say which one to keep and how to archive the other."""
        for address, older in self._older_sets(attempt).items():
            made = self.freshness.ledger.remote_ids.get(address)
            kept = _made(older, address, attempt)
            if older.status == "SUCCEEDED" and made and made != kept:
                message = _created_twice(address, kept or "the other experience with its title", made, older.id)
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
        """Cancel a change set; tell whether it is cancelled. It goes on if AWS refuses."""
        try:
            self.freshness.catalog.cancel_change_set(change_set_id)
        except Throttled:
            raise
        except CallFailed:
            return self.freshness.catalog.describe_change_set(change_set_id).status == "CANCELLED"
        return True

    def _older_sets(self, attempt: Attempt) -> Mapping[Address, ChangeSet]:
        return {address: self.freshness.catalog.describe_change_set(one) for address, one in attempt.older_sets.items()}


def _age(change_set: ChangeSet | ChangeSetSummary) -> Age:
    return change_set.started_at, change_set.id


def _made(older: ChangeSet, address: Address, attempt: Attempt) -> str | None:
    title = next(title for title, one in creations(attempt.requests).items() if one == address)
    return older.creations.get(title)


def _before(time: str) -> str:
    return moment(datetime.fromisoformat(time) - SLACK)


def _created_twice(address: Address, kept: str, made: str, change_set: str) -> str:
    return (
        f"created twice: change set {change_set} of another run created {kept}, this run created {made}. Keep {kept}: "
        f"write `id: {kept}` in {address}. Archive {made}: add a document with only `id: {made}` and "
        f"`status: archived`"
    )
