"""The folder schemas/ repeats the schemas of kinds and settings, and CI fails when it is stale."""

import json
from pathlib import Path

import pytest

from tools.schemas import main

SETTINGS = '{\n  "title": "Größe",\n  "type": "object"\n}\n'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a repository with settings and one kind, `size`."""
    package = tmp_path / "reconciler"
    (package / "kinds" / "size").mkdir(parents=True)
    (package / "kinds" / "size" / "schema.json").write_text('{"type": "object", "required": ["width"]}')
    settings = '{"title":"Größe","type":"object","x-hint":"for messages only"}'
    (package / "settings.schema.json").write_text(settings, encoding="utf-8")
    return tmp_path


def test_the_settings_get_a_schema_in_normal_form(root: Path) -> None:
    """The schema of reconciler.yaml is indented, ends with a newline, and has no keywords of reconciler."""
    assert main([], root) == 0
    assert (root / "schemas" / "settings.json").read_text(encoding="utf-8") == SETTINGS
    assert main(["--check"], root) == 0


def test_each_kind_gets_a_schema_of_whole_documents(root: Path) -> None:
    """The file has the kind's name and describes kind, name and items."""
    assert main([], root) == 0
    schema = json.loads((root / "schemas" / "size.json").read_text(encoding="utf-8"))
    assert schema["properties"].keys() == {"kind", "name", "items"}
    assert schema["else"]["required"] == ["name", "width"]


def test_one_schema_is_of_documents_of_any_kind(root: Path) -> None:
    """Editors use it for a file with several kinds; it contains the schema of each kind."""
    assert main([], root) == 0
    schema = json.loads((root / "schemas" / "document.json").read_text(encoding="utf-8"))
    assert schema["properties"]["kind"]["enum"] == ["size"]
    assert schema["$defs"]["size"]["else"]["required"] == ["name", "width"]


def test_schemas_without_a_kind_are_removed(root: Path) -> None:
    """The schema of a removed kind is removed."""
    (root / "schemas").mkdir()
    (root / "schemas" / "colour.json").write_text("{}", encoding="utf-8")
    assert main([], root) == 0
    assert sorted(path.name for path in (root / "schemas").iterdir()) == ["document.json", "settings.json", "size.json"]


def test_check_names_every_stale_file_and_writes_nothing(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Missing, differing and orphaned schemas are named with what to do."""
    (root / "schemas").mkdir()
    (root / "schemas" / "colour.json").write_text("{}", encoding="utf-8")
    assert main(["--check"], root) == 1
    assert capsys.readouterr().err.splitlines() == [
        "schemas/colour.json is stale: run `make schemas` and commit the result",
        "schemas/document.json is stale: run `make schemas` and commit the result",
        "schemas/settings.json is stale: run `make schemas` and commit the result",
        "schemas/size.json is stale: run `make schemas` and commit the result",
    ]
    assert [path.name for path in (root / "schemas").iterdir()] == ["colour.json"]
