"""What is seen of an apply while it goes on."""

from reconciler.cli.progress import progress, sentence
from reconciler.cli.terminal import Terminal
from tests.cli.fakes import Screen, event


def watched(*, tty: bool = False, verbose: bool = False, quiet: bool = False, color: str = "auto") -> str:
    """Return what is seen of an operation that is started, polled, retried and done."""
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


def test_without_a_terminal_there_is_a_line_for_whatever_happens() -> None:
    """A log can be read; waiting is not told."""
    assert watched() == (
        "[0/1] op-1 started: change set 4v9example (experience.finance)\n"
        "[0/1] op-1 retrying: without [red]what failed\\x1b[2J (experience.finance)\n"
        "[1/1] op-1 succeeded (experience.finance)\n"
        "[1/1] waiting for set 7\n"
    )


def test_who_asks_for_more_is_told_of_waiting_too() -> None:
    """Each look at AWS is a line."""
    assert "[0/1] op-1 polling: APPLYING (experience.finance)\n" in watched(verbose=True)


def test_who_asks_for_silence_gets_it() -> None:
    """Nothing moves and nothing is told."""
    assert watched(quiet=True) == watched(tty=True, quiet=True) == ""


def test_on_a_terminal_bars_move_and_what_happened_stays() -> None:
    """What has happened stays readable above the bar, as it was said, without anything obeyed in it."""
    seen = watched(tty=True)
    assert "op-1 started: change set 4v9example (experience.finance)" in seen
    assert "op-1 retrying: without [red]what failed\\x1b[2J (experience.finance)" in seen
    assert "op-1 APPLYING (experience.finance)" in seen
    assert "1/1" in seen
    assert "reading AWS again" in seen
    assert "\x1b[?25l" in seen  # the cursor is hidden while bars move …
    assert seen.rindex("\x1b[?25h") > seen.rindex("\x1b[?25l")  # … and shown again


def test_bars_have_no_colour_where_none_is_wanted() -> None:
    """Moving and colour are two things."""
    assert "\x1b[3" not in watched(tty=True, color="never")


def test_an_end_of_two_words_is_written_as_two() -> None:
    """What is data stays data, what is read is English."""
    assert sentence(event("rolled_back", message="op-2 failed")) == (
        "op-1 rolled back: op-2 failed (experience.finance)"
    )


def test_what_is_waited_for_is_said_as_it_is() -> None:
    """The last look may have to wait for what others began."""
    assert sentence(event("waiting", message="waiting for 1 change set")) == "waiting for 1 change set"
