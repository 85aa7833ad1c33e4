"""The progress of an apply, on a terminal and in a log."""

import fcntl
import os
import struct
import termios
from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from reconciler.cli.call_table import CallTable
from reconciler.cli.progress import ApplyDisplay, progress, sentence
from reconciler.cli.terminal import Terminal
from reconciler.printed import PlanJson
from reconciler.render import ANSI, PLAIN
from tests.cli.fakes import NOTHING_TO_DO, Screen, event

ERASE, UP = "\r\x1b[J", "\x1b[A"
SET = "1wj6936l06yqdpexample"


def operation(id_: str, action: str, address: str, **parameters: object) -> dict[str, Any]:
    """Return one operation of a plan."""
    return {"id": id_, "after": [], "action": action, "addresses": [address], "parameters": parameters}


def exposure(principal: str, governed_by: str | None) -> dict[str, Any]:
    """Return an exposure between the two change sets of `PLAN`."""
    return {"principal": principal, "accounts": [], "from": "op-1", "until": "op-2", "governed_by": governed_by}


PLAN: Any = {
    **NOTHING_TO_DO.as_json(),
    "budget": {"expected_seconds": 62},
    "operations": [
        operation("op-1", "StartChangeSet", "experience.default", ChangeSet=[{}] * 12),
        operation("op-2", "StartChangeSet", "experience.account-1", ChangeSet=[{}]),
        operation(
            "op-3",
            "ModifyVpcEndpointServicePermissions",
            "endpoint_service.api-eu",
            ServiceId="vpce-svc-1",
            AddAllowedPrincipals=["a"],
            RemoveAllowedPrincipals=["b", "c"],
        ),
        operation("op-4", "CreateVpcEndpointServiceConfiguration", "endpoint_service.metrics-us"),
    ],
    "exposures": [exposure("333333333333", "experience.default"), exposure("444444444444", None)],
    "names": {"333333333333": "Account 1", "444444444444": "Account 2\x1b[2J", "experience.default": "Default"},
}


def told(id_: str, name: str, message: str = "", **more: object) -> dict[str, Any]:
    """Return an event of the plan."""
    return {
        **event(name, message=message),
        "operation": id_,
        "total": 3,
        "seconds": 0.0,
        "at_interrupt": "stop",
        **more,
    }


@dataclass
class Watched:
    """An apply that is watched at a terminal or in a log, on a clock that tests set."""

    tty: bool = True
    verbose: bool = False
    plan: PlanJson = field(default_factory=lambda: PLAN)
    seconds: float = 0.0

    def __post_init__(self) -> None:
        """Begin to apply."""
        self.screen = Screen(tty=self.tty)
        terminal = Terminal(Screen(), Screen(), self.screen, {"TERM": "xterm", "NO_COLOR": "1"})
        terminal.obey(color="auto", verbose=self.verbose, quiet=False)
        self.display = ApplyDisplay(terminal, self.plan, lambda: self.seconds)

    def at(self, seconds: float, *events: dict[str, Any]) -> str:
        """Tell *events* at *seconds*, and return what is written then."""
        before = len(self.screen.getvalue())
        self.seconds = seconds
        for one in events:
            self.display.tell(one)
        return self.screen.getvalue()[before:]

    def live(self, seconds: float, *events: dict[str, Any]) -> list[str]:
        """Tell *events* at *seconds*, and return the lines that are redrawn then; their spinner is shown as `*`."""
        last = self.at(seconds, *events).rpartition(ERASE)[2]
        return ["".join("*" if one in "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏" else one for one in line) for line in last.split("\n")]


