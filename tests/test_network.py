"""The tests cannot reach other machines."""

import os
import socket

import boto3
import pytest
from botocore.exceptions import NoCredentialsError

from tests.conftest import NetworkBlockedError


@pytest.mark.parametrize("host", ["example.com", "192.0.2.1", "2001:db8::1", "169.254.169.254"])
def test_other_machines_are_out_of_reach(host: str) -> None:
    """A connection to another machine is refused before anything is sent."""
    with pytest.raises(NetworkBlockedError, match="is not this machine"):
        socket.create_connection((host, 443), timeout=1)


def test_addresses_are_refused_without_a_look_up() -> None:
    """A socket that connects to an IP address is refused as well, datagrams included."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as stream, pytest.raises(NetworkBlockedError):
        stream.connect(("192.0.2.1", 443))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagram, pytest.raises(NetworkBlockedError):
        datagram.sendto(b"x", ("192.0.2.1", 53))


def test_this_machine_is_in_reach() -> None:
    """A server on 127.0.0.1 answers, since the twin listens there."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()[:2], timeout=1).close()


def test_credentials_of_this_machine_are_unknown() -> None:
    """A client without credentials of the test has none."""
    assert [name for name in os.environ if name.startswith("AWS_") and "KEY" in name] == []
    with pytest.raises(NoCredentialsError):
        boto3.Session().client("sts", region_name="us-east-1").get_caller_identity()
