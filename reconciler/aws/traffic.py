"""Every request to AWS, counted and logged where botocore sends it.

Botocore emits these events for a call that AWS throttles once: `request-created`, `response-received` (throttled),
`request-created` again after a pause, `response-received`, `after-call`. So two requests are counted, one of them as
throttled, and the log has one line for the call and, with -vv, one for the retry:

    2026-11-22T10:00:02Z ec2:CreateTags in 222222222222 us-east-1: retry 1, 1.00 s after RequestLimitExceeded, request …
    2026-11-22T10:00:02Z ec2:CreateTags in 222222222222 us-east-1: 200 in 1.31 s, request 0c6d2f6e-…

The lines have no parameters, no messages and no headers: only names, codes, ids and times.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import wraps
from threading import Lock
from typing import Any, Final

from botocore.session import Session

from reconciler.model import Spent
from reconciler.ports import Clock
from reconciler.spelling import moment

from .causes import is_throttling
from .log import Log

_STATE: Final = "reconciler"
"""The key, in botocore's context of a call, of what is known of the call."""


class Traffic:
    """The requests of all sessions that it watches. Thread-safe."""

    def __init__(self, clock: Clock, log: Log) -> None:
        """Begin with no request; *clock* measures, and *log* gets the lines."""
        self.clock = clock
        self.log = log
        self._lock = Lock()
        self._calls: Counter[str] = Counter()
        self._throttled = 0

    def watch(self, session: Session, account: str) -> None:
        """Count and log the calls of the clients that *session* makes from now on; *account* is named in the log."""
        tap = Tap(self, account)
        session.register("request-created.*.*", tap.created)
        session.register("response-received", tap.received)
        session.register("after-call", tap.answered)
        session.register("after-call-error", tap.broken)

    def spent(self) -> Spent:
        """Return the numbers of requests so far, without seconds."""
        with self._lock:
            return Spent(dict(self._calls), self._throttled)

    def sent(self, operation: str) -> None:
        """Count one request."""
        with self._lock:
            self._calls[operation] += 1

    def throttled(self) -> None:
        """Count a request as throttled."""
        with self._lock:
            self._throttled += 1


@dataclass(slots=True)
class CallState:
    """A call under way: when it began, when its latest answer came, how that ended, and the number of retries."""

    told: str
    began: float
    ended: float
    outcome: str = "no answer"
    request_id: str = ""
    retries: int = 0

    @property
    def ending(self) -> str:
        """Return how the latest request ended: the status or error code, and AWS's id of the request."""
        return f"{self.outcome}, request {self.request_id}" if self.request_id else self.outcome


def _harmless(handler: Callable[..., None]) -> Callable[..., None]:
    """Return *handler* without its exceptions: botocore would raise them for the call that is only watched."""

    @wraps(handler)
    def safe(*arguments: Any, **given: Any) -> None:  # noqa: ANN401 - botocore's own
        with suppress(Exception):
            handler(*arguments, **given)

    return safe


class Tap:
    """The handlers of the events of one session.

    `created` is registered behind `Pace` and `Halt`, so it sees only requests that are sent.
    """

    def __init__(self, traffic: Traffic, account: str) -> None:
        """Report to *traffic*; the calls are those of *account*, empty if the settings do not name it."""
        self._traffic = traffic
        self._whose = f"{account} " if account else ""

    @_harmless
    def created(self, event_name: str, request: Any, **_: object) -> None:  # noqa: ANN401 - botocore's own request
        """Note that a request is about to be sent; *event_name* is `request-created.SERVICE.Operation`."""
        service, operation = event_name.split(".")[1:3]
        self._traffic.sent(operation)
        now = self._traffic.clock.monotonic()
        state = request.context.get(_STATE)
        if state is None:
            where = f"{self._whose}{request.context.get('client_region', '')}".strip()
            request.context[_STATE] = CallState(f"{service}:{operation} in {where}", now, now)
            return
        state.retries += 1
        self._traffic.log.wait(
            self._line(state, f"retry {state.retries}, {now - state.ended:.2f} s after {state.ending}")
        )

    @_harmless
    def received(
        self,
        parsed_response: Mapping[str, Any] | None,
        exception: Exception | None,
        context: Mapping[str, Any],
        **_: object,
    ) -> None:
        """Note the answer to a request, or that there was none."""
        state: CallState = context[_STATE]
        state.ended = self._traffic.clock.monotonic()
        state.request_id = ""
        if parsed_response is None:
            state.outcome = type(exception).__name__
            return
        metadata = parsed_response.get("ResponseMetadata", {})
        status, code = metadata.get("HTTPStatusCode", 0), str(parsed_response.get("Error", {}).get("Code", ""))
        state.outcome = code or str(status)
        state.request_id = str(metadata.get("RequestId", ""))
        if is_throttling(code, status):
            self._traffic.throttled()

    @_harmless
    def answered(self, context: Mapping[str, Any], **_: object) -> None:
        """Log a call that AWS has answered."""
        self._log(context[_STATE])

    @_harmless
    def broken(self, context: Mapping[str, Any], exception: Exception, **_: object) -> None:
        """Log a call that ended with an exception; a call of which nothing was sent is not logged."""
        state: CallState | None = context.get(_STATE)
        if state:
            state.outcome = type(exception).__name__
            self._log(state)

    def _log(self, state: CallState) -> None:
        if self._traffic.log.silent:
            return
        retried = f" after {state.retries} retries" if state.retries > 1 else " after 1 retry" if state.retries else ""
        seconds = self._traffic.clock.monotonic() - state.began
        outcome, _, rest = state.ending.partition(",")
        self._traffic.log.call(self._line(state, f"{outcome} in {seconds:.2f} s{retried}{',' * bool(rest)}{rest}"))

    def _line(self, state: CallState, what: str) -> str:
        return f"{moment(self._traffic.clock.now())} {state.told}: {what}"
