"""When AWS's quotas allow a call: buckets of tokens, one for each API operation, account and region.

Example: a bucket of 50 tokens is refilled by 5 a second. Fifty calls are sent at once, the next one after 0.2 s, and
the hundredth after 10 s. An operation that may be called 5 times a second, without a bucket, is called every 0.2 s.
"""

from dataclasses import dataclass, field

from reconciler.model import Operation, Quota


@dataclass(slots=True)
class Pacing:
    """The buckets of a run as it is expected; *filled* has the second in which each would be full again."""

    filled: dict[tuple[str, str, str], float] = field(default_factory=dict)

    def take(self, operation: Operation, now: float) -> float:
        """Return the second, *now* or later, in which *operation* may be sent, and take its token."""
        quota = operation.requests[0].verb.call.quota
        if quota is None:
            return now
        key = operation.account, operation.region, operation.action
        full = max(self.filled.get(key, 0.0), now) + 1 / quota.per_second
        self.filled[key] = full
        return max(now, full - _seconds_to_fill(quota))


def _seconds_to_fill(quota: Quota) -> float:
    """Return the seconds in which an empty bucket is filled; what has no bucket has room for a single call."""
    return max(quota.size, 1) / quota.per_second
