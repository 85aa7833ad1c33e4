"""Request throttling: a bucket of tokens for each account, region and operation (privatelink.md 1.11)."""

from reconciler import limits

from .exceptions import RequestLimitExceeded


class Rates:
    """The buckets of one account in one region; each starts full."""

    def __init__(self) -> None:
        self._buckets: dict[str, tuple[float, float]] = {}

    def admit(self, operation: str, now: float) -> None:
        """Take a token.

        Raises:
            RequestLimitExceeded: there is none.
        """
        size, refill = bucket(operation)
        tokens, since = self._buckets.get(operation, (float(size), now))
        tokens = min(float(size), tokens + (now - since) * refill)
        self._buckets[operation] = (tokens - 1 if tokens >= 1 else tokens, now)
        if tokens < 1:
            raise RequestLimitExceeded


def bucket(operation: str) -> tuple[int, float]:
    """Give the tokens that the bucket of an operation holds, and the tokens a second that refill it."""
    reads = operation.startswith(("Describe", "Get"))
    return limits.EC2_BUCKETS.get(operation, limits.EC2_READ_BUCKET if reads else limits.EC2_WRITE_BUCKET)