def test_a_call_that_runs_has_a_line_that_is_redrawn() -> None:
    """It says the change set, its size, AWS's state and the seconds, and what Ctrl-C would do."""
    watched = Watched()
    watched.at(1, told("op-1", "started", change_set_id=SET, at_interrupt="moves"))
    polled = told("op-1", "polling", "PREPARING", change_set_id=SET, seconds=10.0, at_interrupt="moves")
    assert watched.live(12.5, polled) == [
        "  * op-1  change set 1wj6936l06yqdpe…  12 changes, PREPARING               10 s",
        "",
        "  0 of 3 calls   12 s of about 62 s   Ctrl-C: finish open moves, then stop",
    ]


def many(number: int) -> PlanJson:
    """Return a plan of change sets, of which the last ends an exposure."""
    calls = [operation(f"op-{n}", "StartChangeSet", f"experience.e{n}", ChangeSet=[{}]) for n in range(1, number + 1)]
    between = [{**exposure("333333333333", None), "from": "op-1", "until": f"op-{number}"}]
    return cast("PlanJson", {**PLAN, "operations": calls, "exposures": between})


def test_two_hundred_calls_have_no_more_lines_than_fit() -> None:
    """The call that ends an exposure has a line, then the oldest; one line counts all others by their state."""
    watched = Watched(plan=many(200))
    watched.at(1, told("op-1", "succeeded", done=1))
    for number in range(2, 201):
        watched.at(2, told(f"op-{number}", "started", change_set_id=f"cs-{number}", done=1))
    for number in range(2, 150):
        watched.at(3, told(f"op-{number}", "polling", "APPLYING", change_set_id=f"cs-{number}", done=1))
    lines = watched.live(4, told("op-150", "polling", "PREPARING", change_set_id="cs-150", done=1))
    assert len(lines) == 20
    assert [line.split()[1] for line in lines[:14]] == [f"op-{number}" for number in range(2, 16)]
    assert lines[14].split()[1] == "op-200"
    assert lines[15] == "          Account 1 is ungoverned until this is done"
    assert lines[16:] == [
        "  * 184 more calls: 134 APPLYING, 1 PREPARING",
        "",
        "  1 of 3 calls   4 s of about 62 s",
        "  Ctrl-C: stop now, 199 change sets go on in AWS",
    ]


def test_exposures_that_do_not_fit_are_counted() -> None:
    """Forty calls that end an exposure each: the lines of some, and how many others there are."""
    plan = many(40)
    ends = [{**exposure("333333333333", None), "from": "op-1", "until": f"op-{number}"} for number in range(2, 41)]
    watched = Watched(plan=cast("PlanJson", {**plan, "exposures": ends}))
    watched.at(1, told("op-1", "succeeded", done=1))
    for number in range(2, 40):
        watched.at(2, told(f"op-{number}", "started", change_set_id=f"cs-{number}", done=1))
    lines = watched.live(3, told("op-40", "started", change_set_id="cs-40", done=1))
    assert len(lines) == 20
    assert lines[16] == "  * 31 more calls; accounts are exposed until 31 of them are done"


def test_a_call_that_has_ended_stays_with_its_seconds_at_the_right() -> None:
    """There is one line a call."""
    watched = Watched()
    ended = told("op-1", "succeeded", change_set_id=SET, seconds=28.64, done=1)
    seen = watched.at(30, ended, told("op-3", "succeeded", seconds=0.4, done=2))
    lines = [line.rpartition(ERASE)[2] for line in seen.split("\n") if "✓" in line]
    assert lines == [
        "  ✓ op-1  change set 1wj6936l06yqdpe…  12 changes                        28.6 s",
        "  ✓ op-3  permissions of api-eu        1 added, 2 removed                 0.4 s",
    ]
    assert {len(line) for line in lines} == {79}


def test_a_wide_terminal_does_not_tear_a_line_apart() -> None:
    """The seconds end at column 100 at most."""
    table, ended = CallTable(PLAN), told("op-3", "succeeded", seconds=0.4)
    assert [len(next(table.ended(ended, PLAIN, columns))) for columns in (59, 79, 199)] == [59, 79, 100]
    assert len(next(table.ended(ended, ANSI, 199))) == 100 + len(ANSI.good) + len(ANSI.off)


