"""What every part of a rendering needs to know: how things look, what ids are called, and how much to show."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from .refusals import Refusals
from .style import PLAIN, Style
from .words import clean

Document = Mapping[str, Any]
"""A plan document (contract 4), a run report (contract 5), or a part of one."""

MANY = 50
"""How much of one list is shown when not everything is asked for."""


class Page(NamedTuple):
    """*names* gives titles of ids; with *full* nothing is left out; *refusals* are marked where they are about."""

    style: Style = PLAIN
    names: Mapping[str, str] = {}
    full: bool = False
    refusals: Refusals = Refusals()

    def name(self, identifier: str) -> str:
        """Give the name of an id; empty when it has none, or a blank one, which names nothing."""
        name = self.names.get(identifier, "")
        return name if name.strip() else ""

    def named(self, identifier: str) -> str:
        """Give an id with its name behind it, where it has one: `111111111111 (finance-prod)`."""
        name = self.name(identifier)
        return f"{clean(identifier)} ({clean(name)})" if name else clean(identifier)

    def shown(self, items: Sequence[Any], most: int = MANY) -> Sequence[Any]:
        """Give the part of a list that is shown."""
        return items if self.full else items[:most]

    def faint(self, text: str) -> str:
        """Mark what only the curious read."""
        return f"{self.style.faint}{text}{self.style.off}"

    def strong(self, text: str) -> str:
        """Mark what the eye should find."""
        return f"{self.style.strong}{text}{self.style.off}"

    def refused(self, rules: Iterable[str]) -> str:
        """Say, behind what they are about, which rules refuse it."""
        return "".join(f"  {self.style.error}refused[{clean(rule)}]{self.style.off}" for rule in rules)

    def rest(self, items: Sequence[Any], indent: str, most: int = MANY) -> list[str]:
        """Say, in one line or none, how much of a list is not shown."""
        left = len(items) - len(self.shown(items, most))
        return [self.faint(f"{indent}… and {left} more (--full)")] if left else []
