"""One issue is kept about drift: github.py issue."""

from pathlib import Path

import pytest
from github import issue

from tests.ci.github_server import GitHub
from tests.ci.jobs import SHA

BEGIN = "<!-- reconciler drift reconciler.yaml sha256:"
DRIFT = f"{BEGIN}{'1' * 64} -->\nThe experience finance differs.\n"
OLDER = f"{BEGIN}{'2' * 64} -->\nSomething else differs.\n"
NONE = f"{BEGIN}{'0' * 64} -->\nNo drift.\n"
UNREAD = f"{BEGIN}none -->\nAWS could not be read completely.\n"
LABELS = [{"name": "reconciler-drift"}]


@pytest.fixture
def server(github: GitHub) -> GitHub:
    """Return a GitHub on which the token of the job may write issues."""
    github.permissions = {"issues:write"}
    return github


def kept(text: str, code: str, folder: Path) -> str:
    """Keep the issue about *text*, with which drift ended in *code*."""
    file = folder / "drift.md"
    file.write_text(text)
    return issue(file, code)


def test_the_first_drift_opens_an_issue(server: GitHub, tmp_path: Path) -> None:
    """It has the answer as its text, and the label by which it is found."""
    assert kept(DRIFT, "2", tmp_path) == "Issue 1 was opened."
    (made,) = server.issues
    assert (made["title"], made["body"], made["labels"]) == ("AWS differs from the repository", DRIFT, LABELS)


def test_the_issue_of_other_settings_names_them(server: GitHub, tmp_path: Path) -> None:
    """A repository with two settings files has two issues, and the marker shows only in their source."""
    kept(DRIFT, "2", tmp_path)
    kept(DRIFT.replace(" reconciler.yaml", " prod files/reconciler.yaml"), "2", tmp_path)
    titles = [one["title"] for one in server.issues]
    assert titles[1] == "AWS differs from the repository: prod files/reconciler.yaml"


def test_the_next_drift_updates_the_issue(server: GitHub, tmp_path: Path) -> None:
    """Issues and pull requests of others are left alone."""
    other = server.issue(OLDER, "octocat", labels=LABELS)
    pull = server.issue(OLDER, labels=LABELS, pull_request={})
    ours = server.issue(OLDER, labels=LABELS)
    assert kept(DRIFT, "2", tmp_path) == "Issue 3 was updated and stays open."
    assert [one["body"] for one in (other, pull, ours)] == [OLDER, OLDER, DRIFT]
    assert (len(server.issues), server.comments) == (3, [])


def test_the_same_drift_sends_nothing(server: GitHub, tmp_path: Path) -> None:
    """Nobody is notified twice of the same."""
    server.issue(DRIFT, labels=LABELS)
    kept(DRIFT, "2", tmp_path)
    assert server.calls == ["GET /issues"]


def test_the_end_of_drift_closes_the_issue(server: GitHub, tmp_path: Path) -> None:
    """A comment says why, and the text stays what it was. Without an issue there is nothing to do."""
    assert kept(NONE, "0", tmp_path) == "No issue is open, and none was opened."
    ours = server.issue(DRIFT, labels=LABELS)
    assert kept(NONE, "0", tmp_path) == "Issue 1 was closed: there is no drift any more."
    assert (ours["state"], ours["body"]) == ("closed", DRIFT)
    assert server.bodies() == [f"There is no drift any more: AWS is as {SHA} says."]
    assert kept(DRIFT, "2", tmp_path) == "Issue 3 was opened."


@pytest.mark.parametrize("code", ["1", "3", "4", "7", "64", "130"])
def test_what_was_not_compared_closes_no_issue(server: GitHub, tmp_path: Path, code: str) -> None:
    """The issue says that AWS could not be read, and stays open; a new one is not opened, since the job fails."""
    assert kept(UNREAD, code, tmp_path) == "No issue is open, and none was opened."
    ours = server.issue(DRIFT, labels=LABELS)
    assert kept(UNREAD, code, tmp_path) == "Issue 1 was updated and stays open."
    assert (ours["state"], ours["body"], server.comments) == ("open", UNREAD, [])


def test_of_two_issues_the_older_one_is_kept(server: GitHub, tmp_path: Path) -> None:
    """Two runs at the same moment may have opened one each."""
    issues = [server.issue(OLDER, labels=LABELS) for _ in range(2)]
    assert kept(DRIFT, "2", tmp_path) == "Issue 1 was updated and stays open."
    assert [(one["state"], one["body"]) for one in issues] == [("open", DRIFT), ("closed", OLDER)]
    assert server.bodies() == ["Another issue is kept about this."]


def test_a_label_that_the_server_drops_is_added(server: GitHub, tmp_path: Path) -> None:
    """GitHub drops labels of authors that may not set them; without the label the next run would open another issue."""
    server.drops_labels = True
    kept(DRIFT, "2", tmp_path)
    assert server.issues[0]["labels"] == LABELS
    assert kept(OLDER, "2", tmp_path) == "Issue 1 was updated and stays open."


def test_an_issue_that_was_opened_in_spite_of_an_error_is_found(server: GitHub, tmp_path: Path) -> None:
    """The server answers 502 and carries the request out; the step begins again by reading."""
    server.faults = [("POST after", 502)]
    file = tmp_path / "drift.md"
    file.write_text(DRIFT)
    from rest import insist

    assert insist(lambda: issue(file, "2"), 0) == "Issue 1 was updated and stays open."
    assert len(server.issues) == 1
