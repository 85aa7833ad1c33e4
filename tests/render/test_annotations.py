"""Problems as annotations of a pull request: on the right line, whatever text they have."""

import re
from typing import Any, Literal
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.printed import ProblemJson
from reconciler.render import github_lines, github_notice, sarif

COMMAND = re.compile(r"::(error|warning|notice) ([^\r\n]*?)::([^\r\n]*)")


def problem(source: str | None = "a.yaml:3:5", hint: str | None = None, message: str = "it is wrong") -> ProblemJson:
    """Return an error."""
    return {
        "severity": "error",
        "code": "unknown-name",
        "message": message,
        "source": source,
        "hint": hint,
        "address": None,
        "path": None,
        "remote_id": None,
    }


def of(severity: Literal["error", "refused", "warning", "note"]) -> ProblemJson:
    """Return a problem of a severity."""
    return {**problem(), "severity": severity}


def test_a_problem_is_an_annotation_on_its_line() -> None:
    """The hint follows the message in the same annotation."""
    assert list(github_lines([problem(hint="write its id")])) == [
        "::error file=a.yaml,line=3,col=5,title=unknown-name::it is wrong%0Awrite its id"
    ]


@pytest.mark.parametrize(
    ("severity", "command", "level"),
    [
        ("error", "error", "error"),
        ("refused", "error", "error"),
        ("warning", "warning", "warning"),
        ("note", "notice", "note"),
    ],
)
def test_a_severity_has_a_level_in_both_formats(severity: Any, command: str, level: str) -> None:  # noqa: ANN401 - a literal
    """A refusal is shown as an error: the check fails because of it."""
    (line,) = github_lines([of(severity)])
    assert line.startswith(f"::{command} file=")
    assert results([of(severity)])[0]["level"] == level


@pytest.mark.parametrize(
    ("source", "properties"),
    [
        (None, "title=unknown-name"),
        ("reconciler.yaml", "file=reconciler.yaml,title=unknown-name"),
        ("a:b,c%.yaml:1:2", "file=a%3Ab%2Cc%25.yaml,line=1,col=2,title=unknown-name"),
    ],
)
def test_an_annotation_has_the_most_exact_known_place(source: str | None, properties: str) -> None:
    """Without a line, the annotation is on the file; without a file, on the run. File names are escaped."""
    assert list(github_lines([problem(source)])) == [f"::error {properties}::it is wrong"]


def test_a_run_without_problems_says_so() -> None:
    """An empty log would not tell a check that passed from a check that did not run."""
    assert list(github_lines([])) == ["No problems found."]


@given(st.text(), st.text(min_size=1), st.text())
def test_no_text_makes_a_second_workflow_command(message: str, source: str, hint: str) -> None:
    """Each problem is one line with one command; control characters are shown as escapes."""
    (line,) = github_lines([problem(f"{source}:1:1", hint, message)])
    found = COMMAND.fullmatch(line)
    assert found
    assert line.isprintable()


def results(problems: list[ProblemJson]) -> list[dict[str, Any]]:
    """Return the results of the one run of a SARIF log."""
    (run,) = sarif(problems, {"unknown-name": "a name that no document states"}, "1.2.3")["runs"]
    found: list[dict[str, Any]] = run["results"]
    return found


def test_a_sarif_log_names_the_tool_and_explains_its_codes() -> None:
    """Code scanning shows the summary of a rule. A code occurs once, however many problems have it."""
    log = sarif([problem(), problem()], {"unknown-name": "a name that no document states"}, "1.2.3")
    assert (log["version"], len(log["runs"])) == ("2.1.0", 1)
    assert log["runs"][0]["tool"]["driver"] == {
        "name": "reconciler",
        "version": "1.2.3",
        "rules": [{"id": "unknown-name", "shortDescription": {"text": "a name that no document states"}}],
    }


def test_a_sarif_result_has_a_region_if_its_place_is_known() -> None:
    """Lines and columns begin with 1. The path is a URI reference."""
    assert results([problem("dir ä/a.yaml:3:5", "write its id")]) == [
        {
            "ruleId": "unknown-name",
            "level": "error",
            "message": {"text": "it is wrong\nwrite its id"},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": "dir%20%C3%A4/a.yaml"},
                        "region": {"startLine": 3, "startColumn": 5},
                    }
                }
            ],
        }
    ]
    (whole,) = results([problem("reconciler.yaml")])
    assert whole["locations"] == [{"physicalLocation": {"artifactLocation": {"uri": "reconciler.yaml"}}}]
    (nowhere,) = results([problem(None)])
    assert "locations" not in nowhere


def test_a_sarif_log_leaves_out_what_github_would_refuse() -> None:
    """A run with more than 25,000 results is refused as a whole. The log says how many are left out."""
    (run,) = sarif([problem()] * 25_002, {}, "1.2.3")["runs"]
    assert len(run["results"]) == 25_000
    assert run["invocations"] == [
        {
            "executionSuccessful": True,
            "toolExecutionNotifications": [
                {"level": "note", "message": {"text": "2 problems left out: GitHub takes 25,000 results."}}
            ],
        }
    ]


def test_a_notice_is_one_line() -> None:
    """A name in it cannot begin another workflow command."""
    assert github_notice("a:b", "x\n::error::y") == "::notice title=a%3Ab::x%0A::error::y"


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_the_uri_of_a_sarif_result_is_plain_ascii(path: str) -> None:
    """The file name can be decoded from the URI, whatever its characters are."""
    (one,) = results([problem(f"{path}:1:1")])
    uri = one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert re.fullmatch(r"[A-Za-z0-9_.~/%-]+", uri)
    assert unquote(uri) == path


def test_a_file_name_that_is_not_utf_8_has_annotations() -> None:
    """Linux allows any bytes in a name; Python reads them as lone surrogates."""
    (line,) = github_lines([problem("\udcff.yaml:1:1")])
    assert line.startswith("::error file=\\udcff.yaml,line=1")
    (one,) = results([problem("\udcff.yaml:1:1")])
    assert one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "%FF.yaml"
