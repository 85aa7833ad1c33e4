"""Random moves, random failures: everybody ends in exactly one place, or the report says who does not."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from reconciler.model import Status
from reconciler.pipeline import Planning, Run
from reconciler.render import report_lines
from tests.turns import ADS, DELEGATE, FINANCE, MANAGEMENT, MEMBER, ORGANIZATION, Turns, experience, on_twin, world

PRINCIPALS = [ORGANIZATION, FINANCE, MANAGEMENT, DELEGATE, ADS, MEMBER]
NAMES = ["A", "B", "C", "D"]
VERBS = ["AssociateAudience", "DisassociateAudience", "AllowProductProcurement", "UpdateExperience", "CreateExperience"]
Deal = dict[str, list[str]]


@dataclass(frozen=True)
class Moving:
    """Who is where, who shall be where, which experiences are new, filled or ended, and what goes wrong."""

    before: Deal
    after: Deal
    filled: frozenset[str]
    ended: frozenset[str]
    faults: list[tuple[str, str | None]]

    def wish(self) -> str:
        """Write the documents."""
        return "{kind: experience, items: {" + ", ".join(self._stated(name) for name in NAMES) + "}}"

    def _stated(self, name: str) -> str:
        ids = ", ".join(self.after[name])
        status = "archived" if name in self.ended and not ids else "enabled"
        more = ", products: {allow: [prod-a]}" if name in self.filled and status == "enabled" else ""
        return f"{name.lower()}: {{title: {name}, status: {status}, principals: [{ids}]{more}}}"


@st.composite
def movings(draw: st.DrawFn) -> Moving:
    """Draw a world of up to four experiences, a wish about all of them, and up to three changes that fail."""
    live = draw(st.lists(st.sampled_from(NAMES), min_size=1, unique=True))
    before: Deal = {name: [] for name in live}
    after: Deal = {name: [] for name in NAMES}
    for principal in PRINCIPALS:
        before[draw(st.sampled_from(live))].append(principal)
        after[draw(st.sampled_from(NAMES))].append(principal)
    some = st.frozensets(st.sampled_from(NAMES))
    entities = st.sampled_from([None, *(f"exp-{name.lower()}" for name in live)])
    faults = st.lists(st.tuples(st.sampled_from(VERBS), entities), min_size=1, max_size=3)
    return Moving(before, after, draw(some), draw(some), draw(faults))


@contextmanager
def playing(case: Moving) -> Iterator[Turns]:
    """Give the world of a case, its wish as a file, and a plan that meets its faults."""
    with tempfile.TemporaryDirectory() as folder, on_twin(Path(folder)) as turns:
        turns.twin.reset(world(*(experience(name, principals=ids) for name, ids in case.before.items())))
        turns.wish(case.wish())
        for verb, entity in case.faults:
            turns.twin.faults.fail_change(verb, "CLIENT_ERROR", f"No {verb}.", experience=entity)
        yield turns


def places(turns: Turns) -> Mapping[str, list[str]]:
    """Give the experiences that hold each principal."""
    live = turns.twin.experiences().values()
    return {principal: [one.name for one in live if principal in one.principals] for principal in PRINCIPALS}


def where(deal: Deal) -> dict[str, str]:
    """Give the experience of each principal."""
    return {principal: name for name, ids in deal.items() for principal in ids}


@settings(max_examples=settings().max_examples // 4)
@given(movings())
def test_every_principal_ends_in_exactly_one_place_whatever_fails(case: Moving) -> None:
    """Where it was or where it shall be; who is nowhere is so because its put-back failed, and the report says so."""
    with playing(case) as turns:
        run = turns.apply()
        held = places(turns)
    failed = {one.operation for one in run.outcomes if not one.is_planned and one.status is Status.FAILED}
    nowhere = {one.principal: one.putback for one in run.nowhere}
    assert {principal for principal, holders in held.items() if not holders} == set(nowhere)
    assert set(nowhere.values()) <= failed
    was, shall = where(case.before), where(case.after)
    for principal, holders in held.items():
        assert len(holders) <= 1
        assert set(holders) <= {was[principal], shall[principal]}


@settings(max_examples=settings().max_examples // 10)
@given(movings())
def test_after_any_failure_later_runs_end_as_wished(case: Moving) -> None:
    """Nothing that a failure leaves behind stands in the way of the next run."""
    with playing(case) as turns:
        runs = [turns.apply() for _ in range(len(case.faults) + 1)]
        assert runs[-1].converged
        assert {principal: holders for principal, (*holders,) in places(turns).items()} == {
            principal: [name] for principal, name in where(case.after).items()
        }


@settings(max_examples=settings().max_examples // 10)
@given(movings(), st.integers(1, 8))
def test_a_run_that_is_stopped_anywhere_says_who_is_between(case: Moving, events: int) -> None:
    """Every prefix: a principal that nobody holds is told, whenever the user stopped."""
    with playing(case) as turns:
        left = iter(range(events))

        def count_down(_event: Mapping[str, Any]) -> None:
            if next(left, None) is None:
                raise KeyboardInterrupt

        turns.listener = count_down
        run = turns.apply()
        held = places(turns)
    assert {principal for principal, holders in held.items() if not holders} <= {one.principal for one in run.nowhere}


@settings(max_examples=settings().max_examples // 10)
@given(movings())
def test_the_text_of_a_report_and_its_json_agree(case: Moving) -> None:
    """Every outcome and everybody who is exposed is in both, whoever is exposed first of all."""
    with playing(case) as turns:
        planning: Planning = turns.plan()
        run: Run = turns.apply(planning)
    report = run.as_json()
    lines = list(report_lines(report, planning.plan.as_json()))
    exposed = [line for line in lines if line.startswith("Exposed: ")]
    assert exposed == lines[: len(report["exposed"])]
    for line, one in zip(exposed, report["exposed"], strict=True):
        assert all(id_ in line for id_ in (one["principal"], one["left"], one["taker"], *one["accounts"]))
    told = [line.split()[:2] for line in lines if line.startswith("  op-")]
    status = {"rolled_back": "rolled"}
    assert told == [[one["operation"], status.get(one["status"], one["status"])] for one in report["outcomes"]]
