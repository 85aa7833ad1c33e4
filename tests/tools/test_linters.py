"""The files that are not Python are linted, here and in what `init` writes."""

from pathlib import Path

import pytest

from tools.linters import LINTERS, Linter, begun, distinct, is_shell, own_files

WORKFLOW = """
on: push
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - {uses: actions/checkout@v5, with: {nope: 1}}
"""
BAD = {
    "shellcheck": ("tool", "#!/bin/sh\necho $1\n", "SC2086"),
    "actionlint": (".github/workflows/b.yml", WORKFLOW, 'input "nope"'),
    "vendor.github-workflows": (".github/workflows/a.yml", "on: push\njobs: []\n", "$.jobs"),
    "vendor.github-actions": ("action.yml", "name: a\nruns: {using: composite}\n", "$.runs"),
    "vendor.gitlab-ci": (".gitlab-ci.yml", "plan:\n  script: 1\n", "$.plan.script"),
    "hadolint": ("Dockerfile", "FROM python\n", "DL3006"),
    "validate-config": (".pre-commit-config.yaml", "repos: 1\n", "Expected array but got 'int'"),
    "validate-manifest": (".pre-commit-hooks.yaml", "- id: a\n", "Missing required key: name"),
}
"""A file with a fault for each linter: name, text, and the finding."""


def linter(name: str) -> Linter:
    """Return the linter that has *name* among its words."""
    (found,) = (one for one in LINTERS if name in one.words)
    return found


@pytest.mark.parametrize("name", BAD)
def test_a_fault_is_found(name: str, tmp_path: Path) -> None:
    """Each linter reads its kind of file, and says where the fault is."""
    file, text, finding = BAD[name]
    path = tmp_path / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    said = linter(name).findings([path])
    assert (finding in said, path.name in said) == (True, True)


def test_every_linter_has_a_faulty_file_here() -> None:
    """No linter is called without a test of its finding."""
    assert [one.words for one in LINTERS if not set(one.words) & BAD.keys()] == []


def test_a_linter_with_nothing_to_read_fails() -> None:
    """A check of no file is not green."""
    assert linter("actionlint").findings([Path("README.md")]).endswith(": there is no file to check\n")


def test_the_pipelines_that_init_writes_are_linted(tmp_path: Path) -> None:
    """The files have their values filled in, as a user's repository has them."""
    written = {str(path.relative_to(tmp_path)) for path in begun(tmp_path, ["--gitlab"])}
    assert {".gitlab-ci.yml", ".pre-commit-config.yaml"} <= written


def test_init_that_fails_ends_the_check(tmp_path: Path) -> None:
    """A repository that was not written is not called clean."""
    with pytest.raises(SystemExit, match="init --nope ended with 64"):
        begun(tmp_path, ["--nope"])


def test_scripts_are_found_by_their_suffix_or_their_first_line() -> None:
    """A script without the suffix .sh is linted, and so is one that others source."""
    scripts = {path.name for path in own_files() if is_shell(path)}
    assert {"run", "demo.sh", "job.sh"} <= scripts


def test_a_copy_is_linted_once(tmp_path: Path) -> None:
    """Files of one name that differ are both linted."""
    paths = [tmp_path / folder / "plan.sh" for folder in "abc"]
    for path, text in zip(paths, ("same", "same", "other"), strict=True):
        path.parent.mkdir()
        path.write_text(text, encoding="utf-8")
    assert distinct(paths) == [paths[0], paths[2]]
