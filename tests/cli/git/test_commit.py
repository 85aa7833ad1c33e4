"""The commit of a plan: marked if planned files are not in it; unknown if git does not answer."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from reconciler.cli.git.commit import Commit, find_commit
from reconciler.pipeline import sources_of
from tests.cli.fakes import FakeProgram, command

TOLD = "0123456789abcdef0123456789abcdef01234567"
IDENTITY = ["-c", "user.name=a", "-c", "user.email=a@example.com"]


def git(*words: str) -> str:
    """Run git in the working directory; return its output."""
    return subprocess.run(["git", *IDENTITY, *words], check=True, capture_output=True, text=True).stdout.strip()


def write(name: str, text: str = "kind: product\n") -> None:
    """Write one file of the repository."""
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text)


def stage(name: str) -> None:
    """Write one file of the repository and stage it."""
    write(name)
    git("add", ".")


def found(**environment: str) -> Commit:
    """Return the commit of the files that the settings in the working directory name."""
    return find_commit(sources_of(Path("reconciler.yaml")), environment)


@pytest.fixture
def head(here: Path) -> str:
    """Change to a repository whose files are all committed; return the commit."""
    del here
    write("desired_state/a.yaml")
    write(".gitignore", "generated*\n")
    git("init", "--quiet")
    git("add", ".")
    git("commit", "--quiet", "--message", "Begin")
    return git("rev-parse", "HEAD")


@pytest.mark.parametrize("variable", ["GITHUB_SHA", "CI_COMMIT_SHA"])
@pytest.mark.usefixtures("here")
def test_without_git_the_commit_is_read_from_ci_variables(variable: str) -> None:
    """A copy of the files without a git repository has the commit that the CI names."""
    assert found(**{variable: TOLD}) == Commit(TOLD)


def test_a_variable_that_holds_no_commit_is_ignored(here: Path) -> None:
    """Without git and without a valid variable there is no commit, which is said only with -v."""
    assert found(GITHUB_SHA="main; rm -rf") == Commit(
        None, aside=f"{here.resolve()} is not in a git repository, so the plan names no commit"
    )


@pytest.mark.usefixtures("here")
def test_a_git_repository_without_commits_has_no_commit() -> None:
    """The reason is said only with -v."""
    git("init", "--quiet")
    assert found() == Commit(None, aside="nothing is committed yet, so the plan names no commit")


def test_the_commit_of_git_overrides_the_ci_variables(head: str) -> None:
    """The plan is made from the files that are checked out. The variables may be about another commit or repository."""
    assert (found(), found(GITHUB_SHA=TOLD)) == (Commit(head), Commit(head))


MOVED = ("desired_state/a.yaml", "desired_state/z.yaml")
EDITS: dict[str, Callable[[], object]] = {
    "reconciler.yaml": lambda: write("reconciler.yaml", "version: 1\n"),
    "desired_state/a.yaml": lambda: write("desired_state/a.yaml", "kind: experience\n"),
    "desired_state/b ü.YML": lambda: write("desired_state/b ü.YML"),
    "desired_state/staged.yaml": lambda: stage("desired_state/staged.yaml"),
    "desired_state/x/y/new.yaml": lambda: write("desired_state/x/y/new.yaml"),
    "desired_state/generated.yaml": lambda: write("desired_state/generated.yaml"),
}


@pytest.mark.parametrize(("file", "edit"), EDITS.items(), ids=EDITS.keys())
def test_uncommitted_documents_mark_the_commit(head: str, file: str, edit: Callable[[], object]) -> None:
    """Documents that are edited, staged, new or ignored by git are planned, so the commit is marked."""
    edit()
    found_ = found()
    assert found_.sha == f"{head}-dirty"
    assert [(one.severity, one.code, one.message, one.hint) for one in found_.problems] == [
        (
            "note",
            "uncommitted",
            f"the plan contains uncommitted changes: {file} differs from {head[:7]}",
            f"commit them before you apply; until then the plan and its change sets are marked {head[:7]}-dirty",
        )
    ]


@pytest.mark.parametrize("ending", [lambda: Path("desired_state/a.yaml").unlink(), lambda: git("mv", *MOVED)])
def test_a_deleted_document_marks_the_commit(head: str, ending: Callable[[], object]) -> None:
    """A document that is deleted and not committed changes the desired state."""
    ending()
    assert found().sha == f"{head}-dirty"
    assert "desired_state/a.yaml" in found().problems[0].message


def test_a_document_that_git_no_longer_follows_is_named_once(head: str) -> None:
    """Git tells such a file twice: as removed, and as one that it does not know."""
    git("rm", "--quiet", "--cached", "desired_state/a.yaml")
    message = f"the plan contains uncommitted changes: desired_state/a.yaml differs from {head[:7]}"
    assert [one.message for one in found().problems] == [message]


@pytest.mark.parametrize("file", ["README.md", "other/a.yaml", "desired_state/README.md", "desired_state/.hidden.yaml"])
def test_other_files_do_not_mark_the_commit(head: str, file: str) -> None:
    """Edits of files that the plan does not read do not mark the commit."""
    write(file)
    assert found() == Commit(head)


@pytest.mark.usefixtures("head")
def test_uncommitted_included_files_mark_the_commit() -> None:
    """Included files and targets of links are planned, wherever they are in the repository."""
    write("reconciler.yaml", "version: 1\ninclude: [shared]\n")
    write("shared/p.yaml")
    write("elsewhere/linked.yaml")
    Path("desired_state/link.yaml").symlink_to("../elsewhere/linked.yaml")
    git("add", ".")
    git("commit", "--quiet", "--message", "Share")
    assert found() == Commit(git("rev-parse", "HEAD"))
    write("shared/p.yaml", "kind: experience\n")
    write("elsewhere/linked.yaml", "kind: experience\n")
    (problem,) = found().problems
    assert ("shared/p.yaml" in problem.message, "elsewhere/linked.yaml" in problem.message) == (True, True)


@pytest.mark.usefixtures("head")
def test_files_of_another_repository_are_named_in_a_note(tmp_path_factory: pytest.TempPathFactory) -> None:
    """No commit of this repository holds such a file. A note names it, and the commit is not marked."""
    shared = tmp_path_factory.mktemp("shared") / "p.yaml"
    write(str(shared))
    write("reconciler.yaml", f"version: 1\ninclude: [{os.path.relpath(shared)}]\n")
    git("commit", "--quiet", "--all", "--message", "Share")
    now = git("rev-parse", "HEAD")
    (problem,) = found().problems
    assert (found().sha, problem.code) == (now, "commit-in-part")
    assert (
        problem.message
        == f"{os.path.relpath(shared)} is outside this repository, so commit {now[:7]} does not hold its content"
    )


def test_a_repository_that_git_ignores_is_in_no_commit(head: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy in an ignored folder belongs to no commit of the git repository around it."""
    write("generated/reconciler.yaml", Path("reconciler.yaml").read_text())
    write("generated/desired_state/a.yaml")
    monkeypatch.chdir("generated")
    assert found().sha == f"{head}-dirty"


