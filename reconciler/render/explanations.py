"""Explanations of codes as text: one of them whole, or all of them with one line each."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from textwrap import indent, wrap

from reconciler.explanations import Explanation

from .style import PLAIN, Style

_INDENT = "  "


def explanation_lines(explanation: Explanation, style: Style = PLAIN, width: int = 100) -> Iterator[str]:
    """Return one explanation, its sentences in lines of at most *width* characters."""
    yield f"{style.strong}{explanation.code}{style.off} ({explanation.appears_as})"
    yield from wrap(explanation.summary, width, initial_indent=_INDENT, subsequent_indent=_INDENT)
    for title, text in (("What it means", explanation.means), ("What to do", explanation.do)):
        yield ""
        yield f"{style.strong}{title}{style.off}"
        yield from wrap(text, width, initial_indent=_INDENT, subsequent_indent=_INDENT)
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
            yield from wrap(one.summary, width, initial_indent=head, subsequent_indent=" " * len(head))
        yield ""
    yield "'reconciler explain CODE' says what one of them means and what to do."
