"""Problems as text: place, severity, message and hint."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from reconciler.printed import PlanJson, ProblemJson, ReadJson
from reconciler.spelling import hints

from .page import Page
from .pending import gathered
from .words import clean, clean_lines, count, joined

SEVERITIES = ("error", "refused", "warning", "note")
_MEANINGS = {"error": "error", "refused": "error", "warning": "warning", "note": "note"}
_HEADINGS = {"error": "errors", "refused": "refusals", "warning": "warnings", "note": "notes"}
_ACCEPT = re.compile(r"--accept [a-z_]+@[0-9a-f]{8}")


def problem_lines(page: Page, problems: Sequence[ProblemJson]) -> Iterator[str]:
    """Show problems, worst first, otherwise in their order; without `--full`, long lists of warnings are cut.

    Many endpoints of a service that wait, and many experiences that no document names, are one each, but with `--full`.
    """
    problems = problems if page.full else gathered(problems)
    for severity in SEVERITIES:
        found = [problem for problem in problems if problem["severity"] == severity]
        important = severity in {"error", "refused"}
        for problem in found if important else page.shown(found):
            yield from _problem(page, problem)
        if not important:
            yield from page.rest(found, "")


def _problem(page: Page, problem: ProblemJson) -> Iterator[str]:
    """Show one problem in the form `file:line:column: severity[code] message`, which editors understand."""
    source = f"{clean(problem['source'])}: " if problem["source"] else ""
    label = f"{problem['severity']}[{clean(problem['code'])}]"
    colour = getattr(page.style, _MEANINGS[problem["severity"]])
    first, *more = clean_lines(problem["message"])
    yield f"{source}{colour}{label}{page.style.off} {first}"
    yield from (f"  {line}" for line in more)
    if problem["hint"] and not is_acceptable(problem):
        hint, *more = clean_lines(problem["hint"])
        yield f"  hint: {hint}"
        yield from (f"        {line}" for line in more)


def problem_block(page: Page, problems: Sequence[ProblemJson]) -> Iterator[str]:
    """Show problems below a heading that says of which severities they are."""
    found = {problem["severity"] for problem in problems}
    if found:
        yield page.strong(joined([_HEADINGS[one] for one in SEVERITIES if one in found]).capitalize())
    yield from problem_lines(page, problems)


def nothing_managed(plan: PlanJson) -> bool:
    """Tell whether no document is about an object in AWS: then there is nothing to compare."""
    return any(problem["code"] == "nothing-managed" for problem in plan["problems"])


def refused(plan: PlanJson) -> list[ProblemJson]:
    """Return the refusals of a plan."""
    return [problem for problem in plan["problems"] if problem["severity"] == "refused"]


def is_acceptable(problem: ProblemJson) -> bool:
    """Tell whether a refusal can be accepted: then its hint is the option that accepts it."""
    return _ACCEPT.fullmatch(problem["hint"] or "") is not None


def count_problems(problems: Sequence[ProblemJson]) -> str:
    """Count by severity: `2 errors, 1 warning`."""
    counts = Counter[str](problem["severity"] for problem in problems)
    parts = [count(counts[severity], severity) for severity in SEVERITIES if counts[severity] and severity != "refused"]
    return ", ".join(parts)


def validation_lines(page: Page, problems: Sequence[ProblemJson], read: ReadJson | None = None) -> Iterator[str]:
    """Show the problems of a repository, then whether it is valid and how much of it was *read*."""
    yield from page.messages(problem_lines(page, problems))
    if problems:
        yield ""
    yield validation_verdict(page, problems, read)


def validation_verdict(page: Page, problems: Sequence[ProblemJson], read: ReadJson | None) -> str:
    """Say whether a repository is valid, how much of it was *read*, and how many problems it has."""
    valid = all(problem["severity"] != "error" for problem in problems)
    word = f"{page.style.good}Valid{page.style.off}" if valid else f"{page.style.error}Invalid{page.style.off}"
    return f"{word}: {hints(_tally(read), count_problems(problems) or 'no problems')}."


def _tally(read: ReadJson | None) -> str:
    """Say how much was read: `34 documents of 5 kinds in 12 files`; nothing where that is unknown."""
    if read is None:
        return ""
    if not read["documents"]:
        return "no documents"
    kinds, files = count(read["kinds"], "kind"), count(read["files"], "file")
    return f"{count(read['documents'], 'document')} of {kinds} in {files}"
