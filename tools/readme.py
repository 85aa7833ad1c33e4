"""Keeps what README.md shows equal to what is: `readme.py` writes it, `readme.py --check` only compares.

`--demo` includes the demo's output, which takes as long as the demo.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path

from reconciler.aws.calls import CallList
from reconciler.kinds import all_verbs
from reconciler.model import Verb

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"


def _run(*command: str) -> str:
    """Give what *command* answers, with the project's own commands first on the path."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "COLUMNS": "120", "NO_COLOR": "1"}
    return subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout


def _fenced(text: str) -> str:
    return f"```\n{text.strip()}\n```"


@cache
def _story() -> str:
    """Give the demo's story; how many days ago something was is another number every day."""
    return re.sub(r"\(\d+ days\)", "(… days)", _run("sh", "tools/demo.sh"))


def demo() -> str:
    """Give the demo's story."""
    return _fenced(_story())


def plan() -> str:
    """Give the demo's first plan."""
    parts = re.split(r"^# .*\n", _story(), flags=re.MULTILINE)
    return _fenced(next(part for part in parts if part.lstrip().startswith("$ reconciler plan ")))


def help_text() -> str:
    """Give the help."""
    return _fenced(_run("reconciler", "--help"))


def iam() -> str:
    """List the IAM actions that each role needs: EC2 is the sellers' side, everything else the marketplace's."""
    sides = {"marketplace": lambda call: not call.startswith("ec2:"), "a seller": lambda call: call.startswith("ec2:")}
    called = CallList.of(all_verbs())
    commands = {"plan": called.reads, "apply": called.reads | called.writes}
    rows = [
        (f"{name}, {side}", _actions(filter(of, calls), called.verbs))
        for side, of in sides.items()
        for name, calls in commands.items()
    ]
    table = [f"| {role} | {', '.join(f'`{action}`' for action in actions)} |" for role, actions in rows]
    return "\n".join(["| role | IAM actions |", "|---|---|", *table])


def _actions(calls: Iterable[str], verbs: Mapping[str, Verb]) -> list[str]:
    return sorted({verbs[call].iam for call in calls if verbs[call].iam})


def main(arguments: list[str]) -> int:
    """Rewrite README.md, or with `--check` say whether that is needed."""
    blocks: dict[str, Callable[[], str]] = {"help": help_text, "iam": iam}
    if "--demo" in arguments:
        blocks |= {"demo": demo, "plan": plan}
    before = README.read_text("utf-8")
    after = before
    for name, write in blocks.items():
        begin, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
        head, rest = after.split(begin, 1)
        after = f"{head}{begin}{write()}\n{end}{rest.split(end, 1)[1]}"
    if "--check" not in arguments:
        README.write_text(after, "utf-8")
    elif after != before:
        print("README.md is stale: run make readme", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
