"""A server's REST API, as far as the scripts of a job need it: JSON, pages, one download. Standard library alone.

A request that fails for a moment (no connection, 429, 5xx) raises `Passing`. `insist` then tries the whole step again,
and each step begins by reading: a comment that was written although the server answered 502 is not written twice.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from http.client import HTTPException
from typing import Any, Final
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

_SECONDS: Final = 30
_ATTEMPTS: Final = 4
_LARGEST: Final = 32 * 1024 * 1024
_FORBIDDEN, _TOO_MANY, _SERVER_ERROR = 403, 429, 500
Json = Any
"""What JSON can hold; the caller checks it."""

PAGE: Final = 100
"""Objects in one page, the most that GitHub and GitLab return."""


class RestError(Exception):
    """What a server refused or what is wrong with its answer; *status* is 0 if it did not answer."""

    def __init__(self, text: str, status: int = 0) -> None:
        super().__init__(text)
        self.status = status


class Passing(RestError):
    """An error that may have passed a moment later."""


class Rest:
    """The REST API at *address*; each request has *headers*. A redirect to another address gets none of them."""

    def __init__(self, address: str, headers: Mapping[str, str]) -> None:
        self._address = address.rstrip("/")
        self._headers = headers

    def get(self, path: str, **query: str | int) -> Json:
        """Return the JSON at *path*. Raises RestError."""
        return self._json("GET", f"{path}?{urlencode(query)}" if query else path)

    def send(self, method: str, path: str, **body: object) -> Json:
        """Send *body* as JSON, and return the JSON of the answer. Raises RestError."""
        return self._json(method, path, json.dumps(body).encode())

    def each(self, path: str, key: str = "", **query: str | int) -> Iterator[Json]:
        """Yield the objects of all pages at *path*; with *key*, a page is an object that has the list there."""
        number = 1
        while True:
            page = self.get(path, **query, per_page=PAGE, page=number)
            found = page[key] if key else page
            yield from found
            if len(found) < PAGE:
                return
            number += 1

    def download(self, path: str, largest: int = _LARGEST) -> bytes:
        """Return the bytes at *path*. Raises RestError, also if there are more than *largest*."""
        found = self._open("GET", path, None, largest + 1)
        if len(found) > largest:
            raise RestError(f"{path} is larger than {largest} bytes")
        return found

    def _json(self, method: str, path: str, body: bytes | None = None) -> Json:
        text = self._open(method, path, body)
        try:
            return json.loads(text or "null")
        except ValueError as error:
            raise RestError(f"{method} {path}: the answer is not JSON") from error

    def _open(self, method: str, path: str, body: bytes | None, most: int = -1) -> bytes:
        request = Request(f"{self._address}{path}", data=body, method=method)
        for name, value in {**self._headers, **({"Content-Type": "application/json"} if body else {})}.items():
            request.add_unredirected_header(name, value)
        try:
            with urlopen(request, timeout=_SECONDS) as answer:
                return bytes(answer.read(most) if most >= 0 else answer.read())
        except HTTPError as error:
            kind = Passing if error.code == _TOO_MANY or error.code >= _SERVER_ERROR else RestError
            raise kind(f"{method} {path}: HTTP {error.code}{_reason(error)}", error.code) from error
        except (OSError, HTTPException) as error:
            raise Passing(f"{method} {path}: {error}") from error


def _reason(error: HTTPError) -> str:
    """Return what the server says about *error*, in one line. GitHub names the permission that a token lacks."""
    needed = error.headers.get("X-Accepted-GitHub-Permissions")
    return f"{_message(error)} (needed: {needed})" if needed and error.code == _FORBIDDEN else _message(error)


def _message(error: HTTPError) -> str:
    try:
        said = json.loads(error.read(_LARGEST))["message"]
    except (OSError, HTTPException, ValueError, KeyError, TypeError):
        return ""
    return f" {' '.join(str(said).split())[:300]}"


def insist(step: Callable[[], str], pause: float) -> str:
    """Return what *step* returns. While it raises Passing, try again: after *pause* seconds, then after twice that."""
    for attempt in range(1, _ATTEMPTS):
        try:
            return step()
        except Passing as error:
            print(f"{error}; trying again", file=sys.stderr)
            time.sleep(pause * attempt)
    return step()


def setting(name: str) -> str:
    """Return the environment variable *name*. Raises RestError if it is not set."""
    value = os.environ.get(name, "")
    if not value:
        raise RestError(f"the environment variable {name} is not set")
    return value


def main(step: Callable[[], str]) -> int:
    """Run *step* and print what it did. Return the exit code: 1, with the reason on stderr, if it was not done."""
    try:
        print(insist(step, float(os.environ.get("RECONCILER_PAUSE", "2"))))
    except RestError as error:
        print(error, file=sys.stderr)
        return 1
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        print(f"the server's answer has another form than its documentation says: {error!r}", file=sys.stderr)
        return 1
    return 0
