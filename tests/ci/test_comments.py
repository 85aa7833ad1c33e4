"""One comment of a pull request has the plan: github.py comment."""

from collections.abc import Callable
from pathlib import Path

import pytest
from github import comment
from rest import RestError, main

from tests.ci.github_server import GitHub

DIGEST = f"sha256:{'1' * 64}"
PLAN = f"<!-- reconciler plan prod/reconciler.yaml {DIGEST} -->\nThe plan.\n"
OLDER = "<!-- reconciler plan prod/reconciler.yaml sha256:none -->\nNo plan could be made.\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return the file of a plan."""
    made = tmp_path / "plan.md"
    made.write_text(PLAN)
    return made


def done(step: Callable[[], str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Return how a step ended and what it said."""
    code = main(step)
    said = capsys.readouterr()
    return code, (said.err if code else said.out).rstrip("\n").rpartition("\n")[2]


def test_the_first_plan_is_a_new_comment(github: GitHub, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The text is the file, with its marker."""
    github.permissions = {"pull-requests:write"}
    assert done(lambda: comment(file), capsys) == (0, "A comment was written on pull request 7.")
    assert github.bodies() == [PLAN]


def test_the_next_plan_updates_the_comment(github: GitHub, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The marker without its digest finds the comment, also on the second page."""
    github.permissions = {"pull-requests:write"}
    for number in range(150):
        github.comment(f"Looks good to me, {number}", "octocat")
    github.comment(OLDER)
    assert done(lambda: comment(file), capsys) == (0, "The comment on pull request 7 was updated.")
    assert (len(github.comments), github.bodies()[-1]) == (151, PLAN)


def test_an_unchanged_comment_is_not_sent_again(github: GitHub, file: Path) -> None:
    """Nobody is notified of a plan that is the same."""
    github.permissions = {"pull-requests:write"}
    github.comment(PLAN)
    comment(file)
    assert github.calls == ["GET /issues/7/comments"]


@pytest.mark.parametrize(
    ("body", "user"),
    [
        (OLDER, "octocat"),
        (OLDER.replace("prod/", ""), "github-actions[bot]"),
        (OLDER.replace(" plan ", " drift "), "github-actions[bot]"),
        (f"> {OLDER}", "github-actions[bot]"),
    ],
)
def test_comments_of_others_are_left_alone(github: GitHub, file: Path, body: str, user: str) -> None:
    """Anybody can write the marker: the author counts, too, and so do the command and the settings file."""
    github.permissions = {"pull-requests:write"}
    github.comment(body, user)
    comment(file)
    assert github.bodies() == [body, PLAN]


def test_of_two_comments_the_older_one_is_kept(github: GitHub, file: Path) -> None:
    """Two runs at the same moment may have written one each."""
    github.permissions = {"pull-requests:write"}
    kept, other = github.comment(OLDER), github.comment(OLDER)
    comment(file)
    assert [one["id"] for one in github.comments] == [kept["id"]] != [other["id"]]
    assert github.bodies() == [PLAN]


def test_a_comment_that_was_written_in_spite_of_an_error_is_found(
    github: GitHub, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A server may carry a request out and answer 502; the step begins again by reading."""
    github.permissions = {"pull-requests:write"}
    github.faults = [("GET", 503), ("POST after", 502)]
    assert done(lambda: comment(file), capsys) == (0, "The comment on pull request 7 was updated.")
    assert github.bodies() == [PLAN]


def test_a_server_that_stays_down_ends_the_step(github: GitHub, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Four attempts are made."""
    github.faults = [("GET", 500)] * 5
    assert done(lambda: comment(file), capsys) == (
        1,
        "GET /issues/7/comments?per_page=100&page=1: HTTP 500 Server Error",
    )
    assert len(github.calls) == 4


def test_a_token_without_the_permission_ends_the_step(
    github: GitHub, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The message is GitHub's, with the permissions of its header, and it is not tried again."""
    github.permissions = {"pull-requests"}
    code, said = done(lambda: comment(file), capsys)
    needed = "(needed: issues:write; pull-requests:write)"
    assert (code, said) == (1, f"POST /issues/7/comments: HTTP 403 Resource not accessible by integration {needed}")
    assert len(github.calls) == 2


def test_a_run_of_no_pull_request_writes_no_comment(
    github: GitHub, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A plan of a branch, which was started by hand, stands on the page of its job."""
    monkeypatch.setenv("GITHUB_REF", "refs/heads/main")
    assert comment(file) == "This run is of no pull request, so no comment was written."
    assert github.calls == []


@pytest.mark.usefixtures("github")
def test_a_file_without_a_marker_is_not_written(file: Path) -> None:
    """The next run would not find the comment."""
    file.write_text("The plan.\n")
    with pytest.raises(RestError, match="the file does not begin with a marker of reconciler"):
        comment(file)


@pytest.mark.parametrize("name", ["GITHUB_TOKEN", "GITHUB_REPOSITORY"])
@pytest.mark.usefixtures("github")
def test_a_variable_that_is_missing_is_named(
    file: Path, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The step ends with one line."""
    monkeypatch.delenv(name)
    assert done(lambda: comment(file), capsys) == (1, f"the environment variable {name} is not set")
