"""`reconciler validate`, `import`, `schema` and `twin serve`."""

import json
from pathlib import Path

import pytest

from reconciler.errors import InvalidInput
from reconciler.model.problem import error, note
from tests.cli.fakes import FakeProgram, command

WRONG = error("unknown-field", "no field 'titel' in experience", "a.yaml:3:1", "did you mean 'title'?")
UNUSED = note("unused-name", "nothing uses product.datadog", "b.yaml:2:3")


def test_validate_tells_all_problems_and_ends_with_three() -> None:
    """Problems are the answer: they stand on stdout, as compilers write them."""
    said = command("validate", FakeProgram(problems=(UNUSED, WRONG)))
    assert (said.code, said.err) == (3, "")
    assert said.out == (
        "a.yaml:3:1: error[unknown-field] no field 'titel' in experience\n"
        "  hint: did you mean 'title'?\n"
        "b.yaml:2:3: note[unused-name] nothing uses product.datadog\n"
        "\n"
        "Invalid: 1 error, 1 note.\n"
    )


def test_validate_is_content_with_notes() -> None:
    """A note is told and does not stop a pull request."""
    said = command("validate", FakeProgram(problems=(UNUSED,)))
    assert (said.code, said.out.splitlines()[-1]) == (0, "Valid: 1 note.")


def test_validate_tells_problems_of_settings_alike() -> None:
    """The place of a mistake does not decide where it is told."""
    said = command("validate", FakeProgram(failure=InvalidInput("reconciler.yaml is not valid", (WRONG,))))
    assert said.code == 3
    assert said.out.endswith("\nInvalid: 1 error.\n")


def test_validate_without_readable_settings_is_an_error() -> None:
    """No problem to tell is not the same as no problem."""
    said = command("validate", FakeProgram(failure=InvalidInput("reconciler.yaml cannot be read")))
    assert (said.code, said.out, said.err) == (3, "", "error: reconciler.yaml cannot be read\n")


def test_validate_looks_at_the_paths_named(here: Path) -> None:
    """An editor checks the file that it has open."""
    (here / "a.yaml").touch()
    program = FakeProgram()
    command("validate a.yaml", program)
    assert program.asked == [("load", "reconciler.yaml", "a.yaml")]


def test_import_prints_yaml_and_nothing_else() -> None:
    """The answer can be redirected into a file of the repository."""
    said = command("import experience.finance --id exp-1234example")
    assert (said.code, said.err) == (0, "")
    assert said.out == "kind: experience\nname: finance\nid: exp-1234example\n"


def test_schema_prints_the_schema_that_is_named() -> None:
    """Without a name it is the one that takes documents of any kind."""
    assert json.loads(command("schema product").out) == {"type": "object"}
    assert json.loads(command("schema").out) == {"title": "any"}


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("setings", "did you mean 'settings'?"),
        ("reconciler.yaml", "one of product, document, settings"),
    ],
)
def test_a_schema_that_is_not_there_is_refused_with_those_that_are(word: str, hint: str) -> None:
    """A slip is asked about; else all are named, for there is no help that would show them."""
    said = command(f"schema {word}")
    assert (said.code, said.out) == (64, "")
    assert said.err == f"error: unknown kind '{word}'\n  hint: {hint}\n"


def test_the_twin_tells_how_to_reach_it() -> None:
    """Its environment is the answer, as a shell reads it; the rest is talk. Interrupting it is how it ends."""
    said = command("twin serve --port 5000")
    assert said.code == 0
    assert said.out == "export AWS_ENDPOINT_URL=http://127.0.0.1:5000\n"
    assert said.err.startswith("The twin answers at http://127.0.0.1:5000 until interrupted.")


@pytest.mark.parametrize(("line", "seed"), [("twin serve", None), ("twin serve --seed s.json", Path("s.json"))])
def test_the_twin_takes_any_free_port_and_its_own_seed_unless_told(line: str, seed: Path | None, here: Path) -> None:
    """Two of them never collide unless they are told to."""
    (here / "s.json").touch()
    program = FakeProgram()
    command(line, program)
    assert program.asked == [("serve", 0, seed)]
