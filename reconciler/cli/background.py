"""A twin in the background: `twin start` waits until it answers, `twin stop` until it has ended."""

import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from http.client import HTTPConnection, HTTPException
from typing import Final
from urllib.parse import urlsplit

from reconciler.errors import ReconcilerError, UsageError

PATIENCE: Final = 60.0
"""Seconds within which a twin has to answer or to end."""
PAUSE: Final = 0.01
PID: Final = "X-Reconciler-Twin"
"""The header of every answer of a twin: its process id."""


def start(options: Sequence[str]) -> dict[str, str]:
    """Start a twin with the *options* of `twin serve`; return the environment of its clients, once it answers.

    An interrupt before that ends the twin: nobody would know its port.

    Raises:
        ReconcilerError: it does not start; the message holds its own error.
    """
    command = [sys.executable, "-P", "-m", "reconciler", "twin", "serve", *options]
    with tempfile.TemporaryFile("w+") as said:
        twin = subprocess.Popen(  # noqa: S603 - our own program
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=said, start_new_session=True
        )
        told = ""
        try:
            told = _first_words(twin)
        finally:
            if not told:
                twin.kill()
                twin.wait()
        if not told:
            said.seek(0)
            raise ReconcilerError(f"the twin did not start\n{said.read().rstrip()}".rstrip())
    return dict(line.removeprefix("export ").split("=", 1) for line in told.splitlines())


def stop(environment: Mapping[str, str]) -> str:
    """End the twin that *environment* points to, and return its address; a twin that has ended already is no error.

    Raises:
        UsageError: the environment points to no twin.
    """
    endpoint = environment.get("AWS_ENDPOINT_URL", "")
    place = urlsplit(endpoint)
    if place.scheme != "http" or place.hostname != "127.0.0.1" or not place.port:
        raise UsageError(
            "no twin to stop: AWS_ENDPOINT_URL does not point to one", "use the shell that has its environment"
        )
    pid = _pid(place.port)
    if pid:
        os.kill(pid, signal.SIGTERM)
        _await_end(place.port)
    return endpoint


def _first_words(twin: "subprocess.Popen[bytes]") -> str:
    """Return the lines that a twin prints once it answers; empty when it ends or prints nothing for `PATIENCE`."""
    assert twin.stdout is not None  # noqa: S101 - it was asked for
    with twin.stdout as words:
        heard, _, _ = select.select([words], [], [], PATIENCE)
        return os.read(words.fileno(), 1 << 16).decode() if heard else ""


def _pid(port: int) -> int | None:
    """Return the process id of the twin at *port*; None when no program answers there.

    Raises:
        UsageError: the program is no twin.
    """
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", "/")
        found = connection.getresponse().getheader(PID, "")
    except ConnectionRefusedError:
        return None
    except (OSError, HTTPException):
        found = None
    finally:
        connection.close()
    if not found or not found.isdecimal():
        raise UsageError(f"no twin to stop: the program that answers at port {port} is no twin")
    return int(found)


def _await_end(port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return
        time.sleep(PAUSE)
    raise ReconcilerError(f"the twin at port {port} did not stop within {PATIENCE:.0f} seconds")
