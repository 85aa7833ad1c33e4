"""Tasks that share an account, so that one worker carries them out with one set of request rates.

Example: `a` and `b` act in account 1, `b` and `c` in account 2, and `d` in account 3. The groups are (a, b, c) and (d).
"""

from collections.abc import Collection, Sequence
from typing import TypeVar

T = TypeVar("T")


def grouped(tasks: Sequence[T], accounts: Sequence[Collection[str]]) -> tuple[tuple[T, ...], ...]:
    """Return *tasks* in groups that share no account, in their order; *accounts* has those of each task."""
    group_of: dict[str, list[int]] = {}
    groups: list[list[int]] = []
    for position, used in enumerate(accounts):
        shared = [found for found in groups if any(group_of.get(account) is found for account in used)]
        merged = sorted([position, *(one for found in shared for one in found)])
        groups = [found for found in groups if not any(found is one for one in shared)] + [merged]
        for at in merged:
            group_of.update(dict.fromkeys(accounts[at], merged))
    return tuple(tuple(tasks[at] for at in found) for found in sorted(groups))
