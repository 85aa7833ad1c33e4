"""Runs git. It answers within a time, or its silence is an error that says why."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Self

PATIENCE: Final = 5.0
"""Seconds in which git has to answer a question about files that are checked out."""
_GIT: Final = ("git", "--no-optional-locks", "--literal-pathspecs")
_OFFLINE: Final = {"GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0"}
"""A partial clone fetches nothing behind the user's back."""


class GitSilenceError(Exception):
    """Git gave no answer; *hint* says what to do."""

    def __init__(self, why: str, hint: str = "") -> None:
        super().__init__(why)
        self.hint = hint


def git(tree: Path, *words: str, patience: float = PATIENCE) -> list[str]:
    """Return the entries that git answers about the work tree *tree*, separated by NUL. Raises GitSilenceError."""
    command = [*_GIT, "-C", str(tree), *words]
    try:
        asked = subprocess.run(command, capture_output=True, timeout=patience, check=False, env=_environment())  # noqa: S603 - our own words
    except FileNotFoundError as missing:
        raise _missing() from missing
    except subprocess.TimeoutExpired as late:
        raise GitSilenceError(f"git did not answer within {patience:.0f} seconds") from late
    except OSError as failed:
        raise GitSilenceError(f"git can't be run: {failed.strerror}") from failed
    if asked.returncode:
        raise _refused(os.fsdecode(asked.stderr))
    return [os.fsdecode(entry) for entry in asked.stdout.split(b"\0")]


class Blobs:
    """Reads contents of files by the ids that git gives them, in one process. It is a context."""

    def __init__(self, tree: Path) -> None:
        """Read from the repository of the work tree *tree*."""
        self._command: Sequence[str] = (*_GIT, "-C", str(tree), "cat-file", "--batch")
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process:
            self._process.kill()
            self._process.communicate()

    def read(self, blob: str) -> bytes:
        """Return the content of *blob*. Raises GitSilenceError."""
        asking, answering = self._pipes()
        try:
            asking.write(f"{blob}\n".encode())
            asking.flush()
            *_, size = answering.readline().split()
            if not size.isdigit():
                raise GitSilenceError("a part of the history is missing here", "fetch it: this is a partial clone")
            return answering.read(int(size) + 1)[:-1]
        except (OSError, ValueError) as failed:
            raise GitSilenceError("git stopped while it read the history") from failed

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        """Return where to ask and where git answers; git is started at the first question."""
        if self._process is None:
            pipe = subprocess.PIPE
            try:
                self._process = subprocess.Popen(  # noqa: S603 - our own words
                    self._command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env=_environment()
                )
            except FileNotFoundError as missing:
                raise _missing() from missing
        if self._process.stdin is None or self._process.stdout is None:
            raise GitSilenceError("git has no pipes")
        return self._process.stdin, self._process.stdout


def _environment() -> Mapping[str, str]:
    return {**os.environ, **_OFFLINE}


def _missing() -> GitSilenceError:
    return GitSilenceError("git is not installed", "install git where reconciler runs")


def _refused(stderr: str) -> GitSilenceError:
    """Return the first line of git's error, with its advice where it refuses the repository of another user."""
    lines = [line.strip() for line in stderr.splitlines() if line.strip()]
    advice = next((line for line in lines if "safe.directory" in line), "")
    hint = f"if you trust this repository: {advice}" if advice else ""
    return GitSilenceError(lines[0].removeprefix("fatal: ") if lines else "git failed", hint)
