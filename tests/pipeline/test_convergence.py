"""For random organizations, live states and desired states, an apply converges and touches only what it owns."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatch
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from reconciler.model import Address, Severity, Status
from reconciler.pipeline import Planning, Run
from reconciler.twin.catalog.inspection import InspectedExperience
from reconciler.twin.seed import parse
from tests.pipeline.cases import Case, cases, files
from tests.pipeline.expectations import Others, violations
from tests.trial import Trial, on_twin

World = dict[str, InspectedExperience]


@contextmanager
def playing(case: Case, chance: Random) -> Iterator[Trial]:
    """Yield a twin with the live state of a case, and its desired state as files."""
    with tempfile.TemporaryDirectory() as folder, on_twin(Path(folder)) as trial:
        trial.twin.reset(parse(case.seed))
        for file, text in files(case.documents, chance).items():
            trial.wish(text, file)
        yield trial


def left_out(planning: Planning) -> set[str]:
    """Return the addresses that an error leaves out of a plan."""
    return {str(one.address) for one in planning.plan.problems if one.severity is Severity.ERROR}


def gone(case: Case) -> set[str]:
    """Yield the accounts that are not active: closed, or not activated yet."""

    def idle(holder: dict[str, object]) -> Iterator[str]:
        accounts = holder.get("accounts", ())
        yield from (one["id"] for one in accounts if one["state"] != "ACTIVE")  # type: ignore[attr-defined]
        for unit in holder.get("units", ()):  # type: ignore[attr-defined]
            yield from idle(unit)

    return set(idle(case.seed["organization"]))


def untouched(planning: Planning, before: World, after: World) -> None:
    """Check that every object that the plan does not change is as before, revision included."""
    changed = {change.remote_id for change in planning.plan.changes}
    assert {id_: one for id_, one in after.items() if id_ in before and id_ not in changed} == {
        id_: one for id_, one in before.items() if id_ not in changed
    }
    created = [change for change in planning.plan.changes if change.remote_id is None]
    assert len(after) == len(before) + len(created)


def named(case: Case, experiences: set[str]) -> set[str]:
    """Return the principals that documents name, without those of documents that only observe."""
    bodies = [case.documents[name] for name in experiences if name in case.documents]
    return {p for body in bodies if body.get("mode") != "observe" for p in body.get("principals", ())}


def awaiting(case: Case, planning: Planning) -> set[str]:
    """Return the experiences that the plan leaves out, in error or not selected."""
    wanted = case.options.get("select", ("experience.*",))
    unselected = {name for name in case.documents if not any(fnmatch(f"experience.{name}", one) for one in wanted)}
    return unselected | {address.partition(".")[2] for address in left_out(planning)}


def waiting(planning: Planning) -> set[Address | None]:
    """Return the experiences of which more waits than principals that stay; test_parts.py tests those."""
    notes = [one for one in planning.plan.problems if one.code == "waits"]
    return {one.address for one in notes if one.path != "principals" or " come to " in one.message}


def carried_out(case: Case, planning: Planning, before: World, after: World) -> None:
    """Check that every changed object is as its document says and keeps what that does not state."""
    live = {change.address.name for change in planning.plan.changes}
    for change in (one for one in planning.plan.changes if one.address not in waiting(planning)):
        body, name = case.documents[change.address.name], change.address.name
        old = before.get(change.remote_id or "")
        (new,) = (
            one
            for one in after.values()
            if one.id == change.remote_id or (not old and one.id not in before and one.name == body["title"])
        )
        others = Others(gone(case), named(case, live - {name}), named(case, awaiting(case, planning) - {name}))
        assert list(violations(body, old, new, others)) == [], name


def converged(planning: Planning, run: Run) -> None:
    """Check that every operation succeeded, and that only objects in error remain."""
    assert [one.as_json() for one in run.outcomes if one.status is not Status.SUCCEEDED] == []
    assert set(run.remaining) <= left_out(planning)
    assert run.converged == (not run.remaining)


@given(cases(), st.randoms(use_true_random=False))
def test_an_apply_converges_to_the_desired_state(case: Case, chance: Random) -> None:
    """After plan and apply, only objects in error remain, and nothing else was touched."""
    with playing(case, chance) as trial:
        before = trial.twin.experiences()
        planning = trial.plan(**case.options)
        assert trial.written() == {}
        run = trial.apply(planning)
        after = trial.twin.experiences()
    converged(planning, run)
    untouched(planning, before, after)
    if not case.options.get("no_removals"):
        carried_out(case, planning, before, after)


DISTURBANCES = st.fixed_dictionaries(
    {
        "applied": st.lists(st.integers(0, 20), max_size=3),
        "lost": st.integers(0, 2),
        "throttled": st.integers(0, 2),
        "unseen": st.integers(0, 2),
        "applying": st.sampled_from([0, 20]),
    }
)


@settings(max_examples=settings().max_examples // 2)
@given(cases(), st.randoms(use_true_random=False), DISTURBANCES)
def test_an_apply_with_faults_ends_in_the_same_state(case: Case, chance: Random, disturbed: dict[str, Any]) -> None:
    """Failing sets, lost answers, throttling and an outage cost time and create no experience twice."""
    with playing(case, chance) as trial:
        before = trial.twin.experiences()
        trial.twin.reset(parse({**case.seed, "durations": {"applying": disturbed["applying"]}}))
        planning = trial.plan(**case.options)
        for applied in disturbed["applied"]:
            trial.twin.faults.server_fault(applied=applied)
        trial.twin.faults.lose_answer("StartChangeSet", times=disturbed["lost"])
        trial.twin.faults.throttle("StartChangeSet", times=disturbed["throttled"])
        trial.twin.faults.fail("DescribeChangeSet", "InternalServiceException", status=500, times=disturbed["unseen"])
        run = trial.apply(planning)
        after = trial.twin.experiences()
    converged(planning, run)
    assert {id_: one for id_, one in after.items() if id_ in before}.keys() == before.keys()
    assert len(after) - len(before) == sum(change.remote_id is None for change in planning.plan.changes)
    if not case.options.get("no_removals"):
        carried_out(case, planning, before, after)


@settings(max_examples=settings().max_examples // 2)
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_a_repository_does_not_change_the_digest(case: Case, chance: Random) -> None:
    """Other files, another order of documents, items, keys and lists, and names for ids have the same digest."""
    with playing(case, chance) as trial:
        first = trial.plan(**case.options).plan.digest
        for path in (trial.folder / "desired_state").rglob("*.yaml"):
            path.unlink()
        for file, text in files(case.documents, chance).items():
            trial.wish(text, file)
        assert trial.plan(**case.options).plan.digest == first
