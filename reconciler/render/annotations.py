"""Problems as annotations: workflow commands of GitHub Actions, and SARIF 2.1.0 for code scanning.

Sources: GitHub's pages "Workflow commands for GitHub Actions" and "SARIF results exceed one or more limits", and the
OASIS standard SARIF 2.1.0.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote

from reconciler.printed import ProblemJson

from .words import clean, clean_lines, count

_PLACE: Final = re.compile(r"(.+):([1-9]\d*):([1-9]\d*)", re.DOTALL)
_COMMANDS: Final = {"error": "error", "refused": "error", "warning": "warning", "note": "notice"}
MOST_RESULTS: Final = 25_000
"""GitHub refuses a file with a run that has more results; of those that it takes, it shows 5,000."""
_LEVELS: Final = {"error": "error", "refused": "error", "warning": "warning", "note": "note"}


def github_lines(problems: Sequence[ProblemJson]) -> Iterator[str]:
    """Return a workflow command for each problem, or one plain line if there are none.

    Example: `::error file=a.yaml,line=3,col=5,title=unknown-name::no product is named 'datadgo'`.
    """
    if not problems:
        yield "No problems found."
    for problem in problems:
        path, line, column = _place(problem["source"])
        named = {"file": path, "line": line, "col": column, "title": problem["code"]}
        properties = ",".join(f"{name}={_property(value)}" for name, value in named.items() if value)
        yield f"::{_COMMANDS[problem['severity']]} {properties}::{_data(_text(problem))}"


def github_notice(title: str, text: str) -> str:
    """Return a workflow command that says something about a run as a whole.

    Example: `::notice title=reconciler plan::3 members%3A 1 clean, 2 changed.`
    """
    return f"::notice title={_property(title)}::{_data(text)}"


def sarif(
    problems: Sequence[ProblemJson],
    summaries: Mapping[str, str],
    version: str,
    told: Sequence[str] = (),
    *,
    complete: bool = True,
) -> dict[str, Any]:
    """Return a SARIF log with a result for each problem; *summaries* says in one line what each code means.

    *told* are sentences about the run as a whole, which is *complete* if it read all that it was to read. Results that
    GitHub would not take are left out, and the log says so.
    """
    kept = problems[:MOST_RESULTS]
    left = len(problems) - len(kept)
    told = [*told, *([f"{count(left, 'problem')} left out: GitHub takes {MOST_RESULTS:,} results."] if left else [])]
    codes = sorted({problem["code"] for problem in kept})
    rules = [{"id": code, "shortDescription": {"text": summaries.get(code, code)}} for code in codes]
    driver = {"name": "reconciler", "version": version, "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": list(map(_result, kept))}
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{**run, **({"invocations": [_invocation(told, complete=complete)]} if told else {})}],
    }


def _invocation(told: Sequence[str], *, complete: bool) -> dict[str, Any]:
    """Return what SARIF has to say about a run as a whole."""
    return {
        "executionSuccessful": complete,
        "toolExecutionNotifications": [{"level": "note", "message": {"text": clean(sentence)}} for sentence in told],
    }


def _result(problem: ProblemJson) -> dict[str, Any]:
    path, line, column = _place(problem["source"])
    result = {
        "ruleId": problem["code"],
        "level": _LEVELS[problem["severity"]],
        "message": {"text": _text(problem)},
    }
    if not path:
        return result
    region = {"region": {"startLine": int(line), "startColumn": int(column)}} if line else {}
    return {
        **result,
        "locations": [
            {"physicalLocation": {"artifactLocation": {"uri": quote(path, errors="surrogateescape")}, **region}}
        ],
    }


def _place(source: str | None) -> tuple[str, str, str]:
    """Return file, line and column; a part that is unknown is empty."""
    found = _PLACE.fullmatch(source or "")
    return (found[1], found[2], found[3]) if found else (source or "", "", "")


def _text(problem: ProblemJson) -> str:
    return "\n".join(filter(None, [problem["message"], problem["hint"]]))


def _data(text: str) -> str:
    """Escape the text of a workflow command as GitHub's own toolkit does, so that it is one line; show controls."""
    return "\n".join(clean_lines(text)).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Escape the value of a property, which ends at a comma or a colon."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
