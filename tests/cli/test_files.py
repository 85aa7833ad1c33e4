"""Output files, which are written completely or not at all."""

import os
import socket
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reconciler.cli.files import check_writable, write_pieces, write_whole
from reconciler.errors import ReconcilerError, UsageError


def test_a_file_is_replaced_atomically(here: Path) -> None:
    """A reader finds the old or the new text, never a part. No temporary file stays."""
    file = here / "a.json"
    file.write_text("old")
    write_whole(file, "new → ✓\n")
    assert file.read_bytes() == "new → ✓\n".encode()
    assert sorted(path.name for path in here.iterdir()) == ["a.json", "reconciler.yaml"]


def test_a_write_that_fails_keeps_the_old_file(here: Path) -> None:
    """A text that cannot be encoded neither changes the file nor leaves a temporary file."""
    file = here / "a.json"
    file.write_text("old")
    with pytest.raises(UnicodeEncodeError):
        write_whole(file, "new \ud800")
    assert file.read_text() == "old"
    assert sorted(path.name for path in here.iterdir()) == ["a.json", "reconciler.yaml"]


def test_a_new_file_has_the_mode_of_the_umask(here: Path) -> None:
    """The mode is that of the umask, not that of a temporary file."""
    before = os.umask(0o022)
    try:
        write_whole(here / "a.json", "")
    finally:
        os.umask(before)
    assert stat.S_IMODE((here / "a.json").stat().st_mode) == 0o644


def test_a_link_is_followed_not_replaced(here: Path) -> None:
    """The text goes to the file that the link points to."""
    (here / "link.json").symlink_to("real.json")
    check_writable(here / "link.json")
    write_whole(here / "link.json", "new")
    assert (here / "link.json").is_symlink()
    assert (here / "real.json").read_text() == "new"


def test_a_device_is_written_to_not_replaced() -> None:
    """`--report /dev/null` does not replace the device by a file."""
    check_writable(Path("/dev/null"))
    write_whole(Path("/dev/null"), "new")
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_checking_writes_nothing(here: Path) -> None:
    """The check whether a file can be written neither creates nor empties the file."""
    (here / "a.json").write_text("old")
    check_writable(here / "a.json")
    check_writable(here / "b.json")
    assert (here / "a.json").read_text() == "old"
    assert not (here / "b.json").exists()


@pytest.mark.parametrize("name", ["nowhere/a.json", ".", "reconciler.yaml/a.json"])
def test_the_check_and_the_write_report_the_same_error(name: str, here: Path) -> None:
    """The check finds before a run that a file cannot be written."""
    with pytest.raises(UsageError, match=f"cannot write {name}"):
        check_writable(Path(name))
    with pytest.raises(ReconcilerError, match=f"cannot write {name}"):
        write_whole(Path(name), "")
    assert [path.name for path in here.iterdir()] == ["reconciler.yaml"]


def test_a_text_that_breaks_off_leaves_the_old_file(here: Path) -> None:
    """Pieces are written as they are made; one that cannot be made takes the unfinished file with it."""
    file = here / "a.json"
    file.write_text("old")
    written: list[str] = []

    def pieces() -> Iterator[str]:
        yield "new " * 10_000
        written.extend(path.name for path in here.glob(".a.json.*.part"))
        raise KeyError(written[0])

    with pytest.raises(KeyError):
        write_pieces(file, pieces())
    assert (len(written), file.read_text(), list(here.glob(".a.json.*"))) == (1, "old", [])


@pytest.mark.parametrize("mode", [0o600, 0o664])
def test_an_existing_file_keeps_its_mode(here: Path, mode: int) -> None:
    """A report that others cannot read stays so after the next run."""
    file = here / "a.json"
    file.write_text("old")
    file.chmod(mode)
    write_whole(file, "new")
    assert (file.read_text(), stat.S_IMODE(file.stat().st_mode)) == ("new", mode)


def make_pipe(path: Path) -> None:
    """Make a named pipe without a reader."""
    os.mkfifo(path)


def make_socket(path: Path) -> None:
    """Make a socket without a listener."""
    with socket.socket(socket.AF_UNIX) as unheard:
        unheard.bind(str(path))


@pytest.mark.parametrize(("make", "what"), [(make_pipe, "a named pipe"), (make_socket, "a socket")])
def test_a_pipe_or_a_socket_is_refused_at_once(here: Path, make: Callable[[Path], None], what: str) -> None:
    """The check and the write refuse it without waiting for a reader."""
    make(here / "a")
    with pytest.raises(UsageError, match=f"^cannot write a: it is {what}$"):
        check_writable(Path("a"))
    with pytest.raises(ReconcilerError, match=f"^cannot write a: it is {what}$"):
        write_whole(Path("a"), "new")


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/full"])
def test_a_device_is_refused(device: str) -> None:
    """Only the null device is allowed."""
    with pytest.raises(UsageError, match=f"^cannot write {device}: it is a device$"):
        check_writable(Path(device))


def test_a_report_can_be_written_to_stdout(capfd: pytest.CaptureFixture[str]) -> None:
    """`--report /dev/stdout | jq` reads the report, whatever stdout is."""
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


def test_a_relative_path_in_a_deleted_folder_is_an_error(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error is the same as for other paths that cannot be written."""
    gone = here / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    with pytest.raises(UsageError, match=r"^cannot write a\.json: No such file or directory$"):
        check_writable(Path("a.json"))
    with pytest.raises(ReconcilerError, match=r"^cannot write a\.json: No such file or directory$"):
        write_whole(Path("a.json"), "")
