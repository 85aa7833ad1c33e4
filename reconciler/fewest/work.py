"""The tasks of a desired state before its lists are cut into changes, and which task waits for which.

Example: 101 products to allow in `experience.finance` are one task with 101 members. Three principals that leave it are
three tasks with one member each, since each may have its own dependencies.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from reconciler.model import Address, Request, Verb


class Task(NamedTuple):
    """One principal that leaves or arrives, all products of a list, or a change without a list."""

    address: Address
    verb: Verb
    principal: str = ""


Later = Mapping[Task, int]
"""The tasks that wait for a task: 1 when its change set must have ended, 0 when they may share a change set."""


@dataclass(frozen=True, slots=True)
class Work:
    """Every task with the number of its members, and with the tasks that wait for it (*later*)."""

    members: dict[Task, int] = field(default_factory=dict)
    later: dict[Task, dict[Task, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, changes: Iterable[Request]) -> "Work":
        """Return the tasks of *changes*; the parts of a list are joined again."""
        work = cls()
        for request in changes:
            for task, many in _tasks(request):
                work.members[task] = work.members.get(task, 0) + many
                work.later.setdefault(task, {})
        return work

    def wait(self, later: Iterable[Task], earlier: Iterable[Task], sets: int) -> None:
        """Make each of *later* wait for each of *earlier*; *sets* is 1 or 0, as in `Later`."""
        waiting = list(later)
        for one in earlier:
            here = self.later[one]
            for task in waiting:
                if task != one and here.get(task, 0) <= sets:
                    here[task] = sets

    def about(self, address: Address) -> "Work":
        """Return the tasks of one experience, without dependencies on others."""
        members = {task: many for task, many in self.members.items() if task.address == address}
        later = {task: {one: n for one, n in self.later[task].items() if one.address == address} for task in members}
        return Work(members, later)

    def by_address(self) -> Mapping[Address, Sequence[Task]]:
        """Return the tasks of every experience."""
        found: dict[Address, list[Task]] = {}
        for task in self.members:
            found.setdefault(task.address, []).append(task)
        return found


def _tasks(request: Request) -> list[tuple[Task, int]]:
    principals = (*request.leaving, *request.arriving)
    listed = [id_ for block in request.details.get("Products", ()) for id_ in block["Ids"]]
    if principals:
        return [(Task(request.address, request.verb, one), 1) for one in principals]
    return [(Task(request.address, request.verb), len(listed) or 1)]
