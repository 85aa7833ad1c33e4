"""Values as text for a terminal: no text from AWS or a file can move the cursor or hide anything."""

import json
import re
from collections.abc import Sequence
from typing import Any

_BARE = re.compile(r"[\w.:/@#+*-]+", re.ASCII)


def clean(text: str) -> str:
    r"""Escape characters that a terminal obeys or does not show: control characters, bidirectional marks, surrogates.

    Titles come from AWS: `\x1b]0;` in a title is printed, not obeyed.
    """
    return text if text.isprintable() else "".join(map(_escaped, text))


def clean_lines(text: str) -> list[str]:
    """Split a message of several lines, and escape each as `clean` does."""
    return [clean(line) for line in text.splitlines()] or [""]


def _escaped(character: str) -> str:
    """Write one character as Python would in a string, when it does not print."""
    return character if character.isprintable() else ascii(character)[1:-1]


def quoted(text: str) -> str:
    """Put *text* in double quotes, on one line."""
    return '"' + clean(text.replace("\\", "\\\\").replace('"', '\\"')) + '"'


def value(given: Any) -> str:  # noqa: ANN401 - whatever a plan may hold
    """Return one value as text: plain words bare, other text in quotes; null as `not set`."""
    if given is None:
        return "not set"
    if isinstance(given, str):
        return given if _BARE.fullmatch(given) else quoted(given)
    return clean(json.dumps(given, ensure_ascii=False, sort_keys=True))


def count(number: int, noun: str) -> str:
    """Return `1 product`, `2 products`, `1,000 products`."""
    return f"{number} {noun}" if number == 1 else f"{number:,} {noun}s"


def joined(parts: Sequence[str]) -> str:
    """Join with commas and a last `and`: `a`, `a and b`, `a, b and c`."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def first(told: Sequence[str], most: int, noun: str = "") -> list[str]:
    """Return the first *most* of *told*, and last how many more there are: `["a", "b", "3 more services"]`."""
    left = len(told) - most
    return [*told[:most], f"{left:,} more {noun}".rstrip()] if left > 0 else list(told)
