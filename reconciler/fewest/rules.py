"""What a wish has to wait for, whoever cuts it: the services' rules, and the rules of safe order word for word.

Only what is certain counts, so that no way of carrying the wish out takes less: what a plan does besides, to be on the
safe side, does not.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from reconciler.governance import Experiences, Seat
from reconciler.model import Address, Organization, Request

from .covers import Covers, covers
from .work import ARRIVE, LEAVE, PRODUCTS, UPDATE, Task, Work

CREATE, POLICY, REVIVE, ARCHIVE = (
    "CreateExperience",
    "CreateProcurementPolicy",
    "ReviveExperience",
    "RestrictExperience",
)


@dataclass(frozen=True, slots=True)
class Move:
    """One principal that leaves where it is and arrives elsewhere."""

    arrival: Task
    departures: list[Task] = field(default_factory=list)


@dataclass(frozen=True)
class Rules:
    """The *changes* of a plan as one wish, with the world *before* and *after* them."""

    organization: Organization
    before: Experiences
    after: Experiences
    changes: Sequence[Request]

    @cached_property
    def work(self) -> Work:
        """Give the tasks of the wish, each with what waits for it."""
        work = Work.of(self.changes)
        for tasks in work.by_address().values():
            _as_aws_wants(work, tasks)
        self._moving(work)
        for first, then in self.covers.first:
            work.wait(self._going(work, then), self._coming(work, first), 1)
        return work

    @cached_property
    def moves(self) -> Mapping[str, Move]:
        """Give the principals that leave and arrive."""
        found = {task.principal: Move(task) for task in self._audience(ARRIVE)}
        for task in self._audience(LEAVE):
            if task.principal in found:
                found[task.principal].departures.append(task)
        return {principal: move for principal, move in found.items() if move.departures}

    @cached_property
    def covers(self) -> Covers:
        """Give what must have come before what governs an account goes."""
        return covers(self.organization, self.before, self.after)

    def at_once(self, move: Move) -> bool:
        """Tell whether *move* must arrive in the set right after it has left: it leaves one that is not opening."""
        return len(move.departures) == 1 and self._words.get(move.departures[0].address) != "Enabled"

    def _audience(self, verb: str) -> Iterator[Task]:
        audience = (request for request in self.changes if request.verb.name == verb)
        return (Task(one.address, verb, principal) for one in audience for principal in one.details["Principals"])

    def _moving(self, work: Work) -> None:
        """Let arrivals wait for departures and for what makes their experience complete, endings for arrivals."""
        joining: dict[Address, list[Task]] = {}
        leaving: dict[Address, list[Task]] = {}
        for move in self.moves.values():
            work.wait([move.arrival], move.departures, 1)
            joining.setdefault(move.arrival.address, []).append(move.arrival)
            for task in move.departures:
                leaving.setdefault(task.address, []).append(move.arrival)
        for address, arrivals in joining.items():
            work.wait(arrivals, [*work.having(address, POLICY, *PRODUCTS), *self._turn(work, address, "Enabled")], 0)
        for address, arrivals in leaving.items():
            work.wait(self._ending(work, address), arrivals, 0)

    def _coming(self, work: Work, seat: Seat) -> list[Task]:
        """Give what makes *seat*: its principal arrives, its experience is enabled."""
        address = self._addresses.get(seat.experience)
        if address is None:
            return []
        return [*work.having(address, ARRIVE, principal=seat.principal), *self._turn(work, address, "Enabled")]

    def _going(self, work: Work, seat: Seat) -> list[Task]:
        """Give what ends *seat*: its principal leaves, its experience is disabled."""
        address = self._addresses.get(seat.experience)
        if address is None:
            return []
        return [*work.having(address, LEAVE, principal=seat.principal), *self._ending(work, address)]

    def _ending(self, work: Work, address: Address) -> list[Task]:
        return [*self._turn(work, address, "Disabled"), *work.having(address, ARCHIVE)]

    def _turn(self, work: Work, address: Address, word: str) -> list[Task]:
        return work.having(address, UPDATE) if self._words.get(address) == word else []

    @cached_property
    def _addresses(self) -> Mapping[str, Address]:
        return {str(request.address): request.address for request in self.changes}

    @cached_property
    def _words(self) -> Mapping[Address, str]:
        """Give Enabled or Disabled for every experience that becomes so."""
        return {one.address: one.details["Status"] for one in self.changes if "Status" in one.details}


def _as_aws_wants(work: Work, tasks: Sequence[Task]) -> None:
    """Let the *tasks* of one experience wait for each other (facts: catalog 1.3, 4.1, 5.1)."""

    def of(*verbs: str) -> list[Task]:
        return [task for task in tasks if task.verb in verbs]

    work.wait(tasks, of(CREATE), 0)
    work.wait([task for task in tasks if task.verb != REVIVE], of(REVIVE), 1)
    work.wait(of(*PRODUCTS), of(POLICY), 0)
    work.wait(of(ARCHIVE), [task for task in tasks if task.verb != ARCHIVE], 1)
