"""schemas/ repeats what the kinds say, and CI notices when it does not."""

from pathlib import Path

import pytest

from tools.schemas import main

WRITTEN = '{\n  "title": "Größe",\n  "type": "object"\n}\n'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Make a repository with one kind, `size`."""
    kind = tmp_path / "reconciler" / "kinds" / "size"
    kind.mkdir(parents=True)
    (kind / "schema.json").write_text('{"title":"Größe","type":"object"}', encoding="utf-8")
    return tmp_path


def test_each_kind_gets_one_schema_in_normal_form(root: Path) -> None:
    """The schema of a kind is written under the kind's name, indented and ending in a newline."""
    assert main([], root) == 0
    assert (root / "schemas" / "size.json").read_text(encoding="utf-8") == WRITTEN
    assert main(["--check"], root) == 0


def test_schemas_without_a_kind_are_removed(root: Path) -> None:
    """A schema that no kind owns does not outlive its kind."""
    (root / "schemas").mkdir()
    (root / "schemas" / "colour.json").write_text("{}", encoding="utf-8")
    assert main([], root) == 0
    assert [path.name for path in (root / "schemas").iterdir()] == ["size.json"]


def test_check_names_every_stale_file_and_writes_nothing(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Missing, differing and orphaned schemas are named with what to do, and the folder stays as it is."""
    (root / "schemas").mkdir()
    (root / "schemas" / "colour.json").write_text("{}", encoding="utf-8")
    assert main(["--check"], root) == 1
    assert capsys.readouterr().err.splitlines() == [
        "schemas/colour.json is stale: run `make schemas` and commit the result",
        "schemas/size.json is stale: run `make schemas` and commit the result",
    ]
    assert [path.name for path in (root / "schemas").iterdir()] == ["colour.json"]
