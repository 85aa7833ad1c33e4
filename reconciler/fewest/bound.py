"""A lower bound on the number of change sets for a desired state, for every way to cut its lists into changes.

The argument is that of `reconciler.batch.bound`. Changes that need at least k sets after their own are not in the last
k sets. So a plan has at least k + ⌈number of such changes / 20⌉ sets.

Here the changes are counted, not cut. The members of a list that need at least k sets after them take one change for
every 50. Each change of a list needs its own set, since AWS takes one change of a type for an experience in a set.

Example: an archived experience is revived and is to allow 101 products. They take ⌈101 / 50⌉ = 3 changes in 3 sets. The
revival needs a set before all of them: k = 3, and the bound is 3 + ⌈1 / 20⌉ = 4.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate

from reconciler.batch import is_change
from reconciler.governance import Experiences
from reconciler.limits import SIZES, Sizes
from reconciler.model import Address, Organization, Request, Verb

from .rules import Rules
from .work import Task, Work

Tails = Mapping[Task, int]
"""For each task, the number of change sets that must at least follow the one with the task."""


def fewest(
    requests: Sequence[Request],
    organization: Organization,
    states: tuple[Experiences, Experiences],
    *,
    isolated: bool = False,
    sizes: Sizes = SIZES,
) -> int:
    """Return the lower bound on the number of change sets for the effect of *requests*, however they are cut.

    *states* are the experiences before and after all requests. With *isolated*, a set is about one experience only.
    """
    rules = Rules(organization, *states, [request for request in requests if is_change(request)])
    tails = tails_of(rules.work, sizes)
    together = max(_counted(rules.work, tails, sizes), _one_after_another(rules, tails))
    return max(together, _isolated(rules, sizes)) if isolated else together


def tails_of(work: Work, sizes: Sizes) -> Tails:
    """Return the tails of all tasks, computed from the last tasks backwards."""
    earlier: dict[Task, list[Task]] = {}
    for task, later in work.later.items():
        for one in later:
            earlier.setdefault(one, []).append(task)
    waiting = {task: len(later) for task, later in work.later.items()}
    ended = [task for task, many in waiting.items() if not many]
    tails = Counter[Task]()
    for task in ended:
        tails[task] = _tail(work, task, tails, sizes)
        for one in earlier.get(task, ()):
            waiting[one] -= 1
            if not waiting[one]:
                ended.append(one)
    return tails


def _tail(work: Work, task: Task, tails: Tails, sizes: Sizes) -> int:
    """Return how many sets the tasks that wait for *task* take; the changes of one list are in one set each."""
    lists: dict[tuple[Address, Verb, int], list[tuple[int, int]]] = {}
    for one, sets in work.later[task].items():
        lists.setdefault((one.address, one.verb, sets), []).append((tails[one], work.members[one]))
    return max((len(_after(members, sizes)) - 1 + sets for (*_, sets), members in lists.items()), default=0)


def _after(members: Iterable[tuple[int, int]], sizes: Sizes) -> list[int]:
    """Return for each k how many changes of a list need at least k sets after them.

    *members* are tails with numbers of members. Of the changes that need at least k - 1 sets, at most one needs exactly
    k - 1, since each is in its own set: the others need k.
    """
    many = Counter[int]()
    for tail, number in members:
        many[tail] += number
    totals = list(accumulate(many[tail] for tail in range(max(many), -1, -1)))[::-1]
    found = [sizes.changes_for(totals[0])]
    while found[-1]:
        members_left = totals[len(found)] if len(found) < len(totals) else 0
        found.append(max(found[-1] - 1, sizes.changes_for(members_left)))
    return found[:-1]


def _counted(work: Work, tails: Tails, sizes: Sizes) -> int:
    lists: dict[tuple[Address, Verb], list[tuple[int, int]]] = {}
    for task, many in work.members.items():
        lists.setdefault((task.address, task.verb), []).append((tails[task], many))
    changes = Counter[int]()
    for members in lists.values():
        changes.update(dict(enumerate(_after(members, sizes))))
    return max((k + sizes.sets_for(many) for k, many in changes.items()), default=0)


def _one_after_another(rules: Rules, tails: Tails) -> int:
    """Return the sets for two moves that must follow each other, two sets each, and the sets after the second."""
    moving = [[rules.arrivals[one] for one in group if one in rules.moving] for group in rules.covers.one_at_a_time]
    return max((4 + min(tails[task] for task in arrivals) for arrivals in moving if len(arrivals) > 1), default=0)


def _isolated(rules: Rules, sizes: Sizes) -> int:
    """Return the sum of the sets of all experiences, when a set is about one experience only.

    Moves between two experiences that arrive at once need a set of the source for every 50, and one of the target.
    """
    moves = Counter(
        (rules.departures[one][0].address, rules.arrivals[one].address) for one in rules.moving if rules.at_once(one)
    )
    carrying = Counter[tuple[Address, int]]()
    for ends, many in moves.items():
        for side, address in enumerate(ends):
            carrying[address, side] += sizes.changes_for(many)
    alone = {address: rules.work.about(address) for address in rules.work.by_address()}
    return sum(
        max(_counted(own, tails_of(own, sizes), sizes), carrying[address, 0], carrying[address, 1])
        for address, own in alone.items()
    )
