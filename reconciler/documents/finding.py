"""Findings: what is wrong in a text, before the object that it belongs to is known."""

import re
from dataclasses import dataclass
from typing import Final

from reconciler.model import Mark, mark

_BREAK: Final = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong at one place of a text; *path* leads to the value concerned, as far as it is known."""

    at: Mark
    code: str
    message: str
    hint: str = ""
    path: tuple[str | int, ...] = ()


class TooDeep(Exception):
    """A text whose reading stops at *finding*: the rest is not read."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


def mark_at(text: str, offset: int) -> Mark:
    """Return the mark of the character at *offset* in *text*."""
    breaks = list(_BREAK.finditer(text, 0, offset))
    begins = breaks[-1].end() if breaks else 0
    return mark(len(breaks) + 1, offset - begins + 1)
