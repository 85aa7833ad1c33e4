"""One request to a WSGI application and its answer: what stays the same whether a socket carries them or not."""

import io
import logging
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import unquote_to_bytes

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

LOOPBACK: Final = "127.0.0.1"
PROTOCOL: Final = "HTTP/1.1"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Request:
    """A request as a client sends it: *target* is the path with the query string, *port* the port of the server."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes
    port: int

    def environ(self) -> dict[str, Any]:
        """Return the request as WSGI's environment."""
        path, _, query = self.target.partition("?")
        given = {name.upper().replace("-", "_"): value for name, value in self.headers.items()}
        return {
            **{f"HTTP_{name}": value for name, value in given.items()},
            "REQUEST_METHOD": self.method,
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": query,
            "RAW_URI": self.target,
            "REQUEST_URI": self.target,
            "CONTENT_TYPE": given.get("CONTENT_TYPE", ""),
            "CONTENT_LENGTH": str(len(self.body)),
            "REMOTE_ADDR": LOOPBACK,
            "SERVER_NAME": LOOPBACK,
            "SERVER_PORT": str(self.port),
            "SERVER_PROTOCOL": PROTOCOL,
            "SCRIPT_NAME": "",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(self.body),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }


class Answer:
    """Status, headers and body that an application returned; HTTP 500 without a body until it does."""

    def __init__(self) -> None:
        self.status = int(HTTPStatus.INTERNAL_SERVER_ERROR)
        self.headers: list[tuple[str, str]] = []
        self.body = b""

    def start(self, status: str, headers: list[tuple[str, str]], _error: object = None) -> None:
        """Take status and headers, as WSGI's `start_response`."""
        self.status = int(status.partition(" ")[0])
        self.headers = [header for header in headers if header[0].lower() not in {"content-length", "connection"}]

    def end(self, body: bytes) -> None:
        """Take the body; the last headers are those of the twin and of the length."""
        self.body = body
        self.headers.append(("X-Reconciler-Twin", str(os.getpid())))  # the process that `twin stop` ends
        self.headers.append(("Content-Length", str(len(body))))


def answered(application: Application, request: Request) -> Answer:
    """Return the answer of *application*: HTTP 500 if it breaks, which the log tells."""
    answer = Answer()
    try:
        body = b"".join(application(request.environ(), answer.start))
    except Exception:
        log.exception("%s %s failed", request.method, request.target)
        answer, body = Answer(), b""
    answer.end(body)
    return answer
