"""The Dockerfile, and how it is carried out where there is no Docker."""

import re
import tomllib
from pathlib import Path

import pytest

from tools.image import ROOT, Build, CannotBuild, context, instructions, main

DOCKERFILE = list(instructions((ROOT / "Dockerfile").read_text("utf-8")))
PATH = "/usr/bin:/bin"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a folder whose .dockerignore lets the folder `kept` and the file `one` through."""
    made = tmp_path / "root"
    for name in ("kept/a", "kept/in/b", "kept/__pycache__/c", "one", "secret"):
        path = made / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    (made / ".dockerignore").write_text("# why\n*\n!kept\n!one\n**/__pycache__\n", encoding="utf-8")
    return made


def built(root: Path, text: str) -> Path:
    """Carry out *text*, and return the folder."""
    folder = root.parent / "made"
    folder.mkdir()
    Build(root, folder, PATH).carry_out(text)
    return folder


def tree(folder: Path) -> set[str]:
    """Return the paths of the files below *folder*."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_pip_installs_what_is_locked_and_nothing_else() -> None:
    """Each pip install takes a file with hashes, or the wheel that was built from this repository, without an index."""
    installs = [part for word, rest in DOCKERFILE for part in rest.split("&&") if word == "RUN" and "pip" in part]
    assert len(installs) == 3
    for install in installs:
        assert "--no-deps" in install
        assert ("--require-hashes -r requirements/" in install) != ("--no-index dist/*.whl" in install)


def test_the_image_starts_reconciler_as_an_ordinary_user() -> None:
    """The last stage names its user by a number, by which a cluster can tell that it is not root."""
    last = max(at for at, (word, _) in enumerate(DOCKERFILE) if word == "FROM")
    assert [(word, rest) for word, rest in DOCKERFILE[last:] if word in {"USER", "ENTRYPOINT"}] == [
        ("USER", "1000"),
        ("ENTRYPOINT", '["reconciler"]'),
    ]


def test_both_stages_have_the_python_of_the_tests() -> None:
    """The image has a version of Python that pyproject.toml names, for the tests ran on it."""
    said = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["classifiers"]
    bases = {re.split(r"[ :-]", rest)[1] for word, rest in DOCKERFILE if word == "FROM"}
    assert {f"Programming Language :: Python :: {base}" for base in bases} - set(said) == set()


def test_the_context_has_what_the_wheel_is_built_from() -> None:
    """What the sdist holds is let through by .dockerignore, and the locked requirements, and nothing else."""
    built_from = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]
    taken = {path.relative_to(ROOT).parts[0] for path in context(ROOT)}
    assert taken == {*built_from["sdist"]["only-include"], "LICENSE", "README.md", "pyproject.toml", "requirements"}


def test_instructions_are_read_over_several_lines() -> None:
    """Comments are no instructions, also between the lines of one."""
    text = "# first\nRUN a && \\\n# why\n    b\n\nUSER 1\n"
    assert list(instructions(text)) == [("RUN", "a &&      b"), ("USER", "1")]


def test_copy_takes_what_dockerignore_lets_through(root: Path) -> None:
    """A folder's content goes below the target, a file into a target that ends with a slash."""
    made = built(root, "FROM a\nWORKDIR /w\nCOPY kept to\nCOPY one in/\nCOPY one two\n")
    assert tree(made) == {"w/to/a", "w/to/in/b", "w/in/one", "w/two"}


def test_what_dockerignore_leaves_out_cannot_be_copied(root: Path) -> None:
    """The build stops as Docker's does."""
    with pytest.raises(CannotBuild, match=r"COPY secret: \.dockerignore leaves it out, or it is not there"):
        built(root, "COPY secret x\n")


def test_commands_run_in_the_folder_with_the_variables(root: Path) -> None:
    """Absolute paths of ENV and WORKDIR are below the folder; a variable may be of another one."""
    made = built(root, 'ENV A=/opt/a\nENV B=$A/b\nWORKDIR /w\nRUN mkdir -p "$B" && touch "$B/c" d\n')
    assert tree(made) == {"opt/a/b/c", "w/d"}


def test_what_is_left_out_is_said(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Debian's packages and users are not made here, and the output says it."""
    built(root, "RUN apt-get update && touch x\nRUN useradd a\n")
    assert capsys.readouterr().out == "RUN apt-get update && touch x: left out\nRUN useradd a: left out\n"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("RUN exit 3\n", "RUN exit 3: ended with 3"),
        ("ADD x y\n", "ADD: not known here"),
        ('FROM a\nENTRYPOINT ["true"]\n', "USER root: not the number of a user that is not root"),
        ('FROM a\nUSER 0\nENTRYPOINT ["true"]\n', "USER 0: not the number of a user that is not root"),
        ("COPY --from=a /x /y\n", "COPY --from=a /x /y: stages share one folder here, so a copy keeps its path"),
    ],
)
def test_a_build_that_fails_ends_with_1(root: Path, text: str, why: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The last line says which instruction failed."""
    (root / "Dockerfile").write_text(text, encoding="utf-8")
    assert main(root) == 1
    assert capsys.readouterr().err.splitlines()[-1] == why
