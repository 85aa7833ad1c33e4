"""An HTTP server on a port of this machine, for one WSGI application.

werkzeug's own server closes the connection after each answer. This one keeps it open, which more than halves the time
of a call, and stops without delay.
"""

import logging
import socket
import sys
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Final

from .exchange import LOOPBACK, PROTOCOL, Application, Request, answered

PATIENCE: Final = 0.005
"""Seconds between two checks whether the server has to stop."""
LARGEST: Final = 64 * 2**20
"""Bytes of a body that are read; the largest bodies that any service here takes have some hundred kilobytes."""
DIGITS: Final = 20
"""Digits of Content-Length that are read: a longer number is too large in any case."""
THEIRS: Final[dict[int, int]] = {
    HTTPStatus.NOT_IMPLEMENTED: HTTPStatus.METHOD_NOT_ALLOWED,
    HTTPStatus.HTTP_VERSION_NOT_SUPPORTED: HTTPStatus.BAD_REQUEST,
}
"""Statuses that http.server blames on itself, and the statuses that blame the client."""

log = logging.getLogger(__name__)


class _RequestHandler(BaseHTTPRequestHandler):
    """One connection, which answers as many requests as the client sends over it."""

    server: "_HTTPServer"
    protocol_version = PROTOCOL
    disable_nagle_algorithm = True
    wbufsize = -1

    def answer(self) -> None:
        """Answer one request. Without a length its end is unknown, so the connection is closed."""
        length = self.headers.get("Content-Length", "0")
        if "Transfer-Encoding" in self.headers or not (length.isascii() and length.isdigit()):
            self.send_error(HTTPStatus.LENGTH_REQUIRED)
        elif int(length[:DIGITS]) > LARGEST:
            self.send_error(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        else:
            self._answer(int(length))

    def _answer(self, length: int) -> None:
        body = self.rfile.read(length)
        request = Request(self.command, self.path, dict(self.headers.items()), body, self.server.server_port)
        answer = answered(self.server.application, request)
        self.send_response_only(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = answer  # noqa: N815 - http.server's

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Refuse a malformed request and close the connection."""
        super().send_error(THEIRS.get(code, code), message, explain)
        self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401 - http.server's signature
        """Do nothing: the twin has its own log."""

    def setup(self) -> None:
        """Remember the connection, so that stopping the server can close it."""
        super().setup()
        self.server.connections.add(self.connection)

    def finish(self) -> None:
        """Forget the connection."""
        self.server.connections.discard(self.connection)
        super().finish()


class _HTTPServer(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, port: int, application: Application) -> None:
        self.application = application
        self.connections: set[socket.socket] = set()
        super().__init__((LOOPBACK, port), _RequestHandler)

    def _ignore_lost_client(self, request: Any, client_address: Any) -> None:  # noqa: ANN401, ARG002 - socketserver's
        """Ignore a client that went away; log other errors."""
        if not isinstance(sys.exception(), ConnectionError):
            log.error("a connection broke", exc_info=sys.exception())

    handle_error = _ignore_lost_client


class Listener:
    """A WSGI application behind HTTP on the loopback interface, with a thread for each connection."""

    def __init__(self, application: Application, port: int = 0) -> None:
        self._server = _HTTPServer(port, application)
        self._thread = Thread(target=self._server.serve_forever, args=(PATIENCE,), daemon=True)

    @property
    def endpoint(self) -> str:
        """The URL to give as `AWS_ENDPOINT_URL`."""
        return f"http://{LOOPBACK}:{self._server.server_port}"

    def start(self) -> None:
        """Start to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Stop, free the port and close all connections."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        for connection in list(self._server.connections):
            with suppress(OSError):  # the client may have closed it first
                connection.shutdown(socket.SHUT_RDWR)
