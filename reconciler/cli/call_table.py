"""The calls of an apply in columns: those that have ended, those that run, and who is exposed until they end."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from textwrap import wrap
from typing import Any, Final

from reconciler.model import Status
from reconciler.printed import OperationJson, PlanJson
from reconciler.render import Style, call_about, call_size, clean, exposed_lines, open_exposures
from reconciler.render.page import Page
from reconciler.spelling import numbered

Event = Mapping[str, Any]

STATUSES: Final = frozenset(status.value for status in Status)
"""The events of calls that have ended."""
_DONE: Final = frozenset({Status.SUCCEEDED.value, Status.ADOPTED.value})
_INDENT: Final = 10
_LEAST: Final = 12
_WIDEST: Final = 100
"""Columns of a line at most: in a wider one, the eye does not find the seconds of a call."""
_ABOUT: Final = 27
"""Columns of what a call is about: the id of a change set fits."""
_FEW: Final = 6
"""Lines of calls that run, at least."""
_BESIDE: Final = 8
"""Lines that stay for what stands above the calls that run, and below them."""
_OTHERS: Final = 38
"""Columns that stay for sign, id, size and seconds."""


@dataclass(slots=True)
class RunSoFar:
    """A run as far as its events tell: the latest event of each call that *runs*, the status of those that *ended*.

    *latest* is the newest event of all. *since* says when each call began, by the clock of the display.
    """

    running: dict[str, Event] = field(default_factory=dict)
    ended: dict[str, str] = field(default_factory=dict)
    since: dict[str, float] = field(default_factory=dict)
    latest: Event = field(default_factory=dict)

    def hear(self, event: Event, now: float) -> None:
        """Note an event."""
        self.latest = event
        operation = event["operation"]
        if event["event"] in STATUSES:
            self.ended[operation] = event["event"]
            self.running.pop(operation, None)
        elif event["event"] != "waiting":
            self.running[operation] = event
            self.since[operation] = now - event.get("seconds", 0.0)

    @property
    def done(self) -> frozenset[str]:
        """Return the calls that did all that was planned."""
        return frozenset(id_ for id_, status in self.ended.items() if status in _DONE)


def fitting(calls: Mapping[str, Sequence[str]], exposed: Collection[str], height: int) -> Sequence[str]:
    """Return the calls whose lines fit on a terminal of *height* lines, in their order.

    Calls that end an exposure come before others, and then those that run the longest.
    """
    left, shown = max(_FEW, height - _BESIDE), set[str]()
    for id_ in sorted(calls, key=lambda id_: id_ not in exposed):
        left -= len(calls[id_])
        if left < 0:
            break
        shown.add(id_)
    return tuple(id_ for id_ in calls if id_ in shown)


def more(run: RunSoFar, left: Collection[str], exposed: Collection[str]) -> str:
    """Return one line for calls without a line of their own.

    Example: `190 more calls: 150 APPLYING, 40 PREPARING; accounts are exposed until 12 of them are done`.
    """
    events = [run.running[id_] for id_ in left if id_ in run.running]
    words = Counter(event["message"] for event in events if event["event"] == "polling")
    states = ", ".join(f"{number:,} {clean(word)}" for word, number in sorted(words.items()))
    told = f"{len(left):,} more {'call' if len(left) == 1 else 'calls'}{states and f': {states}'}"
    ends = sum(1 for id_ in left if id_ in exposed)
    return told + (f"; accounts are exposed until {ends:,} of them are done" if ends else "")


class CallTable:
    """The lines of the calls of *plan*, in columns, and of the accounts that are exposed between them."""

    def __init__(self, plan: PlanJson) -> None:
        """Take the names and the sizes from the plan."""
        self._page = Page(names=plan["names"])
        self._exposures = plan["exposures"]
        self._calls: Mapping[str, OperationJson] = {one["id"]: one for one in plan["operations"]}
        self._id = max([4, *map(len, self._calls)])
        self._longest = max([_ABOUT, *(len(call_about(one, "")) for one in self._calls.values())])

    def ended(self, event: Event, style: Style, width: int) -> Iterator[str]:
        """Return the line of a call that has ended, and below it why it did not succeed."""
        status = event["event"]
        sign, colour = ("✓", style.good) if status in _DONE else ("✗", style.error)
        if status == Status.SKIPPED:
            sign, colour = "-", style.faint
        told = self._size(event) if status == Status.SUCCEEDED else status.replace("_", " ")
        seconds = f"{event['seconds']:.1f} s" if event.get("seconds") is not None and status != Status.SKIPPED else ""
        yield self._line(sign, event, told, seconds, width).replace(sign, f"{colour}{sign}{style.off}", 1)
        yield from self._below(clean(event["message"]), width)

    def running(self, sign: str, event: Event, seconds: float, width: int) -> Iterator[str]:
        """Return the line of a call that runs, and below it what it waits for, if that is more than a word of AWS."""
        message = clean(event["message"]) if event["event"] in {"polling", "retrying"} else ""
        told = ", ".join(filter(None, (self._size(event), "" if " " in message else message)))
        yield self._line(sign, event, told, f"{int(seconds)} s", width)
        if " " in message:
            yield from self._below(message, width)

    def exposed(self, run: RunSoFar, width: int) -> Mapping[str, Sequence[str]]:
        """Return the lines about accounts that are exposed now, by the call that ends that."""
        found = open_exposures(self._exposures, run.done, run.ended, run.running)
        named = {id_: "this" if id_ in run.running else id_ for id_ in found}
        return {
            id_: [line for told in exposed_lines(self._page, many, named[id_]) for line in self._below(told, width)]
            for id_, many in found.items()
        }

    def _size(self, event: Event) -> str:
        """Return how much a call carries, or the id of what it has created."""
        operation = self._calls.get(event["operation"])
        return (call_size(operation) if operation else "") or clean(event.get("created_id") or "")

    def _about(self, event: Event) -> str:
        """Return what a call is about; a call that the plan does not have puts principals back."""
        operation = self._calls.get(event["operation"])
        if operation:
            return call_about(operation, event.get("change_set_id"))
        return f"put back into {clean(', '.join(numbered(one.partition('.')[2] for one in event['addresses'])))}"

    def _line(self, sign: str, event: Event, told: str, seconds: str, width: int) -> str:
        """Return one line: the seconds end at *width*, if what stands before them leaves room."""
        width = min(width, _WIDEST)
        about, columns = self._about(event), min(self._longest, max(_LEAST, width - _OTHERS))
        about = about if len(about) <= columns else f"{about[: columns - 1]}…"
        left = f"  {sign} {event['operation']:<{self._id}}  {about:<{columns}}  {told}".rstrip()
        return f"{left}  {seconds:>{max(0, width - len(left) - 2)}}".rstrip()

    def _below(self, text: str, width: int) -> Iterator[str]:
        for line in wrap(text, max(20, width - _INDENT), break_long_words=False, break_on_hyphens=False):
            yield f"{' ' * _INDENT}{line}"
