"""Explanations of codes as text: one of them whole, or all of them with one line each."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from textwrap import TextWrapper, indent

from reconciler.explanations import Explanation

from .style import PLAIN, Style

_INDENT = "  "


def explanation_lines(explanation: Explanation, style: Style = PLAIN, width: int = 100) -> Iterator[str]:
    """Return one explanation, its sentences in lines of at most *width* characters."""
    yield f"{style.strong}{explanation.code}{style.off} ({explanation.appears_as})"
    yield from _wrapped(explanation.summary, width)
    for title, text in (("What it means", explanation.means), ("What to do", explanation.do)):
        yield ""
        yield f"{style.strong}{title}{style.off}"
        yield from _wrapped(text, width)
    if explanation.example:
        yield ""
        yield f"{style.strong}Example{style.off}"
        yield from indent(explanation.example.rstrip(), _INDENT).splitlines()
    if explanation.see:
        yield ""
        page, _, section = explanation.see.partition(" ")
        yield f"See {page}, section {section}" if section else f"See {page}"


def code_lines(explanations: Iterable[Explanation], style: Style = PLAIN, width: int = 100) -> Iterator[str]:
    """Return every code with its summary, group by group, in lines of at most *width* characters."""
    every = list(explanations)
    column = max(len(one.code) for one in every)
    for group, members in groupby(every, key=lambda one: one.group):
        yield f"{style.strong}{group}{style.off}"
        for one in members:
            head = f"{_INDENT}{one.code:<{column}}  "
            yield from _wrapped(one.summary, width, head)
        yield ""
    yield "'reconciler explain CODE' explains one of them and says what to do."


def _wrapped(text: str, width: int, head: str = _INDENT) -> Iterable[str]:
    """Return *text* behind *head* in lines; only blanks end a line, so that options, codes and commands stay whole."""
    below = " " * len(head)
    lines = TextWrapper(width, head, below, break_long_words=False, break_on_hyphens=False)
    return lines.wrap(text)
