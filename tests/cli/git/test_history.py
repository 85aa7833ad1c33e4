"""Git's history of files, read in one log: what a commit changed, and what it did not."""

import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reconciler.attribution import Unproven, Watched
from reconciler.cli.git.asking import Blobs, GitSilenceError, git
from reconciler.cli.git.history import history
from reconciler.cli.git.last_edits import last_edits
from reconciler.model import Address, Edit
from reconciler.pipeline import LastEdits, PastCommit, sources_of
from tests.cli.git_repository import GitRepository, minute

NOW = datetime(2026, 11, 22, 20, tzinfo=UTC)
WISH = "{kind: experience, name: a, title: A}\n"
EXPERIENCE = Address("experience", "a")


@pytest.fixture
def repository(here: Path) -> GitRepository:
    """Return the repository of the working directory, which has settings and no commit."""
    return GitRepository.begin(here)


def write(name: str, text: str = WISH) -> None:
    """Write one file of the repository."""
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text)


def files(commits: Iterable[PastCommit]) -> list[tuple[str | None, list[tuple[str, bool, bool]]]]:
    """Return of each commit its minute, and its files with whether they were there before and after."""
    return [
        (
            one.at.strftime("%M") if one.sha else None,
            [(os.path.relpath(file.path), bool(file.before), file.after != "") for file in one.files],
        )
        for one in commits
    ]


def edit(name: str = "desired_state/a.yaml") -> Edit | Unproven:
    """Return the last edit of the experience, which is in the file *name*."""
    found: LastEdits = last_edits(sources_of(Path("reconciler.yaml")), [Watched(EXPERIENCE)], {EXPERIENCE: name}, NOW)
    return found[EXPERIENCE]


def test_a_log_has_each_file_before_and_after(repository: GitRepository) -> None:
    """Names may hold anything, also what looks like a commit in the answer of git. Links are no files."""
    write("desired_state/commit 1 2.yaml")
    write("desired_state/old.yaml")
    repository.commit(1)
    Path("desired_state/old.yaml").rename("desired_state/new :name.yaml")
    Path("desired_state/link.yaml").symlink_to("commit 1 2.yaml")
    repository.commit(2)
    write("desired_state/commit 1 2.yaml", "")
    write("desired_state/untracked.yaml")
    assert files(history(Path.cwd(), [Path.cwd() / "desired_state"], NOW)) == [
        (None, [("desired_state/untracked.yaml", False, True), ("desired_state/commit 1 2.yaml", True, True)]),
        (
            "02",
            [
                ("desired_state/link.yaml", False, False),
                ("desired_state/new :name.yaml", False, True),
                ("desired_state/old.yaml", True, False),
            ],
        ),
        ("01", [("desired_state/commit 1 2.yaml", False, True), ("desired_state/old.yaml", False, True)]),
    ]


def test_before_the_first_commit_everything_was_edited_now(repository: GitRepository) -> None:
    """Staged or not, a document that is in no commit is an edit of now."""
    write("desired_state/a.yaml")
    assert edit() == Edit(EXPERIENCE, "2026-11-22T20:00:00Z", None)
    repository.run("add", ".")
    assert edit() == Edit(EXPERIENCE, "2026-11-22T20:00:00Z", None)


def test_a_document_behind_a_link_has_no_known_edit(repository: GitRepository) -> None:
    """Another target would change the document without a change of any file."""
    write("elsewhere/real.yaml")
    Path("desired_state").mkdir()
    Path("desired_state/a.yaml").symlink_to("../elsewhere/real.yaml")
    repository.commit(1)
    assert edit() == Unproven("desired_state/a.yaml is in no commit of this repository, or behind a symbolic link")


def test_a_document_of_a_submodule_has_no_known_edit(repository: GitRepository) -> None:
    """Its commits are in another repository."""
    write("desired_state/inner/a.yaml")
    GitRepository.begin(Path("desired_state/inner")).commit(1)
    repository.commit(2)
    assert isinstance(edit("desired_state/inner/a.yaml"), Unproven)


def test_an_ignored_document_that_git_never_had_was_edited_now(repository: GitRepository) -> None:
    """Git does not list it, but drift is compared with it."""
    write(".gitignore", "a.yaml\n")
    write("desired_state/a.yaml")
    repository.commit(1)
    assert edit() == Edit(EXPERIENCE, "2026-11-22T20:00:00Z", None)


def test_files_that_are_not_read_change_no_document(repository: GitRepository) -> None:
    """A copy of the document in an ignored file, in a hidden one, or in a file of another form says nothing."""
    write("reconciler.yaml", 'version: 1\nmarketplace: {account: "111111111111"}\nignore: ["old/*"]\n')
    write("desired_state/a.yaml")
    sha = repository.commit(1)
    for name in ("old/a.yaml", ".hidden.yaml", "a.txt"):
        write(f"desired_state/{name}", WISH.replace("title: A", "title: B"))
    repository.commit(2)
    assert edit() == Edit(EXPERIENCE, minute(1), sha)


