"""The published request rates, kept by the client so that AWS does not throttle it.

Example: ListEntities allows 10 calls a second. Ten calls leave at once; the eleventh leaves 1.05 s after the first.
A token bucket of size 10 that is refilled evenly would let about 20 through in that second.
"""

from collections import deque
from collections.abc import Mapping
from threading import Lock
from typing import Any, Final

from reconciler.ports import Clock
from reconciler.spelling import moment

from .buckets import Bucket, Buckets
from .calls import CallList
from .log import Log

WINDOW: Final = 1.05
"""Seconds: one second and a margin, since requests arrive less evenly than they were sent."""


class Rate:
    """A limit of *per_second* calls within any `WINDOW`: each token comes back one window after its use.

    A bucket that is refilled evenly lets twice its rate through in the first second; this limit never does.
    """

    def __init__(self, per_second: int) -> None:
        """Start full: the first *per_second* calls do not wait."""
        self.per_second = per_second
        self._spent: deque[float] = deque(maxlen=per_second)
        self._lock = Lock()

    def reserve(self, now: float) -> float:
        """Take the next token and return the seconds from *now* until it may be used. Thread-safe."""
        with self._lock:
            full = len(self._spent) == self.per_second
            at = max(now, self._spent[0] + WINDOW) if full else now
            self._spent.append(at)
        return at - now


class Pace:
    """Delays each attempt of a call, retries included, until the rate of its operation allows it.

    It is registered for botocore's event `request-created`, before the request is signed: a signature expires.
    """

    def __init__(self, calls: CallList, buckets: Buckets, clock: Clock, log: Log) -> None:
        """Delay *calls* by their quotas, calls with a bucket by *buckets*; calls without a quota are not delayed.

        Each delay is written to *log*.
        """
        self._calls = calls
        self._rates = rates_of(calls)
        self._buckets = buckets
        self._clock = clock
        self._log = log

    def __call__(self, event_name: str, request: Any, **_: Any) -> None:  # noqa: ANN401 - botocore's own request
        """Wait until the operation in *event_name* (`request-created.SERVICE.Operation`) may be called."""
        service, operation = event_name.split(".")[1:3]
        rate = self._rate(f"{service}:{operation}", request.context.get("client_region", ""))
        delay = rate.reserve(self._clock.monotonic()) if rate else 0.0
        if delay > 0:
            time = moment(self._clock.now())
            self._log.wait(f"{time} {service}:{operation} waits {delay:.2f} s for its request rate")
            self._clock.sleep(delay)

    def _rate(self, call: str, region: str) -> Rate | Bucket | None:
        verb = self._calls.verbs.get(call)
        if verb and verb.quota and verb.quota.size:
            return self._buckets.of(region, call, verb.quota)
        return self._rates.get(call)


def rates_of(calls: CallList) -> Mapping[str, Rate]:
    """Make a new rate for every call that has a quota without a bucket."""
    quotas = {call: verb.quota for call, verb in calls.verbs.items()}
    return {call: Rate(int(quota.per_second)) for call, quota in quotas.items() if quota and not quota.size}
