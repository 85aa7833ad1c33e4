"""Files that are whole or not there."""

import os
import socket
import stat
from collections.abc import Callable
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


@pytest.mark.parametrize("mode", [0o600, 0o664])
def test_a_file_that_is_there_keeps_its_mode(here: Path, mode: int) -> None:
    """Who closed a report to others does not find it open after the next run."""
    file = here / "a.json"
    file.write_text("old")
    file.chmod(mode)
    write_whole(file, "new")
    assert (file.read_text(), stat.S_IMODE(file.stat().st_mode)) == ("new", mode)


def make_pipe(path: Path) -> None:
    """Make a named pipe that nobody reads."""
    os.mkfifo(path)


def make_socket(path: Path) -> None:
    """Make a socket that nobody listens on."""
    with socket.socket(socket.AF_UNIX) as unheard:
        unheard.bind(str(path))


@pytest.mark.parametrize(("make", "what"), [(make_pipe, "a named pipe"), (make_socket, "a socket")])
def test_what_nobody_reads_is_not_waited_for(here: Path, make: Callable[[Path], None], what: str) -> None:
    """A pipe or a socket is refused at once, before and after."""
    make(here / "a")
    with pytest.raises(UsageError, match=f"^cannot write a: it is {what}$"):
        check_writable(Path("a"))
    with pytest.raises(ReconcilerError, match=f"^cannot write a: it is {what}$"):
        write_whole(Path("a"), "new")


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/full"])
def test_a_device_is_refused(device: str) -> None:
    """All but the null device: what they do with a report is not known."""
    with pytest.raises(UsageError, match=f"^cannot write {device}: it is a device$"):
        check_writable(Path(device))


def test_ones_own_output_is_written_to(capfd: pytest.CaptureFixture[str]) -> None:
    """`--report /dev/stdout | jq` reads what it is sent, whatever stdout is."""
    reading, writing = os.pipe()
    kept = os.dup(1)
    os.dup2(writing, 1)
    try:
        check_writable(Path("/dev/stdout"))
        write_whole(Path("/dev/stdout"), "new")
        assert os.read(reading, 9) == b"new"
    finally:
        os.dup2(kept, 1)
        for number in (kept, reading, writing):
            os.close(number)
    assert capfd.readouterr().out == ""


def test_a_path_from_nowhere_is_told(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A relative path in a folder that is gone is an error like any other."""
    gone = here / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    with pytest.raises(UsageError, match=r"^cannot write a\.json: No such file or directory$"):
        check_writable(Path("a.json"))
    with pytest.raises(ReconcilerError, match=r"^cannot write a\.json: No such file or directory$"):
        write_whole(Path("a.json"), "")
