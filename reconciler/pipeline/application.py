"""A plan carried out, and a last look at what is left to do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from reconciler.errors import ReconcilerError, Unreadable
from reconciler.execute import Conduct, Execution, Stamp
from reconciler.execute.freshness import Freshness
from reconciler.execute.ledger import Ledger
from reconciler.model import Outcome, Plan, Problem, Severity
from reconciler.model.problem import warning
from reconciler.ports import Clients, Clock

from .planning import Planning, plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What an apply did: one outcome per operation, and what a last look at AWS still finds to do.

    *remaining* names the addresses that still differ; *converged* is true when there are none and all was readable.
    *interrupted* is true when the user stopped it.
    """

    plan: Plan
    outcomes: tuple[Outcome, ...]
    started_at: str
    ended_at: str
    converged: bool = False
    remaining: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    interrupted: bool = False

    def as_json(self) -> dict[str, Any]:
        """Give the run report (contract 5)."""
        return {
            "plan_digest": self.plan.digest,
            "started_at": self.started_at,
            "ended_at": self.ended_at,
            "outcomes": [outcome.as_json() for outcome in self.outcomes],
            "converged": self.converged,
            "remaining": list(self.remaining),
        }


def apply(
    planning: Planning,
    clients: Clients,
    *,
    clock: Clock,
    token: Callable[[], str],
    jitter: Callable[[], float],
    on_progress: Callable[[Mapping[str, Any]], None],
) -> Run:
    """Carry out *planning*, observe again, and say what remains.

    Never raises for what AWS refuses; KeyboardInterrupt ends the run with everything known so far.
    """
    started = clock.now()
    execution = _execution(planning, clients, Conduct(clock=clock, jitter=jitter, tell=on_progress), token)
    try:
        outcomes = execution.run()
    except KeyboardInterrupt:
        outcomes = execution.abandon("interrupted")
        return _ended(planning, outcomes, started, clock, interrupted=True)
    return _looked_at(_ended(planning, outcomes, started, clock), planning, clients, clock)


def _execution(planning: Planning, clients: Clients, conduct: Conduct, token: Callable[[], str]) -> Execution:
    remotes, made = planning.repository.remotes, planning.plan
    return Execution(
        operations=made.operations,
        clients=clients,
        ledger=Ledger.of(remotes, made.operations, planning.observed),
        freshness=Freshness(clients, remotes, planning.observations),
        stamp=Stamp(made.digest, made.commit, token),
        conduct=conduct,
    )


def _ended(
    planning: Planning, outcomes: tuple[Outcome, ...], started: datetime, clock: Clock, *, interrupted: bool = False
) -> Run:
    return Run(
        plan=planning.plan,
        outcomes=outcomes,
        started_at=f"{started:%Y-%m-%dT%H:%M:%SZ}",
        ended_at=f"{clock.now():%Y-%m-%dT%H:%M:%SZ}",
        remaining=tuple(str(change.address) for change in planning.plan.changes) if interrupted else (),
        interrupted=interrupted,
    )


def _looked_at(run: Run, planning: Planning, clients: Clients, clock: Clock) -> Run:
    """Observe again and plan once more: what is left to do is what did not converge."""
    ended = f"{clock.now():%Y-%m-%dT%H:%M:%SZ}"
    try:
        left = plan(planning.repository, clients, planning.options, clock=clock, commit=run.plan.commit).plan
    except ReconcilerError as failed:
        what = "AWS could not be read again" if isinstance(failed, Unreadable) else "planning again failed"
        unseen = warning("not-verified", f"{what}: {failed.message}", "", failed.hint)
        remaining = tuple(str(change.address) for change in run.plan.changes)
        return replace(run, ended_at=ended, remaining=remaining, problems=(unseen,))
    errors = tuple(problem for problem in left.problems if problem.severity is Severity.ERROR)
    addresses = {change.address for change in left.changes} | {p.address for p in errors if p.address}
    remaining = tuple(str(address) for address in sorted(addresses))
    return replace(run, ended_at=ended, remaining=remaining, converged=not remaining and not errors, problems=errors)