def test_a_narrow_terminal_cuts_what_a_call_is_about() -> None:
    """The id, the size and the seconds are whole."""
    (line,) = CallTable(PLAN).ended(told("op-1", "succeeded", change_set_id=SET, seconds=28.6), PLAIN, 59)
    assert line == "  ✓ op-1  change set 1wj6936l0…  12 changes          28.6 s"


def test_a_call_that_failed_says_why_below_it() -> None:
    """A skipped call took no time."""
    watched = Watched()
    failed = told("op-1", "failed", "ENTITY_IN_USE: 333333333333\x1b[2J is held", change_set_id=SET, seconds=12.0)
    skipped = told("op-2", "skipped", "experience.default failed", seconds=0.0)
    lines = [line.rpartition(ERASE)[2] for line in watched.at(30, failed, skipped).split("\n")]
    assert [line for line in lines if line.startswith(("  ✗", "  -", "          "))][:4] == [
        "  ✗ op-1  change set 1wj6936l06yqdpe…  failed                            12.0 s",
        "          ENTITY_IN_USE: 333333333333\\x1b[2J is held",
        "  - op-2  change set of account-1      skipped",
        "          experience.default failed",
    ]


def test_a_service_that_comes_up_has_its_id_and_its_state() -> None:
    """EC2's state stands below the line, and the id stays."""
    watched = Watched()
    made = "vpce-svc-0e44aa10c5b7d2f31"
    polled = told("op-4", "polling", f"{made} is Pending", created_id=made, seconds=2.0)
    assert watched.live(4, polled)[:2] == [
        "  * op-4  new service metrics-us       vpce-svc-0e44aa10c5b7d2f31           2 s",
        "          vpce-svc-0e44aa10c5b7d2f31 is Pending",
    ]
    line = "  ✓ op-4  new service metrics-us       vpce-svc-0e44aa10c5b7d2f31         2.1 s\n"
    assert line in watched.at(5, told("op-4", "succeeded", created_id=made, seconds=2.1))


def test_who_is_in_between_stands_below_the_call_that_ends_it() -> None:
    """Nobody is exposed before the first call has ended, and nobody after the second."""
    watched = Watched()
    assert "until" not in str(watched.live(1, told("op-1", "started", change_set_id=SET)))
    waiting = watched.live(30, told("op-1", "succeeded", change_set_id=SET, done=1))
    assert waiting[:2] == [
        "          Account 2\\x1b[2J is ungoverned until op-2 is done",
        "          Account 1 is under Default until op-2 is done",
    ]
    started = watched.live(31, told("op-2", "started", change_set_id=SET, done=1))
    assert started[1:3] == [
        "          Account 2\\x1b[2J is ungoverned until this is done",
        "          Account 1 is under Default until this is done",
    ]
    assert "until" not in str(watched.live(60, told("op-2", "succeeded", done=2)))


def test_who_waits_to_be_put_back_is_in_between_until_then() -> None:
    """After a failed arrival, the call that puts principals back ends the exposure."""
    watched = Watched()
    watched.at(30, told("op-1", "succeeded", done=1), told("op-2", "started", change_set_id=SET, done=1))
    watched.at(31, told("op-2.putback", "started", addresses=["experience.finance"], change_set_id="set-3"))
    lines = watched.live(40, told("op-2", "failed", "refused", done=2))
    assert lines[:3] == [
        "  * op-2.putback  put back into finance                                     9 s",
        "          Account 2\\x1b[2J is ungoverned until this is done",
        "          Account 1 is under Default until this is done",
    ]


def test_who_is_exposed_is_not_told_after_a_call_that_did_only_a_part() -> None:
    """The last look tells it."""
    watched = Watched()
    assert "until" not in str(watched.live(30, told("op-1", "failed", "in part", done=1)))


