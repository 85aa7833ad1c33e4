"""Problems as annotations: workflow commands of GitHub Actions, and SARIF 2.1.0 for code scanning.

Sources: GitHub's page "Workflow commands for GitHub Actions", and the OASIS standard SARIF 2.1.0.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote

from reconciler.printed import ProblemJson

from .words import clean_lines

_PLACE: Final = re.compile(r"(.+):([1-9]\d*):([1-9]\d*)", re.DOTALL)
_COMMANDS: Final = {"error": "error", "refused": "error", "warning": "warning", "note": "notice"}
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


def sarif(problems: Sequence[ProblemJson], summaries: Mapping[str, str], version: str) -> dict[str, Any]:
    """Return a SARIF log with a result for each problem; *summaries* says in one line what each code means."""
    codes = sorted({problem["code"] for problem in problems})
    rules = [{"id": code, "shortDescription": {"text": summaries.get(code, code)}} for code in codes]
    driver = {"name": "reconciler", "version": version, "rules": rules}
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": list(map(_result, problems))}
        ],
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
