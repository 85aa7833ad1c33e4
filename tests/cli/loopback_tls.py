"""A TLS server on loopback with a certificate of an authority that only the test trusts."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from socket import SHUT_RDWR, create_server, socket
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.patience import PATIENCE

HOST: Final = "127.0.0.1"


def certificate(folder: Path, *names: str, days: int = 1) -> Path:
    """Write a certificate for *names* with its key into one file; it ends after *days*, which may be in the past."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
    end = now + timedelta(days=days)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(min(now, end) - timedelta(days=1))
        .not_valid_after(end)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name) for name in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file = folder / f"{names[0].replace('*', 'any')}.pem"
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM) + private)
    return file


def trusting(file: Path) -> ssl.SSLContext:
    """Return a context that trusts one certificate, and nothing else."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(file)
    return context


@contextmanager
def serving(file: Path | None) -> Iterator[int]:
    """Serve TLS with a certificate, or plain TCP without one; yield the port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER) if file else None
    if context and file:
        context.load_cert_chain(file)
    listener = create_server((HOST, 0))
    thread = threading.Thread(target=_answer, args=(listener, context), daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.shutdown(SHUT_RDWR)
        listener.close()
        thread.join(PATIENCE)


def _answer(listener: socket, context: ssl.SSLContext | None) -> None:
    """Take each connection, and close it; a client that hangs up is no failure."""
    while True:
        try:
            taken, _ = listener.accept()
        except OSError:
            return
        with taken:
            try:
                if context:
                    context.wrap_socket(taken, server_side=True).close()
                else:
                    taken.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            except OSError:
                continue
