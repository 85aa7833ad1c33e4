"""What AWS is compared with: the whole repository, or less of it; and what of that no plan can bring about."""

from collections import Counter
from collections.abc import Iterator

from reconciler.model import Absence, Lapse

from .page import Document
from .words import count, joined

_WAITING = frozenset({"waits", "left-out"})
"""The codes of what stays as it is until the rest of the repository, or its removals, are planned, too."""


def scope(document: Document) -> str:
    """Say whose word AWS is equal to when *document*, a plan, has nothing to change: `the repository says`."""
    waiting = any(problem["code"] in _WAITING for problem in document["problems"])
    exceptions = [*["what is left out"] * waiting, *_absent(document), *_lapsed(document)]
    compared = "planned" if waiting else _compared(document)
    return f"{compared}, but for {joined(exceptions)}" if exceptions else compared


def _compared(document: Document) -> str:
    options = document.get("options", {})
    part = options.get("select") or options.get("exclude") or options.get("no_removals")
    return "the selected part of the repository says" if part else "the repository says"


def _absent(document: Document) -> Iterator[str]:
    """Count the principals that were left out of the wish: nothing was compared of them."""
    codes = Counter(problem["code"] for problem in document["problems"])
    for code, words in ((Absence.GONE, "gone"), (Absence.PENDING, "not activated yet")):
        if codes[code]:
            yield f"{count(codes[code], 'principal')} that {'is' if codes[code] == 1 else 'are'} {words}"


def _lapsed(document: Document) -> list[str]:
    number = len(lapsed(document))
    return [f"{count(number, 'object')} with a warning that no plan can settle"] if number else []


def lapsed(document: Document) -> frozenset[str]:
    """Name the objects that are not as they should be, and that no plan repairs."""
    return frozenset(problem["address"] for problem in document["problems"] if problem["code"] in set(Lapse))
