"""Why there was no answer: the endpoint, the proxy or the CA bundle of this machine."""

import re
import ssl
from typing import Final
from urllib.parse import urlsplit

from botocore import exceptions as aws

from .caller import Caller
from .causes import Cause

_WORDS: Final[tuple[tuple[type[Exception], str], ...]] = (
    (aws.SSLError, "no trusted TLS connection to {host}"),
    (aws.ProxyConnectionError, "the proxy {proxy} did not answer"),
    (aws.ConnectTimeoutError, "{host} did not accept a connection in time"),
    (aws.EndpointConnectionError, "no connection to {host}"),
    (aws.ReadTimeoutError, "{host} did not answer in time"),
    (aws.ConnectionClosedError, "{host} closed the connection before it had answered"),
)
_USER: Final = re.compile("^.*@")
_EMPTY_BUNDLE: Final = frozenset({"NO_CERTIFICATE_OR_CRL_FOUND", "NO_CERTIFICATE_FOUND", "PEM_LIB"})


def no_answer(error: Exception, caller: Caller) -> str:
    """Return which endpoint did not answer, and why: its host and port, never the password of a URL."""
    if unusable := _bundle(error):
        return f"the CA bundle {caller.ca_bundle or 'of botocore'} {unusable}"
    told = getattr(error, "kwargs", {})
    if isinstance(told.get("error"), ValueError):
        return "AWS_ENDPOINT_URL, or the proxy (HTTPS_PROXY), is not a usable URL"
    words = next((words for kind, words in _WORDS if isinstance(error, kind)), None)
    if not words:
        return f"{Cause.UNREACHABLE.value} ({type(error).__name__})"
    return words.format(
        host=_place(told.get("endpoint_url")) or "the endpoint", proxy=_place(told.get("proxy_url")) or "(HTTPS_PROXY)"
    )


def is_of_bundle(error: Exception) -> bool:
    """Tell whether the CA bundle is the cause, so that no endpoint was asked."""
    return bool(_bundle(error))


def _bundle(error: Exception) -> str:
    """Return what is wrong with the CA bundle; empty when it is not the cause."""
    inner = getattr(error, "kwargs", {}).get("error") if isinstance(error, aws.SSLError) else None
    reason = next(iter(getattr(inner, "args", ())), None)
    if isinstance(reason, ssl.SSLError):
        return "holds no certificate" if reason.reason in _EMPTY_BUNDLE else ""
    return f"can't be read ({reason.strerror})" if isinstance(reason, OSError) else ""


def _place(url: object) -> str:
    """Return host and port of a URL, without user and password: botocore's own masking leaves the password in."""
    return _USER.sub("", urlsplit(str(url or "")).netloc or str(url or "").rpartition("//")[2]).partition("/")[0]
