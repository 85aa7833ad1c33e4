"""A run that its user interrupts finishes moves or puts them back, and names the principals in between."""

from collections.abc import Callable

import pytest

from reconciler.pipeline import Run
from tests.interrupts import Moments
from tests.trial import ADS, DELEGATE, FINANCE, MEMBER, Trial, experience, world

Prepare = Callable[[Trial], None]
SLOW = {"preparing": 0, "applying": 2}
IDS = ", ".join(f"prod-{number:03}" for number in range(60))


def wish(**stated: str) -> str:
    """Return experiences whose titles are their names."""
    items = ", ".join(f"{name}: {{title: {name.title()}, {text}}}" for name, text in stated.items())
    return f"{{kind: experience, items: {{{items}}}}}"


def round_three(trial: Trial) -> None:
    """Let an account and its unit change places and another account move to a third experience, in four sets."""
    names = ("A", [FINANCE, DELEGATE]), ("B", [ADS]), ("C", [MEMBER])
    trial.twin.reset(world(*(experience(name, principals=ids) for name, ids in names), durations=SLOW))
    trial.wish(wish(a=f"principals: [{MEMBER}]", b=f"principals: [{FINANCE}]", c=f"principals: [{ADS}, {DELEGATE}]"))


def to_a_new_one(trial: Trial) -> None:
    """Move two principals to a new experience, with more products than one set takes, and a new principal."""
    trial.twin.reset(world(experience("Old", principals=[FINANCE, ADS]), durations=SLOW))
    new = f"status: enabled, principals: [{FINANCE}, {ADS}, {DELEGATE}], products: {{allow: [{IDS}]}}"
    trial.wish(wish(old=f"principals: [], products: {{allow: [{IDS}]}}", new=new))


def to_one_that_refuses(trial: Trial) -> None:
    """Let the second half fail, so that the principals are put back; other changes remain."""
    to_a_new_one(trial)
    trial.twin.reset(world(experience("Old", principals=[FINANCE, ADS]), experience("New"), durations=SLOW))
    trial.twin.faults.fail_change("AssociateAudience", "CLIENT_ERROR", "No.", experience="exp-new")


def with_lost_answers(trial: Trial) -> None:
    """Lose the answers to three calls of StartChangeSet."""
    round_three(trial)
    trial.twin.faults.lose_answer("StartChangeSet", times=3)


WORLDS = [round_three, to_a_new_one, to_one_that_refuses, with_lost_answers]
EVERYBODY = [FINANCE, ADS, MEMBER, DELEGATE]


def places(trial: Trial) -> dict[str, list[str]]:
    """Return the experiences that hold each principal."""
    live = trial.twin.experiences().values()
    return {one: sorted(item.name for item in live if one in item.principals) for one in EVERYBODY}


def nowhere(trial: Trial, before: dict[str, list[str]]) -> set[str]:
    """Return the principals that had a holder before and have none now."""
    return {one for one, here in places(trial).items() if before[one] and not here}


def named(run: Run) -> set[str]:
    """Return the principals that a report names as exposed."""
    return {one.principal for one in run.exposed if one.principal}


def allowed(prepare: Prepare) -> set[str]:
    """Return the change types that may still be sent for principals that have left: those that complete the target."""
    before: dict[Prepare, set[str]] = {
        to_a_new_one: {"AllowProductProcurement", "UpdateExperience"},
        to_one_that_refuses: {"AllowProductProcurement"},
    }
    return {"AssociateAudience"} | before.get(prepare, set())


@pytest.mark.parametrize("prepare", WORLDS)
def test_one_interrupt_at_any_moment_leaves_no_principal_in_between(trial: Trial, prepare: Prepare) -> None:
    """Each principal is at its source or target, and only changes that this needs are sent."""
    prepare(trial)
    planning, before, whole = trial.plan(), places(trial), Moments(trial)
    whole.apply(planning)
    unnamed: list[set[str]] = []
    trial.keep = lambda kept: unnamed.append(nowhere(trial, before) - named(kept))
    every = 1 if prepare is round_three else 2
    for at in range(1, len(whole.told) + 1, every):
        prepare(trial)
        watch = Moments(trial, (at,))
        run = watch.apply(planning)
        assert (at, nowhere(trial, before)) == (at, set())
        later = {change.type for one in watch.sets()[watch.sent :] for change in one.changes}
        assert (at, later - allowed(prepare)) == (at, set())
        if run:
            assert (at, run.interrupted, run.converged, run.exposed) == (at, True, None, ())
        else:
            assert watch.sets() == []
    assert set().union(*unnamed) == set()
    assert len(unnamed) > len(whole.told) / 4


@pytest.mark.parametrize("prepare", WORLDS)
def test_after_two_interrupts_every_principal_in_between_is_named(trial: Trial, prepare: Prepare) -> None:
    """The second interrupt ends the run at once; a principal that has or may have no holder is in the report."""
    prepare(trial)
    planning, before, whole = trial.plan(), places(trial), Moments(trial)
    whole.apply(planning)
    for at in range(1, len(whole.told) + 1, 3):
        prepare(trial)
        second = at + 1 + at % 4
        watch = Moments(trial, (at, second))
        run = watch.apply(planning)
        assert len(watch.told) <= second
        left = nowhere(trial, before)
        trial.clock.at += 60
        assert (at, (left | nowhere(trial, before)) - (named(run) if run else set())) == (at, set())
