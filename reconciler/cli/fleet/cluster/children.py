"""The child processes of a worker. A child carries out groups of one run, and ends with it or with the worker."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from tempfile import TemporaryDirectory, TemporaryFile
from threading import Lock, Thread
from typing import IO, Any, Final, Protocol

from distributed import Client, Event

from .child import NO, YES

LISTENING: Final = 2.0
"""Seconds after which a worker asks again whether a child shall stop; the scheduler answers at once when it shall."""
IDLE: Final = 60.0
"""Seconds after which a child without work ends: its client may have died without a word."""
ENDING: Final = 5.0
"""Seconds in which a child that says no more ends."""
INTERRUPT, END = "interrupt", "end"

TaskAnswer = dict[str, Any]
"""How a task has ended: its `position` in the group, `code`, `texts` and `told`."""
_idle: "list[Child]" = []
_lock: Final = Lock()


class Tokens(Protocol):
    """What says whether a task may begin."""

    def take(self, position: int) -> bool:
        """Tell whether the task at *position* may begin here."""
        ...


class Child:
    """One child process, in a session of its own, with a folder of its own below *scratch*."""

    def __init__(self, run: str, client: Client, scratch: str) -> None:
        """Start it, and end it when *client* hears that the run has ended."""
        self.run = run
        self.is_sound = True
        self.idle_since: float | None = None
        self._folder = TemporaryDirectory(prefix="reconciler-", dir=scratch)
        self._errors = TemporaryFile()  # noqa: SIM115 - closed with the child
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "reconciler.cli.fleet.cluster.child"],
            cwd=self._folder.name,
            env={**os.environ, "TMPDIR": self._folder.name},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            start_new_session=True,
        )
        Thread(target=self._obey, args=(client,), daemon=True).start()

    def answers(self, group: bytes, tokens: Tokens) -> Iterator[TaskAnswer]:
        """Carry out *group*: return how each task has ended, until the group or the child has ended."""
        self.is_sound = False
        there, back = self._pipes()
        with suppress(OSError):  # the child has ended, which the end of its answers says, too
            _write(there, b"%d\n%s" % (len(group), group))
            for text in back:
                message = json.loads(text)
                if "begin" in message:
                    _write(there, YES if tokens.take(message["begin"]) else NO)
                elif "ended" in message:
                    self.is_sound = True
                    return
                else:
                    yield message

    def may_rest(self) -> bool:
        """Wait for the next group, if the process lives."""
        with _lock:
            if not self.is_sound or self._process.poll() is not None:
                return False
            self.idle_since = time.monotonic()
            _idle.append(self)
            return True

    def end(self, patience: float = 0) -> str:
        """End the process, if it does not end by itself, and return why it has ended."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(patience)
        self._process.kill()
        code = self._process.wait()
        self._errors.seek(0)
        said = self._errors.read().decode(errors="replace").strip().splitlines()
        self._errors.close()
        for pipe in self._pipes():
            with suppress(OSError):
                pipe.close()
        self._folder.cleanup()
        return f"signal {-code} ended it" if code < 0 else said[-1] if code and said else ""

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        if self._process.stdin is None or self._process.stdout is None:
            raise ValueError("a child has pipes")
        return self._process.stdin, self._process.stdout

    def _obey(self, client: Client) -> None:
        """Interrupt the process, and then end it, when the client says so; end it when it has long been idle."""
        with suppress(Exception):  # a scheduler that does not answer has ended, and so will this worker
            for what, number in ((INTERRUPT, signal.SIGTERM), (END, signal.SIGKILL)):
                event = Event(f"{self.run}-{what}", client)
                while not event.wait(timeout=LISTENING):
                    if self._process.poll() is not None or self._is_forgotten():
                        return
                self._process.send_signal(number)
        self._is_forgotten(0)

    def _is_forgotten(self, longest: float = IDLE) -> bool:
        """End the process if it has been idle for longer than *longest* seconds."""
        with _lock:
            if self.idle_since is None or time.monotonic() < self.idle_since + longest:
                return False
            _idle.remove(self)
        self.end()
        return True


def carry_out(
    group: bytes, tokens: Tokens, tell: Callable[[TaskAnswer], None], run: str, client: Client, scratch: str
) -> str:
    """Carry out *group* in an idle child or in a new one, and *tell* how each task has ended.

    Return why the child has ended, if it has.
    """
    child = _taken(run) or Child(run, client, scratch)
    try:
        for answer in child.answers(group, tokens):
            tell(answer)
    except BaseException:
        child.end()
        raise
    return "" if child.may_rest() else child.end(ENDING)


def _taken(run: str) -> Child | None:
    """Take an idle child of *run*."""
    with _lock:
        found = next((one for one in _idle if one.run == run), None)
        if found:
            found.idle_since = None
            _idle.remove(found)
        return found


def _write(pipe: IO[bytes], data: bytes) -> None:
    pipe.write(data)
    pipe.flush()
