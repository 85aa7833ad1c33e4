"""Calls and change sets that fail on demand, for tests that run the twin in their own process."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from .calls import Call
from .catalog.conditions import ChangeSetFaults
from .ec2.conditions import StaleReads
from .refusal import Refusal

Action = Callable[[], None]

THROTTLING: Final = {
    "marketplace-catalog": ("ThrottlingException", 429),
    "organizations": ("TooManyRequestsException", 400),
    "iam": ("Throttling", 400),
    "sts": ("Throttling", 400),
    "ec2": ("RequestLimitExceeded", 503),
    "marketplace-agreement": ("ThrottlingException", 429),
    "elasticloadbalancing": ("Throttling", 400),
    "acm": ("ThrottlingException", 400),
    "route53": ("Throttling", 400),
}
DENIAL: Final = {
    "organizations": ("AccessDeniedException", 400),
    "iam": ("AccessDenied", 403),
    "sts": ("AccessDenied", 403),
    "ec2": ("UnauthorizedOperation", 403),
    "elasticloadbalancing": ("AccessDenied", 403),
    "acm": ("AccessDeniedException", 400),
    "route53": ("AccessDenied", 403),
}
"""The throttling and access errors of each service: code and HTTP status; other services fail as the catalogue does."""


@dataclass(slots=True)
class _Planned:
    """A fault planned for the next *times* calls of an operation (from *account*, if given)."""

    operation: str
    account: str | None
    times: float
    action: Callable[[Call], None]

    def fits(self, call: Call) -> bool:
        return self.times > 0 and call.operation == self.operation and self.account in {None, call.account}


class Faults(ChangeSetFaults, StaleReads):
    """The planned faults; operations have their API names: `throttle("ListEntities", times=3)`."""

    def __init__(self) -> None:
        super().__init__()
        StaleReads.__init__(self)
        self.latency = 0.0
        """Seconds that each call takes on the network: half of them before it is carried out, half after."""
        self._before: list[_Planned] = []
        self._after: list[_Planned] = []

    def throttle(self, operation: str, *, times: int = 1, account: str | None = None) -> None:
        """Refuse the next *times* calls with the service's own throttling error."""
        self._plan(self._before, operation, _throttle, times, account)

    def deny(self, operation: str, *, times: float = math.inf, account: str | None = None) -> None:
        """Refuse calls with the service's own access error; without *times*, all of them."""
        self._plan(self._before, operation, _deny, times, account)

    def fail(self, operation: str, code: str, message: str = "", *, status: int = 400, times: int = 1) -> None:
        """Refuse the next *times* calls with any error."""
        self._plan(self._before, operation, partial(_fail, code, message, status), times)

    def lose_answer(self, operation: str, *, times: int = 1) -> None:
        """Carry out the next *times* calls and answer HTTP 500, so that the caller cannot know what happened."""
        lost = partial(_fail, "InternalServiceException", "The answer was lost", 500)
        self._plan(self._after, operation, lost, times)

    def before(self, operation: str, action: Action, *, times: int = 1) -> None:
        """Call *action* right before the next *times* calls: another user's edit, or a crash of the test's own."""
        self._plan(self._before, operation, lambda _call: action(), times)

    def after(self, operation: str, action: Action, *, times: int = 1) -> None:
        """Call *action* right after the next *times* calls are carried out, before they are answered."""
        self._plan(self._after, operation, lambda _call: action(), times)

    def strike(self, call: Call, *, after: bool = False) -> None:
        """Apply the faults planned before *call*, or *after* it.

        Raises:
            Refusal: the call is refused, or was carried out and its answer is lost.
        """
        with self._lock:
            due = [planned for planned in (self._after if after else self._before) if planned.fits(call)]
            for planned in due:
                planned.times -= 1
        for planned in due:
            planned.action(call)

    def awaits_end_of(self, call: Call) -> bool:
        """Whether a fault is planned after *call*."""
        with self._lock:
            return any(planned.fits(call) for planned in self._after)

    def _plan(
        self,
        plans: list[_Planned],
        operation: str,
        action: Callable[[Call], None],
        times: float,
        account: str | None = None,
    ) -> None:
        with self._lock:
            plans.append(_Planned(operation, account, times, action))


def _throttle(call: Call) -> None:
    code, status = THROTTLING.get(call.service, ("ThrottlingException", 400))
    raise Refusal(code, "Rate exceeded", status)


def _deny(call: Call) -> None:
    code, status = DENIAL.get(call.service, ("AccessDeniedException", 403))
    user = f"arn:aws:iam::{call.account}:user/administrator"
    raise Refusal(code, f"User: {user} is not authorized to perform: {call.operation}", status)


def _fail(code: str, message: str, status: int, call: Call) -> None:
    raise Refusal(code, message or f"{call.operation} failed", status)
