"""What drift found in a fleet, as metrics: those of each member, with its name as a label, and those of all together.

Example: `reconciler_drift_exit_code{repository="github.com/acme/gov",member="sellers/eu"} 2` says that AWS differs,
and `reconciler_drift_fleet_members{repository="github.com/acme/gov",state="unreadable"} 1` that one member could not be
read. A member of which nothing is known has its exit code and no number of changes.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from reconciler.printed import PlanJson

from .metrics import Gauge, RunEnd, gauges, is_complete

_FLEET: Final = "fleet_"


class MeasuredMember(NamedTuple):
    """One member: its name and repository, its *state*, its drift (None if there is no answer), and how it ended."""

    member: str
    repository: str
    state: str
    plan: PlanJson | None
    ending: RunEnd


def fleet_metrics(
    repository: str,
    ending: RunEnd,
    members: Sequence[MeasuredMember],
    *,
    states: Iterable[str],
    kinds: Iterable[str] = (),
    left_out: int = 0,
) -> str:
    """Return the metrics of one run of drift on the fleet in *repository*; *left_out* members did not run.

    Each of *states* and *kinds* has a number, also if it is 0.
    """
    known = [*kinds]
    lines = [*_of_all(repository, ending, members, states, left_out), *_of_each(members, known)]
    return "".join(f"{line}\n" for line in lines)


def _of_all(
    repository: str, ending: RunEnd, members: Sequence[MeasuredMember], states: Iterable[str], left_out: int
) -> Iterator[str]:
    whole = not left_out and bool(members) and all(is_complete(one.plan) for one in members)
    counted = Counter(one.state for one in members)
    numbers: Sequence[Gauge] = (
        Gauge("exit_code", "Exit code of the latest run on all members.", {"": ending.code}),
        Gauge("timestamp_seconds", "End of that run, in seconds since 1970.", {"": int(ending.at.timestamp())}),
        Gauge("complete", "1 if all of all members was compared with AWS.", {"": int(whole)}),
        Gauge("recipients_not_told", "Recipients of --notify that could not be told.", {"": ending.untold}),
        Gauge("members", "Members by how they ended.", {state: counted[state] for state in states}, "state"),
    )
    for gauge in numbers:
        named = gauge._replace(name=f"{_FLEET}{gauge.name}")
        yield from (*named.head(), *named.lines({"repository": repository}))


def _of_each(members: Sequence[MeasuredMember], kinds: Sequence[str]) -> Iterator[str]:
    """Return the metrics of the members; all samples of a metric stand together, as the format wants it."""
    heads: dict[str, list[str]] = {}
    for one in members:
        labels = {"repository": one.repository, "member": one.member}
        for gauge in gauges(one.plan, one.ending, kinds):
            heads.setdefault(gauge.name, [*gauge.head()]).extend(gauge.lines(labels))
    return (line for lines in heads.values() for line in lines)
