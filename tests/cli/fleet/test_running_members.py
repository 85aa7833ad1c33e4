"""What a terminal shows of the members that run, on a clock that tests set."""

import re
from pathlib import Path

import pytest

from reconciler.cli.fleet.roll import Roll
from reconciler.cli.fleet.running_members import RunningMembers
from reconciler.cli.fleet.task import Done, MemberTask
from reconciler.cli.terminal import Terminal
from reconciler.fleet import Member
from reconciler.twin.twin import Twin
from tests.cli.fakes import Screen
from tests.cli.fleet.fleets import planted, write_fleet, write_member
from tests.cli.starting import installed, point

ERASE = "\r\x1b[J"
STOPS = "Ctrl-C: stop now"


class Watched:
    """A fleet of *total* members that is watched at a terminal."""

    def __init__(self, total: int) -> None:
        """Begin at second 0."""
        self.now = 0.0
        self.screen = Screen(tty=True)
        terminal = Terminal(Screen(), Screen(), self.screen, {"NO_COLOR": "1"})
        self.roll = Roll(lambda _one, _number: None, lambda: self.now)
        self.display = RunningMembers(terminal, self.roll, total, lambda: STOPS, lambda: self.now)

    def shown(self, now: float) -> list[str]:
        """Return the lines that are there at a time, without the sign in front of each."""
        self.now = now
        self.display.look()
        return [
            re.sub("^  [⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏|/\\\\-] ", "", line) for line in self.screen.getvalue().split(ERASE)[-1].split("\n")
        ]


def task(name: str) -> MemberTask:
    """Return a task of a member."""
    return MemberTask(Member(name, Path(name) / "reconciler.yaml"), ("plan",))


def test_members_that_run_are_shown_with_their_seconds() -> None:
    """Each has a line until it has ended; the last line counts those that have."""
    watched = Watched(3)
    watched.roll.begin(task("sellers/eu"))
    assert watched.shown(0.4) == [""]
    watched.now = 9.0
    watched.roll.begin(task("sellers/us"))
    assert watched.shown(12.5) == [
        "sellers/eu  12 s",
        "sellers/us  3 s",
        "",
        f"  0 of 3 members have ended   12 s   {STOPS}",
    ]
    watched.roll.end(Done(task("sellers/eu"), 0))
    assert watched.shown(13.0) == ["sellers/us  4 s", "", f"  1 of 3 members have ended   13 s   {STOPS}"]
    watched.roll.end(Done(task("sellers/us"), 0))
    assert watched.shown(14.0) == [f"  2 of 3 members have ended   14 s   {STOPS}"]
    watched.display.clear()
    assert watched.screen.getvalue().endswith(ERASE)


def test_of_many_members_that_run_eight_are_named() -> None:
    """The others are counted."""
    watched = Watched(64)
    for number in range(64):
        watched.roll.begin(task(f"s{number}"))
    assert watched.shown(1.0)[6:] == [
        "s6  1 s",
        "s7  1 s",
        "    … and 56 more",
        "",
        f"  0 of 64 members have ended   1 s   {STOPS}",
    ]


@pytest.mark.parametrize("tty", [True, False])
def test_a_pipe_gets_only_how_each_member_has_ended(here: Path, monkeypatch: pytest.MonkeyPatch, tty: bool) -> None:  # noqa: FBT001
    """On a terminal these lines stay, too, and what is redrawn is gone at the end."""
    (here / "reconciler.yaml").unlink()
    write_fleet(here)
    write_member(here / "sellers" / "s1", 1)
    with Twin(planted(1)).start() as running:
        point(running, monkeypatch)
        said = installed("--config", "fleet.yaml", "validate", tty=tty)
    assert (said.code, said.err.split(ERASE)[-1]) == (0, "" if ERASE in said.err else "sellers/s1: clean (1 of 1)\n")
    assert "sellers/s1: clean (1 of 1)\n" in said.err
    assert tty or ERASE not in said.err


def test_what_may_have_begun_is_interrupted() -> None:
    """A roll that is closed early says of each task what is known: its end, that it may have begun, that it did not."""
    roll = Roll(lambda _one, _number: None)
    done, begun, sent, idle = map(task, ("done", "begun", "sent", "idle"))
    roll.send([sent])
    roll.begin(begun)
    roll.begin(done)
    roll.end(Done(done, 0))
    roll.close(0)
    roll.end(Done(begun, 0))
    assert [one.code for one in roll.ends([done, begun, sent, idle])] == [0, 130, 130, None]
