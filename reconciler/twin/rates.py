"""Request rates: a bucket of tokens for each operation, which a call takes one of or is refused."""

from collections.abc import Callable


class Buckets:
    """The buckets of one account in one region, each full at first.

    *published* tells the tokens that the bucket of an operation holds, and the tokens a second that refill it.
    """

    def __init__(self, published: Callable[[str], tuple[float, float]]) -> None:
        self._published = published
        self._buckets: dict[str, tuple[float, float]] = {}

    def take(self, operation: str, now: float) -> bool:
        """Take a token, and tell whether there was one."""
        size, refill = self._published(operation)
        tokens, since = self._buckets.get(operation, (size, now))
        tokens = min(size, tokens + (now - since) * refill)
        self._buckets[operation] = (tokens - 1 if tokens >= 1 else tokens, now)
        return tokens >= 1
