"""The parts of the benchmark: each has a name on the command line, some figures, and words on what they leave out."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from .applying import edit_services
from .comments import comment_figures
from .everyday import everyday_figures
from .example import example_figures
from .figures import Beside, Figure
from .fleets.measuring import fleet_figures
from .governing import governing_figures
from .moving import moving_figures
from .names import name_figures
from .octodns import octodns_figures
from .planning import planning_figures
from .report import report_figures
from .running.moves import move_figures
from .running.noticing import noticing_figures
from .sellers.entries import entries_figures
from .sellers.planning import selling_figures
from .sellers.subscribing import subscribing_figures
from .sellers.world import QUICK, Size
from .startup import completion_figures, startup_figures
from .terraform import terraform_figures

EDITS = 100


@dataclass(frozen=True, slots=True)
class Bench:
    """What a part is given: a *folder* to write in, the repetitions of what is repeated, and whether to be *quick*."""

    folder: Path
    repetitions: int
    quick: bool


def edit_figures() -> Iterator[Figure]:
    """Yield the time of an apply that edits many services, beside the time that the bucket needs."""
    beside = Beside("EC2's bucket, at least", 10.0)
    seconds = round(edit_services(EDITS), 1)
    yield Figure(name=f"{EDITS} edits of {EDITS} services: apply", value=seconds, unit="s", aim=12, beside=beside)


class Part(NamedTuple):
    """One part: what it measures, how, and what its figures do not tell. *peer*: it needs another program."""

    what: str
    measure: Callable[[Bench], Iterator[Figure]]
    limits: str = ""
    peer: bool = False


PARTS: Mapping[str, Part] = {
    "entries": Part(
        "what a seller waits for: 10,000 to 1,000,000 allowed principals, 50 ms a call",
        lambda bench: entries_figures(bench.folder, bench.repetitions, quick=bench.quick),
        "Not AWS: the server is on this machine, without TLS, and EC2's token buckets are not waited for. The peak is"
        " that of the largest process.",
    ),
    "organization": Part(
        "three everyday plans in an organization of 10,000 accounts and 620 units, 50 ms a call",
        lambda bench: everyday_figures(bench.folder),
        "The fewest are those of a program that knows nothing of the tree before (benchmarks/organization.py).",
    ),
    "chains": Part(
        "500 experiences with a changed list each, and accounts that move: sets, longest chain, apply",
        lambda bench: move_figures(bench.folder, quick=bench.quick),
        "On a virtual clock: no load counts. The least of any plan ignores what a safe order needs"
        " (benchmarks/running/bounds.py).",
    ),
    "noticing": Part(
        "change sets beside each other: how late their ends are noticed, and the calls for it",
        lambda bench: noticing_figures(bench.folder),
        "On a virtual clock; a call takes 50 ms, its rate is kept.",
    ),
    "edits": Part(
        "edits of 100 endpoint services, 300 ms a call",
        lambda _: edit_figures(),
        "In real time, against a stand-in for EC2 that keeps its token bucket (50, 5 a second).",
    ),
    "experiences": Part(
        "500 experiences with 100,000 product entries, 10,000 accounts: each stage of a plan",
        lambda bench: planning_figures(bench.folder / "ours", bench.repetitions),
        "Seconds of CPU; no latency, no rates.",
    ),
    "moves": Part(
        "2,000 moves and 5,000 product changes: packing, impact and proof",
        lambda bench: moving_figures(bench.repetitions),
    ),
    "services": Part(
        "a seller's services with 1,000 principals each: each stage of a plan and an apply",
        lambda bench: selling_figures(bench.folder, bench.repetitions, QUICK if bench.quick else Size()),
        "Seconds of CPU; no latency, no rates. Terraform's calls are counted from its provider's source, not made.",
    ),
    "subscribers": Part(
        "who has subscribed: 1,000 services, 100,000 agreements, 20,000 connections",
        lambda bench: subscribing_figures(bench.folder, quick=bench.quick),
        "No latency, no rates: the seconds at AWS's rates are computed from the calls. GetEntitlements has no published"
        " rate: 5 a second are assumed.",
    ),
    "fleet": Part(
        "2,000 accounts and regions with 20 services each, 50 ms a call: threads, processes, dask; 20,000 computed",
        lambda bench: fleet_figures(bench.folder, quick=bench.quick),
        "Not AWS: the server is on this machine, without TLS, and uses its cores. Request rates are kept. The computed"
        " seconds and what they assume: benchmarks/fleets/forecast.py.",
    ),
    "names": Part(
        "names that are misspelt, and titles that are looked for",
        lambda bench: name_figures(bench.folder / "names", bench.repetitions),
        "Seconds of CPU.",
    ),
    "startup": Part("what starts before anything is read", lambda _: startup_figures()),
    "completion": Part("a TAB in a large repository", lambda bench: completion_figures(bench.folder / "completing")),
    "governance": Part(
        "who governs whom, in AWS's largest organization", lambda bench: governing_figures(bench.repetitions)
    ),
    "example": Part("the example on the twin", lambda bench: example_figures(bench.repetitions)),
    "comments": Part("the comment about a plan", lambda bench: comment_figures(bench.folder / "comments")),
    "report": Part(
        "the HTML report of a plan in Chromium, for 100 to 10,000 accounts",
        lambda bench: report_figures(bench.folder / "report", quick=bench.quick),
        "In real time, so the load counts. The plan of the largest takes three minutes of CPU on the twin.",
    ),
    "octodns": Part(
        "octoDNS with as many records, and our plan of as many entries in the same minutes",
        lambda bench: octodns_figures(bench.folder, bench.repetitions),
        "Not the same job: octoDNS reads both sides from files and checks the rules of DNS; ours reads one side from a"
        " server with 50 ms a call and computes who feels each change.",
        peer=True,
    ),
    "terraform": Part(
        "Terraform's core with as many resources, and our plan of as many entries in the same minutes",
        lambda bench: terraform_figures(bench.folder, bench.repetitions),
        "Not the same job: Terraform builds a graph and asks its built-in provider about each resource, offline; ours"
        " reads lists of 1,000 from a server with 50 ms a call, and one entry of a hundred services differs.",
        peer=True,
    ),
}
