"""A plan carried out, and a last look at what is left to do."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any

from reconciler.errors import PlanBug, ReconcilerError, Unreadable
from reconciler.execute import Conduct, Edits, Execution, Stamp, require_ended, wait_for_ours
from reconciler.execute.attempt import Progress
from reconciler.execute.freshness import Freshness
from reconciler.execute.ledger import Ledger
from reconciler.governance import Experiences
from reconciler.model import Exposed, Operation, Outcome, Plan, Problem, Severity, Status
from reconciler.model.problem import warning
from reconciler.ports import Clients, Clock, EndpointServices

from .cover import Cover
from .exposed import Ending, believed, names_of
from .planning import Planning, plan

WHOLE = frozenset({Status.SUCCEEDED, Status.ADOPTED})
LOOKS = 4
LAG = 5.0
"""How often, and after how many seconds, an edit of EC2 that does not show is looked for again: no bound is published
(facts: privatelink 1.0), Terraform waits as long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What an apply did: one outcome per operation, and what a last look at AWS still finds to do.

    *remaining* names the addresses that still differ; *converged* is true when there are none and all was readable.
    Without that look, because it failed or the user stopped the run (*interrupted*), *remaining* names all that was to
    change. *exposed* tells who is governed otherwise than before and than wished, and which principals are nowhere;
    *names* are of those. *bug* is what the last look found wrong with us.
    """

    plan: Plan
    outcomes: tuple[Outcome, ...]
    started_at: str
    ended_at: str
    converged: bool = False
    remaining: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    interrupted: bool = False
    exposed: tuple[Exposed, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    bug: PlanBug | None = None

    @property
    def whole(self) -> bool:
        """Tell whether every operation did what it was planned for."""
        return all(one.status in WHOLE for one in self.outcomes)

    def as_json(self) -> dict[str, Any]:
        """Give the run report (contract 5)."""
        return {
            "plan_digest": self.plan.digest,
            "started_at": self.started_at,
            "ended_at": self.ended_at,
            "outcomes": [outcome.as_json() for outcome in _in_order(self.outcomes)],
            "converged": self.converged,
            "remaining": list(self.remaining),
            "exposed": [one.as_json() for one in self.exposed],
            "names": dict(self.names),
        }


def _in_order(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """Give each operation, then what was put back for it, then what was sent again for it."""
    again: tuple[Outcome, ...] = ()
    for outcome in outcomes:
        if outcome.is_planned:
            yield from again
            again = outcome.retries
            yield outcome
        else:
            yield from (outcome, *outcome.retries)
    yield from again


def apply(
    planning: Planning,
    clients: Clients,
    *,
    clock: Clock,
    token: Callable[[], str],
    jitter: Callable[[], float],
    on_progress: Progress,
) -> Run:
    """Carry out *planning*, observe again, and say what remains.

    Never raises for what AWS refuses; KeyboardInterrupt ends the run with everything known so far. Change sets that
    another run of ours has started since the plan are waited for first; raises Unreadable when they do not end.
    """
    started = clock.now()
    if any(operation.action == "StartChangeSet" for operation in planning.plan.operations):
        wait_for_ours(clients.catalog, clock, partial(_held_up, on_progress, planning.plan.operations))
    execution = _execution(planning, clients, Conduct(clock=clock, jitter=jitter, tell=on_progress), token)
    try:
        outcomes = execution.run()
    except KeyboardInterrupt:
        outcomes = execution.abandon("interrupted")
        run = Run(plan=planning.plan, outcomes=outcomes, started_at=_time(started), ended_at=_time(clock.now()))
        return _unverified(run, planning, execution, interrupted=True)
    run = Run(plan=planning.plan, outcomes=outcomes, started_at=_time(started), ended_at=_time(clock.now()))
    try:
        return _looked_at(run, planning, execution, clock, on_progress)
    except KeyboardInterrupt:
        return _unverified(run, planning, execution, interrupted=True)


def _held_up(on_progress: Progress, operations: Sequence[Operation], message: str) -> None:
    """Say that nothing is sent yet."""
    first, total = operations[0], len(operations)
    addresses = [str(address) for address in first.addresses]
    told = {"event": "retrying", "operation": first.id, "addresses": addresses, "change_set_id": None}
    on_progress({**told, "message": message, "done": 0, "total": total})


def _execution(planning: Planning, clients: Clients, conduct: Conduct, token: Callable[[], str]) -> Execution:
    remotes, made = planning.repository.remotes, planning.plan
    return Execution(
        operations=made.operations,
        clients=clients,
        ledger=Ledger.of(remotes, made.operations, planning.observed),
        freshness=Freshness(clients, remotes, planning.observations),
        stamp=Stamp(made.digest, made.commit, token),
        conduct=conduct,
        edits=Edits(_places(planning, clients)),
        uncovering=Cover(made, planning.course).uncovering,
    )


def _places(planning: Planning, clients: Clients) -> Mapping[tuple[str, str], EndpointServices]:
    """Give the sellers' endpoint services by account and region, as operations name them."""
    return {
        (seller.account, region): clients.sellers[seller.name].regions[region]
        for seller in planning.repository.settings.sellers
        if seller.name in clients.sellers
        for region in seller.regions
    }


