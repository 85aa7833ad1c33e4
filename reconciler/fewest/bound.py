"""A number of change sets that no way of carrying out a wish goes below.

After the last k sets have been taken away, every change that has at least k sets still to come after its own must have
been sent, so many to a set: no plan has fewer than k + ⌈number of those / changes in a set⌉ sets, whatever k. The
changes are counted, not cut: a list's members that have at least k sets after them need a change for every fifty, and
each change of a list needs a set of its own.
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
"""How many sets must at least come after the one with a task."""


def fewest(
    requests: Sequence[Request],
    organization: Organization,
    worlds: tuple[Experiences, Experiences],
    *,
    isolated: bool = False,
    sizes: Sizes = SIZES,
) -> int:
    """Give the number of change sets below which nothing can carry out what *requests* do, however they are cut.

    *worlds* are the experiences before and after all of them. Where change sets are *isolated*, each is about one
    experience.
    """
    rules = Rules(organization, *worlds, [request for request in requests if is_change(request)])
    tails = tails_of(rules.work, sizes)
    together = max(_counted(rules.work, tails, sizes), _one_after_another(rules, tails))
    return max(together, _isolated(rules, sizes)) if isolated else together


def tails_of(work: Work, sizes: Sizes) -> Tails:
    """Give the tails of all tasks, from the last ones on."""
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
    """Give how long what waits for *task* takes: of each list, the change that goes first has the others after it."""
    lists: dict[tuple[Address, Verb, int], list[tuple[int, int]]] = {}
    for one, sets in work.later[task].items():
        lists.setdefault((one.address, one.verb, sets), []).append((tails[one], work.members[one]))
    return max((len(_after(members, sizes)) - 1 + sets for (*_, sets), members in lists.items()), default=0)


def _after(members: Iterable[tuple[int, int]], sizes: Sizes) -> list[int]:
    """Give for each k how many changes of a list have at least k sets after them, by tails and numbers of members.

    Of those with at least k - 1, only one has exactly as many: the others have k.
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
    """Count two moves one after another, with two sets each, and what comes after the earlier of them at least."""
    moving = [[rules.arrivals[one] for one in group if one in rules.moving] for group in rules.covers.one_at_a_time]
    return max((4 + min(tails[task] for task in arrivals) for arrivals in moving if len(arrivals) > 1), default=0)


def _isolated(rules: Rules, sizes: Sizes) -> int:
    """Count the sets of every experience: what one lets go for another at once has a set before that of the other."""
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
