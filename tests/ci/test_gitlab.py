"""The comment, the issue and the reviewed plan of a project on GitLab: gitlab.py."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from gitlab import comment, issue, plan
from rest import RestError, insist, main

from tests.ci.gitlab_server import FORK, OTHER, PROJECT, TOKEN, GitLab, serving

SHA, HEAD, RESULT = "a" * 40, "b" * 40, "c" * 40
DIGEST = f"sha256:{'1' * 64}"
PLAN = f"<!-- reconciler plan prod/reconciler.yaml {DIGEST} -->\nThe plan.\n"
OLDER = "<!-- reconciler plan prod/reconciler.yaml sha256:none -->\nNo plan could be made.\n"
DRIFT = f"<!-- reconciler drift reconciler.yaml {DIGEST} -->\nThe experience finance differs.\n"
OPTIONS = {"select": ["experience.finance"], "exclude": [], "no_removals": True, "reject_connections": False}
REVIEWED = json.dumps({"digest": DIGEST, "options": {**OPTIONS, "at": None}, "accepted": ["delete@11111111"]}).encode()
WORDS = [f"--expect={DIGEST}", "--select=experience.finance", "--no-removals"]


@pytest.fixture
def gitlab(monkeypatch: pytest.MonkeyPatch) -> Iterator[GitLab]:
    """Return a GitLab to which this process is a job of merge request 7, and of the branch main."""
    with serving(GitLab()) as running:
        variables = {
            "CI_API_V4_URL": running.address,
            "CI_PROJECT_ID": str(PROJECT),
            "CI_MERGE_REQUEST_IID": "7",
            "CI_COMMIT_SHA": SHA,
            "CI_COMMIT_BRANCH": "main",
            "RECONCILER_TOKEN": TOKEN,
            "RECONCILER_PAUSE": "0",
        }
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        yield running


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return the file of a plan."""
    made = tmp_path / "plan.md"
    made.write_text(PLAN)
    return made


def kept(text: str, code: str, file: Path) -> str:
    """Keep the issue about *text*, with which drift ended in *code*."""
    file.write_text(text)
    return issue(file, code)


def words(file: Path) -> list[str]:
    """Return the options of the reviewed plan."""
    plan(file)
    return file.read_text().split("\0")[:-1]


def test_the_first_plan_is_a_new_comment_and_the_next_updates_it(gitlab: GitLab, file: Path) -> None:
    """The marker without its digest finds the comment, also on the second page; comments of others are left alone."""
    gitlab.note(OLDER, OTHER)
    assert comment(file) == "A comment was written on merge request 7."
    for number in range(120):
        gitlab.note(f"Looks good to me, {number}", OTHER)
    file.write_text(OLDER)
    assert comment(file) == "The comment on merge request 7 was updated."
    assert gitlab.bodies()[:2] == [OLDER, OLDER]
    assert (len(gitlab.notes), gitlab.notes[1]["author"]) == (122, {"id": 99})


def test_of_two_comments_the_older_one_is_kept(gitlab: GitLab, file: Path) -> None:
    """Two pipelines at the same moment may have written one each."""
    gitlab.note(PLAN), gitlab.note(OLDER)
    comment(file)
    assert gitlab.bodies() == [PLAN]
    assert [call for call in gitlab.calls if not call.startswith("GET")] == ["DELETE /merge_requests/7/notes/2"]


