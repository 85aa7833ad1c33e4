"""The certificates that a client trusts, read once for all of its connections.

urllib3 reads the whole bundle again for each new connection: 140 certificates take 25 ms, so the 32 connections that
read permission lists take 0.8 s of CPU (measured). All connections of a client have one TLS context, which keeps what
was read: reading the same file again adds nothing. Whom a connection trusts, and how it checks that, is as before.
"""

from contextlib import suppress
from functools import cache
from typing import Any

from .lazily import alone


def read_bundle_once(client: Any) -> Any:  # noqa: ANN401 - botocore has no types
    """Return *client*, whose TLS context reads each bundle of certificates once; an error of reading is not cached.

    botocore offers no place for a context, so it is found behind the client. Where it is not found, it stays as it is.
    """
    with suppress(AttributeError, KeyError):
        context = client._endpoint.http_session._manager.connection_pool_kw["ssl_context"]  # noqa: SLF001 - no other place
        context.load_verify_locations = alone(cache(context.load_verify_locations))
    return client
