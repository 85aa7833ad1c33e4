"""Check the files that are not Python: shell scripts, workflows, the action, pipelines, hooks and the Dockerfile.

The files are those of the repository, and those that `reconciler init` writes for GitHub and for GitLab. Nothing is
downloaded: check-jsonschema holds the schemas.

Example: a workflow that sets an unknown input of an action ends the run with 1, and with actionlint's line for it.
"""

import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
SHELLS = {b"#!/bin/sh", b"#!/usr/bin/env bash", b"#!/bin/bash"}
STARTS = (("--github=acme/governance",), ("--gitlab",))
"""The options with which `init` writes each of the two repositories."""
ANSWERS = ("--yes", "--marketplace=111111111111", "--organization=o-abcdef1234", "--seller=a=222222222222:us-east-1")


@dataclass(frozen=True, slots=True)
class Linter:
    """A command beside the Python that runs this, and which files it reads."""

    words: tuple[str, ...]
    reads: Callable[[Path], bool]

    def findings(self, files: Iterable[Path]) -> str:
        """Return what the command says of those of *files* that it reads; empty if it finds nothing.

        A linter that has nothing to read has a finding: its check would be green on nothing.
        """
        read = [str(path) for path in files if self.reads(path)]
        if not read:
            return f"{' '.join(self.words)}: there is no file to check\n"
        code, said = output([str(BIN / self.words[0]), *self.words[1:], *read])
        return said or f"{' '.join(self.words)} ended with {code}\n" if code else ""


def named(*patterns: str) -> Callable[[Path], bool]:
    """Return a function that says whether one of *patterns* matches the end of a path."""
    return lambda path: any(map(path.match, patterns))


def is_shell(path: Path) -> bool:
    """Return whether a file is a shell script, by its suffix or by its first line."""
    if path.suffix == ".sh":
        return True
    with path.open("rb") as file:
        return file.readline(80).rstrip() in SHELLS


WORKFLOW = named(".github/workflows/*.yml")
SCHEMA = ("check-jsonschema", "--color=never", "--builtin-schema")
LINTERS = (
    Linter(("shellcheck", "--color=never", "--external-sources"), is_shell),
    Linter(("actionlint", "-no-color", f"-shellcheck={BIN / 'shellcheck'}", "-pyflakes="), WORKFLOW),
    Linter((*SCHEMA, "vendor.github-workflows"), WORKFLOW),
    Linter((*SCHEMA, "vendor.github-actions"), named("action.yml")),
    Linter((*SCHEMA, "vendor.gitlab-ci", "--data-transform=gitlab-ci"), named(".gitlab-ci.yml")),
    Linter(("hadolint", "--no-color"), named("Dockerfile")),
    Linter(("pre-commit", "validate-config"), named(".pre-commit-config.yaml")),
    Linter(("pre-commit", "validate-manifest"), named(".pre-commit-hooks.yaml")),
)


def output(command: Sequence[str]) -> tuple[int, str]:
    """Run *command* at the top of the repository; return its exit code and what it says on both streams."""
    ended = subprocess.run(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        check=False,
    )
    return ended.returncode, ended.stdout


def own_files() -> list[Path]:
    """Return the files of this repository, also those that git does not hold yet."""
    _, listed = output(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"])
    return [path for path in map(ROOT.joinpath, sorted(filter(None, listed.split("\0")))) if path.is_file()]


def begun(folder: Path, options: Sequence[str]) -> list[Path]:
    """Return the files of a new repository, which `init` writes into *folder*. Raises SystemExit if it fails."""
    code, said = output([str(BIN / "reconciler"), "init", str(folder), *ANSWERS, *options])
    if code:
        raise SystemExit(f"init {' '.join(options)} ended with {code}:\n{said}")
    return sorted(path for path in folder.rglob("*") if path.is_file())


def distinct(files: Iterable[Path]) -> list[Path]:
    """Return *files* without copies: `init` writes the scripts of `ci/` as they are."""
    known = dict[tuple[str, bytes], Path]()
    for path in files:
        known.setdefault((path.name, path.read_bytes()), path)
    return list(known.values())


def main(linters: Sequence[Linter] = LINTERS) -> int:
    """Print what the linters find; return 1 if one finds something."""
    with TemporaryDirectory() as made, ThreadPoolExecutor(2) as threads:
        folders = [Path(made, str(at)) for at in range(len(STARTS))]
        written = list(threads.map(begun, folders, STARTS))
        files = distinct(path for group in (own_files(), *written) for path in group)
        found = list(threads.map(partial(Linter.findings, files=files), linters))
    sys.stdout.write("".join(found))
    return 1 if any(found) else 0


if __name__ == "__main__":
    raise SystemExit(main())
