"""The last look: AWS is read after a run and planned again; every change of that plan is left to do."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from reconciler.errors import PlanBug, ReconcilerError, Unreadable
from reconciler.execute import Conduct, DoneByOthers, Execution, bug, require_ended
from reconciler.governance import Experiences
from reconciler.impact import Ending, at_worst, names_of
from reconciler.model import Exposed, Organization, Problem, Severity, Status, accepted_endpoints, warning
from reconciler.pipeline.metering import Meter
from reconciler.pipeline.planning import KnownOrganization, Planning, moved, plan
from reconciler.pipeline.relying import OrganizationReading
from reconciler.spelling import numbered

from .run import Run, spent_told, time_told

UNREADABLE = "unreadable"
"""The code of the problem that a part of AWS could not be read."""
LOOKS = 4
LAG = 5.0
"""How often, and after how many seconds, an edit of EC2 that AWS does not show yet is looked for.

AWS publishes no bound (facts: privatelink 1.0); Terraform waits as long.
"""
PAUSES = (2.0, 5.0, 15.0)
PATIENCE = 60.0
"""After how many seconds AWS is read again when it could not be read, and for how long in all.

Until it can be read, the effect of the run is unknown. Calls that fail more slowly have waited for AWS already.
"""


@dataclass(frozen=True, kw_only=True)
class LastLook:
    """The last look at what *execution* has made of *planning*; *meter* measures what both spend.

    Of the organization, only the principals that the plan moves are read again.
    """

    planning: Planning
    execution: Execution
    conduct: Conduct
    meter: Meter

    def taken(self, run: Run) -> Run:
        """Return *run* with what AWS shows now; without it if AWS cannot be read."""
        try:
            return self._seen(run, self._read(run))
        except Exception as blind:  # noqa: BLE001 - the outcomes are reported even if the last look fails
            if isinstance(blind, PlanBug) or not isinstance(blind, ReconcilerError):
                self.conduct.mistakes.note(blind)
            return self.missed(replace(run, ended_at=time_told(self.conduct, run.ended_at)), _unseen(blind))

    def missed(self, run: Run, *problems: Problem, interrupted: bool = False) -> Run:
        """Return *run* as not verified: everything that was to change may still differ, and accounts may be exposed."""
        changed = tuple(str(change.address) for change in run.plan.changes)
        run = replace(run, converged=None, unverified=changed, remaining=run.unfinished, interrupted=interrupted)
        return self._concluded(self._exposing(replace(run, problems=problems), self._possible_states))

    def _seen(self, run: Run, left: Planning) -> Run:
        """Return *run* with what is left to do, what could not be read again, and which accounts are exposed."""
        errors = tuple(problem for problem in left.plan.problems if problem.severity is Severity.ERROR)
        addresses = {change.address for change in left.plan.changes} | {p.address for p in errors if p.address}
        remaining, problems = tuple(numbered(map(str, addresses))), (*errors, *left.reminders)
        known = set(map(str, addresses | left.observed.keys()))
        unverified = [str(one.address) for one in run.plan.changes if str(one.address) not in known]
        differs = bool(remaining) or any(problem.code != UNREADABLE for problem in errors)
        converged = False if differs else None if errors else True
        run = self._adopting(run, left)
        run = replace(
            run,
            ended_at=time_told(self.conduct, run.ended_at),
            remaining=remaining,
            converged=converged,
            unverified=tuple(unverified) if _unread(left) else (),
            problems=problems,
        )
        return self._concluded(run if converged else self._exposing(run, lambda: [left.course.before]))

    def _adopting(self, run: Run, left: Planning) -> Run:
        """Return *run* with the operations that others have done in the meantime as adopted."""
        did, planned = self.execution, {one.id: one for one in run.plan.operations}
        errors = [problem.address for problem in left.plan.problems if problem.severity is Severity.ERROR]
        open_ = {change.address for change in left.plan.changes} | set(errors)
        others = DoneByOthers(
            freshness=did.freshness,
            observed=left.observed,
            complete=lambda address: open_.isdisjoint({address, None}),
        )
        outcomes = [others.adopted(planned[o.operation], o) if o.operation in planned else o for o in run.outcomes]
        return replace(run, outcomes=tuple(outcomes))

    def _possible_states(self) -> Sequence[Experiences]:
        """Return the possible states of the experiences, as far as the run knows."""
        return [{**self.planning.course.before, **known} for known in self.execution.possible()]

    def _exposing(self, run: Run, states: Callable[[], Sequence[Experiences]]) -> Run:
        """Return *run* with the accounts that are exposed in the state that it leaves, or in the possible ones.

        Experiences that somebody else has edited meanwhile may concern accounts that the plan did not need to read.
        """
        course, interrupted = self.planning.course, self.execution.interrupted()
        tree = OrganizationReading(course.organization, self.execution.freshness.clients, self.conduct.clock)

        def exposed(known: Organization) -> tuple[Exposed, ...]:
            return Ending(replace(course, organization=known), interrupted, states(), run.whole).exposed()

        try:
            found = exposed(course.organization) if run.interrupted else tree.answer(exposed)
        except Unreadable as blind:
            run = replace(run, problems=(*run.problems, _unseen(blind)))
            found = at_worst(course, interrupted)
        except Exception as mistake:  # noqa: BLE001 - a bug of ours; every account that may be exposed is reported
            self.conduct.mistakes.tell(
                mistake, "the exposed accounts could not be computed, so all accounts that may be exposed are named"
            )
            found = at_worst(course, interrupted)
        return replace(run, exposed=found, names=names_of(replace(course, organization=tree.organization), found))

    def _concluded(self, run: Run) -> Run:
        """Return *run* with what it has spent, and with the unexpected exceptions that occurred."""
        spent, mistakes = spent_told(self.conduct, self.planning.reading, self.meter), self.conduct.mistakes
        return replace(run, spent=spent, bug=mistakes.first, problems=(*run.problems, *mistakes.problems))

    def _read(self, run: Run) -> Planning:
        """Plan again, a few times where that fails and may succeed later. Raises the exception of the last attempt."""
        began = self.conduct.clock.monotonic()
        for pause in PAUSES:
            try:
                left = self._left_to_do(run)
                if not _unread(left) - _unread(self.planning):
                    return left
                self._wait(run, "not all of AWS could be read again", pause)
            except Unreadable as blind:
                if self.conduct.clock.monotonic() - began > PATIENCE:
                    raise
                self._wait(run, f"AWS could not be read again: {blind.message}", pause)
            except ReconcilerError:
                raise
            except Exception as mistake:  # noqa: BLE001 - a bug of ours; the next attempt may succeed
                self.conduct.mistakes.tell(mistake, "AWS could not be looked at again")
        return self._left_to_do(run)

    def _left_to_do(self, run: Run) -> Planning:
        """Plan again.

        Where objects have no revisions, reads may lag behind writes, so edited objects are read several times.
        """
        failed = [one for one in run.outcomes if one.status in {Status.FAILED, Status.ROLLED_BACK}]
        failed_sets = [id_ for one in failed for tried in (one, *one.retries) if (id_ := tried.change_set_id)]
        require_ended(self.execution.freshness.catalog, failed_sets)
        done = {
            address
            for one in run.outcomes
            if one.status is Status.SUCCEEDED
            for address in one.addresses
            if not self.execution.ledger.has_revisions(address)
        }
        left = self._again(run)
        for _ in range(LOOKS - 1):
            if not done & {change.address for change in left.plan.changes}:
                break
            self._wait(run, "EC2 does not show everything yet", LAG)
            left = self._again(run)
        return left

    def _again(self, run: Run) -> Planning:
        planning, tell = self.planning, partial(self._waiting, run)
        clients, commit, clock = self.execution.freshness.clients, run.plan.commit, self.conduct.clock
        known = KnownOrganization(planning.course.organization, frozenset(moved(run.plan.changes)))
        accepted = accepted_endpoints(run.plan.essence)
        options = replace(planning.options, known=known, acceptances=accepted, held=planning.held)
        clients.progress.begin()
        return plan(planning.repository, clients, options, clock=clock, commit=commit, tell=tell)

    def _wait(self, run: Run, message: str, seconds: float) -> None:
        """Wait before AWS is read again; a reading that broke off is over."""
        self.execution.freshness.clients.progress.break_off()
        self._waiting(run, message)
        self.conduct.clock.sleep(seconds)

    def _waiting(self, run: Run, message: str) -> None:
        """Send an event about what the last look waits for, in the form of the events of operations."""
        total = len(run.outcomes)
        told: Mapping[str, Any] = {
            "event": "waiting",
            "operation": "apply",
            "addresses": [],
            "change_set_id": None,
            "message": message,
            "done": total,
            "total": total,
        }
        self.conduct.say(told)


def _unread(planning: Planning) -> set[str]:
    """Return what could not be read for a plan, by the place of the first document that it leaves out."""
    return {problem.source for problem in planning.plan.problems if problem.code == UNREADABLE}


def _unseen(blind: Exception) -> Problem:
    """Return the problem that tells why it is unknown what is left to do."""
    if not isinstance(blind, ReconcilerError):
        return bug(blind, "the remaining changes are unknown")
    what = "AWS could not be read again" if isinstance(blind, Unreadable) else "planning again failed"
    return warning("not-verified", f"{what}: {blind.message}", "", blind.hint)
