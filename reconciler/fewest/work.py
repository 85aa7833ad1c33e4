"""What a wish asks of AWS, before anybody cuts it into changes: which member of which list waits for which other."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from reconciler.model import Address, Request, Verb


class Task(NamedTuple):
    """One principal of an audience's list, all products of a list, or a change that has no list."""

    address: Address
    verb: Verb
    principal: str = ""


Later = Mapping[Task, int]
"""What waits for a task: 1 where its set must have ended, 0 where they may share one."""


@dataclass(frozen=True, slots=True)
class Work:
    """Every task with the number of its members, and what waits for it."""

    members: dict[Task, int] = field(default_factory=dict)
    later: dict[Task, dict[Task, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, changes: Iterable[Request]) -> "Work":
        """Put together again what *changes* carry, in whatever way it was cut."""
        work = cls()
        for request in changes:
            for task, many in _tasks(request):
                work.members[task] = work.members.get(task, 0) + many
                work.later.setdefault(task, {})
        return work

    def wait(self, later: Iterable[Task], earlier: Iterable[Task], sets: int) -> None:
        """Let each of *later* wait for each of *earlier*, so many *sets*."""
        waiting = list(later)
        for one in earlier:
            here = self.later[one]
            for task in waiting:
                if task != one and here.get(task, 0) <= sets:
                    here[task] = sets

    def about(self, address: Address) -> "Work":
        """Return what is about one experience only."""
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