def test_a_call_that_aws_has_not_accepted_says_what_it_waits_for() -> None:
    """The reason stands below its line, and the next lines replace it."""
    watched = Watched()
    reason = "waiting for change set 7 of another run"
    assert watched.live(3, told("op-1", "retrying", reason, seconds=2.0)) == [
        "  * op-1  change set of default        12 changes                           2 s",
        f"          {reason}",
        "",
        "  0 of 3 calls   3 s of about 62 s   Ctrl-C: stop now",
    ]


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        ("stop", "Ctrl-C: stop now, op-1 goes on in AWS"),
        ("calls", "Ctrl-C: wait for open calls, then stop"),
        ("moves", "Ctrl-C: finish open moves, then stop"),
        ("again", "Ctrl-C: stop now, op-1 goes on in AWS"),
    ],
)
def test_the_last_line_says_what_ctrl_c_would_do(claim: str, words: str) -> None:
    """It says what the event says; a change set that was sent is not stopped."""
    lines = Watched().live(1, told("op-1", "started", change_set_id=SET, at_interrupt=claim))
    assert lines[-1] == f"  0 of 3 calls   1 s of about 62 s   {words}"


def test_a_plan_of_one_call_counts_one_call() -> None:
    """The noun is singular."""
    watched = Watched()
    assert watched.live(1, {**told("op-1", "started"), "total": 1})[-1].startswith("  0 of 1 call   1 s of about 62 s")


def test_a_line_that_is_too_long_becomes_two() -> None:
    """What Ctrl-C would do is never cut."""
    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 60, 0, 0))
    with os.fdopen(theirs, "w") as stream, os.fdopen(ours, "rb", buffering=0) as written:
        terminal = Terminal(Screen(), Screen(), stream, {"TERM": "xterm"})
        ApplyDisplay(terminal, PLAN, lambda: 0.0).tell(told("op-1", "started", at_interrupt="moves"))
        *_, last, stops = written.read(4096).decode().split("\r\n")
    assert (last, stops) == ("  0 of 3 calls   0 s of about 62 s", "  Ctrl-C: finish open moves, then stop")


def test_a_deferred_interruption_is_confirmed_in_a_line_that_stays() -> None:
    """The user sees that Ctrl-C was heard, and what it waits for."""
    written = Watched().at(3, told("apply", "waiting", "interrupted: open calls", at_interrupt="again"))
    assert "interrupted: open calls\n" in written


def test_what_the_last_look_waits_for_stays_above_its_line() -> None:
    """The reading goes on meanwhile; the same reason is told once."""
    watched = Watched()
    watched.display.read.begin()
    waiting = told("apply", "waiting", "waiting for change set 7", done=3)
    watched.at(1, waiting)
    watched.at(2, waiting)
    assert watched.screen.getvalue().count("waiting for change set 7\n") == 1
    assert watched.screen.getvalue().endswith("Reading AWS again  2 s")


def test_the_last_look_takes_the_place_of_the_calls() -> None:
    """It is a reading like the first one; between two looks, what it waits for is shown."""
    watched = Watched()
    watched.at(30, told("op-3", "succeeded", done=3))
    watched.display.read.begin()
    watched.seconds = 30.6
    watched.display.read.count("unit", 2)
    watched.display.look()
    assert watched.screen.getvalue().endswith(f"{ERASE}Reading AWS again: organization 2 units")
    watched.display.read.end()
    first, *lines = watched.live(30.6, told("apply", "waiting", "EC2 does not show everything yet", done=3))
    assert first == "Read AWS again: 2 units  0.6 s"
    assert lines == [
        "  * EC2 does not show everything yet",
        "",
        "  3 of 3 calls   30 s of about 62 s   Ctrl-C: stop now",
    ]


