"""A server for many clients at once: one thread, no thread a connection, so that holding back an answer costs nothing.

`benchmarks.server` has a thread for each connection. Some thousand connections of several processes make these
threads the most of what is measured; here an answer takes some 50 µs (CPU of the same machine).
"""

import asyncio
import json
import re
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Final, NamedTuple

from benchmarks.server import Asked, latency

_LENGTH: Final = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_SIGNED: Final = re.compile(rb"\r\nauthorization: [^\r]*?Credential=(\w+)/\d+/([a-z0-9-]+)/", re.IGNORECASE)
_END: Final = b"\r\n\r\n"
_HEAD: Final = "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n"
_BACKLOG: Final = 4096


class Signed(NamedTuple):
    """One call: who signed it with which access key, for which region."""

    key: str
    region: str
    asked: Asked


Answers = Callable[[Signed], tuple[str, str | bytes]]
"""Returns the operation that was called and its answer, as text or encoded."""


class Connection(asyncio.Protocol):
    """One connection of a client, which is kept open and has one call at a time."""

    def __init__(self, answer: Answers, calls: Counter[str], held_back: float) -> None:
        """Count *calls* and answer each after so many seconds."""
        self._answer = answer
        self._calls = calls
        self._held_back = held_back
        self._got = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep where answers are written."""
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer the call once it is whole."""
        self._got += data
        head, end, body = self._got.partition(_END)
        length = _LENGTH.search(head)
        if end and len(body) >= (int(length[1]) if length else 0):
            self._got = b""
            self._reply(head, body)

    def _reply(self, head: bytes, body: bytes) -> None:
        if head.startswith(b"GET"):
            self._write(json.dumps(self._calls).encode())
            return
        signed = _SIGNED.search(head)
        key, region = (signed[1].decode(), signed[2].decode()) if signed else ("", "")
        operation, told = self._answer(Signed(key, region, Asked("/", "", body)))
        self._calls[operation] += 1
        data = told.encode() if isinstance(told, str) else told
        asyncio.get_running_loop().call_later(self._held_back, self._write, data)

    def _write(self, data: bytes) -> None:
        if isinstance(self._transport, asyncio.Transport) and not self._transport.is_closing():
            self._transport.write(_HEAD.format(len(data)).encode() + data)


def serve(answer: Answers) -> None:
    """Print the URL and answer until the process is ended."""
    asyncio.run(_serve(answer))


async def _serve(answer: Answers) -> None:
    connection = partial(Connection, answer, Counter(), latency())
    server = await asyncio.get_running_loop().create_server(connection, "127.0.0.1", 0, backlog=_BACKLOG)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()
