"""What an event says that Ctrl-C would do, and what it does."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.trial import ADS, FINANCE, Trial, experience, on_twin, world

MOVE = f"""\
kind: experience
items:
  old: {{title: Old, principals: []}}
  new: {{title: New, status: enabled, principals: [{FINANCE}]}}
  other: {{title: Other, description: Other}}
"""


def moving(trial: Trial) -> None:
    """Plan a move in two change sets; the second one also changes what no move needs."""
    seeded = (experience("Old", principals=[FINANCE]), experience("New"), experience("Other"))
    trial.twin.reset(world(*seeded, durations={"preparing": 3, "applying": 3}))
    trial.settings("guards: {ungoverned: allow, max_removals: {share: 1.0}}\n")
    trial.wish(MOVE)


def claims(trial: Trial) -> list[tuple[str, str, str]]:
    """Return operation, event and claim of each event."""
    return [(one["operation"], one["event"], one["at_interrupt"]) for one in trial.events]


def test_a_run_stops_at_once_unless_a_move_is_half_done(trial: Trial) -> None:
    """From the release that was sent until the arrival, Ctrl-C completes the move."""
    moving(trial)
    trial.apply()
    assert claims(trial) == [
        ("op-1", "started", "moves"),
        ("op-1", "polling", "moves"),
        ("op-1", "polling", "moves"),
        ("op-1", "succeeded", "moves"),
        ("op-2", "started", "moves"),
        ("op-2", "polling", "moves"),
        ("op-2", "polling", "moves"),
        ("op-2", "succeeded", "stop"),
    ]


def test_a_run_without_moves_stops_at_once(trial: Trial) -> None:
    """A change set that was sent goes on in AWS."""
    trial.twin.reset(world(experience("Old"), durations={"preparing": 2, "applying": 2}))
    trial.wish("{kind: experience, name: old, title: Old, description: New}")
    trial.apply()
    assert {claim for _, _, claim in claims(trial)} == {"stop"}


def test_after_ctrl_c_the_next_one_stops_at_once(trial: Trial) -> None:
    """The first one is deferred until the move is complete."""
    moving(trial)
    trial.listener = lambda _event: trial.interrupt() if len(trial.events) == 1 else None
    trial.apply()
    assert {claim for _, _, claim in claims(trial)[1:]} == {"again"}
    assert trial.named("New").principals == {FINANCE}


def test_a_call_without_an_answer_is_waited_for(trial: Trial) -> None:
    """Whether AWS took the change set is found out first."""
    trial.twin.reset(world(experience("Old"), durations={"preparing": 0, "applying": 0}))
    trial.wish("{kind: experience, name: old, title: Old, description: New}")
    trial.twin.faults.lose_answer("StartChangeSet")
    trial.apply()
    assert claims(trial)[0] == ("op-1", "retrying", "calls")


@pytest.mark.parametrize("at", range(8))
def test_ctrl_c_does_what_the_event_says(tmp_path: Path, at: int) -> None:
    """Interrupted at any event, a run goes on exactly if that event says so."""
    with on_twin(tmp_path) as trial:
        moving(trial)

        def heard(event: Mapping[str, Any]) -> None:
            if trial.events.index(event) == at:
                trial.interrupt()

        trial.listener = heard
        run = trial.apply()
        stops = claims(trial)[at][2] == "stop"
        assert (len(trial.events) == at + 1) is stops
        assert run.interrupted
        assert sorted(one for held in trial.twin.experiences().values() for one in held.principals) == [FINANCE]


def test_an_event_says_how_long_its_call_takes(trial: Trial) -> None:
    """The seconds count from the first step of the call, by the clock of the run."""
    trial.twin.reset(world(experience("Old", principals=[ADS]), durations={"preparing": 2, "applying": 2}))
    trial.wish("{kind: experience, name: old, title: Old, description: New}")
    trial.apply()
    assert [one["seconds"] for one in trial.events] == [0.0, 1.0, 4.5]
