"""Walk through the pages that users follow, and write what their commands print; with `--check` only compare it.

A page is walked in a folder and a shell of its own. Its blocks are taken in their order:

    ```yaml title="desired_state/a.yaml"    is written to that file
    ```sh                                   is run; its exit code is 0, or as `# exit code 4` on its last line says
    ```                                     right after a block of `sh` is what its commands print on stdout
    <!-- run                                is run, too, and readers do not see it: what the page takes for granted

In an output, `…` stands for any text in a line, such as a time, and for any number of lines where it stands alone.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Self

ROOT = Path(__file__).resolve().parent.parent
PAGES = (
    ROOT / "docs" / "tutorial.md",
    ROOT / "docs" / "explanation" / "governance.md",
    *sorted((ROOT / "docs" / "how-to").glob("*.md")),
)
_STEP = re.compile(
    r'^```\w+ title="(?P<file>[^"]+)"\n(?P<content>.*?)^```$'
    r"|^<!-- run\n(?P<hidden>.*?)^-->$"
    r"|^```sh\n(?P<command>.*?)^```$(?P<between>\n\n```\n)?(?P<shown>(?<=\n\n```\n).*?(?=^```$))?",
    re.MULTILINE | re.DOTALL,
)
_CODE = re.compile(r"# exit code (\d+)\s*$")
_END = "\x1e"


class Stumble(Exception):
    """A command of a page that ended otherwise than the page says."""


@dataclass
class Walk:
    """A walk through one page: its shell, which works in *folder*; the clocks of its commits are a day behind."""

    folder: Path

    def __enter__(self) -> Self:
        """Start the shell."""
        self._errors: IO[str] = tempfile.TemporaryFile("w+")
        self._shell = subprocess.Popen(
            ["bash", "--noprofile", "--norc"],
            cwd=self.folder,
            env=surroundings(self.folder),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the twin of the page, if there is one, and end the shell."""
        self._shell.communicate("reconciler twin stop\nexit\n", timeout=30)
        self._errors.close()

    def printed(self, commands: str) -> str:
        """Run *commands* and return what they print on stdout. Raises Stumble for another exit code than expected."""
        assert self._shell.stdin
        assert self._shell.stdout
        self._shell.stdin.write(f"{commands}\nprintf '{_END}%d\\n' $?\n")
        self._shell.stdin.flush()
        lines = list[str]()
        while _END not in (line := self._shell.stdout.readline()):
            if not line:
                raise Stumble(self._story(commands, "the shell ended", lines))
            lines.append(line)
        rest, _, code = line.partition(_END)
        wanted = _CODE.search(commands)
        if int(code) != int(wanted[1] if wanted else 0):
            raise Stumble(self._story(commands, f"exit code {code.strip()}", [*lines, rest]))
        return "".join([*lines, rest])

    def _story(self, commands: str, end: str, lines: Sequence[str]) -> str:
        self._errors.seek(0)
        return f"$ {commands}{''.join(lines)}{end}\n{self._errors.read()}"


def surroundings(home: Path) -> Mapping[str, str]:
    """Return the environment of a user whose home is *home*: our commands on the path, nothing of AWS, old commits."""
    person = {"NAME": "user", "EMAIL": "user@example.com", "DATE": f"{int(time.time()) - 86400} +0000"}
    return {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(home),
        "CHECKOUT": str(ROOT),
        "LC_ALL": "C.UTF-8",
        **{f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER") for what, value in person.items()},
    }


def fits(shown: str, printed: str) -> bool:
    """Tell whether *shown* is what was *printed*, but for what `…` stands for."""
    lines = (
        r"(?:.*\n)*?" if line.strip() == "…" else f"{re.escape(line.rstrip()).replace('…', '.*?')}[ ]*\n"
        for line in shown.splitlines()
    )
    return re.fullmatch("".join(lines), f"{end}\n" if (end := printed.rstrip()) else "") is not None


def walked(text: str, folder: Path) -> str:
    """Walk through the page *text* in *folder*; return it with what its commands print now, where that is not shown."""
    with Walk(folder) as walk:
        return _STEP.sub(lambda step: taken(step, walk), text)


def taken(step: re.Match[str], walk: Walk) -> str:
    """Take one step; return its text."""
    if step["file"]:
        walk.printed(f"mkdir -p $(dirname {step['file']}) && cat >{step['file']} <<'{_END}'\n{step['content']}{_END}")
        return step[0]
    printed = walk.printed(step["hidden"] or step["command"])
    if not step["between"] or fits(step["shown"], printed):
        return step[0]
    return f"```sh\n{step['command']}```{step['between']}{printed.rstrip()}\n"


def main(arguments: Sequence[str]) -> int:
    """Run the script; names of pages choose some of them. Return its exit code."""
    stale = 0
    for page in PAGES:
        if (names := [name for name in arguments if name != "--check"]) and page.stem not in names:
            continue
        with tempfile.TemporaryDirectory() as folder:
            before = page.read_text("utf-8")
            after = walked(before, Path(folder))
        if after != before and "--check" in arguments:
            print(f"{page.relative_to(ROOT)} is stale: run python tools/walks.py {page.stem}", file=sys.stderr)
            stale = 1
        elif after != before:
            page.write_text(after, "utf-8")
    return stale


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
