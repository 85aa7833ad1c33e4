"""Tasks that share an account, so that one worker carries them out with one set of request rates.

Example: `a` and `b` act in account 1, `b` and `c` in account 2, and `d` in account 3. The groups are (a, b, c) and (d).
"""

from collections.abc import Collection, Sequence
from typing import TypeVar

T = TypeVar("T")


def grouped(tasks: Sequence[T], accounts: Sequence[Collection[str]]) -> tuple[tuple[T, ...], ...]:
    """Return *tasks* in groups that share no account, in their order; *accounts* has those of each task."""
    group_of: dict[str, int] = {}
    groups: dict[int, list[int]] = {}
    of_group: dict[int, set[str]] = {}
    for position, used in enumerate(accounts):
        shared = sorted({group_of[account] for account in used if account in group_of})
        first, *others = shared or [position]
        groups.setdefault(first, []).append(position)
        of_group.setdefault(first, set()).update(used)
        for other in others:
            groups[first] += groups.pop(other)
            of_group[first] |= of_group.pop(other)
        group_of.update(dict.fromkeys(of_group[first] if others else used, first))
    return tuple(tuple(tasks[at] for at in sorted(groups[first])) for first in sorted(groups))
