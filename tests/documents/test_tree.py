"""A folder is read in the order of its names, whatever the file system."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from reconciler.documents import read_tree


def write(path: Path, name: str) -> Path:
    """Write a product document called *name*."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"kind: product\nname: {name}\n")
    return path


def names(*paths: Path, shown_from: Path) -> list[str]:
    """Return the names read, in order; fail on any problem."""
    loaded = read_tree(paths, shown_from)
    assert loaded.problems == ()
    return [document.address.name for document in loaded.documents]


def test_sub_folders_are_read_in_the_order_of_their_names(tmp_path: Path) -> None:
    """Files and folders are in one alphabetical order, with both suffixes."""
    for index, path in enumerate(["c.yaml", "b/z.yml", "b/a/x.yaml", "a.yaml", "b.yaml"]):
        write(tmp_path / path, f"n{index}")
    assert names(tmp_path, shown_from=tmp_path) == ["n3", "n2", "n1", "n4", "n0"]


@pytest.mark.parametrize("name", ["a.YAML", "a.Yml", "a.YML"])
def test_the_case_of_a_suffix_does_not_matter(tmp_path: Path, name: str) -> None:
    """Windows and macOS let users write names in any case."""
    assert names(write(tmp_path / name, "a").parent, shown_from=tmp_path) == ["a"]


def test_the_order_of_arguments_changes_nothing(tmp_path: Path) -> None:
    """Paths are read sorted, and each file once, however often it is named."""
    first, second = write(tmp_path / "a.yaml", "a"), write(tmp_path / "b" / "b.yaml", "b")
    assert names(second, first, shown_from=tmp_path) == ["a", "b"]
    assert names(tmp_path, second, second.parent, first, shown_from=tmp_path) == ["a", "b"]


def test_a_file_that_is_named_is_read_whatever_its_suffix(tmp_path: Path) -> None:
    """A user who names a file wants it to be read."""
    assert names(write(tmp_path / "a.txt", "a"), shown_from=tmp_path) == ["a"]


def test_sources_are_relative_to_the_working_directory(tmp_path: Path) -> None:
    """A path is relative to the given folder, also when it lies above."""
    write(tmp_path / "state" / "a.yaml", "a")
    write(tmp_path / "here" / "b.yaml", "b")
    loaded = read_tree([tmp_path / "state", tmp_path / "here"], tmp_path / "here")
    assert [document.file for document in loaded.documents] == ["b.yaml", "../state/a.yaml"]


def test_an_address_in_two_files_names_both(tmp_path: Path) -> None:
    """The problem is at the second file, and the hint names the first."""
    write(tmp_path / "a.yaml", "same")
    write(tmp_path / "b.yaml", "same")
    (problem,) = read_tree([tmp_path], tmp_path).problems
    assert (problem.code, problem.source, problem.hint) == (
        "duplicate-address",
        "b.yaml:1:1",
        "the first is at a.yaml:1:1: rename one of them",
    )


def test_a_missing_folder_is_one_problem(tmp_path: Path) -> None:
    """The problem is reported once, with what to do."""
    (problem,) = read_tree([tmp_path / "desired_state"], tmp_path).problems
    assert (problem.code, problem.message) == ("not-found", "desired_state does not exist")
    assert problem.hint == "create it, or correct desired_state in reconciler.yaml"


def test_links_are_followed(tmp_path: Path) -> None:
    """A symbolic link to a folder or a file elsewhere is read in its place."""
    write(tmp_path / "elsewhere" / "a.yaml", "a")
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "link").symlink_to(tmp_path / "elsewhere")
    assert names(tmp_path / "state", shown_from=tmp_path) == ["a"]


def test_links_in_a_circle_are_a_problem(tmp_path: Path) -> None:
    """A link to a folder above it is reported, and each file is read once."""
    write(tmp_path / "a.yaml", "a")
    (tmp_path / "loop").symlink_to(tmp_path)
    loaded = read_tree([tmp_path], tmp_path)
    assert [problem.code for problem in loaded.problems] == ["linked-twice"]
    assert loaded.problems[0].message == "loop leads to a folder that is read already"
    assert len(loaded.documents) == 1


@pytest.mark.parametrize(
    ("target", "reason"), [("nowhere", "No such file or directory"), ("a.yaml", "Too many levels")]
)
def test_links_to_nothing_are_a_problem(tmp_path: Path, target: str, reason: str) -> None:
    """A broken link, or a link to itself, is reported and does not hide other files."""
    (tmp_path / "a.yaml").symlink_to(tmp_path / target)
    write(tmp_path / "b.yaml", "b")
    loaded = read_tree([tmp_path], tmp_path)
    assert [problem.code for problem in loaded.problems] == ["unreadable"]
    assert loaded.problems[0].message.startswith(f"a.yaml cannot be read: {reason}")
    assert [document.address.name for document in loaded.documents] == ["b"]


def test_a_named_pipe_is_a_problem(tmp_path: Path) -> None:
    """The program does not hang."""
    os.mkfifo(tmp_path / "a.yaml")
    (problem,) = read_tree([tmp_path], tmp_path).problems
    assert (problem.code, problem.message) == ("unreadable", "a.yaml is not a regular file")


class Sealed(type(Path())):  # type: ignore[misc]
    """A folder that cannot be listed by any user."""

    def iterdir(self) -> Iterator[Path]:
        """Refuse as the operating system does."""
        raise PermissionError(errno.EACCES, "Permission denied", str(self))


def test_a_folder_that_cannot_be_listed_is_a_problem(tmp_path: Path) -> None:
    """The message is that of the operating system."""
    (problem,) = read_tree([Sealed(tmp_path)], tmp_path.parent).problems
    assert (problem.code, problem.message) == ("unreadable", f"{tmp_path.name} cannot be read: Permission denied")


def test_a_name_that_no_file_can_have_does_not_exist(tmp_path: Path) -> None:
    """A path that the operating system cannot look up ends in no traceback."""
    (problem,) = read_tree([tmp_path / ("x" * 300)], tmp_path).problems
    assert problem.code == "not-found"
