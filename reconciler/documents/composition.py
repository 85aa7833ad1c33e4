"""Text -> the values of its YAML documents. A broken document does not hide the documents before and behind it.

Example: a file has three documents, separated by `---`, and the second has a bracket that is never closed. The result
is the first and the third document, and one finding where the parser stopped: at the separator behind the second.
"""

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
"""How many broken documents of one file are reported: a file with more of them is probably not YAML."""

_SEPARATOR: Final = re.compile(r"^---(?=\s|$)", re.MULTILINE)


def compose(text: str) -> tuple[tuple[Root, ...], tuple[Finding, ...]]:
    """Return the value of every valid document of *text*, and a finding for each broken one."""
    shortened = shorten(text)
    roots = _put_together(shortened) if shortened.runs else None
    return _in_full(text) if roots is None else (roots, ())


def _put_together(shortened: Shortened) -> tuple[Root, ...] | None:
    """Return the value of every document with its runs put back, or None when the text has to be read in full."""
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
    """Build the documents from the offset *begin* on; text above it is replaced by blank lines to keep line numbers."""
    builder = Builder("\n" * len(text[:begin].splitlines()) + text[begin:] if begin else text)
    while (root := builder.root()) is not None:
        roots.append(root)


def _resume(text: str, begin: int, broken: MarkedYAMLError) -> int | None:
    """Return the offset of the first separator that is not above the error; None when there is none."""
    line = broken.problem_mark.line if broken.problem_mark else 0
    above = sum(map(len, text.splitlines(keepends=True)[:line]))
    separator = _SEPARATOR.search(text, max(above, begin + 1))
    return separator.start() if separator else None
