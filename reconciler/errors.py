"""The exceptions of reconciler. Each class has its exit code (contract 3).

ReconcilerError                1   failed
├── InvalidInput               3   desired state or settings invalid (carries every problem)
├── Refused                    4   wrong account or organization, or a rule of a guard that was not accepted
├── StalePlan                  5   a saved plan that planning again does not return
├── Unreadable                 7   AWS could not be read completely
├── UsageError                64   a wrong command line
├── PlanBug                    1   a plan that fails its own replay: a bug of reconciler (carries data to reproduce it)
└── CallFailed                 1   one call that writes failed
    ├── Throttled                  a temporary failure: retry later
    ├── EntityLocked               a running change set holds the entity
    └── Rejected                   the service refused the call (HTTP 4xx)
"""

from collections.abc import Mapping
from enum import IntEnum
from typing import Any, ClassVar

from .model import Problem


class ExitCode(IntEnum):
    """The exit code of the process (contract 3)."""

    DONE = 0
    FAILED = 1
    CHANGES = 2
    INVALID = 3
    REFUSED = 4
    STALE = 5
    PARTIAL = 6
    UNREADABLE = 7
    USAGE = 64
    INTERRUPTED = 130


class ReconcilerError(Exception):
    """An error that is shown to the user as one message, with an optional hint."""

    exit_code: ClassVar[ExitCode] = ExitCode.FAILED

    def __init__(self, message: str, hint: str = "") -> None:
        """Keep the message and the hint."""
        super().__init__(message)
        self.message = message
        self.hint = hint


class InvalidInput(ReconcilerError):
    """Desired state or settings that are not valid; *problems* has all that is wrong."""

    exit_code = ExitCode.INVALID

    def __init__(self, message: str, problems: tuple[Problem, ...] = (), hint: str = "") -> None:
        """Keep the message and every problem."""
        super().__init__(message, hint)
        self.problems = problems


class Refused(ReconcilerError):
    """A run that a rule refuses: for good, or until the user accepts the rule."""

    exit_code = ExitCode.REFUSED


class StalePlan(ReconcilerError):
    """A saved plan that differs from the plan made again; *problems* say so, and then each reason."""

    exit_code = ExitCode.STALE

    def __init__(self, message: str, problems: tuple[Problem, ...], hint: str) -> None:
        """Keep the message and every problem."""
        super().__init__(message, hint)
        self.problems = problems


class Unreadable(ReconcilerError):
    """AWS could not be read completely, because of credentials, permissions, the endpoint or a broken answer."""

    exit_code = ExitCode.UNREADABLE


class NotReady(ReconcilerError):
    """Something that AWS Marketplace requires is missing, so there is nothing to send to it yet."""

    exit_code = ExitCode.CHANGES


class UsageError(ReconcilerError):
    """A wrong command line."""

    exit_code = ExitCode.USAGE


class PlanBug(ReconcilerError):
    """A plan that fails its own replay. It is never shown and never applied.

    *findings* say what is wrong with it. *dump* is plain data, without secrets, that reproduces the failure
    (`replay.Replay.read`).
    """

    def __init__(self, findings: tuple[str, ...], dump: Mapping[str, Any]) -> None:
        """Keep the findings and the data to reproduce them."""
        super().__init__("\n".join(["the plan fails its own proof, so it is not shown", *findings]))
        self.findings = findings
        self.dump = dump


class CallFailed(ReconcilerError):
    """A call that writes and did not succeed; *code* and *request_id* are AWS's."""

    def __init__(self, message: str, *, code: str, operation: str, request_id: str | None = None) -> None:
        """Keep AWS's message, code and request id unchanged."""
        super().__init__(message)
        self.code = code
        self.operation = operation
        self.request_id = request_id


class Throttled(CallFailed):
    """A temporary failure: too many requests, too many open change sets, or a fault of the service. Retry later."""


class EntityLocked(CallFailed):
    """A running change set holds an entity of the call (ResourceInUseException)."""


class Rejected(CallFailed):
    """A call that the service understood and refused (ValidationException and similar codes)."""
