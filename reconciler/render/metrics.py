"""What drift found, as metrics in the text format of Prometheus, for the textfile collector of its node exporter.

Example: `reconciler_drift_changes{repository="github.com/acme/catalogue",kind="experience"} 2` says that two
experiences differ. A number that is not known is left out, since 0 would say that nothing differs.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final, NamedTuple

from reconciler.printed import PlanJson

from .notifying import differing
from .problems import SEVERITIES
from .scope import is_part

_PREFIX: Final = "reconciler_drift_"
_ESCAPES: Final = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n"})


class RunEnd(NamedTuple):
    """The end of one run of drift: its exit code, its time, and the number of recipients that could not be told."""

    code: int
    at: datetime
    untold: int = 0


class Gauge(NamedTuple):
    """One metric: its name without prefix, its meaning, its numbers by the value of *label*, "" without a label."""

    name: str
    says: str
    samples: Mapping[str, float]
    label: str = ""

    def head(self) -> Iterator[str]:
        """Return what stands once above all samples of the metric, in Prometheus' text format (version 0.0.4)."""
        yield f"# HELP {_PREFIX}{self.name} {self.says}"
        yield f"# TYPE {_PREFIX}{self.name} gauge"

    def lines(self, labels: Mapping[str, str]) -> Iterator[str]:
        """Return its samples, which have *labels* besides their own."""
        for value, number in self.samples.items():
            every = {**labels, **({self.label: value} if self.label else {})}
            written = ",".join(f'{name}="{text.translate(_ESCAPES)}"' for name, text in every.items())
            yield f"{_PREFIX}{self.name}{{{written}}} {number}"


def drift_metrics(plan: PlanJson | None, ending: RunEnd, repository: str, kinds: Iterable[str] = ()) -> str:
    """Return the metrics of one run of drift on *repository*; *plan* is None if the run ended without an answer.

    Each of *kinds* has a number, also if nothing of it differs.
    """
    labels = {"repository": repository}
    return "".join(
        f"{line}\n" for gauge in gauges(plan, ending, kinds) for line in (*gauge.head(), *gauge.lines(labels))
    )


def gauges(plan: PlanJson | None, ending: RunEnd, kinds: Iterable[str]) -> Iterator[Gauge]:
    """Return each metric of one run of drift, as for `drift_metrics`."""
    yield from _of_the_end(plan, ending)
    if plan:
        yield from _of_the_answer(plan, kinds)


def is_complete(plan: PlanJson | None) -> bool:
    """Tell whether all of the repository was compared with AWS."""
    return bool(plan and plan["digest"] and not is_part(plan) and _has_no_error(plan))


def _of_the_end(plan: PlanJson | None, ending: RunEnd) -> Iterator[Gauge]:
    codes = "Exit code of the latest run: 0 no drift, 2 drift, else a failure."
    yield Gauge("exit_code", codes, {"": ending.code})
    yield Gauge("timestamp_seconds", "End of the latest run, in seconds since 1970.", {"": int(ending.at.timestamp())})
    yield Gauge("complete", "1 if all of the repository was compared with AWS.", {"": int(is_complete(plan))})
    yield Gauge("recipients_not_told", "Recipients of --notify that could not be told.", {"": ending.untold})


def _has_no_error(plan: PlanJson) -> bool:
    return not any(one["severity"] == "error" for one in plan["problems"])


def _of_the_answer(plan: PlanJson, kinds: Iterable[str]) -> Iterator[Gauge]:
    if plan["digest"]:
        changed = Counter(one["address"].partition(".")[0] for one in differing(plan))
        unmanaged = Counter(one["kind"] for one in plan["unmanaged"])
        yield Gauge("changes", "Objects that differ from the repository.", _of_each(kinds, changed), "kind")
        yield Gauge("unmanaged", "Objects and grants that no document names.", _of_each(kinds, unmanaged), "kind")
    severities = Counter[str](one["severity"] for one in plan["problems"])
    told = {severity: severities[severity] for severity in SEVERITIES}
    yield Gauge("problems", "Problems of the answer; refused: rules that refuse to undo the drift.", told, "severity")
    reading = plan["budget"]["reading"]
    yield Gauge("api_calls", "Requests to AWS that reading took.", {"": sum(reading["calls"].values())})
    yield Gauge("reading_seconds", "Seconds that reading AWS took.", {"": reading["seconds"]})


def _of_each(kinds: Iterable[str], numbers: Mapping[str, int]) -> Mapping[str, int]:
    """Return the number of each of *kinds* and of those that have one, by name; 0 says that there is none."""
    return {kind: numbers.get(kind, 0) for kind in sorted({*kinds, *numbers})}
