"""Carry out the Dockerfile without Docker, as far as that is possible, and start what it installs.

Absolute paths of ENV and WORKDIR are placed below a fresh folder. COPY takes what .dockerignore lets through; RUN runs.
What changes the system itself (Debian's packages, users) is left out, and each line that is left out is printed.

Example: `ENV VENV=/opt/a` sets VENV to FOLDER/opt/a, and `RUN python3 -m venv "$VENV"` makes it there.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from fnmatch import fnmatch
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
SYSTEM = re.compile(r"apt-get|useradd")
"""How a RUN begins that changes the system: it is left out."""


class CannotBuild(Exception):
    """An instruction failed, or has a form that is not known here."""


def instructions(text: str) -> Iterator[tuple[str, str]]:
    """Yield each instruction of a Dockerfile with the rest of its line; continued lines are joined."""
    lines = "".join(line for line in text.splitlines(keepends=True) if not line.lstrip().startswith("#"))
    for line in filter(None, map(str.strip, lines.replace("\\\n", " ").splitlines())):
        word, _, rest = line.partition(" ")
        yield word, rest.strip()


def context(root: Path) -> list[Path]:
    """Return the files below *root* that .dockerignore lets through. Raises CannotBuild if it does not begin with *."""
    lines = [line for line in (root / ".dockerignore").read_text("utf-8").splitlines() if line[:1] not in {"", "#"}]
    if lines[:1] != ["*"]:
        raise CannotBuild(".dockerignore does not leave out everything before it names what is taken")
    kept = [root / line[1:] for line in lines if line.startswith("!")]
    missing = [path.name for path in kept if not path.exists()]
    if missing:
        raise CannotBuild(f".dockerignore names what is not there: {', '.join(missing)}")
    left = [line.removeprefix("**/") for line in lines[1:] if not line.startswith("!")]
    files = (file for path in kept for file in (path.rglob("*") if path.is_dir() else [path]) if file.is_file())
    return [file for file in files if not any(fnmatch(part, one) for part in file.parts for one in left)]


class Build:
    """A build of the Dockerfile of *root* below *folder*; *path* is where its commands are found."""

    def __init__(self, root: Path, folder: Path, path: str) -> None:
        self._root = root
        self._folder = folder
        self._context = {file.relative_to(root) for file in context(root)}
        self._here = folder
        self._environment = {"PATH": path, "HOME": str(folder)}
        self._user = "root"
        self._entry: list[str] = []

    def carry_out(self, text: str) -> None:
        """Carry out all instructions of *text*. Raises CannotBuild."""
        known: Mapping[str, Callable[[str], None]] = {
            "FROM": self._begin,
            "ENV": self._set,
            "WORKDIR": self._go,
            "COPY": self._copy,
            "RUN": self._run,
            "USER": self._become,
            "ENTRYPOINT": self._enter,
        }
        for word, rest in instructions(text):
            if word not in known:
                raise CannotBuild(f"{word}: not known here")
            known[word](rest)

    def start(self, *words: str) -> None:
        """Run the entry point with *words*. Raises CannotBuild if it fails, and if the image would run it as root."""
        if not self._user.isdigit() or self._user == "0":
            raise CannotBuild(f"USER {self._user}: not the number of a user that is not root")
        self._run(shlex.join([*self._entry, *words]))

    def _begin(self, rest: str) -> None:
        """Begin a stage, for which everything but the folder is as at the beginning."""
        print(f"FROM {rest}: left out, the stage has Python {sys.version.partition(' ')[0]}")
        self._user = "root"

    def _set(self, rest: str) -> None:
        for word in shlex.split(rest):
            name, _, value = word.partition("=")
            self._environment[name] = self._expanded(f"{self._folder}{value}" if value.startswith("/") else value)

    def _expanded(self, text: str) -> str:
        return re.sub(r"\$(\w+)", lambda found: self._environment[found[1]], text)

    def _go(self, rest: str) -> None:
        self._here = self._folder / rest.lstrip("/")
        self._here.mkdir(parents=True, exist_ok=True)

    def _copy(self, rest: str) -> None:
        *sources, target = map(self._expanded, shlex.split(rest))
        if sources[0].startswith("--from="):
            if sources[1:] != [target]:
                raise CannotBuild(f"COPY {rest}: stages share one folder here, so a copy keeps its path")
            return
        for source in sources:
            self._copy_one(Path(source), self._here / target, inside=target.endswith("/"))

    def _copy_one(self, source: Path, target: Path, *, inside: bool) -> None:
        """Copy a file into *target*, or the content of a folder. Raises CannotBuild if the context has none of it."""
        found = [file for file in self._context if file == source or source in file.parents]
        if not found:
            raise CannotBuild(f"COPY {source}: .dockerignore leaves it out, or it is not there")
        for file in found:
            to = target / file.relative_to(source) if file != source else target / file.name if inside else target
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(self._root / file, to)

    def _run(self, rest: str) -> None:
        if SYSTEM.match(rest):
            print(f"RUN {rest}: left out")
            return
        ended = subprocess.run(
            ["/bin/sh", "-c", rest], cwd=self._here, env=self._environment, stdin=subprocess.DEVNULL, check=False
        )
        if ended.returncode:
            raise CannotBuild(f"RUN {rest}: ended with {ended.returncode}")

    def _become(self, rest: str) -> None:
        self._user = rest

    def _enter(self, rest: str) -> None:
        self._entry = json.loads(rest)


def main(root: Path = ROOT) -> int:
    """Build, and check the documents of *root* with what is installed. Return the exit code."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    with TemporaryDirectory() as made:
        try:
            build = Build(root, Path(made), path)
            build.carry_out((root / "Dockerfile").read_text("utf-8"))
            build.start("--version")
            build.start("validate", "--config", str(root / "reconciler.yaml"))
        except CannotBuild as error:
            print(error, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
