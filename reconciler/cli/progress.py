"""The progress of an apply: a moving bar on a terminal, plain lines elsewhere."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from reconciler.render import clean
from reconciler.spelling import numbered

from .program import Progress
from .terminal import Terminal

Event = Mapping[str, Any]


@contextmanager
def progress(terminal: Terminal, total: int) -> Iterator[Progress]:
    """Yield the listener for the events of an apply of *total* operations; the bar ends with the block."""
    if terminal.animated:
        with _bars(terminal, total) as tell:
            yield tell
    else:
        yield lambda event: _line(terminal, event)


def _line(terminal: Terminal, event: Event) -> None:
    """Print one event in one line; an event `polling` only with `-v`."""
    if event["event"] != "polling" or terminal.verbose:
        terminal.say(f"[{event['done']}/{event['total']}] {sentence(event)}")


def sentence(event: Event) -> str:
    """Return an event in words: `op-1 started: change set 4v9… (experience.finance)`; a wait has its own message."""
    if event["event"] == "waiting":
        return clean(event["message"])
    told = f"{event['operation']} {event['event'].replace('_', ' ')}"
    about = ", ".join(numbered(event["addresses"]))
    return clean(told + (f": {event['message']}" if event["message"] else "") + (f" ({about})" if about else ""))


@contextmanager
def _bars(terminal: Terminal, total: int) -> Iterator[Progress]:
    """Show how many operations have ended, and the latest event."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Display

    console = Console(file=terminal.errors, no_color=not terminal.colored_errors, highlight=False, markup=False)
    columns = (SpinnerColumn(), BarColumn(20), MofNCompleteColumn(), TimeElapsedColumn())
    with Display(*columns, TextColumn("{task.description}", markup=False), console=console, transient=True) as display:
        bar = display.add_task("", total=total)

        def tell(event: Event) -> None:
            display.update(bar, completed=event["done"], description=_now(event), refresh=True)
            if event["event"] != "polling":
                display.console.print(sentence(event), markup=False, highlight=False, soft_wrap=True)

        yield tell


def _now(event: Event) -> str:
    """Say in a few words what the run waits for after an event."""
    if event["done"] == event["total"] and event["event"] != "waiting":
        return "reading AWS again"
    if event["event"] == "waiting":
        return sentence(event)
    about = numbered(event["addresses"])
    more = f" and {len(about) - 1} more" if about[1:] else ""
    return clean(f"{event['operation']} {event['message']} ({about[0]}{more})" if about else event["message"])
