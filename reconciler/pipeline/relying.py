"""The organization as far as a plan relies on it: what a step asks for is read, and the step is repeated.

Example: a plan moves account 1 from experience a to b. Matching asks whether account 1 exists: one call. The impact
asks for all accounts below account 1: nothing is left to read. Another plan allows a product in an experience that
governs the OU Finance. Its impact asks for all accounts below Finance, which are read then.
"""

from collections.abc import Callable
from typing import TypeVar

from reconciler.model import Extent, NotRead, Organization, Problem, Spent, note
from reconciler.ports import Clients, Clock

from .metering import Meter

READ_WHOLE = "organization-read-whole"
"""The code of the note that the whole organization had to be read."""

T = TypeVar("T")


class OrganizationReading:
    """The organization that one plan reads; *organization* has what was read so far. It only grows."""

    def __init__(self, organization: Organization, clients: Clients, clock: Clock) -> None:
        """Begin with what is known; read the rest with *clients*. *spent* is what that has taken."""
        self.organization = organization
        self.spent = Spent()
        self._clients, self._clock = clients, clock

    def answer(self, ask: Callable[[Organization], T]) -> T:
        """Return the answer of *ask*, a pure function, after everything was read that it asks for.

        Raises Unreadable if the organization cannot be read.
        """
        while True:
            try:
                return ask(self.organization)
            except NotRead as asked:
                self._read(asked.missing)

    def _read(self, missing: Extent) -> None:
        meter, progress = Meter.start(self._clients, self._clock), self._clients.progress
        progress.go_on()
        self.organization = self._clients.organizations.grown(self.organization, missing, progress)
        progress.pause()
        self.spent += meter.read()
        if self.organization.unread(missing) != Extent():
            raise AssertionError(f"read, and still missing: {missing}")


def detours(organization: Organization) -> tuple[Problem, ...]:
    """Return a note if the whole organization was read because less of it could not be read."""
    if not organization.detour:
        return ()
    why, hint = organization.detour
    return (note(READ_WHOLE, f"all of {organization.id} was read, which takes longer: {why}", "", hint),)
