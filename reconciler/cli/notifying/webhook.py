"""One POST to a webhook. The URL is a secret, so nothing that is raised or logged here quotes it.

Python's own exceptions quote URLs and parts of them, so only their class is told. An answer may repeat the URL, so only
its status is told, and a body of one word such as Slack's `no_service`.
"""

import re
from http import HTTPStatus
from http.client import HTTPException
from ssl import SSLCertVerificationError
from typing import Final
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from reconciler import __version__
from reconciler.errors import ReconcilerError
from reconciler.recipients import Recipient

SECONDS: Final = 10.0
"""How long a webhook may take to connect, and to answer."""
_SEEN: Final = 256
_WORD: Final = re.compile(r"[a-z][a-z_]{2,39}")
_TUNNEL: Final = re.compile(r"Tunnel connection failed: ([0-9]{3})")
"""http.client, about a proxy that refuses CONNECT."""
_REDIRECTS: Final = range(300, 400)
_HEADERS: Final = {"Content-Type": "application/json", "User-Agent": f"reconciler/{__version__}"}


class WebhookError(ReconcilerError):
    """A webhook that did not take a message; the message says why and quotes nothing of its URL."""


class _NoRedirect(HTTPRedirectHandler):
    """Follows no redirect: it would send the message, and a secret in the address, somewhere else."""

    def redirect_request(self, *_: object) -> None:
        """Return no request, so that the redirect is the answer."""


def post(webhook: Recipient, body: str, seconds: float = SECONDS) -> int:
    """Send *body* (JSON) to *webhook* and return the HTTP status, which is 2xx. Raises WebhookError.

    A proxy is taken from the environment (HTTPS_PROXY, NO_PROXY), but never for this machine.
    """
    try:
        request = Request(webhook.address, body.encode(), _HEADERS, method="POST")  # noqa: S310 - http or https, checked
        opener = build_opener(_NoRedirect, *([ProxyHandler({})] if webhook.local else []))
        with opener.open(request, timeout=seconds) as answer:
            return int(answer.status)
    except HTTPError as refused:
        said = _said(refused, webhook)
    except URLError as unreached:
        said = _unreached(unreached.reason, seconds)
    except (OSError, HTTPException, ValueError) as broken:
        said = _unreached(broken, seconds)
    raise WebhookError(said)


def _said(refused: HTTPError, webhook: Recipient) -> str:
    """Return what the webhook answered: the status in the words of the standard, and a body of one harmless word."""
    with refused:
        code = refused.code
        try:
            word = refused.read(_SEEN).decode("ascii", "replace").strip()
        except (OSError, HTTPException, ValueError):
            word = ""
    names = {status.value: status.phrase for status in HTTPStatus}
    told = f"HTTP {code} {names.get(code, '')}".rstrip()
    told += "; redirects are not followed" if code in _REDIRECTS else ""
    harmless = _WORD.fullmatch(word) and word not in webhook.address
    return f"{told}: {word}" if harmless else told


def _unreached(reason: object, seconds: float) -> str:
    """Say why there was no answer, in words of our own."""
    if isinstance(reason, TimeoutError):
        return f"no answer within {seconds:g} seconds"
    if isinstance(reason, SSLCertVerificationError):
        return f"its certificate is not trusted: {reason.verify_message}"
    if tunnel := _TUNNEL.match(str(reason)):
        return f"the proxy made no connection: HTTP {tunnel[1]}"
    if isinstance(reason, OSError) and reason.strerror and reason.errno:
        return f"no connection: {reason.strerror}"
    return f"no answer ({type(reason).__name__})"
