"""`reconciler validate`, `import`, `schema` and `twin serve`."""

import json
from pathlib import Path

import pytest

from reconciler.errors import InvalidInput
from reconciler.model.problem import error, note
from tests.cli.fakes import FakeProgram, command

WRONG = error("unknown-field", "no field 'titel' in experience", "a.yaml:3:1", "did you mean 'title'?")
UNUSED = note("unused-name", "nothing uses product.datadog", "b.yaml:2:3")


def test_validate_prints_all_problems_and_ends_with_3() -> None:
    """The problems are the answer, so they go to stdout in the format of compilers."""
    said = command("validate", FakeProgram(problems=(UNUSED, WRONG)))
    assert (said.code, said.err) == (3, "")
    assert said.out == (
        "a.yaml:3:1: error[unknown-field] no field 'titel' in experience\n"
        "  hint: did you mean 'title'?\n"
        "b.yaml:2:3: note[unused-name] nothing uses product.datadog\n"
        "\n"
        "Invalid: 1 error, 1 note.\n"
    )


def test_validate_ends_with_0_if_there_are_only_notes() -> None:
    """A note is shown and does not make the repository invalid."""
    said = command("validate", FakeProgram(problems=(UNUSED,)))
    assert (said.code, said.out.splitlines()[-1]) == (0, "Valid: 1 note.")


def test_validate_prints_problems_of_settings_on_stdout() -> None:
    """Problems of settings go to stdout like problems of documents."""
    said = command("validate", FakeProgram(failure=InvalidInput("reconciler.yaml is not valid", (WRONG,))))
    assert said.code == 3
    assert said.out.endswith("\nInvalid: 1 error.\n")


def test_validate_without_readable_settings_is_an_error() -> None:
    """Without settings nothing was validated, so the command fails with an error instead of printing a verdict."""
    said = command("validate", FakeProgram(failure=InvalidInput("reconciler.yaml cannot be read")))
    assert (said.code, said.out, said.err) == (3, "", "error: reconciler.yaml cannot be read\n")


def test_validate_reads_only_the_paths_that_are_named(here: Path) -> None:
    """An editor can validate the file that is open."""
    (here / "a.yaml").touch()
    program = FakeProgram()
    command("validate a.yaml", program)
    assert program.asked == [("load", "reconciler.yaml", "a.yaml")]


def test_import_prints_yaml_and_nothing_else() -> None:
    """The output can be redirected into a file of the repository."""
    said = command("import experience.finance --id exp-1234example")
    assert (said.code, said.err) == (0, "")
    assert said.out == "kind: experience\nname: finance\nid: exp-1234example\n"


def test_schema_prints_the_schema_that_is_named() -> None:
    """Without a name, the command prints the schema for documents of any kind."""
    assert json.loads(command("schema product").out) == {"type": "object"}
    assert json.loads(command("schema").out) == {"title": "any"}


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("setings", "did you mean 'settings'?"),
        ("reconciler.yaml", "one of product, document, settings"),
    ],
)
def test_an_unknown_schema_is_an_error_that_lists_the_schemas(word: str, hint: str) -> None:
    """A misspelt name gets a suggestion. Otherwise all names are listed."""
    said = command(f"schema {word}")
    assert (said.code, said.out) == (64, "")
    assert said.err == f"error: unknown kind '{word}'\n  hint: {hint}\n"


def test_twin_serve_prints_the_environment_for_a_shell() -> None:
    """The environment goes to stdout, other lines to stderr. An interrupt ends the twin with 0."""
    said = command("twin serve --port 5000")
    assert said.code == 0
    assert said.out == "export AWS_ENDPOINT_URL=http://127.0.0.1:5000\n"
    assert said.err.startswith("The twin answers at http://127.0.0.1:5000 until interrupted.")


@pytest.mark.parametrize(("line", "seed"), [("twin serve", None), ("twin serve --seed s.json", Path("s.json"))])
def test_twin_serve_uses_a_free_port_and_the_demo_seed(line: str, seed: Path | None, here: Path) -> None:
    """Two twins do not use the same port, unless the user names it. --seed replaces the demo seed."""
    (here / "s.json").touch()
    program = FakeProgram()
    command(line, program)
    assert program.asked == [("serve", 0, seed)]
