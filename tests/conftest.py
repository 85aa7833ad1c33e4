"""The surroundings of every test: no network but loopback, no AWS settings or shell of the user, repeatable chance."""

import gc
import os
import signal
import socket
from collections.abc import Container, Generator, Iterator
from contextlib import nullcontext
from functools import wraps
from pathlib import Path
from typing import Any

import pytest

from reconciler.parallel import aside
from tests import examples, in_process, measuring, sharing
from tests.printed import strict

NOWHERE = str(Path(__file__).parent / "nowhere")
LOOPBACK = ("127.", "::1", "localhost")


class NetworkBlockedError(RuntimeError):
    """A test called a machine other than this one."""


def refuse(call: str, address: object) -> None:
    """Refuse *address*, a host or a pair of host and port, unless it is this machine. Unix sockets are local."""
    host = address[0] if isinstance(address, tuple) else address if call.startswith("get") else None
    name = host.decode() if isinstance(host, bytes) else host
    if name and not str(name).startswith(LOOPBACK):
        message = f"{call}: {name!r} is not this machine; tests speak to the twin on 127.0.0.1"
        raise NetworkBlockedError(message)


def fence(holder: object, call: str, position: int) -> None:
    """Refuse a call of *holder* that leaves this machine; its argument at *position* has the address.

    An audit hook cannot do this: it also runs inside sys.settrace, where two threads that start while coverage measures
    disturb each other.
    """
    inner = getattr(holder, call)

    @wraps(inner)
    def guarded(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever the call takes and gives
        refuse(call, arguments[position] if arguments[position:] else named.get("host"))
        return inner(*arguments, **named)

    setattr(holder, call, guarded)


def block_network() -> None:
    """Fence name look-ups, connections and datagrams, so that nothing is sent to another machine."""
    fence(socket, "getaddrinfo", 0)
    fence(socket, "gethostbyname", 0)
    fence(socket.socket, "connect", 1)
    fence(socket.socket, "connect_ex", 1)
    fence(socket.socket, "sendto", -1)


def forget_machine(environment: os._Environ[str]) -> None:
    """Remove settings that depend on the user: AWS, proxies, colour, home, and the columns of the terminal."""
    for name in list(environment):
        if name.startswith("AWS_") or name.lower().endswith("_proxy") or name in {"NO_COLOR", "FORCE_COLOR", "COLUMNS"}:
            del environment[name]
    environment.update(
        HOME=NOWHERE,
        AWS_CONFIG_FILE=NOWHERE,
        AWS_SHARED_CREDENTIALS_FILE=NOWHERE,
        AWS_EC2_METADATA_DISABLED="true",
        GIT_CONFIG_GLOBAL=os.devnull,
        GIT_CONFIG_NOSYSTEM="1",
        TZ="UTC",
    )


def hear_signals() -> None:
    """Restore signals that `nohup` or a background shell job ignores, since tests and their children use them."""
    for number, handler in ((signal.SIGINT, signal.default_int_handler), (signal.SIGHUP, signal.SIG_DFL)):
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, handler)


block_network()
forget_machine(os.environ)
hear_signals()
strict.watch()
in_process.answer_in_process()
sharing.share()
examples.choose(os.environ)
measuring.measure_the_first()


@pytest.fixture
def over_http() -> Iterator[None]:
    """Send the requests of a test over HTTP, also those to a twin of this process."""
    with in_process.over_http():
        yield


FIRST = pytest.StashKey[Container[str]]()
"""Which of the tests coverage follows."""


def pytest_collection_finish(session: pytest.Session) -> None:
    """Note which tests coverage follows, and start the thread that is kept for calls of AWS while it follows threads.

    What there is now stays, so the garbage collection need not look at it after each test.
    """
    aside(bool)
    gc.collect()
    gc.freeze()
    session.stash[FIRST] = measuring.first_cases(item.nodeid for item in session.items)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Let coverage follow the first case of each test only."""
    with nullcontext() if item.nodeid in item.session.stash[FIRST] else measuring.left_out():
        return (yield)


SHARE = "validated"
"""The key under which a worker of pytest-xdist hands over how many values it has validated."""


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand over how many values this worker has validated."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput[SHARE] = dict(strict.counted)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object) -> None:
    """Add the share of a worker that has ended."""
    strict.counted.update(getattr(node, "workeroutput", {}).get(SHARE, {}))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many values were validated."""
    terminalreporter.write_line(strict.summary(strict.counted))
