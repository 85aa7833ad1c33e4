"""Outputs are never written over settings, documents or plans; inputs that cannot be read are an error at once."""

import os
from pathlib import Path

import pytest

from tests.cli.fakes import ONE_CHANGE, FakeProgram, command

SETTINGS = (
    'version: 1\ndesired_state: state\nmarketplace: {account: "111111111111"}\ninclude: [../shared/products.yaml]\n'
)
LINES = [
    "plan --out {}",
    "plan --format json={}",
    "apply --yes --report {}",
    "drift --format json={}",
    "effective --format text={}",
    "validate --format json={}",
]
OURS = ["reconciler.yaml", "state/finance.yaml", "state/new.json", "../shared/products.yaml", "link.json"]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Change to a repository with settings, a document and an included document."""
    home = tmp_path / "home"
    for path, text in {
        "reconciler.yaml": SETTINGS,
        "state/finance.yaml": "kind: experience\n",
        "../shared/products.yaml": "kind: product\n",
    }.items():
        (home / path).parent.mkdir(parents=True, exist_ok=True)
        (home / path).write_text(text)
    (home / "link.json").symlink_to("state/finance.yaml")
    monkeypatch.chdir(home)
    return home


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("file", OURS)
def test_no_answer_is_written_over_settings_or_documents(line: str, file: str, home: Path) -> None:
    """The path is refused before anything happens. The folder of documents gets no new file either."""
    before = {path: (home / path).read_text() for path in OURS if (home / path).exists()}
    program = FakeProgram(ONE_CHANGE)
    said = command(line.format(file), program)
    assert (said.code, program.asked) == (64, [])
    assert said.err == (
        f"error: cannot write {file}: reconciler reads from it\n  hint: name a file outside desired_state\n"
    )
    assert {path: (home / path).read_text() for path in OURS if (home / path).exists()} == before


@pytest.mark.parametrize("settings", ["", "version: 2\n", "desired_state: ["])
def test_invalid_settings_are_not_written_over(settings: str, home: Path) -> None:
    """A run that fails because of its settings does not write its report over them."""
    (home / "reconciler.yaml").write_text(settings)
    assert command("apply --yes --report reconciler.yaml").code == 64
    assert command("apply --yes --report desired_state/a.yaml").code == 64
    assert (home / "reconciler.yaml").read_text() == settings


def test_a_folder_that_is_included_keeps_its_documents(home: Path) -> None:
    """An output may stand beside included documents, since the folder may be the whole repository."""
    (home / "reconciler.yaml").write_text(SETTINGS.replace("../shared/products.yaml", "."))
    (home / "p.yml").write_text("kind: product\n")
    assert command("plan --out p.yml", FakeProgram(ONE_CHANGE)).code == 64
    assert command("plan --out plan.json", FakeProgram(ONE_CHANGE)).code == 0


def test_an_answer_outside_the_documents_is_written(home: Path) -> None:
    """Outputs can be written beside the settings and in other folders."""
    (home / "out").mkdir()
    assert command("plan --out plan.json --format json=out/plan.json", FakeProgram(ONE_CHANGE)).code == 0
    assert (home / "plan.json").read_text() == (home / "out/plan.json").read_text()


@pytest.mark.parametrize(
    "line", ["plan --format github=-", "plan --out -", "apply --yes --report -", "show p --format json=./-"]
)
def test_a_dash_is_not_a_file(line: str, here: Path) -> None:
    """Other programs mean stdout by it, so no file of that name is made."""
    said = command(line)
    assert (said.code, said.out, (here / "-").exists()) == (64, "", False)
    assert said.err == "error: '-' is no file\n  hint: use --format F without =FILE for stdout\n"


@pytest.mark.parametrize("line", ["apply --yes pipe", "show pipe", "effective pipe"])
def test_a_pipe_as_plan_file_is_refused_at_once(line: str, here: Path) -> None:
    """A plan file is a regular file. The program does not wait for a pipe, which may have no writer."""
    os.mkfifo(here / "pipe")
    said = command(line)
    assert (said.code, said.err) == (
        64,
        "error: cannot read pipe: it is not a regular file\n  hint: reconciler plan --out FILE writes a plan\n",
    )


def test_a_plan_file_that_is_too_large_is_not_read(here: Path) -> None:
    """A sparse file of 20 GB is an error and does not exhaust the memory."""
    with (here / "p.json").open("wb") as file:
        file.truncate(20 * 1024**3)
    said = command("show p.json")
    assert (said.code, said.err.splitlines()[0]) == (
        64,
        "error: cannot read p.json: it has 21474836480 bytes; 1073741824 are read at most",
    )


@pytest.mark.parametrize("line", ["validate", "plan", "apply --yes", "apply --yes --report r.json", "drift"])
def test_a_deleted_working_directory_is_an_error(line: str, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A job whose checkout was deleted gets an error, not a bug report."""
    gone = here / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    said = command(line)
    assert (said.code, said.err.startswith("error: ")) == (64 if "--report" in line else 1, True)
    assert "bug" not in said.err
