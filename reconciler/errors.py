"""The exception tree; each class owns the exit code of contract 3.

ReconcilerError                1   failed
├── InvalidInput               3   desired state or settings invalid (carries every problem)
├── Refused                    4   wrong account or organisation, a guard that was not accepted
├── StalePlan                  5   a saved plan that is no longer what plan says
├── Unreadable                 7   AWS could not be read completely
├── UsageError                64   a command line that makes no sense
├── PlanBug                    1   a plan that fails its own replay: a mistake of ours (carries what repeats it)
└── CallFailed                 1   one call that writes failed
    ├── Throttled                  ask again later
    ├── EntityLocked               another change set holds the entity
    └── Rejected                   the service validated the call and said no (HTTP 4xx)
"""

from collections.abc import Mapping
from enum import IntEnum
from typing import Any, ClassVar

from .model import Problem


class ExitCode(IntEnum):
    """What the process says when it ends (contract 3)."""

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
    """Something that the user is told in one message, with a hint where there is one."""

    exit_code: ClassVar[ExitCode] = ExitCode.FAILED

    def __init__(self, message: str, hint: str = "") -> None:
        """Keep what to say, and what to do about it."""
        super().__init__(message)
        self.message = message
        self.hint = hint


class InvalidInput(ReconcilerError):
    """Desired state or settings that cannot be used; *problems* has all of them."""

    exit_code = ExitCode.INVALID

    def __init__(self, message: str, problems: tuple[Problem, ...] = (), hint: str = "") -> None:
        """Keep every problem beside the message."""
        super().__init__(message, hint)
        self.problems = problems


class Refused(ReconcilerError):
    """What must not happen unacknowledged, or not at all."""

    exit_code = ExitCode.REFUSED


class StalePlan(ReconcilerError):
    """A saved plan that planning again does not yield."""

    exit_code = ExitCode.STALE


class Unreadable(ReconcilerError):
    """AWS could not be read completely: credentials, permissions, endpoint, or an answer that makes no sense."""

    exit_code = ExitCode.UNREADABLE


class UsageError(ReconcilerError):
    """A command line that makes no sense."""

    exit_code = ExitCode.USAGE


class PlanBug(ReconcilerError):
    """A plan that fails its own replay: it is never shown and never applied.

    *findings* say what is wrong with it; *dump* is plain data that repeats it (`replay.Replay.read`), without secrets.
    """

    def __init__(self, findings: tuple[str, ...], dump: Mapping[str, Any]) -> None:
        """Keep what was found, and what finds it again."""
        super().__init__("\n".join(["the plan fails its own proof, so it is not shown", *findings]))
        self.findings = findings
        self.dump = dump


class CallFailed(ReconcilerError):
    """One call that writes did not succeed; *code* and *request_id* are AWS's own."""

    def __init__(self, message: str, *, code: str, operation: str, request_id: str | None = None) -> None:
        """Keep what AWS said, as it said it."""
        super().__init__(message)
        self.code = code
        self.operation = operation
        self.request_id = request_id


class Throttled(CallFailed):
    """Too many requests, too many open change sets, or the service failed for a moment: ask again later."""


class EntityLocked(CallFailed):
    """A running change set holds an entity of the call (ResourceInUseException)."""


class Rejected(CallFailed):
    """The service understood the call and refused it (ValidationException and its like)."""
