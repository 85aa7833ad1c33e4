"""Requests per second: a bucket of tokens for each account and operation (catalog.md 2)."""

from collections.abc import Callable, Mapping

from reconciler import limits

from .exceptions import ThrottlingException


class Rates:
    """Buckets that hold one second's worth of requests and fill at the documented rate."""

    def __init__(self, rates: Mapping[str, int] = limits.REQUESTS_PER_SECOND) -> None:
        self._rates = rates
        self._buckets: dict[str, tuple[float, float]] = {}

    def admit(self, operation: str, clock: Callable[[], float]) -> None:
        """Take a token.

        Raises:
            ThrottlingException: there is none.
        """
        rate, now = self._rates[operation], clock()
        tokens, since = self._buckets.get(operation, (float(rate), now))
        tokens = min(float(rate), tokens + (now - since) * rate)
        self._buckets[operation] = (tokens - 1 if tokens >= 1 else tokens, now)
        if tokens < 1:
            raise ThrottlingException("Too many requests")