def test_a_branch_without_a_merge_request_gets_no_comment(
    gitlab: GitLab, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is asked."""
    monkeypatch.delenv("CI_MERGE_REQUEST_IID")
    assert comment(file) == "This run is of no merge request, so no comment was written."
    assert gitlab.calls == []


def test_a_token_that_only_reads_ends_the_step(gitlab: GitLab, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The message is GitLab's."""
    gitlab.reads_only = True
    assert main(lambda: comment(file)) == 1
    assert capsys.readouterr().err == "POST /projects/42/merge_requests/7/notes: HTTP 403 403 Forbidden\n"


@pytest.mark.parametrize("name", ["RECONCILER_TOKEN", "CI_PROJECT_ID", "CI_API_V4_URL"])
@pytest.mark.usefixtures("gitlab")
def test_a_variable_that_is_missing_is_named(
    file: Path, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The step ends with one line."""
    monkeypatch.delenv(name)
    assert main(lambda: comment(file)) == 1
    assert capsys.readouterr().err == f"the environment variable {name} is not set\n"


def test_one_issue_is_opened_updated_and_closed(gitlab: GitLab, tmp_path: Path) -> None:
    """Issues of others with the same text are left alone; the end of drift is said before the issue closes."""
    other = gitlab.issue(DRIFT, OTHER)
    file = tmp_path / "drift.md"
    assert kept(DRIFT, "2", file) == "Issue 2 was opened."
    assert (gitlab.issues[1]["title"], gitlab.issues[1]["labels"]) == (
        "AWS differs from the repository",
        "reconciler-drift",
    )
    assert kept(DRIFT.replace("finance", "sales"), "2", file) == "Issue 2 was updated and stays open."
    assert kept(DRIFT.replace(DIGEST, "sha256:none"), "7", file) == "Issue 2 was updated and stays open."
    assert kept(DRIFT, "0", file) == "Issue 2 was closed: there is no drift any more."
    assert [(one["state"], one["description"]) for one in (other, *gitlab.issues[1:])] == [
        ("opened", DRIFT),
        ("closed", DRIFT.replace(DIGEST, "sha256:none")),
    ]
    assert gitlab.bodies() == [f"There is no drift any more: AWS is as {SHA} says."]
    assert kept(DRIFT, "0", file) == "No issue is open, and none was opened."


def test_a_request_that_failed_for_a_moment_is_tried_again(gitlab: GitLab, file: Path) -> None:
    """The step begins again by reading."""
    gitlab.faults = [("GET", 502), ("POST", 500)]
    assert insist(lambda: comment(file), 0) == "A comment was written on merge request 7."
    assert gitlab.bodies() == [PLAN]


@pytest.mark.parametrize(
    "merge",
    [
        {"merge_commit_sha": SHA},
        {"squash_commit_sha": SHA},
        {"merge_commit_sha": SHA, "squash_commit_sha": RESULT},
    ],
)
def test_the_plan_of_the_merged_merge_request_is_found(gitlab: GitLab, file: Path, merge: dict[str, str]) -> None:
    """Only its digest and its options are taken, whether a merge commit, a squashed one or both were made."""
    gitlab.request(HEAD, **merge)
    gitlab.planned(HEAD, REVIEWED)
    assert words(file) == WORDS
    assert gitlab.calls[-1] == "GET /jobs/2/artifacts/reconciler-out/plan.json"


def test_the_plan_of_a_fast_forward_is_found(gitlab: GitLab, file: Path) -> None:
    """The last commit of the merge request is the branch's."""
    gitlab.request(SHA)
    gitlab.planned(SHA, REVIEWED)
    assert words(file) == WORDS


@pytest.mark.parametrize("kind", ["merge", "train"])
def test_the_plan_of_merged_results_is_found(gitlab: GitLab, file: Path, kind: str) -> None:
    """Their pipelines run for a commit that GitLab made for them."""
    gitlab.request(HEAD, merge_commit_sha=SHA)
    gitlab.planned(RESULT, REVIEWED, ref=f"refs/merge-requests/7/{kind}")
    assert words(file) == WORDS


def test_a_plan_of_a_job_that_was_repeated_after_the_merge_is_not_taken(gitlab: GitLab, file: Path) -> None:
    """Nobody has reviewed it: the newest one that ended before the merge is, whatever time zone the server writes."""
    gitlab.request(HEAD, merge_commit_sha=SHA)
    first = gitlab.planned(HEAD, REVIEWED, finished_at="2026-11-26T21:00:59.000+01:00")
    again = gitlab.planned(HEAD, b"forged", id=first["id"], finished_at="2026-11-26T20:01:00.001Z")
    gitlab.planned(HEAD, b"forged", created_at="2026-11-26T20:02:00.000Z", finished_at="2026-11-26T20:03:00.000Z")
    gitlab.planned(HEAD, None, id=first["id"], finished_at=None)
    assert words(file) == WORDS
    first["finished_at"] = again["finished_at"]
    with pytest.raises(RestError, match="its job had not ended before the merge, made no plan"):
        plan(file)


def test_the_newest_plan_counts(gitlab: GitLab, file: Path) -> None:
    """If the newest pipeline of the last commit has no plan, no older one is taken in its place."""
    gitlab.request(HEAD, merge_commit_sha=SHA)
    gitlab.planned(HEAD, b"older")
    newest = gitlab.planned(HEAD, REVIEWED)
    assert words(file) == WORDS
    del gitlab.plans[newest["job"]]
    with pytest.raises(RestError, match="the plan of merge request 7 is not there"):
        plan(file)


@pytest.mark.parametrize(
    "other",
    [{"project_id": FORK}, {"source": "push"}, {"sha": RESULT}, {"ref": "refs/merge-requests/8/merge", "sha": RESULT}],
)
def test_plans_of_others_are_not_taken(gitlab: GitLab, file: Path, other: dict[str, str]) -> None:
    """A plan of a fork, of a branch, of an older commit and of another merge request are not the reviewed one."""
    gitlab.request(HEAD, merge_commit_sha=SHA)
    gitlab.planned(HEAD, REVIEWED, **other)
    with pytest.raises(RestError, match="the plan of merge request 7 is not there"):
        plan(file)
    assert not [call for call in gitlab.calls if "artifacts" in call]


@pytest.mark.parametrize(
    "other",
    [
        {"merge_commit_sha": RESULT, "commits": [SHA]},
        {"merge_commit_sha": SHA, "state": "opened"},
        {"merge_commit_sha": SHA, "target_branch": "other"},
        {"merge_commit_sha": SHA, "target_project_id": FORK},
    ],
)
def test_a_commit_that_no_merge_made_has_no_plan(gitlab: GitLab, file: Path, other: dict[str, str]) -> None:
    """A direct push, and merges into other branches or projects, were not reviewed for this branch."""
    gitlab.request(HEAD, **other)
    gitlab.planned(HEAD, REVIEWED)
    with pytest.raises(RestError, match=f"no merge request was merged into main as {SHA}"):
        plan(file)


def test_a_server_that_fails_is_no_missing_plan(gitlab: GitLab, file: Path) -> None:
    """Only 404 means that there is no artifact."""
    gitlab.request(HEAD, merge_commit_sha=SHA)
    gitlab.planned(HEAD, REVIEWED)
    gitlab.faults = [("GET", 403)]
    with pytest.raises(RestError, match="HTTP 403"):
        plan(file)
