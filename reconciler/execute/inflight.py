"""Change sets that run when a run begins: wait for those of earlier runs, and report the others.

Experiences cannot be deleted, so an experience that was created twice stays twice. Therefore no plan is made while an
earlier run still changes AWS.
"""

from collections.abc import Callable, Collection

from reconciler.errors import Unreadable
from reconciler.model import Problem, note
from reconciler.ports import Catalog, ChangeSetSummary, Clock

from .freshness import OURS, RUNNING

PATIENCE = 900.0
"""Seconds to wait for the change sets of an earlier run: no duration is documented (facts: catalog 1.6)."""
PAUSE = 3.0


def wait_for_ours(catalog: Catalog, clock: Clock, tell: Callable[[str], None]) -> tuple[Problem, ...]:
    """Wait until no change set of reconciler runs; return a note for each other change set that runs.

    Raises Unreadable if one of reconciler's has not ended after `PATIENCE` seconds.
    """
    began = clock.monotonic()
    while True:
        running = catalog.list_change_sets(status=RUNNING)
        ours = [summary for summary in running if summary.name.startswith(OURS)]
        if not ours:
            return tuple(_foreign(summary) for summary in running)
        if clock.monotonic() - began > PATIENCE:
            raise _endless(ours[0])
        noun = "change set" if len(ours) == 1 else "change sets"
        tell(f"waiting for {len(ours)} {noun} of an earlier run: {', '.join(one.id for one in ours)}")
        clock.sleep(PAUSE)


def require_ended(catalog: Catalog, change_sets: Collection[str]) -> None:
    """Raise Unreadable if one of *change_sets* still runs: the run has already waited for them in vain."""
    running = catalog.list_change_sets(status=RUNNING) if change_sets else ()
    for summary in running:
        if summary.id in change_sets:
            raise _endless(summary)


def _endless(summary: ChangeSetSummary) -> Unreadable:
    message = f"change set {summary.id} ({summary.name}), started at {summary.started_at}, has not ended"
    return Unreadable(message, "look at it in the AWS Marketplace console, or wait and run reconciler again")


def _foreign(summary: ChangeSetSummary) -> Problem:
    entities = ", ".join(summary.entities) or "no known entity"
    message = f"change set {summary.id} ({summary.name}) of another program or user runs and locks {entities}"
    return note("foreign-change-set", message)
