r"""The comments and blank lines of a text: what stands in the gaps between the parser's events, besides indicators.

Example: between the events `finance` and `legal` of `[finance, # who\n  legal]` lies `, # who\n  `: a comment beside
the entry `finance`.
"""

import re
from dataclasses import dataclass, field
from typing import Final, NamedTuple

_BESIDE: Final = re.compile(r"(?:[ \t]*[,:])?([ \t]*#[^\n]*)")
_LINE: Final = re.compile(r"([ \t,:?\[{-]*)(#[^\n]*)?(\n|\Z)")


class GapLine(NamedTuple):
    """A comment on a line of its own, with its indentation, or a blank line (without text); its column and offsets."""

    text: str
    column: int
    begin: int
    end: int


@dataclass(slots=True)
class Gaps:
    """Reads the gaps of *text* from front to back; it has come to the offset *at*.

    *lines* are the comments and blank lines that have no owner yet.
    """

    text: str
    at: int = 0
    lines: list[GapLine] = field(default_factory=list)

    def beside(self, upto: int) -> str:
        """Take the comment on the rest of the line, with the blanks before it; empty if there is none before *upto*."""
        found = None if self.at_line_start else _BESIDE.match(self.text, self.at, upto)
        if found is None:
            return ""
        self.at = found.end()
        return found[1].rstrip()

    def pass_over(self, begin: int, end: int) -> None:
        """Go on to the event from *begin* to *end*; the lines of the gap before it have no owner yet."""
        while self.at < begin:
            found = _LINE.match(self.text, self.at, begin)
            if found is None:
                break
            self._keep(found)
            if found.end() == self.at:
                break
            self.at = found.end()
        self.at = end

    def _keep(self, found: re.Match[str]) -> None:
        begin = self.text.rfind("\n", 0, found.start()) + 1
        if found[2]:
            indent = found[1] if found.start() == begin and not found[1].strip() else ""
            self.lines.append(GapLine(indent + found[2].rstrip(), found.start(2) - begin, begin, found.end(2)))
        elif found[3] and found.start() == begin and not found[1].strip():
            self.lines.append(GapLine("", 0, begin, found.end(1)))

    def take(self) -> tuple[GapLine, ...]:
        """Take all lines that have no owner."""
        taken = tuple(self.lines)
        self.lines.clear()
        return taken

    def take_from(self, column: int) -> tuple[GapLine, ...]:
        """Take the first lines, up to the last comment before one that stands left of *column*."""
        most = 0
        for position, line in enumerate(self.lines, 1):
            if line.text and line.column < column:
                break
            most = position if line.text else most
        taken = tuple(self.lines[:most])
        del self.lines[:most]
        return taken

    @property
    def at_line_start(self) -> bool:
        """Tell whether the line has only just begun."""
        return self.at == 0 or self.text[self.at - 1] == "\n"

    def column(self, offset: int) -> int:
        """Return the column of *offset*, counted from 0."""
        return offset - self.text.rfind("\n", 0, offset) - 1

    def line_end(self) -> int:
        """Return the offset of the end of the line that was read last."""
        if self.at_line_start:
            return max(self.at - 1, 0)
        end = self.text.find("\n", self.at)
        return len(self.text) if end < 0 else end
