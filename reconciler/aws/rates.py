"""The published request rates, kept on this side so that nobody is throttled on ours."""

from collections import deque
from collections.abc import Mapping
from threading import Lock
from typing import Any, Final

from reconciler.ports import Clock

from .buckets import Bucket, Buckets
from .calls import CallList

WINDOW: Final = 1.05
"""Seconds: the second of a rate, and a margin because requests do not arrive as evenly as they left."""


class Rate:
    """At most *per_second* calls within any `WINDOW`: a bucket of tokens that each come back a window after use.

    A bucket that is refilled evenly lets twice its rate through in the first second; this one never does.
    """

    def __init__(self, per_second: int) -> None:
        """Start full: the first *per_second* calls need not wait."""
        self.per_second = per_second
        self._spent: deque[float] = deque(maxlen=per_second)
        self._lock = Lock()

    def reserve(self, now: float) -> float:
        """Take the next token and give the seconds from *now* until it may be used. Safe from any thread."""
        with self._lock:
            full = len(self._spent) == self.per_second
            at = max(now, self._spent[0] + WINDOW) if full else now
            self._spent.append(at)
        return at - now


class Pace:
    """Holds each attempt of a call, retries included, until its operation's rate allows it.

    Registered for botocore's event `request-created`, ahead of the signature, which would age while waiting.
    """

    def __init__(self, calls: CallList, buckets: Buckets, clock: Clock) -> None:
        """Pace *calls* by their quotas, those that have buckets by *buckets*; other calls are not paced."""
        self._calls = calls
        self._rates = rates_of(calls)
        self._buckets = buckets
        self._clock = clock

    def __call__(self, event_name: str, request: Any, **_: Any) -> None:  # noqa: ANN401 - botocore's own request
        """Wait as long as the operation of *event_name* (`request-created.SERVICE.Operation`) has to."""
        service, operation = event_name.split(".")[1:3]
        rate = self._rate(f"{service}:{operation}", request.context.get("client_region", ""))
        delay = rate.reserve(self._clock.monotonic()) if rate else 0.0
        if delay > 0:
            self._clock.sleep(delay)

    def _rate(self, call: str, region: str) -> Rate | Bucket | None:
        verb = self._calls.verbs.get(call)
        if verb and verb.quota and verb.quota.size:
            return self._buckets.of(region, call, verb.quota)
        return self._rates.get(call)


def rates_of(calls: CallList) -> Mapping[str, Rate]:
    """Make fresh rates for every call that has one, and no bucket."""
    quotas = {call: verb.quota for call, verb in calls.verbs.items()}
    return {call: Rate(int(quota.per_second)) for call, quota in quotas.items() if quota and not quota.size}
