"""A plan of many changes, made by the real pipeline, and its run on the virtual clock."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from benchmarks.fake import FakeIdentity, FakeOrganizations
from benchmarks.fresh import FailedError
from benchmarks.stages import TODAY
from benchmarks.world import MANAGEMENT, ORGANIZATION, SEED
from reconciler.kinds import all_kinds
from reconciler.kinds.experience.spec import ExperienceSpec
from reconciler.model import Fields, Operation, Organization, Pair
from reconciler.model.fields import stated
from reconciler.pipeline import Conduct, Planning, PlanOptions, apply, load, plan
from reconciler.ports import Clients

from .slow import SlowCatalog, VirtualClock, past_sets

SETTINGS = f"""\
version: 1
desired_state: desired_state
organization: {ORGANIZATION}
change_sets: CHANGE_SETS
marketplace: {{account: "{MANAGEMENT}"}}
"""


@dataclass(frozen=True)
class Work:
    """Experiences to be changed, before and after, in *organization*; *change_sets* is the setting of that name."""

    pairs: tuple[Pair[ExperienceSpec], ...]
    organization: Organization
    change_sets: str = "minimal"

    @property
    def live(self) -> dict[str, Fields]:
        """Return the fields of each live experience by id."""
        blank: Fields = {"products.allow": frozenset(), "products.deny": frozenset(), "principals": frozenset()}
        return {
            pair.observed.remote_id: {**blank, **stated(pair.observed.spec)} for pair in self.pairs if pair.observed
        }

    def planned(self, folder: Path) -> Planning:
        """Write the repository below *folder* and plan it."""
        documents = folder / "desired_state"
        documents.mkdir(parents=True)
        (folder / "reconciler.yaml").write_text(SETTINGS.replace("CHANGE_SETS", self.change_sets), encoding="utf-8")
        for pair in self.pairs:
            text = "\n".join(_document(pair)) + "\n"
            (documents / f"{pair.desired.address.name}.yaml").write_text(text, encoding="utf-8")
        clock = VirtualClock()
        repository = load(folder / "reconciler.yaml", all_kinds(), today=TODAY)
        return plan(
            repository, self._clients(SlowCatalog(self.live, clock, _at_once)), PlanOptions(), clock=clock, commit=None
        )

    def run(self, planning: Planning, lasts: Mapping[int, float] | float, earlier: Sequence[float] = ()) -> "Ran":
        """Apply *planning*; every change set lasts so many seconds. Raises FailedError if an operation fails.

        The account has *earlier* change sets that took so many seconds.
        """
        clock, random = VirtualClock(), Random(SEED)  # noqa: S311 - repeatable, nothing secret
        catalog = SlowCatalog(self.live, clock, lambda n: lasts[n] if isinstance(lasts, Mapping) else lasts)
        catalog.past = past_sets(earlier)
        ran = Ran(catalog)
        conduct = Conduct(clock=clock, jitter=random.random, tell=ran.tell, at_once=1)  # one virtual clock
        run = apply(planning, self._clients(catalog), conduct, token=lambda: "token")
        failed = [outcome for outcome in run.outcomes if outcome.status != "succeeded"]
        if failed or not run.converged:
            raise FailedError(f"the run did not converge: {failed[:1] or run.problems[:1]}")
        return ran

    def _clients(self, catalog: SlowCatalog) -> Clients:
        return Clients(catalog=catalog, organizations=FakeOrganizations(self.organization), identity=FakeIdentity())


LOOKING = ("DescribeChangeSet", "ListChangeSets")
"""The calls that look at change sets; starting one makes a ListChangeSets, too."""


@dataclass
class Ran:
    """A run: its *catalog* with all change sets, and when the run noticed the end of each, by id."""

    catalog: SlowCatalog
    noticed: dict[str, float] = field(default_factory=dict)
    calls: dict[str, int] = field(default_factory=dict)

    def tell(self, event: Mapping[str, Any]) -> None:
        """Note the time and the calls so far when an operation has succeeded."""
        if event["event"] == "succeeded":
            self.noticed[event["change_set_id"]] = self.catalog.clock.monotonic()
            self.calls = dict(self.catalog.calls)

    @property
    def seconds(self) -> float:
        """Return the time until the run knew that its last change set has ended; the last look comes after it."""
        return max(self.noticed.values())

    @cached_property
    def late(self) -> Sequence[float]:
        """Return how long after its end each change set was known to have ended, sorted."""
        return sorted(at - self.catalog.sets[id_].ends for id_, at in self.noticed.items())

    @property
    def median(self) -> float:
        """Return the median of `late`."""
        return median(self.late)


def longest_chain(operations: Iterable[Operation]) -> int:
    """Return the most operations of which each waits for the one before it, as they are applied.

    Example: op-2 and op-3 after op-1, op-4 after op-3: 3.
    """
    chain: dict[str, int] = {}
    rest = {operation.id: operation for operation in operations}
    while rest:
        ready = [one for one in rest.values() if rest.keys().isdisjoint(one.after)]
        if not ready:
            raise AssertionError("operations wait for each other")
        for one in ready:
            chain[one.id] = 1 + max((chain[before] for before in one.after), default=0)
        rest = {id_: one for id_, one in rest.items() if id_ not in chain}
    return max(chain.values(), default=0)


def _at_once(_number: int) -> float:
    return 0.0


def _document(pair: Pair[ExperienceSpec]) -> Iterator[str]:
    """Yield the lines of the document of one experience: its principals and its allowed products."""
    wish, id_ = pair.desired.spec, pair.observed.remote_id if pair.observed else ""
    yield from ("kind: experience", f"name: {pair.desired.address.name}", f"title: {wish.title}", f"id: {id_}")
    yield f"principals: [{', '.join(_quoted(wish.principals))}]"
    yield from ("products:", f"  allow: [{', '.join(_quoted(wish.allow))}]")


def _quoted(ids: Iterable[str] | None) -> list[str]:
    return [f'"{id_}"' for id_ in sorted(ids or ())]
