"""Connections from this machine, against servers on loopback."""

import socket
from pathlib import Path
from typing import NoReturn

import pytest

from reconciler.cli.probing import SocketProber
from reconciler.ports import Probe
from tests.cli.loopback_tls import HOST, certificate, serving, trusting
from tests.reserved import reserved_port


def test_a_valid_certificate_tells_its_names(tmp_path: Path) -> None:
    """TLS asks for the name that customers use, at an address."""
    file = certificate(tmp_path, "api.example.com", "*.api.example.com")
    with serving(file) as port:
        prober = SocketProber(trusting(file))
        assert prober.connect(HOST, port) == Probe(())
        names = Probe(("api.example.com", "*.api.example.com"))
        assert prober.certificate(HOST, port, "api.example.com") == names
        assert prober.certificate(HOST, port, "eu.api.example.com") == names


def test_a_certificate_for_another_name_is_not_valid(tmp_path: Path) -> None:
    """The message is OpenSSL's; a wildcard covers one label."""
    file = certificate(tmp_path, "*.example.com")
    with serving(file) as port:
        found = SocketProber(trusting(file)).certificate(HOST, port, "eu.api.example.com")
    assert found == Probe(
        None,
        "the certificate is not valid: Hostname mismatch, certificate is not valid for 'eu.api.example.com'.",
    )


def test_a_certificate_of_an_unknown_authority_is_not_valid(tmp_path: Path) -> None:
    """By default the authorities of the system are trusted."""
    file = certificate(tmp_path, "api.example.com")
    with serving(file) as port:
        found = SocketProber().certificate(HOST, port, "api.example.com")
    assert found == Probe(None, "the certificate is not valid: self-signed certificate")


def test_a_certificate_that_has_ended_is_not_valid(tmp_path: Path) -> None:
    """Its end is in the past."""
    file = certificate(tmp_path, "api.example.com", days=-1)
    with serving(file) as port:
        found = SocketProber(trusting(file)).certificate(HOST, port, "api.example.com")
    assert found == Probe(None, "the certificate is not valid: certificate has expired")


def test_a_port_without_tls_has_no_certificate(tmp_path: Path) -> None:
    """It takes connections, and speaks something else."""
    file = certificate(tmp_path, "api.example.com")
    with serving(None) as port:
        prober = SocketProber(trusting(file))
        assert prober.connect(HOST, port) == Probe(())
        found = prober.certificate(HOST, port, "api.example.com")
    assert found.values is None
    assert found.because.startswith("no TLS: ")


def test_a_closed_port_takes_no_connection() -> None:
    """The reason is the operating system's."""
    assert SocketProber().connect(HOST, reserved_port()) == Probe(None, "connection refused")


def test_a_silent_server_is_given_up_in_time(tmp_path: Path) -> None:
    """A server that never answers does not stop the program."""
    file = certificate(tmp_path, "api.example.com")
    with socket.create_server((HOST, 0)) as silent:
        prober = SocketProber(trusting(file), seconds=0.2)
        found = prober.certificate(HOST, silent.getsockname()[1], "api.example.com")
    assert found == Probe(None, "no answer in time")


def test_the_addresses_of_a_name_are_sorted_and_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A resolver may answer with one address several times."""
    found = [(None, None, None, "", (address, 0)) for address in ("10.0.0.2", "10.0.0.1", "10.0.0.2")]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: found)
    assert SocketProber().addresses("vpce-1.example.com") == Probe(("10.0.0.1", "10.0.0.2"))


@pytest.mark.parametrize(("number", "certain"), [(socket.EAI_NONAME, True), (socket.EAI_AGAIN, False)])
def test_only_a_name_that_does_not_exist_is_certain(
    monkeypatch: pytest.MonkeyPatch, number: int, *, certain: bool
) -> None:
    """Only the answer that there is no such name says anything."""

    def failing(*_: object, **__: object) -> NoReturn:
        raise socket.gaierror(number, "the resolver's words")

    monkeypatch.setattr("socket.getaddrinfo", failing)
    assert SocketProber().addresses("vpce-1.example.com") == Probe(None, "the resolver's words", certain=certain)
