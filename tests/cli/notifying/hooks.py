"""A webhook on this machine that answers as a test says."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext
from threading import Event, Thread
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.patience import PATIENCE

YEARS = (datetime(2020, 1, 1, tzinfo=UTC), datetime(2120, 1, 1, tzinfo=UTC))
"""In which a certificate is valid."""


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
            self.server.ended.wait(PATIENCE)
        if not reply.status:
            self.wfile.write(b"SMTP " + self.path.encode() + b"\r\n\r\n")
            return
        self.send_response(reply.status, f"Reason {self.path}")
        for name, value in reply.headers.items():
            self.send_header(name, value.replace("PATH", self.path))
        self.end_headers()
        self.wfile.write(reply.body.replace(b"PATH", self.path.encode()))


def certificate(folder: Path) -> SSLContext:
    """Return a certificate for 127.0.0.1 that its own key has signed."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, *YEARS)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, SHA256())
    )
    whole = folder / "server.pem"
    whole.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + made.public_bytes(Encoding.PEM)
    )
    context = SSLContext(PROTOCOL_TLS_SERVER)
    context.load_cert_chain(whole)
    return context


@contextmanager
def hooked(trust: SSLContext | None = None) -> Iterator[Hook]:
    """Serve a webhook until the block ends, over TLS if there is a certificate."""
    server = Hook()
    if trust:
        server.socket = trust.wrap_socket(server.socket, server_side=True)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.ended.set()
        server.shutdown()
        server.server_close()
        thread.join()
