"""Planned changes that are done although this run did not do them: by another run, or by hand.

Example: op-2 was refused as stale, since another run had sent the same changes. If the last look shows the effect of
every request of op-2, its outcome is `adopted`, with the change set that did it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from reconciler.errors import ReconcilerError
from reconciler.model import Address, Observed, Operation, Outcome, Request, Status
from reconciler.ports import ChangeSet

from .endings import MISSED
from .freshness import OURS, Freshness

UNSEEN = frozenset({"bug", "unreadable"})
"""Codes of errors after which our own call may have been carried out."""
LOOKS = 5
"""How many of an experience's newest change sets are read to find who did what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneByOthers:
    """Compares what a run did not do with what is *observed* in the end, and with what its plan observed.

    *complete* tells whether nothing is left to do about an object, as far as all of it could be read.
    """

    freshness: Freshness
    observed: Mapping[Address, Observed[Any]]
    complete: Callable[[Address], bool]

    def adopted(self, operation: Operation, outcome: Outcome) -> Outcome:
        """Return *outcome* as adopted if others have brought about the effect of every request of *operation*.

        The outcome stays as it is if our own call may have been carried out. An edit of EC2 counts as adopted if EC2
        has refused it, or it was not sent, and nothing is left to do about its object. Tags are the exception: the run
        that comes second writes them again.
        """
        if outcome.status in MISSED and not any(map(self.freshness.ledger.has_revisions, operation.addresses)):
            return self._edited(operation, outcome)
        undone = self.freshness.ledger.undone(operation.requests)
        unseen = any(request.key in self.freshness.ledger.doubtful for request in undone)
        if outcome.status not in MISSED or not operation.is_change_set or unseen or not undone:
            return outcome
        if not self._is_there(operation):
            return outcome
        return replace(outcome, status=Status.ADOPTED, because=_done_by(list(self._change_sets_that_did(undone))))

    def _edited(self, operation: Operation, outcome: Outcome) -> Outcome:
        """Return an edit as adopted that was refused or not sent, if nothing is left to do about its object."""
        unseen = any(error.retryable or error.code in UNSEEN for error in outcome.errors)
        if unseen or not all(map(self.complete, operation.addresses)):
            return outcome
        return replace(
            outcome, status=Status.ADOPTED, because="done, as the last look at AWS shows; AWS does not say by whom"
        )

    def _is_there(self, operation: Operation) -> bool:
        seen = self.observed
        return all(
            one.address in seen and self.freshness.ledger.has_effect(one, seen[one.address])
            for one in operation.requests
        )

    def _change_sets_that_did(self, requests: Sequence[Request]) -> Iterator[ChangeSet]:
        """Return the change sets that did *requests*, each once, as far as they can be found."""
        told: set[str] = set()
        for address in sorted({request.address for request in requests}):
            verbs = {request.verb.name for request in requests if request.address == address}
            with suppress(ReconcilerError):
                for one in self._sets_of(self.observed[address].remote_id, verbs):
                    if one.id not in told:
                        told.add(one.id)
                        yield one

    def _sets_of(self, entity_id: str, verbs: set[str]) -> Iterator[ChangeSet]:
        """Find the newest change set for each of *verbs* that changed an entity and ended since the plan."""
        left = set(verbs)
        listed = self.freshness.catalog.list_change_sets(status=("SUCCEEDED",), entity_id=entity_id)
        for summary in [one for one in listed if one.id not in self.freshness.ledger.own_sets][:LOOKS]:
            found = self.freshness.catalog.describe_change_set(summary.id)
            done = {change.type for change in found.changes if change.entity == entity_id} & left
            if done and not self._is_older(found):
                left -= done
                yield found

    def _is_older(self, change_set: ChangeSet) -> bool:
        return (
            self.freshness.baseline.at is not None
            and (change_set.ended_at or self.freshness.baseline.at) < self.freshness.baseline.at
        )


def _done_by(doers: Sequence[ChangeSet]) -> str:
    """Return the sentence that tells which change sets did it."""
    if not doers:
        return "done, as the last look at AWS shows; the change set that did it is unknown"
    return "; ".join(
        f"done by change set {one.id} of another run"
        if one.name.startswith(OURS)
        else f"done by change set {one.id} ({one.name or 'without a name'}) of another program or user"
        for one in doers
    )