def test_a_document_was_changed_when_it_could_be_parsed_again(repository: GitRepository) -> None:
    """A broken version of a file holds no document, and is no failure."""
    for at, text in enumerate((WISH, "a: [\n", WISH), 1):
        write("desired_state/a.yaml", text)
        repository.commit(at)
    assert edit() == Edit(EXPERIENCE, minute(3), repository.run("rev-parse", "HEAD"))


@pytest.mark.parametrize("way", ["off", "combined", "dense-combined", "first-parent"])
def test_a_merge_counts_whatever_git_shows_of_merges(repository: GitRepository, way: str) -> None:
    """The user's `log.diffMerges` hides no merge: else the date would be that of an older commit."""
    write("desired_state/a.yaml")
    repository.commit(1)
    repository.run("checkout", "--quiet", "-b", "work")
    write("desired_state/a.yaml", WISH.replace("title: A", "title: B"))
    repository.commit(2)
    repository.run("checkout", "--quiet", "main")
    write("desired_state/b.yaml", WISH.replace("name: a", "name: b"))
    repository.commit(3)
    repository.run("merge", "--quiet", "--no-ff", "work", at=10)
    repository.run("config", "log.diffMerges", way)
    assert edit() == Edit(EXPERIENCE, minute(10), repository.run("rev-parse", "HEAD"))


def test_a_commit_of_no_possible_date_leaves_the_edit_unknown(repository: GitRepository) -> None:
    """Whoever commits can choose any date, also one that no clock shows."""
    write("desired_state/a.yaml")
    repository.commit(1)
    tree = repository.run("rev-parse", "HEAD^{tree}")
    raw = f"tree {tree}\nauthor a <a@example.com> 0 +0000\ncommitter a <a@example.com> 999999999999 +0000\n\nChange\n"
    Path(".git/raw").write_text(raw)
    sha = repository.run("hash-object", "-t", "commit", "-w", ".git/raw")
    repository.run("reset", "--quiet", sha)
    assert edit() == Unproven(
        f"git does not tell when documents were changed: the date of commit {sha[:7]} is out of range"
    )


def test_documents_whose_folder_was_moved_have_no_known_edit(repository: GitRepository) -> None:
    """What they said in the old folder is not read, so the move must not pass as their edit; a later edit is known."""
    write("old/desired_state/a.yaml")
    Path("reconciler.yaml").rename("old/reconciler.yaml")
    repository.commit(1)
    Path("old/desired_state").rename("desired_state")
    Path("old/reconciler.yaml").rename("reconciler.yaml")
    repository.commit(2)
    assert edit() == Unproven("a commit moved documents and changed reconciler.yaml: they may be older than it")
    write("desired_state/a.yaml", WISH.replace("title: A", "title: B"))
    sha = repository.commit(3)
    assert edit() == Edit(EXPERIENCE, minute(3), sha)


def test_new_documents_and_settings_in_one_commit_are_an_edit(repository: GitRepository) -> None:
    """So does `init` in a repository with other files: nothing was moved."""
    Path("reconciler.yaml").rename("README")
    repository.commit(1)
    write("reconciler.yaml", "version: 1\n")
    write("desired_state/a.yaml")
    sha = repository.commit(2)
    assert edit() == Edit(EXPERIENCE, minute(2), sha)


def test_a_partial_clone_fetches_nothing(repository: GitRepository, tmp_path: Path) -> None:
    """Versions that are not there are not fetched behind the user's back: the edit is unknown."""
    write("desired_state/a.yaml")
    repository.commit(1)
    write("desired_state/a.yaml", WISH.replace("title: A", "title: B"))
    repository.commit(2)
    blob = repository.run("rev-parse", "HEAD~1:desired_state/a.yaml")
    (tmp_path / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    assert edit() == Unproven(
        "git does not tell when documents were changed: a part of the history is missing here",
        "fetch it: this is a partial clone",
    )


def test_without_git_the_edit_is_unknown(repository: GitRepository, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reason and the hint are those of git."""
    write("desired_state/a.yaml")
    repository.commit(1)
    monkeypatch.setenv("PATH", "")
    assert edit() == Unproven(
        "git does not tell when documents were changed: git is not installed", "install git where reconciler runs"
    )


def test_what_git_refuses_is_told_in_its_words(repository: GitRepository) -> None:
    """Git answers a wrong question with an error; a process that has ended answers nothing."""
    with pytest.raises(GitSilenceError, match="ambiguous argument 'nothing'"):
        git(repository.folder, "log", "nothing")
    with Blobs(repository.folder / "missing") as blobs, pytest.raises(GitSilenceError, match="git stopped"):
        blobs.read("0" * 40)
