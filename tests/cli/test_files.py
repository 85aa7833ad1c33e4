"""Files that are whole or not there."""

import os
import stat
from pathlib import Path

import pytest

from reconciler.cli.files import check_writable, write_whole
from reconciler.errors import ReconcilerError, UsageError


def test_a_file_is_replaced_whole_and_nothing_is_left_beside_it(here: Path) -> None:
    """A reader finds the old or the new, and no half of either."""
    file = here / "a.json"
    file.write_text("old")
    write_whole(file, "new → ✓\n")
    assert file.read_bytes() == "new → ✓\n".encode()
    assert sorted(path.name for path in here.iterdir()) == ["a.json", "reconciler.yaml"]


def test_a_write_that_fails_leaves_what_was_there(here: Path) -> None:
    """A text that can't be encoded costs neither the old file nor a stray one."""
    file = here / "a.json"
    file.write_text("old")
    with pytest.raises(UnicodeEncodeError):
        write_whole(file, "new \ud800")
    assert file.read_text() == "old"
    assert sorted(path.name for path in here.iterdir()) == ["a.json", "reconciler.yaml"]


def test_a_new_file_has_the_rights_that_new_files_have(here: Path) -> None:
    """Others read a plan as the umask says, not as a temporary file would be."""
    before = os.umask(0o022)
    try:
        write_whole(here / "a.json", "")
    finally:
        os.umask(before)
    assert stat.S_IMODE((here / "a.json").stat().st_mode) == 0o644


def test_a_link_is_followed_not_replaced(here: Path) -> None:
    """What the link points to gets the text."""
    (here / "link.json").symlink_to("real.json")
    check_writable(here / "link.json")
    write_whole(here / "link.json", "new")
    assert (here / "link.json").is_symlink()
    assert (here / "real.json").read_text() == "new"


def test_a_device_is_written_to_not_replaced() -> None:
    """`--report /dev/null` leaves the device where it is."""
    check_writable(Path("/dev/null"))
    write_whole(Path("/dev/null"), "new")
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_checking_writes_nothing(here: Path) -> None:
    """A file is neither made nor emptied by looking whether it could be."""
    (here / "a.json").write_text("old")
    check_writable(here / "a.json")
    check_writable(here / "b.json")
    assert (here / "a.json").read_text() == "old"
    assert not (here / "b.json").exists()


@pytest.mark.parametrize("name", ["nowhere/a.json", ".", "reconciler.yaml/a.json"])
def test_what_cannot_be_written_is_told_before_and_after(name: str, here: Path) -> None:
    """The check says beforehand what the write would say."""
    with pytest.raises(UsageError, match=f"cannot write {name}"):
        check_writable(Path(name))
    with pytest.raises(ReconcilerError, match=f"cannot write {name}"):
        write_whole(Path(name), "")
    assert [path.name for path in here.iterdir()] == ["reconciler.yaml"]
