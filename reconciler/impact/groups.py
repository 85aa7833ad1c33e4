"""Impact: open accounts in groups by their governing experience before and after a plan.

Products are compared once for each group, not for each account.

Example: 41 accounts go from default (allows A, B) to finance (allows B, C): one group that gains C and loses A. Three
accounts go from finance to no experience: one group that gains every other product, loses none, and is ungoverned.
"""

from reconciler.governance import Experiences, Governance, govern
from reconciler.model import Group, Impact, Organization

from .touch import touched

Products = frozenset[str] | None
"""The products that governed accounts may buy; None means every product."""


def impact(organization: Organization, before: Experiences, after: Experiences) -> Impact:
    """Return the groups of open accounts whose governing experience or catalogue changes."""
    return between(govern(organization, before), govern(organization, after))


def between(was: Governance, will: Governance) -> Impact:
    """Return the impact of a change from the governance *was* to *will*.

    Closed accounts are left out: they cannot buy anything.
    """
    before, after = was.experiences, will.experiences
    was.organization.require(below=touched((before, after)))
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
    """Return the products that *governing* allows; every product when it is None."""
    return None if governing is None else experiences[governing].products


def _group(ends: tuple[str | None, str | None], accounts: list[str], before: Experiences, after: Experiences) -> Group:
    first, last = products(before, ends[0]), products(after, ends[1])
    return Group(
        before=ends[0],
        after=ends[1],
        accounts=tuple(sorted(accounts)),
        gained=_only_in(last, first),
        lost=_only_in(first, last),
        loses_everything=None not in ends and _nothing_left(first, last),
    )


def _nothing_left(first: Products, last: Products) -> bool:
    """Tell whether *first* has products and *last* has none of them."""
    if first is None or last is None:
        return last == frozenset()
    return bool(first) and first.isdisjoint(last)


def _only_in(these: Products, those: Products) -> Products:
    """Return the products in *these* and not in *those*; None means every product that is not in *those*."""
    if those is None:
        return frozenset()
    return None if these is None else these - those
