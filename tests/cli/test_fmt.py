"""`reconciler fmt` in a repository of its own: what it writes, what it leaves, and how it ends."""

import os
import stat
from pathlib import Path

import pytest

from reconciler.cli.main import run
from reconciler.cli.terminal import Terminal
from reconciler.pipeline import FormattedFile
from tests.cli.fakes import FakeProgram, Said, Screen, command
from tests.printed.strict import parse_json

LOOSE = "name: finance\nkind:   experience # bought by finance\ntitle: 'Finance'\n"
FORMED = "kind: experience  # bought by finance\nname: finance\ntitle: Finance\n"
OTHER = "kind: experience\nname: legal\ntitle: Legal\n"
BROKEN = "kind: experience\nname: sales\ntitel: Sales\n"


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Change to a repository, and return the folder of its documents, with one file that is not in canonical form."""
    (tmp_path / "reconciler.yaml").write_text('version: 1\nmarketplace: {account: "111111111111"}\n')
    state = tmp_path / "desired_state"
    state.mkdir()
    (state / "finance.yaml").write_text(LOOSE)
    monkeypatch.chdir(tmp_path)
    return state


def reconciler(*words: str) -> Said:
    """Run one command line."""
    out, err = Screen(), Screen()
    return Said(run(words, Terminal(Screen(), out, err, os.environ)), out.getvalue(), err.getvalue())


def test_documents_are_written_in_canonical_form(state: Path) -> None:
    """The files that were written are named, and the second run has nothing to do."""
    (state / "legal.yaml").write_text(OTHER)
    said = reconciler("fmt")
    assert (said.code, said.err) == (0, "")
    assert said.out == (
        "desired_state/finance.yaml: formatted\n\n1 file formatted, 1 file in canonical form already.\n"
    )
    assert (state / "finance.yaml").read_text() == FORMED
    assert reconciler("fmt", "--check") == Said(0, "2 files in canonical form already.\n", "")


def test_check_names_the_files_and_writes_nothing(state: Path) -> None:
    """It ends with 1, so that a pipeline stops."""
    said = reconciler("fmt", "--check")
    assert said.code == 1
    assert said.out == (
        "desired_state/finance.yaml: not in canonical form\n\n1 file not in canonical form. Run 'reconciler fmt'.\n"
    )
    assert (state / "finance.yaml").read_text() == LOOSE


@pytest.mark.parametrize("options", [(), ("--check",)])
def test_a_file_with_errors_stays_and_the_others_are_formatted(state: Path, options: tuple[str, ...]) -> None:
    """Errors of syntax and schema are shown as validate shows them; they outweigh what --check finds."""
    (state / "sales.yaml").write_text(BROKEN)
    said = reconciler("fmt", *options)
    assert said.code == 3
    assert "desired_state/sales.yaml:3:1: error[unknown-field]" in said.out
    assert (state / "sales.yaml").read_text() == BROKEN
    assert (state / "finance.yaml").read_text() == (LOOSE if options else FORMED)


def test_errors_between_files_are_no_hindrance(state: Path) -> None:
    """A name that no document states is for validate to find."""
    (state / "finance.yaml").write_text("name: finance\nprincipals: [nobody]\ntitle: x\nkind: experience\n")
    assert reconciler("fmt").code == 0
    assert (state / "finance.yaml").read_text() == "kind: experience\nname: finance\ntitle: x\nprincipals: [nobody]\n"


def test_only_the_paths_that_are_named_are_formatted(state: Path) -> None:
    """They need no repository around them, and a path that does not exist is a usage error."""
    (state / "legal.yaml").write_text(LOOSE.replace("finance", "legal"))
    assert reconciler("fmt", "desired_state/finance.yaml").code == 0
    assert "kind:   " in (state / "legal.yaml").read_text()
    (state.parent / "reconciler.yaml").unlink()
    assert reconciler("fmt", "desired_state").out.startswith("desired_state/legal.yaml: formatted\n")
    assert (reconciler("fmt").code, reconciler("fmt", "nowhere.yaml").code) == (3, 64)


def test_settings_that_are_not_valid_stop_it(state: Path) -> None:
    """Which files belong to the repository is not known then."""
    (state.parent / "reconciler.yaml").write_text("version: 1\nincludes: []\n")
    assert reconciler("fmt").code == 3
    assert (state / "finance.yaml").read_text() == LOOSE


def test_included_files_are_never_written(state: Path) -> None:
    """They belong to another repository: they are no part of the default, and are left as they are if named."""
    shared = state.parent / "shared.yaml"
    shared.write_text("items: {x: {id: prod-1}}\nkind: product\n")
    with (state.parent / "reconciler.yaml").open("a") as settings:
        settings.write("include: [shared.yaml]\n")
    assert "shared.yaml" not in reconciler("fmt").out
    said = reconciler("fmt", "shared.yaml")
    assert said.code == 0
    assert said.out.startswith("shared.yaml: left as it is: it is included")
    assert shared.read_text().startswith("items:")


def test_the_file_behind_a_link_is_written_once_with_its_mode(state: Path) -> None:
    """The link stays a link."""
    (state / "finance.yaml").chmod(0o640)
    (state / "again.yaml").symlink_to("finance.yaml")
    said = reconciler("fmt")
    assert said.out == "desired_state/again.yaml: formatted\n\n1 file formatted.\n"
    assert (state / "again.yaml").is_symlink()
    assert (state / "finance.yaml").read_text() == FORMED
    assert stat.S_IMODE((state / "finance.yaml").stat().st_mode) == 0o640


def test_a_file_that_cannot_be_written_is_an_error(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The others are written, and the file is as it was."""

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", refuse)
        said = reconciler("fmt")
    assert said.code == 1
    assert "error[unwritable] cannot write" in said.out
    assert [path.name for path in state.iterdir()] == ["finance.yaml"]
    assert (state / "finance.yaml").read_text() == LOOSE


