"""EC2's token buckets, simulated by the client: one for each account, region and operation.

A request waits for its token here, so that AWS does not throttle it. Example: DescribeVpcEndpointServicePermissions
without a bucket of its own has 100 tokens and a refill of 20 a second. A share of 0.95 is used: 95 requests leave at
once, each further one waits about 53 ms for its token.
"""

from threading import Lock
from typing import Final

from reconciler.model import Quota

SHARE: Final = 0.95
"""The part of a published bucket and of its refill that is used: requests arrive less evenly than they were sent."""


class Bucket:
    """A bucket of *size* tokens, full at first, that is refilled by *per_second*. Each call takes one, or waits."""

    def __init__(self, size: int, per_second: float) -> None:
        """Use the share `SHARE` of the numbers that AWS publishes."""
        self._size = float(int(size * SHARE))
        self._per_second = per_second * SHARE
        self._tokens = self._size
        self._since = 0.0
        self._lock = Lock()

    def reserve(self, now: float) -> float:
        """Take the next token and return the seconds from *now* until it may be used. Thread-safe."""
        with self._lock:
            back = max(0.0, now - self._since) * self._per_second
            self._tokens = min(self._size, self._tokens + back) - 1
            self._since = max(self._since, now)
            return max(0.0, -self._tokens / self._per_second)


class Buckets:
    """The buckets of one account. Each is made at its first use."""

    def __init__(self) -> None:
        """Begin without buckets."""
        self._buckets: dict[tuple[str, str], Bucket] = {}
        self._lock = Lock()

    def of(self, region: str, call: str, quota: Quota) -> Bucket:
        """Return the bucket of *call* in *region*: "each API is evaluated individually" (EC2's page on throttling)."""
        with self._lock:
            if (region, call) not in self._buckets:
                self._buckets[region, call] = Bucket(quota.size, quota.per_second)
            return self._buckets[region, call]


class SharedBuckets:
    """The buckets of accounts that several runs of one process call, one after the other or at once."""

    def __init__(self) -> None:
        """Begin without buckets."""
        self._buckets: dict[str, Buckets] = {}
        self._lock = Lock()

    def of(self, account: str) -> Buckets:
        """Return the buckets of *account*."""
        with self._lock:
            return self._buckets.setdefault(account, Buckets())
