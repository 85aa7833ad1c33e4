"""`apply` with a fleet: all members are planned and shown, one question is asked, and each member is applied.

A member that is refused, invalid or unreadable is left out and does not hold up the others.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from reconciler.cli.outputs import TEXT as TEXT_OUTPUT
from reconciler.errors import ExitCode, UsageError
from reconciler.model import error
from reconciler.pipeline import fleet_code
from reconciler.render.words import count

from .answering import Answers
from .choosing import Chosen
from .folder import SavedPlans
from .roll import BrokenOff
from .run import FleetRun
from .staleness import stale_plans
from .task import Done, MemberTask

_ANEW: Final = "make new plans and have them reviewed"
_BEFORE_STALE: Final = frozenset({ExitCode.INVALID, ExitCode.UNREADABLE})
_UNPLANNED: Final = "error: the folder has no plan of this member\n"
_QUESTION: Final = "Apply the changes of {members}? Only 'yes' will be accepted:"


def apply_all(run: FleetRun, words: Sequence[str], saved: SavedPlans | None) -> ExitCode:
    """Apply all members of *run*, or exactly the plans that are *saved*; *words* are the options that each one gets."""
    if not run.arguments.yes and not run.terminal.interactive:
        raise UsageError("apply has to ask, and there is no terminal", "use --yes to apply without asking")
    planned = run.judged(_planned(run, words, saved))
    if run.arguments.expect and run.answers("plan", planned).answer["digest"] != run.arguments.expect:
        return _stale(run, planned)
    members = zip(run.members, planned, strict=True)
    tasks = tuple(_applying(run, chosen, one, words, saved) for chosen, one in members if _is_to_do(one))
    if tasks and not _agreed(run, planned, len(tasks)):
        return ExitCode.FAILED
    try:
        return _applied(run, run.crew.carry_out(tasks, writes=True), planned)
    except BrokenOff as broken_off:
        _applied(run, broken_off.done, planned)
        raise


def _applied(run: FleetRun, applied: Sequence[Done], planned: Sequence[Done]) -> ExitCode:
    """Write how the members that were *applied* have ended, and the others as they were planned."""
    ended = {one.task.member.name: one for one in applied}
    done = [ended.get(one.task.member.name, one) for one in planned]
    return _written(run, run.answers("apply", done, planned, [*stale_plans(run, applied)]))


def _written(run: FleetRun, answers: Answers) -> ExitCode:
    """Write the answer of an apply and its reports, and return its exit code."""
    run.write(answers, run.arguments.report)
    return fleet_code(answers.answer, changes_count=False)


def _stale(run: FleetRun, planned: Sequence[Done]) -> ExitCode:
    """Apply nothing, because the plans are not those of `--expect`; a member that would be applied is stale."""
    told = error("failed", f"the expected plans are stale; nothing was applied: {_another(run, planned)}", "", _ANEW)
    kept = [replace(one, code=int(ExitCode.STALE)) if _is_to_do(one) else one for one in planned]
    code = _written(run, run.answers("apply", kept, planned, [told]))
    return code if code in _BEFORE_STALE else ExitCode.STALE


def _another(run: FleetRun, planned: Sequence[Done]) -> str:
    return f"planning again gives {run.answers('plan', planned).answer['digest']}, not {run.arguments.expect}"


def _planned(run: FleetRun, words: Sequence[str], saved: SavedPlans | None) -> tuple[Done, ...]:
    """Plan each member, or show its saved plan, which keeps its exit code; a member without one was not planned.

    A repository whose errors keep it from being divided says them.
    """
    if saved is None:
        return run.crew.carry_out(run.tasks(run.members, ["plan", *words, "--detailed-exitcode"]), writes=False)
    tasks = [
        run.task(one, ("show", str(saved.plans[name].file), *words), saved.plans[name].file)
        for one in run.members
        if (name := one.member.name) in saved.plans and name not in run.whole
    ]
    unknown = [run.task(one, ("plan",)) for one in run.members if one.member.name in run.whole]
    shown = {one.task.member.name: one for one in run.crew.carry_out([*tasks, *unknown], writes=False)}
    return tuple(_kept(run.task(one, ()), shown.get(one.member.name), saved) for one in run.members)


def _kept(task: MemberTask, shown: Done | None, saved: SavedPlans) -> Done:
    """Return how the plan of a member ended when it was made; what cannot be shown now ends as the showing did.

    A plan that was refused together with others is judged anew: the folder may be applied with other limits.
    """
    if shown is None:
        return Done(task, None, told=_UNPLANNED)
    if shown.code:
        return shown
    code = saved.plans[task.member.name].code
    jointly = code == ExitCode.REFUSED and not _refusals(shown)
    return replace(shown, code=int(ExitCode.CHANGES) if jointly else code)


def _refusals(one: Done) -> Sequence[Mapping[str, Any]]:
    """Return the problems of a plan that refuse it alone."""
    return [problem for problem in (one.answer or {}).get("problems", ()) if problem["severity"] == "refused"]


def _is_to_do(one: Done) -> bool:
    """Tell whether the plan of a member has calls that nothing refuses."""
    plan = one.answer
    return one.code in {ExitCode.DONE, ExitCode.CHANGES} and not _refusals(one) and bool(plan and plan["operations"])


def _applying(run: FleetRun, chosen: Chosen, one: Done, words: Sequence[str], saved: SavedPlans | None) -> MemberTask:
    """Return the task that applies exactly the plan of *chosen* that was shown."""
    if saved is not None:
        file = saved.plans[chosen.member.name].file
        return run.task(chosen, ("apply", str(file), "--yes", *words), file)
    digest = (one.answer or {})["digest"]
    return run.task(chosen, ("apply", "--yes", "--expect", digest, *words, *chosen.words))


def _agreed(run: FleetRun, planned: Sequence[Done], number: int) -> bool:
    """Show the plans and ask, unless `--yes` is given."""
    if run.arguments.yes:
        return True
    run.answers("plan", planned).write(run.terminal, [TEXT_OUTPUT])
    agreed = run.terminal.ask(_QUESTION.format(members=count(number, "member"))) == "yes"
    if not agreed:
        run.terminal.complain("Nothing was applied.")
    return agreed
