"""A generated AWS over HTTP on this machine, in a process of its own; it counts its calls.

Each answer may be held back for some milliseconds, as the way to AWS and back takes: `serving(..., latency=0.05)`.
"""

import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from subprocess import PIPE, Popen
from time import sleep
from typing import Any, ClassVar, NamedTuple
from urllib.request import urlopen

from .fresh import ROOT, FailedError


class Asked(NamedTuple):
    """One call: the path, the header X-Amz-Target, the body."""

    path: str
    target: str
    body: bytes


Answer = Callable[[Asked], tuple[str, str | bytes]]
"""Returns the operation that was called and its answer, as text or encoded."""
LATENCY = "BENCHMARKS_LATENCY"
"""The variable that tells a server the seconds by which it holds back each answer."""


class Request(BaseHTTPRequestHandler):
    """One connection of a client, which is kept open."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    answer: ClassVar[Answer]
    calls: ClassVar[Counter[str]] = Counter()
    latency: ClassVar[float] = 0.0

    def do_POST(self) -> None:
        """Answer one call of any service."""
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        operation, text = type(self).answer(Asked(self.path, self.headers.get("X-Amz-Target", ""), body))
        self.calls[operation] += 1
        sleep(self.latency)
        self._send(text)

    def do_GET(self) -> None:
        """Send the number of calls so far."""
        self._send(json.dumps(self.calls))

    def _send(self, text: str | bytes) -> None:
        data = text.encode() if isinstance(text, str) else text
        self.send_response_only(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401 - http.server's signature
        """Log nothing."""


@contextmanager
def serving(module: str, file: Path, latency: float = 0.0) -> Iterator[str]:
    """Serve *file* by *module* of benchmarks, each answer after *latency* seconds; return the URL."""
    command = [sys.executable, "-m", f"benchmarks.{module}", str(file.absolute())]
    environment = {**os.environ, LATENCY: str(latency)}
    with Popen(command, cwd=ROOT, env=environment, stdout=PIPE, text=True) as server:
        try:
            url = server.stdout.readline().strip() if server.stdout else ""
            if not url:
                raise FailedError("the generated AWS cannot be served")
            yield url
        finally:
            server.terminate()


def calls_at(url: str) -> dict[str, int]:
    """Return the calls that the server at *url* has answered."""
    with urlopen(url, timeout=10) as answer:  # noqa: S310 - our own server's
        found: dict[str, int] = json.load(answer)
    return found


def latency() -> float:
    """Return the seconds by which this server holds back each answer."""
    return float(os.environ.get(LATENCY, "0"))


def serve(answer: Answer) -> None:
    """Print the URL and answer until the process is ended."""
    Request.answer, Request.latency = staticmethod(answer), latency()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Request)
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()
