"""The order that every plan of a desired state must keep: the services' rules and the rules of safe order.

Only constraints that hold for every plan are counted, so that the bound is a lower bound. Constraints that the planner
adds for safety are not counted.

Example: a principal moves from a to b, and b is enabled in the same plan. The arrival is in a later set than the
departure. It is in the set that enables b, or in a later one.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from reconciler.governance import Experiences, Seat
from reconciler.model import Address, Organization, Request

from .covers import Covers, covers
from .work import Task, Work

POLICY, PRODUCTS = "CreateProcurementPolicy", ("AllowProductProcurement", "DenyProductProcurement")
"""The verbs that complete an experience, which no record of a verb tells. Products come no earlier than the policy."""


@dataclass(frozen=True)
class Rules:
    """The constraints of a desired state, which the *changes* of a plan carry out.

    *before* and *after* are all experiences before and after the plan.
    """

    organization: Organization
    before: Experiences
    after: Experiences
    changes: Sequence[Request]

    @cached_property
    def work(self) -> Work:
        """Return the tasks of the desired state, each with the tasks that wait for it."""
        work = Work.of(self.changes)
        for address, tasks in work.by_address().items():
            _as_aws_wants(work, tasks)
            self._as_moves_want(work, address, tasks)
        for first, then in self.covers.first:
            work.wait(self._going(then), self._coming(first), 1)
        return work

    @cached_property
    def arrivals(self) -> Mapping[str, Task]:
        """Return the task by which each arriving principal arrives; it arrives at one experience."""
        return {one: Task(request.address, request.verb, one) for request, one in self._audience if request.verb.takes}

    @cached_property
    def departures(self) -> Mapping[str, Sequence[Task]]:
        """Return the tasks by which each leaving principal leaves; it may leave two experiences."""
        found: dict[str, list[Task]] = {}
        for request, one in self._audience:
            if request.verb.frees:
                found.setdefault(one, []).append(Task(request.address, request.verb, one))
        return found

    @cached_property
    def moving(self) -> Collection[str]:
        """Return the principals that move: they leave and arrive."""
        return self.arrivals.keys() & self.departures.keys()

    @cached_property
    def covers(self) -> Covers:
        """Return the constraints that come from the governing seats of accounts."""
        return covers(self.organization, self.before, self.after)

    def at_once(self, principal: str) -> bool:
        """Tell whether a principal that moves must arrive in the set directly after the one in which it leaves.

        It need not when its source is only enabled in this plan, or when it leaves two experiences.
        """
        first, *others = self.departures[principal]
        return not others and first.address not in self._opening

    @property
    def _audience(self) -> Iterator[tuple[Request, str]]:
        for request in self.changes:
            for principal in (*request.leaving, *request.arriving):
                yield request, principal

    def _as_moves_want(self, work: Work, address: Address, tasks: Sequence[Task]) -> None:
        """Make arrivals wait for departures and for a complete target, and the end of a source for arrivals."""
        coming = [task for task in tasks if task.verb.takes and task.principal in self.moving]
        for task in coming:
            work.wait([task], self.departures[task.principal], 1)
        complete = [task for task in tasks if task.verb.name in {POLICY, *PRODUCTS}]
        work.wait(coming, [*complete, *self._opening.get(address, ())], 0)
        leaving = [task.principal for task in tasks if task.verb.frees and task.principal in self.moving]
        work.wait(self._ending.get(address, ()), [self.arrivals[one] for one in leaving], 0)

    def _coming(self, seat: Seat) -> list[Task]:
        """Return the tasks that make *seat*: its principal arrives, its experience is enabled."""
        arrival = self.arrivals.get(seat.principal)
        arrives = [arrival] if arrival and str(arrival.address) == seat.experience else []
        return [*arrives, *self._opening.get(self._addresses.get(seat.experience), ())]

    def _going(self, seat: Seat) -> list[Task]:
        """Return the tasks that end *seat*: its principal leaves, its experience is disabled or archived."""
        leaves = [one for one in self.departures.get(seat.principal, ()) if str(one.address) == seat.experience]
        return [*leaves, *self._ending.get(self._addresses.get(seat.experience), ())]

    @cached_property
    def _addresses(self) -> Mapping[str, Address]:
        return {str(request.address): request.address for request in self.changes}

    @cached_property
    def _opening(self) -> Mapping[Address | None, Sequence[Task]]:
        """Return the tasks that enable an experience, by address."""
        opens = (one for one in self.changes if one.opens)
        return {request.address: [Task(request.address, request.verb)] for request in opens}

    @cached_property
    def _ending(self) -> Mapping[Address | None, Sequence[Task]]:
        """Return the tasks that disable or archive an experience, by address."""
        found: dict[Address | None, list[Task]] = {}
        for request in self.changes:
            if request.closes:
                found.setdefault(request.address, []).append(Task(request.address, request.verb))
        return found


def _as_aws_wants(work: Work, tasks: Sequence[Task]) -> None:
    """Add AWS's order of the *tasks* of one experience (facts: catalog 1.3, 4.1, 5.1)."""

    def of(*verbs: str) -> list[Task]:
        return [task for task in tasks if task.verb.name in verbs]

    work.wait(tasks, [task for task in tasks if task.verb.makes], 0)
    revivals = [task for task in tasks if task.verb.revives]
    work.wait([task for task in tasks if not task.verb.revives], revivals, 1)
    work.wait(of(*PRODUCTS), of(POLICY), 0)
    archivals = [task for task in tasks if task.verb.closes == {}]  # they end it with any details
    work.wait(archivals, [task for task in tasks if task not in archivals], 1)