def test_three_uncommitted_files_are_named(head: str) -> None:
    """Three uncommitted files are named and the others are counted."""
    for name in "bcdef":
        write(f"desired_state/{name}.yaml")
    (problem,) = found().problems
    files = "desired_state/b.yaml, desired_state/c.yaml, desired_state/d.yaml and 2 more"
    assert problem.message == f"the plan contains uncommitted changes: {files} differ from {head[:7]}"


def refusing(folder: Path, environment: pytest.MonkeyPatch) -> None:
    """Put a git on the path that refuses repositories of other users, like git 2.35.2 and later."""
    said = f"fatal: detected dubious ownership in repository at '{folder}'\nTo add an exception, call:\n\n"
    advice = f"\tgit config --global --add safe.directory {folder}"
    program = folder / "bin" / "git"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\ncat >&2 <<'END'\n{said}{advice}\nEND\nexit 128\n")
    program.chmod(0o755)
    environment.setenv("PATH", f"{program.parent}:/usr/bin:/bin")


@pytest.mark.usefixtures("head")
@pytest.mark.parametrize(
    ("environment", "sha", "what"),
    [
        ({}, None, "the commit is unknown"),
        ({"GITHUB_SHA": TOLD}, TOLD, "it is unknown whether commit 0123456 holds the planned files"),
    ],
)
def test_the_message_of_a_failing_git_is_shown(
    here: Path, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], sha: str | None, what: str
) -> None:
    """In a container, the checkout may belong to another user: the message of git says how to proceed."""
    refusing(here, monkeypatch)
    (problem,) = found(**environment).problems
    assert (found(**environment).sha, problem.severity, problem.code) == (sha, "note", "commit-unknown")
    assert problem.message == f"{what}: detected dubious ownership in repository at '{here}'"
    assert problem.hint == f"if you trust this repository: git config --global --add safe.directory {here}"


@pytest.mark.usefixtures("head")
def test_a_machine_without_git_gets_one_note(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Planning does not need git. A note says that the commit is not known."""
    monkeypatch.setenv("PATH", str(here))
    (problem,) = found().problems
    assert (problem.severity, problem.message) == ("note", "the commit is unknown: git is not installed")


@pytest.mark.usefixtures("head")
@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (subprocess.TimeoutExpired("git", 5), "git did not answer within 5 seconds"),
        (PermissionError(13, "Permission denied"), "git can't be run: Permission denied"),
    ],
)
def test_a_git_that_fails_does_not_stop_the_plan(
    monkeypatch: pytest.MonkeyPatch, failure: Exception, said: str
) -> None:
    """Git is started once and has a timeout."""

    def fail(*_: object, **__: object) -> None:
        raise failure

    monkeypatch.setattr(subprocess, "run", fail)
    assert found().problems[0].message == f"the commit is unknown: {said}"


def test_a_plan_contains_its_commit_and_verbose_says_why_not() -> None:
    """The JSON has the commit. If there is none, -v prints the reason on stderr."""
    said = command("-v plan --format json", FakeProgram())
    assert json.loads(said.out)["commit"] is None
    assert "is not in a git repository, so the plan names no commit\n" in said.err
    assert "git" not in command("plan", FakeProgram()).err


def test_a_plan_of_uncommitted_files_is_marked(head: str) -> None:
    """The note is part of the plan, so every rendering and every file has it."""
    write("desired_state/b.yaml")
    program = FakeProgram()
    told = json.loads(command("plan --format json", program).out)
    assert told["commit"] == f"{head}-dirty"
    assert program.planned
    assert [one.code for one in program.planned.problems] == ["uncommitted"]
