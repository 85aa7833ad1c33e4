"""Random moves with random failures: every principal ends in one place, or the report names it."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from reconciler.governance import Experience
from reconciler.model import Status
from reconciler.pipeline import Planning, Run
from reconciler.render import report_lines
from tests.naive_governance import naive_governing
from tests.render.plans import WIDE
from tests.trial import ADS, DELEGATE, FINANCE, MANAGEMENT, MEMBER, ORGANIZATION, Trial, experience, on_twin, world

PRINCIPALS = [ORGANIZATION, FINANCE, MANAGEMENT, DELEGATE, ADS, MEMBER]
NAMES = ["A", "B", "C", "D"]
VERBS = [
    "AssociateAudience", "DisassociateAudience", "AllowProductProcurement", "UpdateExperience", "CreateExperience",
    "RestrictExperience", "CreateProcurementPolicy",
]  # fmt: skip
Deal = dict[str, list[str]]
Words = dict[str, str]


@dataclass(frozen=True)
class Moving:
    """Principals with their sources and targets, the fate of their experiences, and the changes that fail."""

    before: Deal
    after: Deal
    was: Words
    shall: Words
    filled: frozenset[str]
    faults: list[tuple[str, str | None]]

    def wish(self) -> str:
        """Write the documents."""
        return "{kind: experience, items: {" + ", ".join(self._stated(name) for name in NAMES) + "}}"

    def _stated(self, name: str) -> str:
        ids = ", ".join(self.after[name])
        status = "disabled" if self.shall[name] == "archived" and ids else self.shall[name]
        more = ", products: {allow: [prod-a]}" if name in self.filled and status != "archived" else ""
        return f"{name.lower()}: {{title: {name}, status: {status}, principals: [{ids}]{more}}}"


@st.composite
def movings(draw: st.DrawFn) -> Moving:
    """Draw a state of up to four experiences, a desired state of all of them, and up to three changes that fail.

    Some principals have no holder before or after: their accounts are governed by a seat above.
    """
    live = draw(st.lists(st.sampled_from(NAMES), min_size=1, unique=True))
    before: Deal = {name: [] for name in live}
    after: Deal = {name: [] for name in NAMES}
    for principal in PRINCIPALS:
        for deal, names in ((before, live), (after, NAMES)):
            if name := draw(st.sampled_from([*names, *names, None])):
                deal[name].append(principal)
    was = {name: draw(st.sampled_from(["Enabled", "Enabled", "Enabled", "Disabled"])) for name in live}
    shall = {name: draw(st.sampled_from(["enabled", "enabled", "enabled", "disabled", "archived"])) for name in NAMES}
    entities = st.sampled_from([None, *(f"exp-{name.lower()}" for name in live)])
    faults = draw(st.lists(st.tuples(st.sampled_from(VERBS), entities), min_size=1, max_size=3))
    return Moving(before, after, was, shall, draw(st.frozensets(st.sampled_from(NAMES))), faults)


@contextmanager
def playing(case: Moving) -> Iterator[Trial]:
    """Yield a twin with the state of a case, its desired state as a file, and a plan with its faults."""
    with tempfile.TemporaryDirectory() as folder, on_twin(Path(folder)) as trial:
        live = (experience(name, principals=ids, status=case.was[name]) for name, ids in case.before.items())
        trial.twin.reset(world(*live))
        trial.wish(case.wish())
        for verb, entity in case.faults:
            trial.twin.faults.fail_change(verb, "CLIENT_ERROR", f"No {verb}.", experience=entity)
        yield trial


def places(trial: Trial) -> Mapping[str, list[str]]:
    """Return the experiences that hold each principal."""
    live = trial.twin.experiences().values()
    return {principal: [one.name for one in live if principal in one.principals] for principal in PRINCIPALS}


def where(deal: Deal) -> dict[str, str]:
    """Return the experience of each principal that has one."""
    return {principal: name for name, ids in deal.items() for principal in ids}


class Watch:
    """Accounts that were governed when the plan was made and have been seen ungoverned since, at any event."""

    def __init__(self, trial: Trial, planning: Planning) -> None:
        """Start watching."""
        self.trial, self.organization = trial, planning.course.organization
        self.seen, self.before = set[str](), set[str]()
        self.before = self.now()
        trial.listener = lambda _event: self.seen.update(self.now())

    def now(self) -> set[str]:
        """Return the open accounts that were governed before and are ungoverned in the twin now."""
        live = {
            id_: Experience(
                id=id_, status="archived" if one.archived else one.status.lower(), principals=frozenset(one.principals)
            )
            for id_, one in self.trial.twin.experiences().items()
        }
        free = (one for one in self.organization.accounts.values() if one.open)
        return {one.id for one in free if naive_governing(self.organization, live, one.id) is None} - self.before


@settings(max_examples=settings().max_examples // 2)
@given(movings())
def test_whatever_fails_no_principal_is_lost_and_later_runs_converge(case: Moving) -> None:
    """Each principal ends in one place and is governed all the time, or the report says so."""
    with playing(case) as trial:
        planning = trial.plan()
        free = Watch(trial, planning)
        run = trial.apply(planning)
        everybody_has_one_place(case, run, places(trial))
        the_report_tells_who_was_free(planning, run, free.seen | free.now())
        text_and_json_agree(planning, run)
        trial.listener = lambda _event: None
        later_runs_end_as_wished(case, trial)


def everybody_has_one_place(case: Moving, run: Run, held: Mapping[str, list[str]]) -> None:
    """Check that each principal is at its source or target, or that its failed put-back is reported."""
    was, shall = where(case.before), where(case.after)
    nowhere = {one.principal: one.putback for one in run.exposed if one.principal and one.held_by is None}
    failed = {one.operation for one in run.outcomes if not one.is_planned and one.status is Status.FAILED}
    assert {one for one in was.keys() & shall.keys() if not held[one]} == set(nowhere)
    assert set(nowhere.values()) <= failed
    for principal, holders in held.items():
        assert len(holders) <= 1
        assert set(holders) <= {was.get(principal), shall.get(principal)}


def the_report_tells_who_was_free(planning: Planning, run: Run, free: set[str]) -> None:
    """Check that a plan that no guard refuses leaves no account ungoverned without a word."""
    if all(problem.code != "ungoverned" for problem in planning.plan.problems):
        assert free <= {id_ for one in run.exposed for id_ in one.accounts}


def text_and_json_agree(planning: Planning, run: Run) -> None:
    """Check that text and JSON have every outcome and every exposed account."""
    report = run.as_json()
    lines = list(report_lines(report, planning.plan.as_json(), style=WIDE))
    last_screen = lines.index("─" * 100) if report["outcomes"] else 0
    block = "Exposed accounts" in lines
    exposed = [line.strip() for line in (lines[:last_screen] if block else lines) if "Exposed: " in line]
    assert len(exposed) == len(report["exposed"])
    for line, one in zip(exposed, report["exposed"], strict=True):
        named = (one["principal"], one["taker"], one["held_by"] or one["left"], *one["accounts"])
        assert all(id_ in line for id_ in named if id_)
    told = [line.split()[:2] for line in lines if line.startswith("  op-")]
    status = {"rolled_back": "rolled", "failed in part": "in"}
    ends = [
        one["status"] + (" in part" if one["in_part"] and one["status"] == "failed" else "")
        for one in report["outcomes"]
    ]
    assert told == [[one["operation"], status.get(end, end)] for one, end in zip(report["outcomes"], ends, strict=True)]


def later_runs_end_as_wished(case: Moving, trial: Trial) -> None:
    """Check that the remains of a failure do not hinder the next run."""
    shall = where(case.after)
    assert any(trial.apply().converged for _ in case.faults)
    assert places(trial) == {one: [shall[one]] if one in shall else [] for one in PRINCIPALS}


@settings(max_examples=settings().max_examples // 2)
@given(movings(), st.integers(0, 12), st.integers(1, 2))
def test_a_run_that_is_stopped_anywhere_tells_principals_in_between(case: Moving, events: int, presses: int) -> None:
    """Whenever the user interrupts twice, each principal without a holder is reported."""
    with playing(case) as trial:
        left, pressed = iter(range(events)), iter(range(presses))

        def count_down(_event: Mapping[str, Any]) -> None:
            if next(left, None) is None and next(pressed, None) is not None:
                trial.interrupt()

        trial.listener = count_down
        run = trial.apply()
        held = places(trial)
    moved = where(case.before).keys() & where(case.after).keys()
    assert {one for one in moved if not held[one]} <= {one.principal for one in run.exposed}
