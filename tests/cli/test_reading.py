"""The progress of reading AWS, on a terminal and in a log."""

from dataclasses import dataclass

import pytest

from reconciler.cli.reading import ReadingDisplay, reading, reading_more
from reconciler.cli.terminal import Terminal
from reconciler.errors import Unreadable
from reconciler.reading_progress import ReadingProgress
from tests.cli.fakes import Screen

ERASE = "\r\x1b[J"


@dataclass
class Watched:
    """A reading that is watched at a terminal or in a log, on a clock that tests set."""

    tty: bool = True
    seconds: float = 0.0

    def __post_init__(self) -> None:
        """Begin to read."""
        self.screen = Screen(tty=self.tty)
        self.progress = ReadingProgress(lambda: self.seconds)
        terminal = Terminal(Screen(), Screen(), self.screen, {"TERM": "xterm"})
        self.display = ReadingDisplay(terminal, self.progress, lambda: self.seconds, "AWS")
        self.progress.begin()

    def at(self, seconds: float) -> str:
        """Look at *seconds*, and return what is written then."""
        before = len(self.screen.getvalue())
        self.seconds = seconds
        self.display.look()
        return self.screen.getvalue()[before:]


def read_some(progress: ReadingProgress) -> None:
    """Read 41 units, 3 of 10 experiences and 1 of 3 services."""
    progress.count("unit", 41)
    progress.expect("experience", 10)
    progress.count("experience", 3)
    progress.expect("service", 3)
    progress.count("service")


def read_all(progress: ReadingProgress) -> None:
    """Read the rest."""
    progress.count("unit", 23)
    progress.finish("unit")
    progress.count("experience", 7)
    progress.count("service", 2)


def test_a_line_that_stays_fits_a_terminal_and_is_whole_in_a_log() -> None:
    """A terminal of 80 columns breaks it between words."""
    counts = {"unit": 14, "experience": 4, "service": 3, "agreement": 4, "entitlement": 1}
    told = {}
    for tty in (True, False):
        watched = Watched(tty=tty)
        for noun, number in counts.items():
            watched.progress.count(noun, number)
        watched.seconds = 1.4
        watched.progress.end()
        told[tty] = watched.at(1.4).removeprefix(ERASE).splitlines()
    assert told == {
        True: [
            "Read AWS: 14 units, 4 experiences, 3 services, 4 agreements, 1 entitlement",
            "    1.4 s",
        ],
        False: ["Read AWS: 14 units, 4 experiences, 3 services, 4 agreements, 1 entitlement  1.4 s"],
    }


def test_a_terminal_shows_one_line_from_the_first_half_second_on() -> None:
    """The line says what is read, how many of how many, and from the first second on for how long."""
    watched = Watched()
    assert watched.at(0.4) == ""
    assert watched.at(0.5) == "Reading AWS"
    read_some(watched.progress)
    line = "Reading AWS: organization 41 units, experiences 3 of 10, services 1 of 3"
    assert watched.at(0.6) == f"{ERASE}{line}"
    assert watched.at(0.7) == ""
    assert watched.at(2.3) == f"{ERASE}{line}  2 s"
    read_all(watched.progress)
    watched.progress.end()
    assert watched.at(2.4) == f"{ERASE}Read AWS: 64 units, 10 experiences, 3 services  2.3 s\n"
    assert watched.at(9) == ""


def test_a_short_reading_does_not_flicker() -> None:
    """A reading that ends before half a second leaves one line, and nothing is erased."""
    watched = Watched()
    watched.at(0.2)
    watched.progress.count("unit")
    watched.progress.finish("unit")
    watched.progress.expect("service", 1)
    watched.progress.count("service")
    watched.seconds = 0.3
    watched.progress.end()
    assert watched.at(0.4) == "Read AWS: 1 unit, 1 service  0.3 s\n"


def test_a_log_has_a_line_every_30_seconds_and_one_at_the_end() -> None:
    """Without a terminal, nothing is redrawn."""
    watched = Watched(tty=False)
    read_some(watched.progress)
    line = "Reading AWS: organization 41 units, experiences 3 of 10, services 1 of 3"
    assert [watched.at(seconds) for seconds in (0.5, 29.9, 30, 31, 59, 61)] == [
        "",
        "",
        f"{line}  30 s\n",
        "",
        "",
        f"{line}  61 s\n",
    ]
    read_all(watched.progress)
    watched.progress.end()
    assert watched.at(62) == "Read AWS: 64 units, 10 experiences, 3 services  61.0 s\n"


