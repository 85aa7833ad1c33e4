"""What apply.sh applies: the plan that was reviewed, with its digest and its options, and nothing else."""

import pytest

from tests.ci.archives import OPTIONS, archive, plan
from tests.ci.github_server import GitHub
from tests.ci.jobs import SHA
from tests.ci.scripts import Scripts

ONE, TWO = "1" * 64, "2" * 64
HEAD = "b" * 40
BY_HAND = "Review the plan of now on the page of this job, and run this workflow by hand with its digest: sha256:"
TEXT = ["--format", "text", "--format"]


def test_a_digest_that_was_reviewed_is_applied(scripts: Scripts) -> None:
    """The report is kept, and the options are those of the workflow's variables."""
    page = scripts.answer("apply", 0)
    ended = scripts.run("apply.sh", RECONCILER_DIGEST=f"sha256:{ONE}", RECONCILER_SELECT="experience")
    assert (ended.code, ended.summary) == (0, f"\n{page}")
    (words,) = scripts.words()
    assert words[:4] == ["apply", "--yes", "--report", "reconciler-out/report.json"]
    assert words[4:] == [f"--expect=sha256:{ONE}", "--select=experience", *TEXT, "markdown=reconciler-out/apply.md"]
    assert (scripts.answers / "report.json").exists()


@pytest.mark.parametrize(
    "digest", ["1" * 64, f"sha256:{ONE} --accept=x", f"sha256:{ONE}\n", "sha256:$(touch pwned)", "x"]
)
def test_a_digest_of_another_form_applies_nothing(scripts: Scripts, digest: str) -> None:
    """Whoever starts the workflow by hand types it."""
    scripts.answer("apply", 0)
    ended = scripts.run("apply.sh", RECONCILER_DIGEST=digest)
    assert (ended.code, scripts.words()) == (1, [])
    assert "::error::The digest must be sha256: and 64 hexadecimal digits. Nothing was applied." in ended.out


def test_a_stale_plan_shows_the_plan_of_now(scripts: Scripts) -> None:
    """The job fails with 5, and says how to apply the plan that it shows."""
    scripts.answer("apply", 5)
    page = scripts.answer("plan", 2, TWO)
    ended = scripts.run("apply.sh", RECONCILER_DIGEST=f"sha256:{ONE}")
    assert ended.code == 5
    assert [words[0] for words in scripts.words()] == ["apply", "plan"]
    assert page in ended.summary
    assert f"and run this workflow by hand with its digest: sha256:{TWO}" in ended.summary


def test_a_stale_plan_with_nothing_left_to_apply_is_green(scripts: Scripts) -> None:
    """Another run has carried it out already."""
    scripts.answer("apply", 5)
    scripts.answer("plan", 0, TWO)
    ended = scripts.run("apply.sh", RECONCILER_DIGEST=f"sha256:{ONE}")
    assert (ended.code, "there is nothing to apply." in ended.summary) == (0, True)
    assert "error" not in ended.summary


@pytest.mark.parametrize("code", [1, 3, 4, 6, 7, 64, 130])
def test_an_apply_that_fails_fails_the_job(scripts: Scripts, code: int) -> None:
    """No code is lost; a refusal says where it is accepted."""
    scripts.answer("apply", code)
    ended = scripts.run("apply.sh", RECONCILER_DIGEST=f"sha256:{ONE}")
    assert ended.code == code
    assert ("Accept it by lines in accepted: of the settings file" in ended.summary) == (code == 4)


@pytest.fixture
def merged(github: GitHub, scripts: Scripts) -> Scripts:
    """Return the scripts in the job of a push that merged pull request 7, with an apply that succeeds."""
    github.permissions = {"actions", "pull-requests"}
    pull = {"number": 7, "merged_at": "2026-11-26T20:01:00Z", "merge_commit_sha": SHA, "commits": [SHA]}
    github.pulls.append({**pull, "base": {"ref": "main"}, "head": {"sha": HEAD}})
    scripts.environment.update(GITHUB_REF="refs/heads/main", GITHUB_REF_NAME="main")
    scripts.answer("apply", 0)
    return scripts


