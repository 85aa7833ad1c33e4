"""A verification as text: a verdict, then each line with its status, its reason and what to run next."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from reconciler.printed import VerificationJson, VerifiedLineJson

from .page import Page, separated
from .problems import problem_lines
from .style import PLAIN, Style
from .words import clean


def verification_lines(answer: VerificationJson, style: Style = PLAIN) -> Iterator[str]:
    """Show what was found, line by line."""
    page = Page(style, full=True)
    return separated(
        [
            page.folded(_heading(page, answer)),
            page.messages(problem_lines(page, answer["problems"])),
            (each for lines in _alike(answer["lines"]) for each in _told(page, lines)),
        ]
    )


def verification_verdict(answer: VerificationJson) -> str:
    """Count the lines by their status."""
    counts = Counter(line["status"] for line in answer["lines"])
    said = ", ".join(f"{counts[status]} {status}" for status in ("green", "red", "grey") if counts[status])
    return f"{clean(answer['service'])} seen from account {clean(answer['observer'])}: {said}"


def _heading(page: Page, answer: VerificationJson) -> Iterator[str]:
    yield page.strong(f"{verification_verdict(answer)}.")
    yield f"  {clean(answer['service_name'])}"
    yield f"  looked from {clean(answer['region'])} at {clean(answer['at'])}"


def _alike(lines: Sequence[VerifiedLineJson]) -> Iterator[list[VerifiedLineJson]]:
    """Group neighbours that have the same status, reason and commands: these are told once."""
    for _, group in groupby(lines, key=lambda line: (line["status"], line["because"], line["commands"])):
        yield list(group)


def _told(page: Page, lines: Sequence[VerifiedLineJson]) -> Iterator[str]:
    """Yield status and title of each line, then why; commands are not folded, so that they can be pasted."""
    for line in lines:
        yield from _title(page, line)
    yield from page.folded([f"         {clean(lines[0]['because'])}"])
    yield from (f"           {clean(command)}" for command in lines[0]["commands"])


def _title(page: Page, line: VerifiedLineJson) -> Iterator[str]:
    color = {"green": page.style.good, "red": page.style.error, "grey": page.style.faint}[line["status"]]
    yield from page.folded([f"  {color}{line['status']:5}{page.style.off}  {clean(line['title'])}"])
