"""Write the tables of keys and the outputs of commands in docs/json.md; with `--check` only compare them.

A table stands between `<!-- keys NAME -->` and `<!-- /keys -->`; NAME is a schema. A command is a block of `sh`; its
output is the block after it. The commands run in their order on the demo's twin. They need no installed jq.
"""

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jq

from reconciler.printed import printed_schemas
from reconciler.twin.seed import demo
from reconciler.twin.twin import Twin

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "json.md"
COMMAND = re.compile(r"(?<=```sh\n)(.*?)(\n```\n\n```\n)(.*?)(?=\n```\n)", re.DOTALL)
KEYS = re.compile(r"(?<=<!-- keys )(\w+)( -->\n)(.*?)(?=<!-- /keys -->)", re.DOTALL)
RAW, COMPACT = "-r", "-c"
"""The options of jq that print texts without quotes, and each result on one line."""


@dataclass
class Shell:
    """Runs the commands of the page; *printed* has the JSON of each command since AWS was last changed."""

    environment: Mapping[str, str]
    printed: dict[str, str] = field(default_factory=dict)

    def output(self, command: str) -> str:
        """Return what *command* prints."""
        before, bar, after = command.partition(" | ")
        if not bar:
            self.printed.clear()
            return self._run(before)
        if before not in self.printed:
            self.printed[before] = self._run(before)
        return answer(self.printed[before], shlex.split(after)[1:])

    def _run(self, command: str) -> str:
        """Run one program. Raises CalledProcessError, but for the exit codes of a plan that changes or is refused."""
        ended = subprocess.run(
            shlex.split(command), cwd=ROOT, env=self.environment, check=False, capture_output=True, text=True
        )
        if ended.returncode not in {0, 2, 4}:
            raise subprocess.CalledProcessError(ended.returncode, command, ended.stdout, ended.stderr)
        return ended.stdout


def answer(text: str, arguments: Sequence[str]) -> str:
    """Return what `jq ARGUMENTS` prints for the JSON *text*."""
    *options, program = arguments
    form: dict[str, Any] = {"separators": (",", ":")} if COMPACT in options else {"indent": 2}
    results = jq.compile(program).input_text(text).all()
    return "\n".join(
        one if RAW in options and isinstance(one, str) else json.dumps(one, ensure_ascii=False, **form)
        for one in results
    )


def keys(name: str) -> str:
    """Return the table of the keys at the top of the schema *name*."""
    schema = printed_schemas()[name]
    while "properties" not in schema:
        schema = {**schema, **_first(schema)}
    rows = [f"| `{key}` | {part['description']} |" for key, part in schema["properties"].items()]
    return "\n".join(["| key | is |", "|---|---|", *rows]) + "\n"


def _first(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the definition that a schema without keys of its own refers to, the first if there are several."""
    reference = schema.get("$ref") or schema["anyOf"][0]["$ref"]
    found: Mapping[str, Any] = schema["$defs"][reference.rpartition("/")[2]]
    return found


def fresh(page: str) -> str:
    """Return the text *page* with new tables and new outputs."""
    page = KEYS.sub(lambda found: f"{found[1]}{found[2]}{keys(found[1])}", page)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    with Twin(demo()).start() as twin:
        shell = Shell({**os.environ, **twin.environment(), "PATH": path})
        return COMMAND.sub(lambda found: f"{found[1]}{found[2]}{shell.output(found[1]).rstrip()}", page)


def main(arguments: Sequence[str]) -> int:
    """Run the script; return its exit code."""
    before = PAGE.read_text("utf-8")
    after = fresh(before)
    if "--check" not in arguments:
        PAGE.write_text(after, "utf-8")
    elif after != before:
        print("docs/json.md is stale: run make readme", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
