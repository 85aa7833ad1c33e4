import socket
from collections.abc import Iterable, Iterator
from http.client import HTTPConnection
from typing import Any

import pytest

from reconciler.twin.listener import Listener
from tests.patience import PATIENCE


def echo(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:  # noqa: ANN401 - WSGI
    """Return the request as the answer; fail for the path `/broken`."""
    if environ["PATH_INFO"] == "/broken":
        message = "broken on purpose"
        raise RuntimeError(message)
    body = environ["wsgi.input"].read()
    seen = f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']} {environ['QUERY_STRING']} {environ['HTTP_X_ONE']}"
    start_response("201 Created", [("X-Seen", seen), ("Content-Length", "999"), ("Connection", "close")])
    return [b"<", body, b">"]


@pytest.fixture
def listener() -> Iterator[Listener]:
    """A listener with an application that echoes."""
    found = Listener(echo)
    found.start()
    yield found
    found.stop()


def connect(listener: Listener) -> HTTPConnection:
    """Open a connection."""
    return HTTPConnection("127.0.0.1", int(listener.endpoint.rpartition(":")[2]), timeout=PATIENCE)


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
def test_the_application_gets_the_whole_request(listener: Listener, method: str) -> None:
    """The application gets method, path, query, headers and body; the answer has its length."""
    connection = connect(listener)
    for body in ("one", ""):
        connection.request(method, "/a%2Fb?c=d", body, {"X-One": "1"})
        answer = connection.getresponse()
        assert (answer.status, answer.headers["X-Seen"]) == (201, f"{method} /a/b c=d 1")
        assert answer.read() == f"<{body}>".encode()
    connection.close()


def test_an_error_in_the_application_is_http_500(listener: Listener, caplog: pytest.LogCaptureFixture) -> None:
    """The client gets an answer, the log gets the traceback, and the connection stays open."""
    connection = connect(listener)
    connection.request("GET", "/broken")
    answer = connection.getresponse()
    assert (answer.status, answer.read()) == (500, b"")
    assert "GET /broken failed" in caplog.text
    assert "broken on purpose" in caplog.text
    connection.request("GET", "/fine", headers={"X-One": "1"})
    assert connection.getresponse().status == 201
    connection.close()


def test_a_client_that_hangs_up_causes_no_traceback(listener: Listener, caplog: pytest.LogCaptureFixture) -> None:
    """Half a request causes no traceback."""
    address = ("127.0.0.1", int(listener.endpoint.rpartition(":")[2]))
    with socket.create_connection(address) as half:
        half.sendall(b"POST / HTTP/1.1\r\nContent-Length: 10\r\nX-One: 1\r\n\r\nhalf")
        half.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
    connection = connect(listener)
    connection.request("GET", "/fine", headers={"X-One": "1"})
    assert connection.getresponse().status == 201
    connection.close()
    assert caplog.text == ""


def test_stopping_ends_open_connections_at_once() -> None:
    """The server does not wait for a client that keeps its connection open."""
    found = Listener(echo)
    found.start()
    connection = connect(found)
    connection.request("GET", "/", headers={"X-One": "1"})
    connection.getresponse().read()
    found.stop()
    assert connection.sock.recv(1) == b""
    connection.close()


@pytest.mark.parametrize(
    ("request_line", "header", "status"),
    [
        ("POST / HTTP/1.1", "Content-Length: ten", 411),
        ("POST / HTTP/1.1", "Content-Length: -1", 411),
        ("POST / HTTP/1.1", "Transfer-Encoding: chunked", 411),
        ("POST / HTTP/1.1", f"Content-Length: {'9' * 5000}", 413),
        ("BREW / HTTP/1.1", "Content-Length: 0", 405),
        ("GET / HTTP/9.9", "Content-Length: 0", 400),
        ("GET", "Content-Length: 0", 400),
    ],
)
def test_a_malformed_request_is_refused(listener: Listener, request_line: str, header: str, status: int) -> None:
    """The server does not wait for a body that does not come; the status blames the client."""
    address = ("127.0.0.1", int(listener.endpoint.rpartition(":")[2]))
    with socket.create_connection(address, timeout=PATIENCE) as raw:
        raw.sendall(f"{request_line}\r\n{header}\r\nX-One: 1\r\n\r\n".encode())
        answer = b"".join(iter(lambda: raw.recv(1 << 16), b"")).decode()
    assert (f" {status} " in answer.partition("\n")[0]) or f"Error code: {status}" in answer