def _exposing(run: Run, planning: Planning, execution: Execution, worlds: Sequence[Experiences]) -> Run:
    """Say who is exposed in the world that the run leaves, or in those that are possible."""
    found = Ending(planning.course, execution.underway(), worlds, run.whole).exposed()
    return replace(run, exposed=found, names=names_of(planning.course, found))


def _unverified(run: Run, planning: Planning, execution: Execution, **more: Any) -> Run:  # noqa: ANN401 - of a Run
    """Say that everything which was to change may still differ, and who may be exposed."""
    worlds = [believed(planning.course, specs) for specs in execution.possible()]
    remaining = tuple(str(change.address) for change in run.plan.changes)
    return replace(_exposing(run, planning, execution, worlds), remaining=remaining, **more)


def _looked_at(run: Run, planning: Planning, execution: Execution, clock: Clock, on_progress: Progress) -> Run:
    """Observe again and plan once more: what is left to do is what did not converge."""
    failed = [one for one in run.outcomes if one.status in {Status.FAILED, Status.ROLLED_BACK}]
    failed_sets = [id_ for one in failed for tried in (one, *one.retries) if (id_ := tried.change_set_id)]
    try:
        require_ended(execution.clients.catalog, failed_sets)
        left = _left_to_do(run, planning, execution.clients, clock, on_progress)
    except ReconcilerError as blind:
        run = replace(run, ended_at=_time(clock.now()), bug=blind if isinstance(blind, PlanBug) else None)
        return _unverified(run, planning, execution, problems=(_unseen(blind),))
    errors = tuple(problem for problem in left.plan.problems if problem.severity is Severity.ERROR)
    addresses = {change.address for change in left.plan.changes} | {p.address for p in errors if p.address}
    remaining = tuple(str(address) for address in sorted(addresses))
    ended, converged = _time(clock.now()), not remaining and not errors
    run = replace(run, ended_at=ended, remaining=remaining, converged=converged, problems=(*errors, *left.reminders))
    return run if converged else _exposing(run, planning, execution, [left.course.before])


def _unseen(blind: ReconcilerError) -> Problem:
    """Say why nobody knows what is left to do."""
    what = "AWS could not be read again" if isinstance(blind, Unreadable) else "planning again failed"
    return warning("not-verified", f"{what}: {blind.message}", "", blind.hint)


def _left_to_do(run: Run, planning: Planning, clients: Clients, clock: Clock, on_progress: Progress) -> Planning:
    """Plan again; EC2's reads may lag behind its writes, so what was just edited is looked at more than once."""
    edited = {one.id: set(one.addresses) for one in run.plan.operations if one.service == "ec2"}
    done = {
        address for one in run.outcomes if one.status is Status.SUCCEEDED for address in edited.get(one.operation, ())
    }
    tell = partial(_tell_waiting, run, on_progress)
    again = partial(
        plan, planning.repository, clients, planning.options, clock=clock, commit=run.plan.commit, tell=tell
    )
    left = again()
    for _ in range(LOOKS - 1):
        if not done & {change.address for change in left.plan.changes}:
            break
        tell("EC2 does not show everything yet")
        clock.sleep(LAG)
        left = again()
    return left


def _tell_waiting(run: Run, on_progress: Progress, message: str) -> None:
    on_progress(_waiting(run, message))


def _waiting(run: Run, message: str) -> Mapping[str, Any]:
    """Tell what the last look waits for, in the form of the events of operations."""
    total = len(run.outcomes)
    told: dict[str, Any] = {
        "event": "waiting",
        "operation": "apply",
        "addresses": [],
        "change_set_id": None,
        "message": message,
    }
    return {**told, "done": total, "total": total}


def _time(given: datetime) -> str:
    """Write a time as AWS does: `YYYY-MM-DDTHH:MM:SSZ`."""
    return f"{given:%Y-%m-%dT%H:%M:%SZ}"
