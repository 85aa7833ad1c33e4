"""What the targets of each repository of a fleet do only together: rules that refuse it, acceptances that none uses."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from reconciler.errors import ExitCode
from reconciler.model import Problem
from reconciler.pipeline import JointRefusal, joint_refusals, unused_acceptances

from .task import Done
from .waiting import WaitingTarget

_PLANNED: Final = frozenset({ExitCode.DONE, ExitCode.CHANGES, ExitCode.REFUSED})
"""Exit codes of plans for which everything was read."""


def refusals(planned: Sequence[Done]) -> Sequence[JointRefusal]:
    """Return the rules that refuse what the targets of one repository do together, by their plans."""
    return [
        found
        for targets in _repositories(planned)
        for found in joint_refusals(
            targets[0][0].settings, {one.task.member.name: plan for _, one, plan in targets if plan}
        )
    ]


def unused(planned: Sequence[Done]) -> Sequence[Problem]:
    """Return a warning for each acceptance of a repository that none of its targets uses, which all are in *planned*.

    Nothing is said where a target has no plan, or not everything was read for one: the acceptance may be for its plan.
    """
    found: list[Problem] = []
    for targets in _repositories(planned):
        plans = [plan for _, one, plan in targets if plan and plan["digest"] and one.code in _PLANNED]
        if len(plans) == len(targets):
            found += unused_acceptances(targets[0][0].settings, plans, targets[0][0].today)
    return found


def refused(planned: Sequence[Done], refusing: Sequence[JointRefusal]) -> Sequence[Done]:
    """Return *planned* with the rules *refusing* what several members do together.

    A member ends with 4 that would be applied without them: what could not be read comes before a refusal.
    """
    rules: dict[str, tuple[str, ...]] = {}
    for one in refusing:
        rules |= {name: (*rules.get(name, ()), one.problem.code) for name in one.members}
    return [
        replace(one, refused=found, code=_code(one)) if (found := rules.get(one.task.member.name)) else one
        for one in planned
    ]


def _code(one: Done) -> int | None:
    return ExitCode.REFUSED if one.code in {ExitCode.DONE, ExitCode.CHANGES} else one.code


_PlannedTarget = tuple[WaitingTarget, Done, Mapping[str, Any] | None]
"""A target, how its plan ended, and the plan."""


def _repositories(planned: Sequence[Done]) -> Iterator[Sequence[_PlannedTarget]]:
    """Return the targets of each repository that was divided."""
    found: dict[Path, list[_PlannedTarget]] = {}
    for one in planned:
        if one.task.target:
            found.setdefault(one.task.member.config, []).append((one.task.target, one, one.answer))
    return iter(found.values())
