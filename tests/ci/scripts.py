"""The scripts beside a program that stands for reconciler: it writes down its words and answers as it is told to."""

import os
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from tests.patience import PATIENCE

ROOT = Path(__file__).parents[2]
PROGRAM = r"""#!/usr/bin/env bash
# Take the exit code of the command from NAME.code, and write NAME.md and NAME.json to the files that are asked for.
here=$(dirname "${BASH_SOURCE[0]}")
printf '%s\0' "$@" >>"$here/words"
printf '\n' >>"$here/words"
name=none
for word in "$@"; do
    case $word in validate | plan | apply | drift) name=$word && break ;; esac
done
while [ $# -gt 0 ]; do
    case $1 in
        markdown=*) [ ! -f "$here/$name.md" ] || cp "$here/$name.md" "${1#*=}" ;;
        json=*) cat "$here/$name.json" >"${1#*=}" ;;
        html=*) echo "<title>$name</title>" >"${1#*=}" ;;
        github=*) echo "::error title=code::a problem" >"${1#*=}" ;;
        --out | --report) echo '{}' >"$2" ;;
    esac
    shift
done
echo "::error::text of a user"
exit "$(cat "$here/$name.code" 2>/dev/null || echo 0)"
"""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a script ended and what it left."""

    code: int
    out: str
    err: str
    summary: str
    outputs: dict[str, str]


@dataclass(frozen=True, slots=True)
class Scripts:
    """The scripts in *folder*, whose program is told what to answer."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def bin(self) -> Path:
        """Return the folder of the program."""
        return self.folder / "bin"

    @property
    def answers(self) -> Path:
        """Return the folder that the scripts write to."""
        return self.folder / "reconciler-out"

    def answer(self, command: str, code: int, digest: str = "none") -> str:
        """Have *command* end with *code*, and return the Markdown that it writes."""
        page = f"<!-- reconciler {command} reconciler.yaml sha256:{digest} -->\nAnswer of {command}\n"
        self.bin.mkdir(exist_ok=True)
        (self.bin / "reconciler").write_text(PROGRAM)
        (self.bin / "reconciler").chmod(0o755)
        (self.bin / f"{command}.code").write_text(str(code))
        (self.bin / f"{command}.md").write_text(page)
        (self.bin / f"{command}.json").write_text("{}")
        return page

    def words(self) -> list[list[str]]:
        """Return the words of each command line that the scripts have run."""
        file = self.bin / "words"
        lines = file.read_text().split("\0\n")[:-1] if file.exists() else []
        return [line.split("\0") for line in lines]

    def run(self, name: str, **more: str) -> Ended:
        """Run a script in the folder."""
        files = [self.folder / one for one in ("summary", "outputs")]
        for file in files:
            file.write_text("")
        told = {"GITHUB_STEP_SUMMARY": str(files[0]), "GITHUB_OUTPUT": str(files[1])}
        path = f"{self.bin}:{os.environ['PATH']}"
        ended = subprocess.run(
            ["bash", str(ROOT / "ci" / name)],
            cwd=self.folder,
            env={**os.environ, "PATH": path, "GITHUB_ACTIONS": "true", **told, **self.environment, **more},
            check=False,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        outputs = dict(line.split("=", 1) for line in files[1].read_text().splitlines())
        return Ended(ended.returncode, ended.stdout, ended.stderr, files[0].read_text(), outputs)
