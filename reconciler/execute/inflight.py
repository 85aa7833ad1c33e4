"""Change sets that still run when a run begins: ours are waited for, others are told.

Nothing of the catalogue can be deleted, so an experience made twice is there for ever: no plan is made from a world
that an earlier run is still changing.
"""

from collections.abc import Callable

from reconciler.errors import Unreadable
from reconciler.model import Problem
from reconciler.model.problem import note
from reconciler.ports import Catalog, ChangeSetSummary, Clock

from .stamp import OURS

RUNNING = ("PREPARING", "APPLYING")
PATIENCE = 900.0
"""Seconds to wait for an earlier run's sets: no duration is documented (facts: catalog 1.6), minutes are usual."""
PAUSE = 3.0


def wait_for_ours(catalog: Catalog, clock: Clock, tell: Callable[[str], None]) -> tuple[Problem, ...]:
    """Wait until no change set of ours runs; give a note for each one of others that does.

    Raises Unreadable when ours are not over after `PATIENCE` seconds.
    """
    began = clock.monotonic()
    while True:
        running = catalog.list_change_sets(status=RUNNING)
        ours = [summary for summary in running if summary.name.startswith(OURS)]
        if not ours:
            return tuple(_foreign(summary) for summary in running)
        if clock.monotonic() - began > PATIENCE:
            hint = "look at it in the AWS Marketplace console, or wait and run again"
            raise Unreadable(f"change set {ours[0].id} of an earlier run still runs after {PATIENCE:.0f} s", hint)
        tell(f"waiting for {len(ours)} change sets of an earlier run: {', '.join(one.id for one in ours)}")
        clock.sleep(PAUSE)


def _foreign(summary: ChangeSetSummary) -> Problem:
    entities = ", ".join(summary.entities) or "no known entity"
    message = f"change set {summary.id} ({summary.name}) of someone else runs and locks {entities}"
    return note("foreign-change-set", message)
