"""What every part of a rendering needs: the style, the names of ids, how much to show, and what is refused."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from reconciler.folding import folded

from .refusals import Refusals
from .style import PLAIN, Style
from .units import NO_UNITS, Units
from .words import clean

MANY = 50
"""How many entries of one list are shown without `--full`."""


class Page(NamedTuple):
    """*names* maps ids to titles; *full* shows everything; *refusals* are marked at the parts that they refuse.

    *units* are those of the organization, by which accounts are summed up. *inert* makes a name from AWS or a file
    harmless where the page is shown, *coded* an id or an address.
    """

    style: Style = PLAIN
    names: Mapping[str, str] = {}
    full: bool = False
    refusals: Refusals = Refusals()
    units: Units = NO_UNITS
    inert: Callable[[str], str] = clean
    coded: Callable[[str], str] = clean

    def name(self, identifier: str) -> str:
        """Return the name of an id; empty when it has none or a blank one."""
        name = self.names.get(identifier, "")
        return name if name.strip() else ""

    def folded(self, lines: Iterable[str]) -> Iterator[str]:
        """Return *lines* in lines that fit the page."""
        return folded(lines, self.style.width)

    def messages(self, lines: Iterable[str]) -> Iterator[str]:
        """Return lines with messages: on a terminal they are folded, in a file each message stays on its line."""
        return self.folded(lines) if self.style.screen else iter(lines)

    def named(self, identifier: str) -> str:
        """Return an id and its name, where it has one: `111111111111 (finance-prod)`."""
        name = self.name(identifier)
        return f"{self.coded(identifier)} ({self.inert(name)})" if name else self.coded(identifier)

    def told(self, identifier: str) -> str:
        """Return the name of an id, or the id where it has none."""
        name = self.name(identifier)
        return self.inert(name) if name else self.coded(identifier)

    def shown(self, items: Sequence[Any], most: int = MANY) -> Sequence[Any]:
        """Return the part of a list that is shown."""
        return items if self.full else items[:most]

    def faint(self, text: str) -> str:
        """Return *text* in the style of minor details."""
        return f"{self.style.faint}{text}{self.style.off}"

    def strong(self, text: str) -> str:
        """Return *text* in the style of headings."""
        return f"{self.style.strong}{text}{self.style.off}"

    def refused(self, rules: Iterable[str]) -> str:
        """Return the mark of *rules* that refuse a part, to stand behind it; empty without rules."""
        return "".join(f"  {self.style.error}refused[{clean(rule)}]{self.style.off}" for rule in rules)

    def rest(self, items: Sequence[Any], indent: str, most: int = MANY) -> list[str]:
        """Say in one line how many entries of a list are not shown; no line when all are."""
        left = len(items) - len(self.shown(items, most))
        return [self.faint(f"{indent}… and {left} more (--full)")] if left else []


def separated(blocks: Iterable[Iterable[str]]) -> Iterator[str]:
    """Return the lines of *blocks* with an empty line between two blocks; a block without lines is left out."""
    begun = False
    for block in blocks:
        lines = iter(block)
        first = next(lines, None)
        if first is None:
            continue
        if begun:
            yield ""
        begun = True
        yield first
        yield from lines
