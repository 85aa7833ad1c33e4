"""What AWS is compared with: the whole repository or a part of it, less what a plan leaves out or cannot change."""

from collections import Counter
from collections.abc import Iterator

from reconciler.model import Absence, Lapse

from .page import Document
from .words import count, joined

_WAITING = frozenset({"waits", "left-out"})
"""The codes of what stays as it is until the rest of the repository, or its removals, are planned too."""


def scope(document: Document) -> str:
    """Name what AWS matches when *document*, a plan, has no changes: `the repository, except for 1 principal…`."""
    waiting = any(problem["code"] in _WAITING for problem in document["problems"])
    exceptions = [*["what this plan leaves out"] * waiting, *_absent(document), *_lapsed(document)]
    compared = _compared(document)
    return f"{compared}, except for {joined(exceptions)}" if exceptions else compared


def _compared(document: Document) -> str:
    options = document.get("options", {})
    part = options.get("select") or options.get("exclude") or options.get("no_removals")
    return "the selected part of the repository" if part else "the repository"


def _absent(document: Document) -> Iterator[str]:
    """Count the principals that were left out of the desired state: they were not compared."""
    codes = Counter(problem["code"] for problem in document["problems"])
    for code, words in ((Absence.GONE, "closed or missing"), (Absence.PENDING, "not activated yet")):
        if codes[code]:
            yield f"{count(codes[code], 'principal')} that {'is' if codes[code] == 1 else 'are'} {words}"


def _lapsed(document: Document) -> list[str]:
    number = len(lapsed(document))
    return [f"{count(number, 'object')} with a problem that no plan can solve"] if number else []


def lapsed(document: Document) -> frozenset[str]:
    """Return the objects that are not as they should be and that no plan can repair."""
    return frozenset(problem["address"] for problem in document["problems"] if problem["code"] in set(Lapse))
