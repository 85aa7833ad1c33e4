"""The transport of most tests: botocore's requests to a twin of the same process need no socket.

Everything of botocore but its HTTP layer stays real: signing, retries, parsing. A request goes over HTTP

* to any other server, and to a twin of another process;
* when the twin has latency, since a client can lose its patience;
* when its body is no bytes, or its end unknown;
* in a test that uses the fixture `over_http`, since HTTP is what it is about.

Coverage follows such a call in the tests of the twin and of `aws` alone (`tests/twin`, `tests/aws`): they have to reach
whatever it runs through. What follows lines in Python 3.11 makes a call take three times as long, those of botocore and
moto included.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import wraps
from io import BytesIO
from threading import current_thread, main_thread
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from botocore.awsrequest import AWSResponse
from botocore.client import BaseClient
from botocore.exceptions import ConnectionClosedError
from botocore.httpsession import URLLib3Session
from urllib3 import HTTPHeaderDict, HTTPResponse

from reconciler.twin.exchange import Answer, Request
from tests.measuring import unmeasured

if TYPE_CHECKING:
    from reconciler.twin.twin import Twin

TWIN = "reconciler.twin.twin"
"""The module of the twin, which loads moto: it is not loaded for tests without a twin."""


class Transport:
    """Which transport this process takes: *over_http* counts the blocks that want HTTP; *carried* counts requests.

    *followed* counts the blocks in which coverage follows calls that need no socket.
    """

    over_http = 0
    followed = 0
    carried = 0


@contextmanager
def over_http() -> Iterator[None]:
    """Send all requests of the block over HTTP."""
    Transport.over_http += 1
    try:
        yield
    finally:
        Transport.over_http -= 1


@contextmanager
def followed() -> Iterator[None]:
    """Let coverage follow the calls of the block through botocore and the twin."""
    Transport.followed += 1
    try:
        yield
    finally:
        Transport.followed -= 1


def answer_in_process() -> None:
    """Let botocore hand its requests to the twin of this process from now on."""
    send = URLLib3Session.send

    @wraps(send)
    def sent(session: Any, request: Any) -> Any:  # noqa: ANN401 - botocore's
        twin = None if Transport.over_http else listening(request)
        return send(session, request) if twin is None else carry(twin, request)

    call = BaseClient._make_api_call  # noqa: SLF001 - what all methods of all clients call

    @wraps(call)
    def called(client: Any, operation: str, parameters: Any) -> Any:  # noqa: ANN401 - botocore's
        near = not Transport.over_http and at(client.meta.endpoint_url)
        with unmeasured() if near and not Transport.followed else nullcontext():
            return call(client, operation, parameters)

    URLLib3Session.send = sent
    BaseClient._make_api_call = called  # noqa: SLF001


def at(url: str) -> "Twin | None":
    """Return the twin of this process that answers at *url*."""
    parts = urlsplit(url)
    loaded = sys.modules.get(TWIN)
    twin: Twin | None = loaded.Twin.at(f"{parts.scheme}://{parts.netloc}") if loaded else None
    return twin


def listening(request: Any) -> "Twin | None":  # noqa: ANN401 - botocore's
    """Return the twin of this process that can answer a request without a socket."""
    twin = at(request.url)
    plain = isinstance(request.body, bytes | str | None) and "Transfer-Encoding" not in request.headers
    return twin if twin and plain and not twin.faults.latency else None


def carry(twin: "Twin", request: Any) -> Any:  # noqa: ANN401 - botocore's
    """Return the twin's answer. A fault that ends the thread of a server ends the connection of its client.

    Raises:
        ConnectionClosedError: a fault raised what is no Exception.
    """
    Transport.carried += 1
    try:
        answer = twin.answer(as_sent(request))
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt) and current_thread() is main_thread():
            raise  # whoever runs the tests wants to end them
        raise ConnectionClosedError(error=error, request=request, endpoint_url=request.url) from error
    return response(request.url, answer)


def as_sent(request: Any) -> Request:  # noqa: ANN401 - botocore's
    """Return a request with the headers that http.client would add."""
    url = urlsplit(request.url)
    body = request.body or b""
    added = {"Host": url.netloc, "Accept-Encoding": "identity"}
    return Request(
        method=request.method,
        target=(url.path or "/") + (f"?{url.query}" if url.query else ""),
        headers=added | {name: text(value) for name, value in request.headers.items()},
        body=body.encode() if isinstance(body, str) else body,
        port=url.port or 80,
    )


def text(value: str | bytes) -> str:
    """Return the value of a header, which botocore also keeps as bytes."""
    return value.decode("latin-1") if isinstance(value, bytes) else value


def response(url: str, answer: Answer) -> AWSResponse:
    """Return an answer as botocore reads it from a connection."""
    headers = HTTPHeaderDict(answer.headers)
    raw = HTTPResponse(BytesIO(answer.body), headers, answer.status, preload_content=False, decode_content=False)
    return AWSResponse(url, answer.status, raw.headers, raw)
