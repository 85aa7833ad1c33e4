"""Request rates: a bucket of tokens for each operation; a call takes a token or is refused."""

from collections.abc import Callable


class Buckets:
    """The buckets of one account in one Region, full at the start.

    *published* returns the size of an operation's bucket, and its refill in tokens a second.
    """

    def __init__(self, published: Callable[[str], tuple[float, float]]) -> None:
        self._published = published
        self._buckets: dict[str, tuple[float, float]] = {}

    def take(self, operation: str, now: float) -> bool:
        """Take a token, and return whether there was one."""
        size, refill = self._published(operation)
        tokens, since = self._buckets.get(operation, (size, now))
        tokens = min(size, tokens + (now - since) * refill)
        self._buckets[operation] = (tokens - 1 if tokens >= 1 else tokens, now)
        return tokens >= 1
