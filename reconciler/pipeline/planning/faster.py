"""How much time `change_sets: fastest` would save: the same plan is made once more, with that setting. Pure.

Example: 216 changes of 72 experiences fill 11 change sets, of which two wait for each other: 65 s. `fastest` takes 12
sets that do not wait for each other: 34 s. That saves more than a quarter, so the plan has a note.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from reconciler.batch import is_change, shortest_chain
from reconciler.errors import PlanBug
from reconciler.guard import preconditions
from reconciler.impact import CALL_SECONDS, CHANGE_SET_SECONDS
from reconciler.limits import SIZES
from reconciler.model import Operation, Organization, Plan, Problem, Request, Spent, chained_sets, note
from reconciler.pipeline.proving import Evidence
from reconciler.settings import ChangeSets

from .budget import budget
from .choosing import choice_of
from .schedule import INTERVAL

CODE: Final = "fastest-saves"

FEW_SETS: Final = 10
"""Up to so many change sets, a tenth more of them is not a whole one."""

_HINT = "`change_sets: fastest` in reconciler.yaml"


def faster(made: Plan, evidence: Evidence, organization: Organization) -> Iterator[Problem]:
    """Yield a note if *made* would take less than three quarters of its time with `change_sets: fastest`.

    That plan is proven as every plan is, and it is refused for no other accounts than *made*. *organization* has
    everything that *made* relies on.
    """
    few = len(_sets(made.operations)) <= FEW_SETS or chained_sets(made.operations) == 1
    if few or evidence.repository.settings.change_sets is not ChangeSets.MINIMAL:
        return
    fast = _planned_fast(made, evidence.at_its_fastest(), organization)
    if fast:
        message = f"{_told(made)}; with `change_sets: fastest`, {_told(fast)}"
        yield note(CODE, message, "", _HINT)


def _planned_fast(made: Plan, evidence: Evidence, organization: Organization) -> Plan | None:
    """Return *made* as *evidence* plans it, or None if that saves at most a quarter of its time."""
    if not _saves(made, _least_seconds(evidence.requests)):
        return None
    choice = choice_of(made, evidence)
    if not _saves(made, _seconds(_timed(made, choice.batching.shortest()))):
        return None
    try:
        fast = choice.best(organization).made
    except PlanBug:
        return None
    fast = _timed(fast, fast.operations)
    same = preconditions(fast, evidence.repository.settings.guards) == made.preconditions
    return fast if same and _saves(made, _seconds(fast)) else None


def _saves(made: Plan, seconds: float) -> bool:
    return seconds < 0.75 * _seconds(made)


def _least_seconds(requests: Sequence[Request]) -> float:
    """Return the seconds that any change sets of *requests* take at least."""
    starting = INTERVAL * (SIZES.sets_for(sum(map(is_change, requests))) - 1)
    return max((CALL_SECONDS + CHANGE_SET_SECONDS) * shortest_chain(requests), starting)


def _timed(made: Plan, operations: tuple[Operation, ...]) -> Plan:
    return replace(made, operations=operations, budget=budget(operations, Spent()))


def _seconds(made: Plan) -> int:
    return made.budget["expected_seconds"]


def _sets(operations: Sequence[Operation]) -> Sequence[Operation]:
    return [one for one in operations if one.is_change_set]


def _told(made: Plan) -> str:
    sets, chain = len(_sets(made.operations)), chained_sets(made.operations)
    waits = f"at most {chain:,} one after the other" if chain > 1 else "none after another"
    return f"{sets:,} change sets ({waits}) take about {_seconds(made):,} s"
