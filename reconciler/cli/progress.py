"""The progress of an apply: on a terminal a line for each call that has ended, and what goes on below; in a log lines.

Example of a terminal:

    ✓ op-1  change set 1wj6936l06yqdp…  12 changes                    28.6 s
    ⠹ op-2  change set n9ba8geh27apdj…  1 change, PREPARING             11 s
            Account 1 is under Default until this is done

    1 of 2 calls   43 s of about 62 s   Ctrl-C: finish open moves, then stop
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count
from threading import RLock
from typing import Final

from reconciler.model import Status
from reconciler.printed import PlanJson
from reconciler.reading_progress import ReadingProgress
from reconciler.render import clean
from reconciler.spelling import numbered

from .call_table import STATUSES, CallTable, Event, RunSoFar, fitting, more
from .live import frames
from .reading import BETWEEN_LINES, ReadingDisplay, showing
from .terminal import Terminal

_STOPS: Final = {
    "stop": "Ctrl-C: stop now",
    "calls": "Ctrl-C: wait for open calls, then stop",
    "moves": "Ctrl-C: finish open moves, then stop",
    "again": "Ctrl-C: stop now",
}
"""What Ctrl-C does, by what an event says of it (`execute.AtInterrupt`)."""


class ApplyDisplay:
    """Shows a run: `tell` is its listener, and `look` redraws what goes on; both may be called from any thread.

    *read* counts what the last look reads.
    """

    def __init__(self, terminal: Terminal, plan: PlanJson, now: Callable[[], float]) -> None:
        """Begin before the first call; *now* returns seconds of a monotonic clock."""
        self.read = ReadingProgress(now)
        self._terminal, self._plan, self._now = terminal, plan, now
        self._reading = ReadingDisplay(terminal, self.read, now, "AWS again")
        self._table = CallTable(plan)
        self._run = RunSoFar()
        self._began = now()
        self._frames = count()
        self._exposed: Mapping[str, Sequence[str]] = {}
        self._logged: dict[str, str] = {}
        self._logged_at = self._began
        self._lock = RLock()

    def tell(self, event: Event) -> None:
        """Show an event."""
        with self._lock:
            self._run.hear(event, self._now())
            if self._terminal.animated:
                self._keep(event, self._terminal.live.width)
            else:
                self._log(event)
        self.look()

    def _keep(self, event: Event, width: int) -> None:
        """Write the lines that stay: a call that has ended, a deferred interruption, what a reading waits for."""
        if event["event"] != "polling":
            self._exposed = self._table.exposed(self._run, width)
        if event["event"] in STATUSES:
            self._terminal.say(*self._table.ended(event, self._terminal.error_style, width))
        elif event["event"] == "waiting" and (self.read.so_far.runs or event.get("at_interrupt") == "again"):
            self._reading.tell(sentence(event))

    def look(self) -> None:
        """Redraw what goes on: the calls that run, or the last look."""
        with self._lock:
            self._reading.look()
            if self._terminal.animated and not self.read.so_far.runs:
                self._terminal.live.show([*self._lines(self._terminal.live.width)])

    def stop(self) -> None:
        """End the display of a run that broke off."""
        self._reading.stop()

    def clear(self) -> None:
        """Remove the lines that are redrawn."""
        self._reading.clear()

    def _lines(self, width: int) -> Iterator[str]:
        """Return the lines that are redrawn."""
        run, sign = self._run, self._sign()
        calls = {
            id_: [*self._table.running(sign, event, self._now() - run.since[id_], width), *self._exposed.get(id_, ())]
            for id_, event in run.running.items()
        }
        calls |= {id_: [*self._exposed[id_]] for id_ in numbered(self._exposed.keys() - run.running.keys())}
        shown = fitting(calls, self._exposed, self._terminal.live.height)
        for id_ in shown:
            yield from calls[id_]
        if len(shown) < len(calls):
            yield f"  {sign} {more(run, calls.keys() - set(shown), self._exposed)}"
        if run.latest.get("event") == "waiting":
            yield f"  {sign} {clean(run.latest['message'])}"
        yield ""
        yield from self._summary(width)

    def _summary(self, width: int) -> Iterator[str]:
        """Say how many calls have ended, how long the run takes, and what Ctrl-C would do now."""
        latest = self._run.latest
        total = latest.get("total", len(self._plan["operations"]))
        ended = f"{latest.get('done', 0)} of {total} {'call' if total == 1 else 'calls'}"
        taken = f"{int(self._now() - self._began)} s of about {self._plan['budget']['expected_seconds']:,} s"
        stops = self._stops()
        if len(line := f"  {ended}   {taken}   {stops}") <= width:
            yield line
        else:
            yield from (f"  {ended}   {taken}", f"  {stops}")

    def _stops(self) -> str:
        """Say what Ctrl-C would do now: a run that stops at once leaves in AWS the change sets that it has started."""
        left = [id_ for id_, event in self._run.running.items() if event.get("change_set_id")]
        stop = self._run.latest.get("at_interrupt", "stop")
        more = f", {left[0]} goes on in AWS" if len(left) == 1 else f", {len(left)} change sets go on in AWS"
        return _STOPS[stop] + (more if left and stop in {"stop", "again"} else "")

    def _sign(self) -> str:
        signs = frames(self._terminal.errors)
        return signs[next(self._frames) % len(signs)]

    def _log(self, event: Event) -> None:
        """Write an event in one line: polls, and retries for the same reason, only now and then, or with `-v`."""
        told, now = sentence(event), self._now()
        again = event["event"] == "polling" or self._logged.get(event["operation"]) == told
        if again and not self._terminal.verbose and now - self._logged_at < BETWEEN_LINES:
            return
        self._logged[event["operation"]], self._logged_at = told, now
        self._terminal.say(f"[{event['done']}/{event['total']}] {told}{_taken(event)}")


def _taken(event: Event) -> str:
    """Return how long a call took, or takes until now; empty for a call that was not sent."""
    seconds = event.get("seconds", 0.0)
    if not seconds or event["event"] == Status.SKIPPED:
        return ""
    return f"  {seconds:.1f} s" if event["event"] in STATUSES else f"  {int(seconds)} s"


def sentence(event: Event) -> str:
    """Return an event in words: `op-1 started: change set 4v9… (experience.finance)`; a wait has its own message."""
    if event["event"] == "waiting":
        return clean(event["message"])
    told = f"{event['operation']} {event['event'].replace('_', ' ')}"
    about = ", ".join(numbered(event["addresses"]))
    return clean(told + (f": {event['message']}" if event["message"] else "") + (f" ({about})" if about else ""))


@contextmanager
def progress(terminal: Terminal, plan: PlanJson, now: Callable[[], float] = time.monotonic) -> Iterator[ApplyDisplay]:
    """Show an apply of *plan* within the block, and yield the display, whose `tell` is the listener of its events."""
    if terminal.animated:
        terminal.say("")
    display = ApplyDisplay(terminal, plan, now)
    with showing(terminal, display):
        yield display
