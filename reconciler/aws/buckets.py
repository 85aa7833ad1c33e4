"""Published buckets of tokens, kept on this side: one for each account, region and operation."""

from threading import Lock
from typing import Final

from reconciler.model import Quota

SHARE: Final = 0.95
"""Of a published bucket and of its refill: requests do not arrive as evenly as they left."""


class Bucket:
    """Holds *size* tokens, is full at first, and gets *per_second* back; a call takes one, or waits for it."""

    def __init__(self, size: int, per_second: float) -> None:
        """Keep a share of what AWS publishes."""
        self._size = float(int(size * SHARE))
        self._per_second = per_second * SHARE
        self._tokens = self._size
        self._since = 0.0
        self._lock = Lock()

    def reserve(self, now: float) -> float:
        """Take the next token and give the seconds from *now* until it may be used. Safe from any thread."""
        with self._lock:
            back = max(0.0, now - self._since) * self._per_second
            self._tokens = min(self._size, self._tokens + back) - 1
            self._since = max(self._since, now)
            return max(0.0, -self._tokens / self._per_second)


class Buckets:
    """The buckets of one account, made when first asked for."""

    def __init__(self) -> None:
        """Begin with none."""
        self._buckets: dict[tuple[str, str], Bucket] = {}
        self._lock = Lock()

    def of(self, region: str, call: str, quota: Quota) -> Bucket:
        """Return the bucket of *call* in *region*: "each API is evaluated individually" (EC2's throttling page)."""
        with self._lock:
            if (region, call) not in self._buckets:
                self._buckets[region, call] = Bucket(quota.size, quota.per_second)
            return self._buckets[region, call]
