"""The progress of an apply."""

from reconciler.cli.progress import progress, sentence
from reconciler.cli.terminal import Terminal
from tests.cli.fakes import Screen, event


def watched(*, tty: bool = False, verbose: bool = False, quiet: bool = False, color: str = "auto") -> str:
    """Return the progress of an operation that is started, polled, retried and done."""
    err = Screen(tty=tty)
    terminal = Terminal(Screen(), Screen(), err, {"TERM": "xterm", "COLUMNS": "100"})
    terminal.obey(color=color, verbose=verbose, quiet=quiet)
    with progress(terminal, 1) as tell:
        tell(event("started", message="change set 4v9example"))
        tell(event("polling", message="APPLYING"))
        tell(event("retrying", message="without [red]what failed\x1b[2J"))
        tell(event("succeeded", done=1))
        tell(event("waiting", done=1, message="waiting for set 7"))
    return err.getvalue()


def test_without_a_terminal_each_event_is_a_line() -> None:
    """A log has a line for each event, except polls of AWS."""
    assert watched() == (
        "[0/1] op-1 started: change set 4v9example (experience.finance)\n"
        "[0/1] op-1 retrying: without [red]what failed\\x1b[2J (experience.finance)\n"
        "[1/1] op-1 succeeded (experience.finance)\n"
        "[1/1] waiting for set 7\n"
    )


def test_verbose_progress_shows_waiting() -> None:
    """With -v, each poll of AWS is a line."""
    assert "[0/1] op-1 polling: APPLYING (experience.finance)\n" in watched(verbose=True)


def test_quiet_shows_no_progress() -> None:
    """With --quiet, there are neither bars nor lines."""
    assert watched(quiet=True) == watched(tty=True, quiet=True) == ""


def test_a_terminal_shows_bars_and_keeps_the_events() -> None:
    """Each event stays above the bar, with its control characters escaped."""
    seen = watched(tty=True)
    assert "op-1 started: change set 4v9example (experience.finance)" in seen
    assert "op-1 retrying: without [red]what failed\\x1b[2J (experience.finance)" in seen
    assert "op-1 APPLYING (experience.finance)" in seen
    assert "1/1" in seen
    assert "reading AWS again" in seen
    assert "\x1b[?25l" in seen  # the cursor is hidden while bars move …
    assert seen.rindex("\x1b[?25h") > seen.rindex("\x1b[?25l")  # … and shown again


def test_bars_have_no_colour_without_colours() -> None:
    """Bars are animated also if colours are off."""
    assert "\x1b[3" not in watched(tty=True, color="never")


def test_a_status_of_two_words_has_a_blank() -> None:
    """The status `rolled_back` is printed as "rolled back"."""
    assert sentence(event("rolled_back", message="op-2 failed")) == (
        "op-1 rolled back: op-2 failed (experience.finance)"
    )


def test_waiting_names_what_is_waited_for() -> None:
    """The last look may wait for change sets of other runs, and the line says so."""
    assert sentence(event("waiting", message="waiting for 1 change set")) == "waiting for 1 change set"