def test_a_log_has_a_line_when_a_call_starts_and_when_it_ends() -> None:
    """Polls have none, except one after 30 seconds in which nothing else was written."""
    watched = Watched(tty=False)
    polled = told("op-1", "polling", "APPLYING", change_set_id=SET, seconds=30.2)
    retried = told("op-1", "retrying", "without what failed\x1b[2J")
    written = [
        watched.at(1, told("op-1", "started", f"change set {SET}")),
        watched.at(5, polled),
        watched.at(31, polled),
        watched.at(32, polled),
        watched.at(40, retried, retried),
        watched.at(45.5, told("op-1", "succeeded", done=1, seconds=44.5)),
        watched.at(46, told("op-2", "skipped", "op-1 failed", done=2)),
        watched.at(50, told("apply", "waiting", "waiting for set 7", done=3, addresses=[])),
    ]
    about = "(experience.finance)"
    assert written == [
        f"[0/3] op-1 started: change set {SET} {about}\n",
        "",
        f"[0/3] op-1 polling: APPLYING {about}  30 s\n",
        "",
        f"[0/3] op-1 retrying: without what failed\\x1b[2J {about}\n",
        f"[1/3] op-1 succeeded {about}  44.5 s\n",
        f"[2/3] op-2 skipped: op-1 failed {about}\n",
        "[3/3] waiting for set 7\n",
    ]


def test_a_verbose_log_has_every_poll() -> None:
    """With -v, each event is a line."""
    watched = Watched(tty=False, verbose=True)
    polled = told("op-1", "polling", "APPLYING")
    assert watched.at(5, polled, polled) == "[0/3] op-1 polling: APPLYING (experience.finance)\n" * 2


def test_quiet_shows_no_progress() -> None:
    """With --quiet, there is neither a table nor a line."""
    for tty in (True, False):
        screen = Screen(tty=tty)
        terminal = Terminal(Screen(), Screen(), screen, {"TERM": "xterm"})
        terminal.obey(color="auto", verbose=False, quiet=True)
        with progress(terminal, PLAN) as shown:
            shown.tell(told("op-1", "started"))
            shown.tell(told("op-1", "succeeded", done=1))
        assert screen.getvalue() == ""


def test_what_is_redrawn_is_gone_at_the_end() -> None:
    """The lines of calls stay, and the report begins below them."""
    screen = Screen(tty=True)
    terminal = Terminal(Screen(), Screen(), screen, {"TERM": "xterm", "NO_COLOR": "1"})
    with progress(terminal, PLAN) as shown:
        shown.tell(told("op-1", "succeeded", done=1))
    assert screen.getvalue().endswith(ERASE)
    assert "  ✓ op-1  change set of default" in screen.getvalue()


def test_an_encoding_without_braille_gets_a_bar() -> None:
    """The lines are plain ASCII where the terminal has no other characters."""
    screen = Screen(tty=True, encoding="ascii")
    display = ApplyDisplay(Terminal(Screen(), Screen(), screen, {"TERM": "xterm"}), PLAN, lambda: 0.0)
    display.tell(told("op-1", "started", change_set_id=SET))
    assert f"  | op-1  change set {SET[:15]}...  12 changes" in screen.getvalue()


def test_signs_have_colours_if_colours_are_on() -> None:
    """The colour adds no column."""
    screen = Screen(tty=True)
    display = ApplyDisplay(Terminal(Screen(), Screen(), screen, {"TERM": "xterm"}), PLAN, lambda: 0.0)
    display.tell(told("op-3", "succeeded", seconds=0.4))
    wanted = "  \x1b[1;32m✓\x1b[0m op-3  permissions of api-eu        1 added, 2 removed                 0.4 s\n"
    assert wanted in screen.getvalue()


def test_a_status_of_two_words_has_a_blank() -> None:
    """The status `rolled_back` is printed as "rolled back"."""
    assert sentence(event("rolled_back", message="op-2 failed")) == (
        "op-1 rolled back: op-2 failed (experience.finance)"
    )


def test_waiting_names_what_is_waited_for() -> None:
    """The last look may wait for change sets of other runs, and the line says so."""
    assert sentence(event("waiting", message="waiting for 1 change set")) == "waiting for 1 change set"
