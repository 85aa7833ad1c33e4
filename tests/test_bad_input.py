"""Every fault of a repository is reported with its place, what is wrong and what to do, and none ends in a traceback.

A case is a file below `bad_input/`, or a folder below `bad_input/repositories/`; files of `settings/` are a
reconciler.yaml, all others the one document file of a repository. The expected problems stand beside it, in `.expected`
or in the folder's `expected`: a new case is a new pair of files.
"""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import chdir
from datetime import date
from pathlib import Path

import pytest

from reconciler.errors import InvalidInput
from reconciler.kinds import all_kinds
from reconciler.model import Problem
from reconciler.pipeline import load

FOLDER = Path(__file__).parent / "bad_input"
SETTINGS = """\
version: 1
marketplace: {account: "111111111111"}
sellers: {saas: {account: "888888888888", regions: [us-east-1, eu-west-1]}}
"""
REPOSITORIES = FOLDER / "repositories"


def cases() -> Iterator[Path]:
    """Yield every case: a file, or a folder that is a whole repository."""
    yield from sorted(path for path in FOLDER.glob("*/*.yaml"))
    yield from sorted(REPOSITORIES.iterdir())


def repository_of(case: Path, folder: Path) -> Path:
    """Return the repository of *case*, written into *folder*."""
    if case.is_dir():
        shutil.copytree(case, folder, dirs_exist_ok=True)
        return folder
    (folder / "desired_state").mkdir()
    is_settings = case.parent.name == "settings"
    target = folder / "reconciler.yaml" if is_settings else folder / "desired_state" / case.name
    (folder / "reconciler.yaml").write_text(SETTINGS)
    shutil.copyfile(case, target)
    return folder


def problems_of(repository: Path) -> tuple[Problem, ...]:
    """Return all errors of a repository that are found without AWS, with places relative to its folder."""
    with chdir(repository):
        try:
            return load(Path("reconciler.yaml"), all_kinds(), today=date(2026, 11, 26)).errors
        except InvalidInput as invalid:
            return invalid.problems


def told(problems: Iterable[Problem]) -> str:
    """Return problems as `.expected` files have them: a line for each, and its hint below."""
    lines = [f"{problem.source or '-'} {problem.code}: {problem.message}\n  {problem.hint}\n" for problem in problems]
    return "".join(lines)


def expectation_of(case: Path) -> Path:
    """Return the file with the expected problems of *case*."""
    return case / "expected" if case.is_dir() else case.with_suffix(".expected")


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: f"{case.parent.name}/{case.stem}")
def test_bad_input_ends_in_clear_problems(case: Path, tmp_path: Path) -> None:
    """Each problem is reported once, with line, column, message and hint as in the expected file."""
    expected = expectation_of(case).read_text(encoding="utf-8")
    assert told(problems_of(repository_of(case, tmp_path))) == expected
    assert expected


def test_there_are_two_hundred_different_cases() -> None:
    """No two cases are the same."""
    files = [path.read_bytes() for path in cases() if path.is_file()]
    assert len(files) == len(set(files)) >= 200


def test_each_expectation_has_its_case() -> None:
    """A case that is removed takes its expected file with it."""
    expected = {path.with_suffix(".yaml") for path in FOLDER.rglob("*.expected")}
    assert expected == {case for case in cases() if case.is_file()}
