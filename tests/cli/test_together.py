"""Several files are written all or not at all."""

import errno
from pathlib import Path

import pytest

from reconciler.cli.together import FileEdit, content_of, write_together
from reconciler.errors import ReconcilerError
from tests.importing import files

NAMES = "principals.yaml"


def edits(here: Path) -> list[FileEdit]:
    """Return an edit of a file that exists, and two new files, one of them in a new folder."""
    (here / NAMES).write_text("old")
    return [
        FileEdit(here / NAMES, b"old", b"new"),
        FileEdit(here / "experiences/deep/a.yaml", None, b"a"),
        FileEdit(here / "b.yaml", None, b"b"),
    ]


@pytest.fixture
def folder(here: Path) -> Path:
    """Return an empty folder."""
    (here / "reconciler.yaml").unlink()
    return here


def test_all_files_are_written_with_their_folders(folder: Path) -> None:
    """A file that exists keeps its mode."""
    wanted = edits(folder)
    (folder / NAMES).chmod(0o640)
    write_together(wanted)
    assert files(folder) == {NAMES: "new", "experiences/deep/a.yaml": "a", "b.yaml": "b"}
    assert (folder / NAMES).stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("fails", [0, 1, 2])
def test_a_failure_leaves_everything_as_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch, fails: int) -> None:
    """Whichever move fails, no file is new, none is changed, and no folder is left behind."""
    wanted, moved = edits(folder), []
    move = Path.replace

    def failing(part: Path, target: Path) -> Path:
        moved.append(target)
        if len(moved) > fails:
            raise OSError(errno.ENOSPC, "No space left on device", str(part))
        return move(part, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(ReconcilerError, match="No space left on device"):
        write_together(wanted)
    assert files(folder) == {NAMES: "old"}
    assert [path.name for path in folder.iterdir()] == [NAMES]


def test_an_interruption_leaves_everything_as_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C between two moves counts as a failure."""
    wanted = edits(folder)
    move = Path.replace

    def interrupted(part: Path, target: Path) -> Path:
        if target.name == "b.yaml":
            raise KeyboardInterrupt
        return move(part, target)

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_together(wanted)
    assert files(folder) == {NAMES: "old"}


@pytest.mark.parametrize("changed", [NAMES, "b.yaml"])
def test_a_file_that_changed_meanwhile_is_not_overwritten(folder: Path, changed: str) -> None:
    """Somebody saved the file, or made it, after it was read: nothing is written at all."""
    wanted = edits(folder)
    (folder / changed).write_text("edited")
    before = files(folder)
    with pytest.raises(ReconcilerError, match=f"{changed} has changed meanwhile, so nothing was written"):
        write_together(wanted)
    assert files(folder) == before


def test_a_file_in_the_way_of_a_folder_is_an_error(folder: Path) -> None:
    """The error names the file, and nothing is written."""
    wanted = edits(folder)
    (folder / "experiences").write_text("a file")
    with pytest.raises(ReconcilerError, match="experiences/deep"):
        write_together(wanted)
    assert files(folder) == {NAMES: "old", "experiences": "a file"}


def test_only_files_are_read(folder: Path) -> None:
    """A folder with the name of a file cannot be rewritten; a missing file is no error."""
    (folder / "folder.yaml").mkdir()
    with pytest.raises(ReconcilerError, match=r"cannot write .*folder\.yaml: it is no file"):
        content_of(folder / "folder.yaml")
    assert content_of(folder / "missing.yaml") is None


def test_the_file_behind_a_link_is_written(folder: Path) -> None:
    """The link stays."""
    (folder / "real.yaml").write_text("old")
    (folder / "link.yaml").symlink_to("real.yaml")
    write_together([FileEdit(folder / "link.yaml", b"old", b"new")])
    assert ((folder / "link.yaml").is_symlink(), (folder / "real.yaml").read_text()) == (True, "new")