def test_an_edit_between_reading_and_writing_is_not_undone(state: Path) -> None:
    """An editor or another run may have changed the file meanwhile."""
    file = FormattedFile(state / "finance.yaml", "finance.yaml", before=OTHER.encode(), after=FORMED.encode())
    said = command("fmt", FakeProgram(files=(file,)))
    assert said.code == 1
    assert "error[changed-meanwhile] finance.yaml was changed meanwhile" in said.out
    assert (state / "finance.yaml").read_text() == LOOSE


def test_a_text_with_a_directive_is_left_as_it_is(state: Path) -> None:
    """What cannot be rewritten for certain is an error that says so."""
    (state / "finance.yaml").write_text(f"%YAML 1.1\n---\n{LOOSE}")
    said = reconciler("fmt")
    assert (said.code, "error[not-formatted] the file cannot be formatted: it has a % directive" in said.out) == (
        3,
        True,
    )


def test_a_folder_without_files_is_said(state: Path) -> None:
    """Nothing was formatted, and nothing is claimed."""
    (state / "finance.yaml").unlink()
    assert reconciler("fmt", "--check") == Said(0, "No file was found.\n", "")


def test_the_json_names_every_file_with_its_state(state: Path) -> None:
    """Programs need not read the text."""
    (state / "legal.yaml").write_text(OTHER)
    (state / "sales.yaml").write_text(BROKEN)
    answer = parse_json(reconciler("fmt", "--check", "--format", "json").out)
    assert answer["check"] is True
    assert answer["files"] == [
        {"path": "desired_state/finance.yaml", "state": "unformatted"},
        {"path": "desired_state/legal.yaml", "state": "unchanged"},
        {"path": "desired_state/sales.yaml", "state": "invalid"},
    ]
    assert [problem["code"] for problem in answer["problems"]] == ["missing-field", "unknown-field"]
