"""What AWS is compared with: the whole repository, or less of it."""

from .page import Document

_WAITING = frozenset({"waits", "left-out"})
"""The codes of what stays as it is until the rest of the repository, or its removals, are planned, too."""


def scope(document: Document) -> str:
    """Say whose word AWS is equal to when *document*, a plan, has nothing to change: `the repository says`."""
    options = document.get("options", {})
    if any(problem["code"] in _WAITING for problem in document["problems"]):
        return "planned, but for what is left out"
    if options.get("select") or options.get("exclude") or options.get("no_removals"):
        return "the selected part of the repository says"
    return "the repository says"
