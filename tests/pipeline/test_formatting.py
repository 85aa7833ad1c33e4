"""Which files are formatted, and what is found out about them before anything is written."""

from contextlib import chdir
from pathlib import Path

import pytest

from reconciler.errors import InvalidInput
from reconciler.kinds import all_kinds
from reconciler.pipeline import FormattedFile, format_files

ROOT = Path(__file__).parents[2]
CONFIG = Path("reconciler.yaml")
LOOSE = "name: {}\nkind: product\nid: 'prod-1'\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Change to a new repository without documents."""
    (tmp_path / "desired_state").mkdir()
    (tmp_path / CONFIG).write_text('version: 1\nmarketplace: {account: "111111111111"}\nignore: [notes.yaml]\n')
    monkeypatch.chdir(tmp_path)
    return tmp_path


def found(*paths: str, config: Path | None = CONFIG) -> dict[str, FormattedFile]:
    """Return the files by name."""
    return {one.name: one for one in format_files(all_kinds(), config, [Path(path) for path in paths])}


def test_the_example_is_in_canonical_form() -> None:
    """The documents of this repository are as fmt writes them."""
    with chdir(ROOT):
        assert [name for name, one in found().items() if one.before != one.after] == []
        assert len(found()) > 10


def test_files_are_those_that_a_plan_reads(here: Path) -> None:
    """Hidden and ignored files and other endings are left out; subfolders are looked into."""
    state = here / "desired_state"
    (state / "sub").mkdir()
    for name in ("a.yaml", "sub/b.YML", "notes.yaml", ".c.yaml", "d.txt"):
        (state / name).write_text(LOOSE.format("x"))
    assert list(found()) == ["desired_state/a.yaml", "desired_state/sub/b.YML"]
    assert found()["desired_state/a.yaml"].after == b"kind: product\nname: x\nid: prod-1\n"


def test_a_link_out_of_the_repository_is_an_error(here: Path) -> None:
    """Nothing outside is written because of a link."""
    (here / ".git").mkdir()
    outside = here.parent / "outside.yaml"
    outside.write_text(LOOSE.format("x"))
    (here / "desired_state" / "a.yaml").symlink_to(outside)
    assert [problem.code for one in found().values() for problem in one.problems] == ["outside-repository"]


def test_a_missing_folder_is_an_error(here: Path) -> None:
    """Nothing would be formatted, and that is no success."""
    (here / "desired_state").rmdir()
    assert [problem.code for one in found().values() for problem in one.problems] == ["not-found"]


def test_a_file_that_cannot_be_read_is_an_error_of_its_own(here: Path) -> None:
    """The others are formatted."""
    state = here / "desired_state"
    (state / "a.yaml").symlink_to("nowhere")
    (state / "b.yaml").write_text(LOOSE.format("b"))
    files = found()
    assert [problem.code for problem in files["desired_state/a.yaml"].problems] == ["unreadable"]
    assert files["desired_state/b.yaml"].after.startswith(b"kind: product\n")


def test_line_endings_stay_and_a_byte_order_mark_goes(here: Path) -> None:
    """The first line decides, so that git on Windows sees no change of each line."""
    (here / "desired_state" / "a.yaml").write_bytes(b"\xef\xbb\xbfkind: product\r\nname:  x\nid: prod-1")
    assert found()["desired_state/a.yaml"].after == b"kind: product\r\nname: x\r\nid: prod-1\r\n"


def test_empty_files_stay_empty(here: Path) -> None:
    """They hold no document, as validate says, but perhaps comments."""
    (here / "desired_state" / "a.yaml").write_text("")
    (here / "desired_state" / "b.yaml").write_text("\n\n#  kind: product\n")
    assert [one.after for one in found().values()] == [b"", b"#  kind: product\n"]


def test_the_same_address_in_two_files_is_no_hindrance(here: Path) -> None:
    """Within one file it is an error, as two versions of an object are hardly meant."""
    for name in ("a.yaml", "b.yaml"):
        (here / "desired_state" / name).write_text(LOOSE.format("x"))
    (here / "desired_state" / "c.yaml").write_text("---\n".join([LOOSE.format("y")] * 2))
    assert {name[-6:]: [one.code for one in file.problems] for name, file in found().items()} == {
        "a.yaml": [],
        "b.yaml": [],
        "c.yaml": ["duplicate-address"],
    }


def test_invalid_settings_are_an_error(here: Path) -> None:
    """The files of the repository are not guessed."""
    (here / CONFIG).write_text("version: 2\n")
    with pytest.raises(InvalidInput):
        found()


def test_without_a_repository_there_are_no_settings(here: Path) -> None:
    """A folder that others include is formatted where it lies."""
    (here / CONFIG).unlink()
    (here / "desired_state" / "notes.yaml").write_text(LOOSE.format("x"))
    assert list(found("desired_state", config=None)) == ["desired_state/notes.yaml"]
