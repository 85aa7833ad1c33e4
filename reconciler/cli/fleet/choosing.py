"""`--select` and `--exclude` with a fleet: `MEMBER/KIND.NAME`, where the member may be a glob.

Example: `--select 'orgs/*/experience.finance'` selects that experience in each member below orgs. No other member runs.
Of targets, only those run that have an object which is selected: `--select '*/eu-west-1/endpoint_service.api-*'`.
"""

from collections.abc import Collection, Iterator, Sequence
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, NamedTuple

from reconciler.errors import UsageError
from reconciler.fleet import Member
from reconciler.pipeline import likely_meant
from reconciler.selectors import outside, unmatched
from reconciler.spelling import quoted
from reconciler.suggestions import did_you_mean

from .dividing import Division
from .folder import SavedPlans
from .waiting import WaitingTarget

if TYPE_CHECKING:
    from reconciler.pipeline import Repository

_ALL = "*"


class Chosen(NamedTuple):
    """One member that runs, with the selectors of its own objects; *target* is the part of a repository that it is."""

    member: Member
    select: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    target: WaitingTarget | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """Return the selectors as words of a command line."""
        return (
            *(word for one in self.select for word in ("--select", one)),
            *(word for one in self.exclude for word in ("--exclude", one)),
        )


def chosen(members: Division, select: Sequence[str], exclude: Sequence[str]) -> tuple[Chosen, ...]:
    """Return the members that run. Raises UsageError for selectors that are none, or that name no member or object.

    A repository that could not be divided runs whatever is selected: its errors may concern any of its targets.
    """
    wanted, left_out = (_by_member(members, "--select", select), _by_member(members, "--exclude", exclude))
    found: list[Chosen] = []
    for member in members.every:
        mine, others = wanted[member.name], left_out[member.name]
        if member.name in members.whole:
            found.append(Chosen(member))
        elif (mine or not select) and _ALL not in others:
            target = members.targets.get(member.name)
            one = Chosen(member, mine, others)
            found += [one] if target is None else _of_target(one, target, members.kinds)
    return tuple(found)


def of_saved(members: Division, saved: SavedPlans) -> tuple[Chosen, ...]:
    """Return the members that run with *saved* plans. Raises UsageError if there is a plan of a stranger.

    Of a repository that could not be divided, it is not known which targets it has.
    """
    if not members.whole:
        saved.check(one.name for one in members.every)
    return tuple(
        Chosen(one, target=WaitingTarget.of(target) if (target := members.targets.get(one.name)) else None)
        for one in members.every
        if one.name in members.whole or not saved.leaves_out(one.name)
    )


def _of_target(one: Chosen, target: "Repository", kinds: Collection[str]) -> Iterator[Chosen]:
    """Choose a target, with the selectors that select something of it; not if nothing of it is left."""
    whole = not one.select or _ALL in one.select
    mine = () if whole else _idle_removed(one.select, target)
    others = _idle_removed(one.exclude, target)
    managed = {address for address in target.wish if address.kind in kinds}
    if (whole or mine) and not (others and outside(managed, (), others) == managed):
        yield one._replace(select=mine, exclude=others, target=WaitingTarget.of(target))


def _idle_removed(selectors: Sequence[str], target: "Repository") -> tuple[str, ...]:
    idle = unmatched(selectors, target.wish)
    return tuple(one for one in selectors if one not in idle)


def _by_member(members: Division, option: str, selectors: Sequence[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {member.name: () for member in members.every}
    for selector in selectors:
        pattern, slash, rest = selector.rpartition("/")
        if not (slash and pattern and rest):
            hint = f"name the member, too: {option} MEMBER/{selector or _ALL}"
            raise UsageError(f"{option} {selector} names no member of the fleet", hint)
        named = [name for name in found if name == pattern or fnmatchcase(name, pattern)]
        if not named and not members.whole:
            raise UsageError(f"{option} {selector}: no member is called {pattern}", _meant(option, selector, found))
        _check_selected(members, f"{option} {selector}", named, rest)
        found.update({name: (*found[name], rest) for name in named})
    return found


def _meant(option: str, selector: str, names: Collection[str]) -> str:
    """Return what was probably meant by a selector whose member is none: the member itself, or all below a folder."""
    folder, _, rest = selector.rpartition("/")
    if selector in names:
        return f"all of {selector}: {option} '{selector}/*'"
    if any(fnmatchcase(name, f"{folder}/*") for name in names):
        return f"all members below {folder}: {option} '{folder}/*/{rest}'"
    return did_you_mean(folder, names) or f"members: {', '.join(list(names)[:5])}"


def _check_selected(members: Division, written: str, named: Sequence[str], rest: str) -> None:
    """Raise UsageError if all that are *named* are targets, and none of them has what is selected."""
    targets = [members.targets[name] for name in named if name in members.targets]
    if rest == _ALL or not targets or len(targets) < len(named):
        return
    if all(unmatched([rest], one.wish) for one in targets):
        known = [address for one in targets for address in one.wish]
        hint = (
            likely_meant(rest, known, {one.kind for one in known}) or "selectors are KIND, KIND.NAME or globs of them"
        )
        raise UsageError(f"{written}: {quoted(rest)} selects nothing there", hint)
