"""Text -> the values of its YAML documents. One that is broken does not hide those before and behind it."""

import re
from typing import Final

from yaml import MarkedYAMLError, YAMLError
from yaml.reader import ReaderError

from .builder import Builder, Root
from .finding import Finding, TooDeep
from .runs import Shortened, shorten
from .syntax import explain, merge_conflicts
from .text import unprintable

MOST_BROKEN: Final = 20
"""How many broken documents of one file are told: a file with more of them is no YAML at all."""

_SEPARATOR: Final = re.compile(r"^---(?=\s|$)", re.MULTILINE)


def compose(text: str) -> tuple[tuple[Root, ...], tuple[Finding, ...]]:
    """Return the value of every document of *text* that is YAML, and what keeps the others from being it."""
    shortened = shorten(text)
    roots = _put_together(shortened) if shortened.runs else None
    return _in_full(text) if roots is None else (roots, ())


def _put_together(shortened: Shortened) -> tuple[Root, ...] | None:
    """Return the value of every document, with all runs in their places; None where there is more to be said."""
    builder = Builder(shortened.text, shortened.runs)
    try:
        roots = tuple(iter(builder.root, None))
    except (YAMLError, TooDeep):
        return None
    return roots if builder.whole else None


def _in_full(text: str) -> tuple[tuple[Root, ...], tuple[Finding, ...]]:
    roots: list[Root] = []
    findings: list[Finding] = []
    begin: int | None = 0
    while begin is not None and len(findings) < MOST_BROKEN:
        try:
            _append_roots(roots, text, begin)
            break
        except ReaderError:
            return (), unprintable(text)
        except TooDeep as deep:
            findings.append(deep.finding)
            break
        except MarkedYAMLError as broken:
            if conflicts := merge_conflicts(text):
                return (), conflicts
            findings.append(explain(broken, text))
            begin = _resume(text, begin, broken)
    return tuple(roots), tuple(findings)


def _append_roots(roots: list[Root], text: str, begin: int) -> None:
    """Build the documents from *begin* on; what stands above becomes blank lines, so that marks keep counting."""
    builder = Builder("\n" * len(text[:begin].splitlines()) + text[begin:] if begin else text)
    while (root := builder.root()) is not None:
        roots.append(root)


def _resume(text: str, begin: int, broken: MarkedYAMLError) -> int | None:
    """Find the separator behind the broken document: the first one that is not above the error."""
    line = broken.problem_mark.line if broken.problem_mark else 0
    above = sum(map(len, text.splitlines(keepends=True)[:line]))
    separator = _SEPARATOR.search(text, max(above, begin + 1))
    return separator.start() if separator else None
