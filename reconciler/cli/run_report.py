"""The run report (contract 5): written after every run, also after a failure, with all that is known."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from reconciler.errors import StalePlan
from reconciler.model import Operation, Outcome, Plan, Problem, Severity, Spent, Status, worst_first
from reconciler.model import error as as_error
from reconciler.pipeline import Run
from reconciler.printed import RunReportJson
from reconciler.spelling import moment

from .program import Progress
from .unplanned import problems_of

NO_PLAN = Plan(created_at="", commit=None)


class RunReport:
    """A run as far as it is known: first nothing, then a plan, then events, then its end."""

    def __init__(self, started: datetime, spent: Callable[[], Spent], command: str = "reconciler apply") -> None:
        """Begin with the time only; *spent* returns what the *command* has spent on AWS so far."""
        self._started = started
        self._spent = spent
        self._command = command
        self._plan = NO_PLAN
        self._events: dict[str, Mapping[str, Any]] = {}
        self._run: Run | None = None
        self._converged: bool | None = None
        self._begun = False
        self._problems: Sequence[Problem] = ()

    def planned(self, plan: Plan) -> None:
        """Note the plan that is going to be applied; a plan without calls and errors shows that AWS is as desired."""
        self._plan = plan
        stopping = {Severity.ERROR, Severity.REFUSED}
        self._problems = [one for one in worst_first(plan.problems) if one.severity in stopping]
        self._converged = not plan.operations and not self._problems

    def stopped(self, error: BaseException) -> None:
        """Note the *error* that ended the run. Before the first call no outcome says it, so it is always a problem.

        A stale plan ends the run before its guards are asked: the refusals of the other plan, which nobody has
        reviewed, are not a reason.
        """
        untold = () if self._begun else (_as_problem(error, self._command),)
        unasked = {Severity.REFUSED} if isinstance(error, StalePlan) else set()
        reasons = [one for one in self._problems if one.severity not in unasked]
        self._problems = [*reasons, *(problems_of(error) or untold)]

    def begun(self) -> None:
        """Note that calls may be sent from now on: then only the last look knows the state of AWS."""
        self._begun, self._converged = True, None

    def listening(self, tell: Progress) -> Progress:
        """Return a listener that notes each event and passes it to *tell*: an interrupted run reports them."""

        def heard(event: Mapping[str, Any]) -> None:
            self._events[event["operation"]] = event
            tell(event)

        return heard

    def ended(self, run: Run) -> None:
        """Note the end of the run."""
        self._run = replace(run, problems=tuple(worst_first(run.problems)))

    def as_json(self, ended: datetime, because: str) -> RunReportJson:
        """Return the report; *because* says why operations have not ended."""
        run = self._run or self._unfinished(moment(ended), because)
        digest = None if run.plan is NO_PLAN else run.plan.digest
        return {**run.as_json(), "plan_digest": digest}

    def _unfinished(self, ended: str, because: str) -> Run:
        """Return what is known of a run that did not end, or never began."""
        changed = tuple(str(change.address) for change in self._plan.changes)
        run = Run(
            plan=self._plan,
            outcomes=tuple(self._outcome(operation, because) for operation in self._plan.operations if self._begun),
            started_at=moment(self._started),
            ended_at=ended,
            converged=self._converged,
            unverified=changed if self._converged is None else (),
            problems=tuple(self._problems),
            spent=self._spent(),
        )
        undone = changed if self._converged is False else run.unfinished
        return replace(run, remaining=tuple(one for one in changed if one in undone))

    def _outcome(self, operation: Operation, because: str) -> Outcome:
        """Return the outcome of one operation: ended, still running in AWS, or never sent."""
        event = self._events.get(operation.id, {"event": Status.SKIPPED, "message": because})
        on_its_way = event["event"] not in set(Status)
        return Outcome(
            operation=operation.id,
            status=Status.FAILED if on_its_way else Status(event["event"]),
            action=operation.action,
            addresses=operation.addresses,
            change_set_id=event.get("change_set_id"),
            request_id=event.get("request_id"),
            because=f"{because}; the request that was sent goes on in AWS" if on_its_way else event["message"] or None,
        )


def because(error: BaseException) -> str:
    """Return for the report why a run broke off."""
    if isinstance(error, KeyboardInterrupt):
        return "interrupted"
    return str(error) or type(error).__name__


def _as_problem(error: BaseException, command: str) -> Problem:
    """Return an interruption or a bug as the problem because of which *command* has applied nothing."""
    if isinstance(error, KeyboardInterrupt):
        return as_error("failed", "interrupted before anything was applied", "", f"run {command} again")
    return as_error("bug", f"this is a bug in reconciler: {because(error)}")
