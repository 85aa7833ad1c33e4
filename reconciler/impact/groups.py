"""Before and after: open accounts by what a plan does to them, never one account times one product at a time."""

from reconciler.governance import Experiences, Governance, govern
from reconciler.model import Group, Impact, Organization

Products = frozenset[str] | None
"""What may be bought where an experience governs; None is everything."""


def impact(organization: Organization, before: Experiences, after: Experiences) -> Impact:
    """Group the open accounts whose governing experience changes, or whose catalogue does."""
    return between(govern(organization, before), govern(organization, after))


def between(was: Governance, will: Governance) -> Impact:
    """Return the impact of what leads from one governance to another.

    A closed account buys nothing, so nothing is done to it.
    """
    before, after = was.experiences, will.experiences
    recut = {one for one in before.keys() & after.keys() if before[one].products != after[one].products}
    found: dict[tuple[str | None, str | None], list[str]] = {}
    for account in was.organization.accounts.values():
        ends = was.governing(account.id), will.governing(account.id)
        if account.open and (ends[0] != ends[1] or ends[0] in recut):
            found.setdefault(ends, []).append(account.id)
    groups = tuple(
        _group(ends, found[ends], before, after)
        for ends in sorted(found, key=lambda ends: (ends[0] or "", ends[1] or ""))
    )
    lost = sorted(account for group in groups if group.after is None for account in group.accounts)
    return Impact(groups, tuple(lost))


def products(experiences: Experiences, governing: str | None) -> Products:
    """Return what may be bought where *governing* governs: everything where nothing does."""
    return None if governing is None else experiences[governing].products


def _group(ends: tuple[str | None, str | None], accounts: list[str], before: Experiences, after: Experiences) -> Group:
    first, last = products(before, ends[0]), products(after, ends[1])
    return Group(
        before=ends[0],
        after=ends[1],
        accounts=tuple(sorted(accounts)),
        gained=_beyond(last, first),
        lost=_beyond(first, last),
        loses_everything=None not in ends and _nothing_left(first, last),
    )


def _nothing_left(first: Products, last: Products) -> bool:
    """Tell whether *first* holds something and *last* none of it."""
    if first is None or last is None:
        return last == frozenset()
    return bool(first) and first.isdisjoint(last)


def _beyond(these: Products, those: Products) -> Products:
    """Return what is in *these* and not in *those*; None is everything that is not in *those*."""
    if those is None:
        return frozenset()
    return None if these is None else these - those
