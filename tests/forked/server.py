"""Loads the program once, and forks for each client: `server.py FOLDER`. It ends when its standard input does."""

import array
import gc
import importlib
import marshal
import os
import pkgutil
import select
import socket
import sys
from contextlib import suppress
from pathlib import Path

import reconciler
from reconciler.__main__ import main

_LEFT = frozenset({"reconciler.cli.fleet.cluster.child"})
"""Modules that do something when they are loaded."""


def load() -> None:
    """Import everything that a command may need."""
    for found in pkgutil.walk_packages(reconciler.__path__, "reconciler."):
        if found.name not in _LEFT and not found.name.endswith("__main__"):
            importlib.import_module(found.name)
    gc.collect()
    gc.freeze()


def serve(folder: Path) -> None:
    """Answer clients until the standard input ends."""
    sys.executable = str(folder / "python")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(folder / "socket"))
        listener.listen()
        os.write(1, b"ready\n")
        while True:
            ready, _, _ = select.select([listener, sys.stdin], [], [])
            if sys.stdin in ready:
                return reap()
            client, _ = listener.accept()
            if not os.fork():
                listener.close()
                os._exit(watch(client))
            client.close()
            reap()


def reap() -> None:
    """Take note of the clients that have ended, so that their seconds count as those of this process."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def watch(client: socket.socket) -> int:
    """Run the command line of *client*, and tell it the process id, and how the process has ended."""
    size, streams = received(client)
    words, here, environment = marshal.loads(client.recv(size, socket.MSG_WAITALL))  # noqa: S302 - our own client
    pid = os.fork()
    if not pid:
        client.close()
        become(words, here, environment, streams)
    for stream in (*streams, 0, 1, 2):
        os.close(stream)
    client.sendall(pid.to_bytes(4, "big"))
    _, status = os.waitpid(pid, 0)
    client.sendall(status.to_bytes(4, "big"))
    return 0


def received(client: socket.socket) -> tuple[int, list[int]]:
    """Return how long the message of a client is, and its streams."""
    streams = array.array("i")
    head, [(_, _, sent)], _, _ = client.recvmsg(4, socket.CMSG_SPACE(3 * streams.itemsize))
    streams.frombytes(sent)
    return int.from_bytes(head, "big"), list(streams)


def become(words: list[str], here: str, environment: dict[str, str], streams: list[int]) -> None:
    """Be the program: run the command line, and exit as Python does."""
    code = 1
    try:
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
            os.close(stream)
        os.chdir(here)
        os.environ.clear()
        os.environ.update(environment)
        sys.argv = ["reconciler", *words]
        sys.stdin, sys.stdout = open(0, closefd=False), open(1, "w", closefd=False)  # noqa: SIM115 - until it exits
        sys.stderr = open(2, "w", errors="backslashreplace", buffering=1, closefd=False)  # noqa: SIM115
        code = main()
        sys.stdout.flush()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:  # noqa: BLE001 - as Python's own end
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(code)


if __name__ == "__main__":
    load()
    serve(Path(sys.argv[1]))
