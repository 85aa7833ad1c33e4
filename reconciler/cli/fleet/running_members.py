"""The members of a fleet that run now, in lines that a terminal redraws; a pipe gets a line for each that has ended.

Example, below the lines of the members that have ended:

    ⠹ sellers/eu  12 s
    ⠹ sellers/us  3 s

    38 of 40 members have ended   61 s   Ctrl-C: stop now
"""

import time
from collections.abc import Callable, Iterator
from itertools import count
from typing import Final

from reconciler.cli.live import frames
from reconciler.cli.reading import AT_ONCE
from reconciler.cli.terminal import Terminal
from reconciler.render import clean
from reconciler.render.words import count as counted

from .roll import Roll

_MOST: Final = 8
"""Members that are named at once."""
_OTHERS: Final = 4
"""Lines of the terminal that are left for the end of these lines."""


class RunningMembers:
    """Redraws which members of *total* run, by what *roll* hears; *stops* says what Ctrl-C would do."""

    def __init__(
        self,
        terminal: Terminal,
        roll: Roll,
        total: int,
        stops: Callable[[], str],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """Begin before the first member; *now* returns the seconds that *roll* notes."""
        self._terminal, self._roll, self._total, self._stops, self._now = terminal, roll, total, stops, now
        self._began = now()
        self._frames = count()

    def look(self) -> None:
        """Redraw the lines, not before half a second has gone: a short run does not flicker."""
        if self._now() - self._began >= AT_ONCE:
            self._terminal.live.show([*self._lines(self._now())])

    def stop(self) -> None:
        """Remove the lines: the answer says what has ended."""
        self.clear()

    def clear(self) -> None:
        """Remove the lines."""
        self._terminal.live.show(())

    def _lines(self, now: float) -> Iterator[str]:
        signs = frames(self._terminal.errors)
        sign, running = signs[next(self._frames) % len(signs)], self._roll.running
        most = max(1, min(_MOST, self._terminal.live.height - _OTHERS))
        shown = [*running.items()][:most]
        for name, since in shown:
            yield f"  {sign} {clean(name)}  {int(now - since)} s"
        if len(shown) < len(running):
            yield f"    … and {len(running) - len(shown):,} more"
        yield from [""] if running else []
        have = "has" if self._total == 1 else "have"
        ended = f"{self._roll.ended:,} of {counted(self._total, 'member')} {have} ended"
        yield f"  {ended}   {int(now - self._began)} s   {self._stops()}"
