"""The answer of `fmt` as text."""

from collections.abc import Iterator

from reconciler.printed import FileState, FormattingJson

from .page import Page
from .problems import problem_lines
from .words import clean, count

_SHOWN: dict[FileState, str] = {
    "formatted": "formatted",
    "unformatted": "not in canonical form",
    "included": "left as it is: it is included, and belongs to another repository",
}
_SUMMED: dict[FileState, str] = {
    "formatted": "formatted",
    "unformatted": "not in canonical form",
    "unchanged": "in canonical form already",
    "included": "included and left as it is",
    "invalid": "not formatted because of errors",
    "failed": "not written",
}
"""What the summary says of the files in each state, the most important first."""


def formatting_lines(page: Page, answer: FormattingJson) -> Iterator[str]:
    """Show the files that changed or have to change, the errors, and how many files are in which state."""
    for file in answer["files"]:
        if file["state"] in _SHOWN:
            yield f"{clean(file['path'])}: {_SHOWN[file['state']]}"
    yield from page.messages(problem_lines(page, answer["problems"]))
    if answer["problems"] or any(file["state"] in _SHOWN for file in answer["files"]):
        yield ""
    yield _summary(answer)


def _summary(answer: FormattingJson) -> str:
    """Say how many files are in which state: `1 file formatted, 12 files in canonical form already`."""
    states = [file["state"] for file in answer["files"]]
    told = [f"{count(states.count(state), 'file')} {word}" for state, word in _SUMMED.items() if state in states]
    advice = " Run 'reconciler fmt'." if "unformatted" in states else ""
    return f"{', '.join(told) or 'No file was found'}.{advice}"