def test_what_could_not_be_read_is_said() -> None:
    """A region that cannot be read does not look as if it had no services."""
    watched = Watched()
    watched.progress.expect("service", 1203)
    watched.progress.count("service", 1200)
    watched.progress.miss()
    watched.progress.end()
    assert watched.at(1) == "Read AWS, not all of it: 1,200 of 1,203 services  0.0 s\n"


def test_what_only_some_readings_have_comes_last() -> None:
    """Tags and change sets are read where documents need them."""
    watched = Watched()
    for noun in ("tagged experience", "service", "change set", "experience", "unit"):
        watched.progress.count(noun)
    watched.progress.end()
    line = "Read AWS: 1 unit, 1 experience, 1 service, 1 change set, 1 tagged experience\n    0.0 s\n"
    assert watched.at(0) == line


def test_a_second_reading_has_lines_of_its_own() -> None:
    """The last look of an apply may read AWS several times."""
    watched = Watched()
    watched.progress.end()
    assert watched.at(0) == "Read AWS  0.0 s\n"
    watched.progress.begin()
    assert watched.at(0.6) == "Reading AWS"
    watched.progress.end()
    assert watched.at(0.6) == f"{ERASE}Read AWS  0.6 s\n"


def test_what_a_reading_waits_for_is_told_once_on_a_terminal() -> None:
    """The line stays above the one that is redrawn."""
    watched = Watched()
    for seconds in (3, 6, 33):
        watched.at(seconds)
        watched.display.tell("waiting for change set 7")
    told = ["Reading AWS  3 s", "waiting for change set 7\nReading AWS  3 s", "Reading AWS  6 s", "Reading AWS  33 s"]
    assert watched.screen.getvalue() == ERASE.join(told)


def test_what_a_reading_waits_for_is_told_every_30_seconds_in_a_log() -> None:
    """A pipeline that waits for a quarter of an hour is not a log of 300 equal lines."""
    watched = Watched(tty=False)
    for seconds in range(0, 70, 3):
        watched.seconds = seconds
        watched.display.tell("waiting for change set 7")
    assert watched.screen.getvalue() == "waiting for change set 7\n" * 3


def shown(error: BaseException | None, *, tty: bool = True, quiet: bool = False) -> str:
    """Return what stays of a reading that ends with *error*, or well."""
    screen = Screen(tty=tty)
    terminal = Terminal(Screen(), Screen(), screen, {"TERM": "xterm"})
    terminal.obey(color="auto", verbose=False, quiet=quiet)
    try:
        with reading(terminal, lambda: 0.0) as display:
            display.progress.count("unit", 2)
            if error:
                raise error
            display.progress.finish("unit")
            display.progress.end()
    except (Unreadable, KeyboardInterrupt):
        terminal.complain("the error")
    return screen.getvalue()


@pytest.mark.parametrize("tty", [True, False])
def test_a_reading_that_breaks_off_says_how_far_it_came(*, tty: bool) -> None:
    """The error stands below what was read until then."""
    assert shown(Unreadable("no"), tty=tty) == "Reading AWS: organization 2 units\nthe error\n"


def test_an_interrupted_reading_leaves_no_line() -> None:
    """The user knows why it ended."""
    assert shown(KeyboardInterrupt()) == "the error\n"


def test_quiet_shows_nothing_of_a_reading() -> None:
    """With -q, errors are the only lines."""
    assert shown(None, quiet=True) == ""
    assert shown(Unreadable("no"), quiet=True) == "the error\n"


def test_a_reading_of_nothing_that_breaks_off_leaves_no_line() -> None:
    """Where the account is a wrong one, nothing was read."""
    screen = Screen(tty=True)
    terminal = Terminal(Screen(), Screen(), screen, {"TERM": "xterm"})
    with pytest.raises(Unreadable), reading(terminal):
        raise Unreadable("wrong account")
    assert screen.getvalue() == ""


@pytest.mark.parametrize(("seconds", "shown"), [(0.4, ""), (2.0, f"Reading what else  2 s{ERASE}")])
def test_further_reading_is_shown_while_it_takes_long(seconds: float, shown: str) -> None:
    """No line of it stays on a terminal."""
    screen, clock = Screen(tty=True), [0.0]
    terminal = Terminal(Screen(), Screen(), screen, {"TERM": "xterm"})
    with reading_more(terminal, "what else", lambda: clock[0]):
        clock[0] = seconds
    assert screen.getvalue() == shown
