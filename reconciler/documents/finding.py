"""What reading finds wrong, before it is known whose fault it is."""

import re
from dataclasses import dataclass
from typing import Final

from reconciler.model import Mark, mark

_BREAK: Final = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong at one place of a text. *path* leads to the value it is about, as far as that is known."""

    at: Mark
    code: str
    message: str
    hint: str = ""
    path: tuple[str | int, ...] = ()


class TooDeep(Exception):
    """A text that is given up: what follows *finding* is not even looked at."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


def mark_at(text: str, offset: int) -> Mark:
    """Return the place of the character at *offset* of *text*."""
    breaks = list(_BREAK.finditer(text, 0, offset))
    begins = breaks[-1].end() if breaks else 0
    return mark(len(breaks) + 1, offset - begins + 1)
