"""What is wrong, where, and what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from .address import Address


class Severity(StrEnum):
    """How bad a problem is: an error leaves its address out, a refusal needs acceptance."""

    ERROR = "error"
    REFUSED = "refused"
    WARNING = "warning"
    NOTE = "note"


class Lapse(StrEnum):
    """Codes of warnings about what is wrong in AWS and no plan repairs: drift all the same."""

    PUBLIC = "public-grant"
    FAILED = "service-failed"
    UNPROVEN = "private-dns-failed"
    NOBODY = "governs-nobody"


class Absence(StrEnum):
    """Codes of warnings about principals that cannot be governed: a plan leaves them out of the wish."""

    GONE = "principal-gone"
    PENDING = "principal-pending"


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding: *code* is stable for machines, *message* and *hint* are for people.

    *source* is `file:line:column`, or empty where no text is to blame. *address* is the object that the
    finding is about, *path* the field of it, as changes write it: an error with an address leaves that object out of
    the plan, nothing else.
    """

    severity: Severity
    code: str
    message: str
    source: str = ""
    hint: str = ""
    address: Address | None = None
    path: str = ""

    def as_json(self) -> dict[str, str | None]:
        """Return the form of the plan document (contract 4)."""
        return {
            "severity": self.severity.value,
            "code": self.code,
            "message": self.message,
            "source": self.source or None,
            "hint": self.hint or None,
            "address": str(self.address) if self.address else None,
            "path": self.path or None,
        }


def worst_first(problems: Iterable[Problem]) -> list[Problem]:
    """Sort by severity, otherwise as they come."""
    ranks = list(Severity)
    return sorted(problems, key=lambda problem: ranks.index(problem.severity))


def error(code: str, message: str, source: str = "", hint: str = "", address: Address | None = None) -> Problem:
    """Make the problem that leaves its address out of the plan."""
    return Problem(Severity.ERROR, code, message, source, hint, address)


def warning(code: str, message: str, source: str = "", hint: str = "", address: Address | None = None) -> Problem:
    """Make the problem that is told and acted around."""
    return Problem(Severity.WARNING, code, message, source, hint, address)


def note(code: str, message: str, source: str = "", hint: str = "", address: Address | None = None) -> Problem:
    """Make the remark that asks for nothing."""
    return Problem(Severity.NOTE, code, message, source, hint, address)
