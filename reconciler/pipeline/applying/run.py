"""What an apply did, and what a last look at AWS still finds to do."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from reconciler.execute import Conduct
from reconciler.model import FORMAT_VERSION, Exposed, Outcome, Plan, Problem, Status
from reconciler.spelling import moment, numbered

WHOLE = frozenset({Status.SUCCEEDED, Status.ADOPTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What an apply did: one outcome per operation, and what a last look at AWS still finds to do.

    *remaining* names the addresses that still differ; *converged* is true when there are none and all was readable.
    Without that look, because it failed or the user stopped the run (*interrupted*), *converged* is None, *unverified*
    names all that was to change, and *remaining* those of them that the run knows to be unfinished. *exposed* tells who
    is governed otherwise than before and than wished, and which principals are nowhere; *names* are of those. *bug* is
    the first mistake of ours on the way.
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

    @property
    def whole(self) -> bool:
        """Tell whether every operation did what it was planned for."""
        return all(one.status in WHOLE for one in self.outcomes)

    @property
    def unfinished(self) -> tuple[str, ...]:
        """Name the addresses of operations that did not do all that they were planned for."""
        planned = (one for one in self.outcomes if one.is_planned and one.status not in WHOLE)
        return tuple(numbered({str(address) for one in planned for address in one.addresses}))

    def as_json(self) -> dict[str, Any]:
        """Give the run report (contract 5)."""
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


def time_told(conduct: Conduct, known: str) -> str:
    """Write the time of day; an earlier one that is *known* where the clock breaks: the report must not die of it."""
    try:
        return moment(conduct.clock.now())
    except Exception as mistake:  # noqa: BLE001 - ours
        conduct.mistakes.tell(mistake, "the time could not be told")
        return known
