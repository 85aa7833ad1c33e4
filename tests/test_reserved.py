import socket

import pytest

from reconciler.twin.twin import Twin
from tests.reserved import reserved_port


def test_a_reserved_port_is_given_to_nobody_else() -> None:
    """While no twin listens there, another program cannot take it, and a client is refused."""
    number = reserved_port()
    with socket.socket() as other, pytest.raises(OSError, match="in use"):
        other.bind(("127.0.0.1", number))
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", number))


def test_twins_listen_on_a_reserved_port_one_after_the_other() -> None:
    """Clients of the port outlive the twins."""
    number = reserved_port()
    for _ in range(2):
        with Twin().start(number) as twin:
            assert twin.endpoint == f"http://127.0.0.1:{number}"
            socket.create_connection(("127.0.0.1", number)).close()
