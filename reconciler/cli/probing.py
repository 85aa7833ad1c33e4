"""Connections from this machine by sockets: the port `Prober` of `verify --connect`."""

import socket
import ssl
from collections.abc import Callable
from typing import Any, Final

from reconciler.parallel import aside
from reconciler.ports import Probe

SECONDS: Final = 5.0
"""Seconds that one connection may take."""


class SocketProber:
    """Tries from this machine. *context* verifies certificates, by default with the authorities of the system."""

    def __init__(self, context: ssl.SSLContext | None = None, seconds: float = SECONDS) -> None:
        """Connect to nothing yet."""
        self._context = context or ssl.create_default_context()
        self._seconds = seconds

    def addresses(self, name: str) -> Probe:
        """Return the addresses of a name, sorted; a resolver that does not answer is no certain answer."""
        try:
            found = aside(lambda: socket.getaddrinfo(name, None, type=socket.SOCK_STREAM))
        except socket.gaierror as error:
            return Probe(None, error.strerror or str(error), certain=error.errno == socket.EAI_NONAME)
        except OSError as error:
            return Probe(None, str(error), certain=False)
        return Probe(tuple(sorted({str(address[0]) for *_, address in found})))

    def connect(self, address: str, port: int) -> Probe:
        """Open a TCP connection, and close it; the values are empty."""
        return _tried(lambda: self._connected(address, port))

    def certificate(self, address: str, port: int, name: str) -> Probe:
        """Open a TLS connection for *name*; return the names of the certificate, if it is valid for *name*."""
        return _tried(lambda: self._names(address, port, name))

    def _connected(self, address: str, port: int) -> tuple[str, ...]:
        with socket.create_connection((address, port), self._seconds):
            return ()

    def _names(self, address: str, port: int, name: str) -> tuple[str, ...]:
        with (
            socket.create_connection((address, port), self._seconds) as plain,
            self._context.wrap_socket(plain, server_hostname=name) as secured,
        ):
            found: Any = (secured.getpeercert() or {}).get("subjectAltName", ())
            return tuple(str(value) for kind, value in found if kind == "DNS")


def _tried(try_it: Callable[[], tuple[str, ...]]) -> Probe:
    """Return what was found, or why not."""
    try:
        return Probe(aside(try_it))
    except ssl.SSLCertVerificationError as error:
        return Probe(None, f"the certificate is not valid: {error.verify_message}")
    except ssl.SSLError as error:
        return Probe(None, f"no TLS: {(error.reason or str(error)).replace('_', ' ').lower()}")
    except TimeoutError:
        return Probe(None, "no answer in time")
    except OSError as error:
        return Probe(None, (error.strerror or str(error)).lower())
