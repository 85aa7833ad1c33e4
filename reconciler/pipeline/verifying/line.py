"""The lines of a verification: what was looked at, and what was found."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, TypeVar

from reconciler.errors import ReconcilerError, Unreadable
from reconciler.model import Problem, error
from reconciler.printed import LineStatus, VerifiedLineJson

T = TypeVar("T")

TITLES: Final = {
    "region": "The service can be used from the region of the observer",
    "visible": "Another account sees the service by its name",
    "listed": "Another account finds the service in its list",
    "private_dns": "Customers can enable the private DNS name",
    "zones": "The service has zones in common with another account",
    "leftovers": "No test endpoint of an earlier run is left",
    "subnets": "The subnets of the test are in zones of the service",
    "endpoint": "A test endpoint becomes available",
    "names": "The test endpoint has its DNS names",
    "resolves": "The names of the test endpoint resolve",
    "connects": "The test endpoint takes TCP connections",
    "certificate": "The certificate is valid for the private DNS name",
    "removed": "The test endpoint is removed",
}
"""The title of each line by its id, in the order of the answer."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line; *commands* are what to run next. It is grey while a line that it depends on is not green."""

    id: str
    status: LineStatus
    because: str
    commands: tuple[str, ...] = ()

    def as_json(self) -> VerifiedLineJson:
        """Return the line as the answer has it."""
        return {
            "id": self.id,
            "title": TITLES[self.id],
            "status": self.status,
            "because": self.because,
            "commands": list(self.commands),
        }


def green(line: str, because: str) -> Line:
    """Return a line about what is as it should be."""
    return Line(line, "green", because)


def red(line: str, because: str, *commands: str) -> Line:
    """Return a line about what is not as it should be."""
    return Line(line, "red", because, commands)


def grey(line: str, because: str, *commands: str) -> Line:
    """Return a line about what is not known."""
    return Line(line, "grey", because, commands)


def waiting(line: str, other: str) -> Line:
    """Return a line that depends on *other*, which is not green."""
    return grey(line, f"waits for: {TITLES[other]}")


def unread(line: str, failure: Unreadable) -> Line:
    """Return a line about what could not be read; the hint of a denied read names the permission."""
    return grey(line, f"could not be read: {failure.message}; {failure.hint}")


class Notes:
    """The lines of one verification, and what could not be read of AWS."""

    def __init__(self) -> None:
        """Begin without lines."""
        self._lines: dict[str, Line] = {}
        self.problems: list[Problem] = []

    def add(self, *lines: Line) -> None:
        """Add lines; one of the same id is replaced."""
        self._lines |= {line.id: line for line in lines}

    def __contains__(self, line: object) -> bool:
        """Tell whether a line is there."""
        return line in self._lines

    def because(self, line: str) -> str:
        """Return what a line says; empty for one that is not there."""
        return f"{TITLES[line]}: {self._lines[line].because}" if line in self._lines else ""

    def status(self, line: str) -> LineStatus:
        """Return the status of a line; grey for one that is not there."""
        return self._lines[line].status if line in self._lines else "grey"

    def read(self, lines: Iterable[str], ask: Callable[[], T]) -> T | None:
        """Return what *ask* reads; where it cannot, the *lines* about it are grey, and the answer is None."""
        try:
            return ask()
        except Unreadable as failure:
            self.add(*(unread(line, failure) for line in lines))
            self.missing(failure)
            return None

    def missing(self, failure: ReconcilerError) -> None:
        """Note that something is not known because of *failure*; several reads may fail for one reason."""
        problem = error("unreadable", failure.message, "", failure.hint)
        if problem not in self.problems:
            self.problems.append(problem)

    def rest(self, lines: Iterable[str], because: str) -> None:
        """Make those of *lines* grey that are not there yet."""
        self.add(*(grey(line, because) for line in lines if line not in self._lines))

    def as_json(self) -> list[VerifiedLineJson]:
        """Return all lines in the order of the answer."""
        return [self._lines[line].as_json() for line in TITLES if line in self._lines]
