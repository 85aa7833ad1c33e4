"""Problems: what is wrong, where, and what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from reconciler.printed import ProblemJson

from .address import Address


class Severity(StrEnum):
    """How bad a problem is: an error leaves its address out of the plan, a refusal needs an acceptance."""

    ERROR = "error"
    REFUSED = "refused"
    WARNING = "warning"
    NOTE = "note"


class Lapse(StrEnum):
    """Codes of warnings about faults in AWS that no plan repairs. They count as drift."""

    PUBLIC = "public-grant"
    FAILED = "service-failed"
    UNPROVEN = "private-dns-failed"
    NOBODY = "governs-nobody"
    ENDING = "ending-refused"


class Beside(StrEnum):
    """Codes of warnings about objects of AWS that no document names: no drift, but `drift --notify` tells them."""

    EXPERIENCE = "unmanaged-experience"


class Absence(StrEnum):
    """Codes of warnings about principals that AWS cannot associate: a plan leaves them out of the desired state."""

    GONE = "principal-gone"
    PENDING = "principal-pending"


class Idle(StrEnum):
    """Codes of warnings about acceptances that accept nothing of a plan: they say nothing about AWS."""

    STALE = "stale-acceptance"
    UNNEEDED = "unneeded-acceptance"


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem: *code* is stable and for programs, *message* and *hint* are for the user.

    *source* is `file:line:column`, empty when no text is the cause. *address* is the object concerned, and *path* its
    field, as in changes. *remote_id* is AWS's id of what the problem is about, if that is no object of a document. An
    error with an address leaves only that object out of the plan.
    """

    severity: Severity
    code: str
    message: str
    source: str = ""
    hint: str = ""
    address: Address | None = None
    path: str = ""
    remote_id: str = ""

    def as_json(self) -> ProblemJson:
        """Return the JSON of the plan (contract 4)."""
        return {
            "severity": self.severity.value,
            "code": self.code,
            "message": self.message,
            "source": self.source or None,
            "hint": self.hint or None,
            "address": str(self.address) if self.address else None,
            "path": self.path or None,
            "remote_id": self.remote_id or None,
        }


def worst_first(problems: Iterable[Problem]) -> list[Problem]:
    """Sort problems by severity and keep their order otherwise."""
    ranks = list(Severity)
    return sorted(problems, key=lambda problem: ranks.index(problem.severity))


def error(code: str, message: str, source: str = "", hint: str = "", address: Address | None = None) -> Problem:
    """Make an error: it leaves its address out of the plan."""
    return Problem(Severity.ERROR, code, message, source, hint, address)


def warning(code: str, message: str, source: str = "", hint: str = "", address: Address | None = None) -> Problem:
    """Make a warning: it is shown, and the plan is made all the same."""
    return Problem(Severity.WARNING, code, message, source, hint, address)


def note(code: str, message: str, source: str = "", hint: str = "", address: Address | None = None) -> Problem:
    """Make a note: it informs and needs no action."""
    return Problem(Severity.NOTE, code, message, source, hint, address)
