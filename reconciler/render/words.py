"""Words and values for a terminal: nothing that AWS or a file says can move the cursor or hide text."""

import json
import re
from collections.abc import Sequence
from typing import Any

_BARE = re.compile(r"[\w.:/@#+*-]+", re.ASCII)


def clean(text: str) -> str:
    r"""Escape what a terminal would act on or not show: control characters, bidirectional marks, surrogates.

    A title is whatever someone typed into a console somewhere: `\x1b]0;` in it is printed, not obeyed.
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


def value(given: Any) -> str:  # noqa: ANN401 - whatever a document may hold
    """Show one value: words bare, everything else so that its ends can be seen; null is "not set"."""
    if given is None:
        return "not set"
    if isinstance(given, str):
        return given if _BARE.fullmatch(given) else quoted(given)
    return clean(json.dumps(given, ensure_ascii=False, sort_keys=True))


def count(number: int, noun: str) -> str:
    """Give `1 product`, `2 products`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def joined(parts: Sequence[str]) -> str:
    """Join as people do: `a`, `a and b`, `a, b and c`."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
