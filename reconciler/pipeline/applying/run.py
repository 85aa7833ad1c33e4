"""What an apply did, and what its last look at AWS found left to do."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from reconciler.execute import Conduct
from reconciler.model import FORMAT_VERSION, Exposed, Outcome, Plan, Problem, Spent, Status
from reconciler.pipeline.metering import Meter
from reconciler.printed import RunReportJson
from reconciler.spelling import moment, numbered

WHOLE = frozenset({Status.SUCCEEDED, Status.ADOPTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What an apply did: one outcome for each operation, and what the last look at AWS found left to do.

    *remaining* are the addresses that still differ. *converged* is true if there are none and all of AWS was read. If
    the last look failed or was skipped because the user *interrupted* the run, *converged* is None, *unverified* are
    all addresses that were to change, and *remaining* are those that the run knows to be unfinished. *spent* are the
    calls and seconds of reading for the plan, of carrying it out, and of the last look.

    *exposed* are the accounts that are governed neither as before nor as desired, and the principals that no experience
    has; *names* are the names of their ids. *bug* is the first unexpected exception.
    """

    plan: Plan
    outcomes: tuple[Outcome, ...]
    started_at: str
    ended_at: str
    converged: bool | None = None
    remaining: tuple[str, ...] = ()
    unverified: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    interrupted: bool = False
    exposed: tuple[Exposed, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    bug: Exception | None = None
    spent: Spent = field(default_factory=Spent)

    @property
    def whole(self) -> bool:
        """Tell whether every operation did what was planned."""
        return all(one.status in WHOLE for one in self.outcomes)

    @property
    def unfinished(self) -> tuple[str, ...]:
        """Return the addresses of operations that did not do everything that was planned."""
        planned = (one for one in self.outcomes if one.is_planned and one.status not in WHOLE)
        return tuple(numbered({str(address) for one in planned for address in one.addresses}))

    def as_json(self) -> RunReportJson:
        """Return the run report (contract 5)."""
        return {
            "format_version": FORMAT_VERSION,
            "plan_digest": self.plan.digest,
            "started_at": self.started_at,
            "ended_at": self.ended_at,
            "outcomes": [outcome.as_json() for outcome in _in_order(self.outcomes)],
            "converged": self.converged,
            "remaining": list(self.remaining),
            "unverified": list(self.unverified),
            "exposed": [one.as_json() for one in self.exposed],
            "names": dict(self.names),
            "spent": self.spent.as_json(),
            "problems": [problem.as_json() for problem in self.problems],
        }


def _in_order(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """Return each operation, then its put-backs, then its retries."""
    again: tuple[Outcome, ...] = ()
    for outcome in outcomes:
        if outcome.is_planned:
            yield from again
            again = outcome.retries
            yield outcome
        else:
            yield from (outcome, *outcome.retries)
    yield from again


def time_told(conduct: Conduct, known: str) -> str:
    """Return the time of day, or the *known* earlier time if the clock fails, so that the report can be written."""
    try:
        return moment(conduct.clock.now())
    except Exception as mistake:  # noqa: BLE001 - a bug of ours must not prevent the report
        conduct.mistakes.tell(mistake, "the time could not be read")
        return known


def spent_told(conduct: Conduct, reading: Spent, meter: Meter) -> Spent:
    """Return what *reading* for the plan and the run since then have spent; the former if the clock fails."""
    try:
        return reading + meter.read()
    except Exception as mistake:  # noqa: BLE001 - as in `time_told`
        conduct.mistakes.tell(mistake, "the time could not be measured")
        return reading
