"""A webhook on this machine that answers as a test says."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any


@dataclass(frozen=True)
class HookReply:
    """An answer; a *status* of 0 is a broken one, and *late* is none until the webhook ends."""

    status: int = 200
    body: bytes = b"ok"
    headers: Mapping[str, str] = field(default_factory=dict)
    late: bool = False


@dataclass(frozen=True)
class Posted:
    """One request."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


class Hook(ThreadingHTTPServer):
    """The server: *reply* is its next answer, *posted* are the requests so far."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.reply = HookReply()
        self.posted: list[Posted] = []
        self.ended = Event()

    def url(self, path: str) -> str:
        """Return the URL of *path*."""
        return f"http://127.0.0.1:{self.server_port}/{path}"

    def handle_error(self, *_: Any) -> None:  # noqa: ANN401 - as the library has it
        """Ignore a client that has gone."""


class _Handler(BaseHTTPRequestHandler):
    server: Hook

    def log_message(self, *_: object) -> None:
        """Log nothing."""

    def do_GET(self) -> None:
        """Answer as a POST."""
        self.do_POST()

    def do_POST(self) -> None:
        """Note the request and answer."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.posted.append(Posted(self.command, self.path, dict(self.headers), body))
        reply = self.server.reply
        if reply.late:
            self.server.ended.wait(10)
        if not reply.status:
            self.wfile.write(b"SMTP " + self.path.encode() + b"\r\n\r\n")
            return
        self.send_response(reply.status, f"Reason {self.path}")
        for name, value in reply.headers.items():
            self.send_header(name, value.replace("PATH", self.path))
        self.end_headers()
        self.wfile.write(reply.body.replace(b"PATH", self.path.encode()))


@contextmanager
def hooked() -> Iterator[Hook]:
    """Serve a webhook until the block ends."""
    server = Hook()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.ended.set()
        server.shutdown()
        server.server_close()
        thread.join()
