"""`--select` and `--exclude` with a fleet: `MEMBER/KIND.NAME`, where the member may be a glob.

Example: `--select 'orgs/*/experience.finance'` selects that experience in each member below orgs. No other member runs.
"""

from collections.abc import Sequence
from fnmatch import fnmatchcase
from typing import NamedTuple

from reconciler.errors import UsageError
from reconciler.fleet import Member
from reconciler.suggestions import did_you_mean


class Chosen(NamedTuple):
    """One member that runs, with the selectors of its own objects."""

    member: Member
    select: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """Return the selectors as words of a command line."""
        return (
            *(word for one in self.select for word in ("--select", one)),
            *(word for one in self.exclude for word in ("--exclude", one)),
        )


def chosen(members: Sequence[Member], select: Sequence[str], exclude: Sequence[str]) -> tuple[Chosen, ...]:
    """Return the members that run. Raises UsageError for selectors that are none, or that name no member."""
    wanted, left_out = (_by_member(members, "--select", select), _by_member(members, "--exclude", exclude))
    return tuple(
        Chosen(member, wanted[member.name], left_out[member.name])
        for member in members
        if (wanted[member.name] or not select) and "*" not in left_out[member.name]
    )


def _by_member(members: Sequence[Member], option: str, selectors: Sequence[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {member.name: () for member in members}
    for selector in selectors:
        pattern, slash, rest = selector.rpartition("/")
        if not (slash and pattern and rest):
            hint = f"name the member, too: {option} MEMBER/{selector or '*'}"
            raise UsageError(f"{option} {selector} names no member of the fleet", hint)
        named = [name for name in found if name == pattern or fnmatchcase(name, pattern)]
        if not named:
            hint = did_you_mean(pattern, found) or f"members: {', '.join(list(found)[:5])}"
            raise UsageError(f"{option} {selector}: no member is called {pattern}", hint)
        found.update({name: (*found[name], rest) for name in named})
    return found
