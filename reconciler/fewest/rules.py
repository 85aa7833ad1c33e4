"""What a wish has to wait for, whoever cuts it: the services' rules, and the rules of safe order word for word.

Only what is certain counts, so that no way of carrying the wish out takes less: what a plan does besides, to be on the
safe side, does not.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from reconciler.governance import Experiences, Seat
from reconciler.model import Address, Organization, Request

from .covers import Covers, covers
from .work import Task, Work

POLICY, PRODUCTS = "CreateProcurementPolicy", ("AllowProductProcurement", "DenyProductProcurement")
"""What no record says: what an experience needs to be complete, and what of that comes first."""


@dataclass(frozen=True)
class Rules:
    """The *changes* of a plan as one wish, with the world *before* and *after* them."""

    organization: Organization
    before: Experiences
    after: Experiences
    changes: Sequence[Request]

    @cached_property
    def work(self) -> Work:
        """Return the tasks of the wish, each with what waits for it."""
        work = Work.of(self.changes)
        for address, tasks in work.by_address().items():
            _as_aws_wants(work, tasks)
            self._as_moves_want(work, address, tasks)
        for first, then in self.covers.first:
            work.wait(self._going(then), self._coming(first), 1)
        return work

    @cached_property
    def arrivals(self) -> Mapping[str, Task]:
        """Return what takes each principal that arrives: one experience does."""
        return {one: Task(request.address, request.verb, one) for request, one in self._audience if request.verb.takes}

    @cached_property
    def departures(self) -> Mapping[str, Sequence[Task]]:
        """Return what lets each principal go that leaves: it may leave two experiences."""
        found: dict[str, list[Task]] = {}
        for request, one in self._audience:
            if request.verb.frees:
                found.setdefault(one, []).append(Task(request.address, request.verb, one))
        return found

    @cached_property
    def moving(self) -> Collection[str]:
        """Return the principals that leave and arrive."""
        return self.arrivals.keys() & self.departures.keys()

    @cached_property
    def covers(self) -> Covers:
        """Return what must have come before what governs an account goes."""
        return covers(self.organization, self.before, self.after)

    def at_once(self, principal: str) -> bool:
        """Tell whether one that moves must arrive in the set right after it has left: that one is not opening."""
        first, *others = self.departures[principal]
        return not others and first.address not in self._opening

    @property
    def _audience(self) -> Iterator[tuple[Request, str]]:
        for request in self.changes:
            for principal in (*request.leaving, *request.arriving):
                yield request, principal

    def _as_moves_want(self, work: Work, address: Address, tasks: Sequence[Task]) -> None:
        """Let arrivals wait for departures and for what makes their experience complete, endings for arrivals."""
        coming = [task for task in tasks if task.verb.takes and task.principal in self.moving]
        for task in coming:
            work.wait([task], self.departures[task.principal], 1)
        complete = [task for task in tasks if task.verb.name in {POLICY, *PRODUCTS}]
        work.wait(coming, [*complete, *self._opening.get(address, ())], 0)
        leaving = [task.principal for task in tasks if task.verb.frees and task.principal in self.moving]
        work.wait(self._ending.get(address, ()), [self.arrivals[one] for one in leaving], 0)

    def _coming(self, seat: Seat) -> list[Task]:
        """Return what makes *seat*: its principal arrives, its experience is enabled."""
        arrival = self.arrivals.get(seat.principal)
        arrives = [arrival] if arrival and str(arrival.address) == seat.experience else []
        return [*arrives, *self._opening.get(self._addresses.get(seat.experience), ())]

    def _going(self, seat: Seat) -> list[Task]:
        """Return what ends *seat*: its principal leaves, its experience is disabled."""
        leaves = [one for one in self.departures.get(seat.principal, ()) if str(one.address) == seat.experience]
        return [*leaves, *self._ending.get(self._addresses.get(seat.experience), ())]

    @cached_property
    def _addresses(self) -> Mapping[str, Address]:
        return {str(request.address): request.address for request in self.changes}

    @cached_property
    def _opening(self) -> Mapping[Address | None, Sequence[Task]]:
        """Return what enables each experience that becomes so."""
        opens = (one for one in self.changes if one.opens)
        return {request.address: [Task(request.address, request.verb)] for request in opens}

    @cached_property
    def _ending(self) -> Mapping[Address | None, Sequence[Task]]:
        """Return what disables and archives each experience that ends."""
        found: dict[Address | None, list[Task]] = {}
        for request in self.changes:
            if request.closes:
                found.setdefault(request.address, []).append(Task(request.address, request.verb))
        return found


def _as_aws_wants(work: Work, tasks: Sequence[Task]) -> None:
    """Let the *tasks* of one experience wait for each other (facts: catalog 1.3, 4.1, 5.1)."""

    def of(*verbs: str) -> list[Task]:
        return [task for task in tasks if task.verb.name in verbs]

    work.wait(tasks, [task for task in tasks if task.verb.makes], 0)
    revivals = [task for task in tasks if task.verb.revives]
    work.wait([task for task in tasks if not task.verb.revives], revivals, 1)
    work.wait(of(*PRODUCTS), of(POLICY), 0)
    archivals = [task for task in tasks if task.verb.closes == {}]  # whatever their details say
    work.wait(archivals, [task for task in tasks if task not in archivals], 1)