def test_the_plan_of_the_pull_request_is_applied(merged: Scripts, github: GitHub) -> None:
    """Its options are words of the command line, and the variables of the workflow do not count."""
    options = {**OPTIONS, "select": ["experience.*"], "no_removals": True}
    github.run_of(HEAD, archive(plan(options=options, accepted=["max_removals@11111111"])))
    ended = merged.run("apply.sh", RECONCILER_SELECT="product")
    assert (ended.code, ended.err) == (0, "")
    (words,) = merged.words()
    assert words[4:-4] == [f"--expect=sha256:{ONE}", "--select=experience.*", "--no-removals"]
    assert "The reviewed plan is that of pull request 7.\n" in ended.out


def test_an_artifact_cuts_no_connection_by_itself(merged: Scripts, github: GitHub) -> None:
    """The option narrows nothing, so the workflow of the branch has to state it, too."""
    github.run_of(HEAD, archive(plan(options={**OPTIONS, "reject_connections": True})))
    merged.answer("plan", 2, TWO)
    ended = merged.run("apply.sh")
    assert (ended.code, [words[0] for words in merged.words()]) == (1, ["plan"])
    assert "the variable RECONCILER_REJECT_CONNECTIONS of this job is not true." in ended.summary
    assert merged.run("apply.sh", RECONCILER_REJECT_CONNECTIONS="true").code == 0
    assert merged.words()[-1][4:6] == [f"--expect=sha256:{ONE}", "--reject-connections"]


@pytest.mark.parametrize(
    "content",
    [
        archive(plan(options={**OPTIONS, "select": ["$(touch pwned)"]})),
        archive(plan(options={**OPTIONS, "select": ["--accept=max_removals@11111111"]})),
        archive(plan(), "../plan.json"),
        b"no zip",
    ],
)
def test_a_forged_artifact_applies_nothing(merged: Scripts, github: GitHub, content: bytes) -> None:
    """The job fails, and shows the plan of now with its digest."""
    github.run_of(HEAD, content)
    merged.answer("plan", 2, TWO)
    ended = merged.run("apply.sh")
    assert (ended.code, [words[0] for words in merged.words()]) == (1, ["plan"])
    assert f"\n**error:** Nothing was applied. {BY_HAND}{TWO}\n" in ended.summary
    assert not list(merged.folder.rglob("pwned"))


def test_a_direct_push_applies_nothing(merged: Scripts, github: GitHub) -> None:
    """The job says why, and what to do."""
    github.pulls.clear()
    merged.answer("plan", 2, TWO)
    ended = merged.run("apply.sh")
    assert (ended.code, [words[0] for words in merged.words()]) == (1, ["plan"])
    assert ended.outputs == {"exit-code": "1", "digest": f"sha256:{TWO}"}
    assert f"::warning::no pull request was merged into main as {SHA}, so there is no reviewed plan." in ended.out
    assert f"by hand with its digest: sha256:{TWO}" in ended.out


@pytest.mark.parametrize(("code", "ends"), [(0, 0), (2, 1), (3, 1), (7, 1)])
def test_a_direct_push_is_green_only_if_there_is_nothing_to_apply(
    merged: Scripts, github: GitHub, code: int, ends: int
) -> None:
    """A change of a comment in a document needs no reviewed plan; what could not be read is not nothing."""
    github.pulls.clear()
    merged.answer("plan", code)
    ended = merged.run("apply.sh")
    assert (ended.code, "**error:** Nothing was applied" in ended.summary) == (ends, code != 0)


def test_a_refused_plan_of_now_is_not_offered_by_its_digest(merged: Scripts, github: GitHub) -> None:
    """Started by hand with it, the job would be refused: an acceptance is a change of the settings file."""
    github.pulls.clear()
    merged.answer("plan", 4, TWO)
    ended = merged.run("apply.sh")
    assert (ended.code, "by hand" in ended.summary) == (1, False)
    why = "and the plan of now is refused. Accept it by lines in accepted: of the settings file, in a pull request."
    assert f"::error::Nothing was applied, {why}\n" in ended.out
