"""Who is exposed when a run ends with principals that are nowhere. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from reconciler.execute.putback import Nowhere
from reconciler.governance import Experiences, Governance, govern
from reconciler.model import Exposed

from .proving import Course


def exposed(course: Course, nowhere: Sequence[Nowhere], now: Experiences | None = None) -> tuple[Exposed, ...]:
    """Find the accounts that the principals of *nowhere* leave to somebody else, or to nobody.

    *now* are the experiences as they were observed last; without it, they are as they were, less what is nowhere.
    """
    if not nowhere:
        return ()
    world = _without(course.before, nowhere) if now is None else now
    before, after, here = (govern(course.organization, one) for one in (course.before, course.after, world))
    found: dict[tuple[Nowhere, str | None], list[str]] = {}
    left = {one.principal: one for one in nowhere}
    for account in course.organization.accounts.values():
        seat = before.seats[account.id]
        if account.open and seat and seat.principal in left and _differs(account.id, here, before, after):
            found.setdefault((left[seat.principal], here.governing(account.id)), []).append(account.id)
    return tuple(_exposed(one, sorted(accounts), governed_by) for (one, governed_by), accounts in found.items())


def names_of(course: Course, found: Sequence[Exposed]) -> Mapping[str, str]:
    """Name every account and principal that is exposed and has a name."""
    known = course.organization.names()
    ids = sorted({id_ for one in found for id_ in (one.principal, *one.accounts)})
    return {id_: known[id_] for id_ in ids if id_ in known}


def _differs(account: str, here: Governance, *ends: Governance) -> bool:
    return all(here.governing(account) != end.governing(account) for end in ends)


def _without(world: Experiences, nowhere: Sequence[Nowhere]) -> Experiences:
    gone = frozenset(one.principal for one in nowhere)
    return {id_: replace(one, principals=one.principals - gone) for id_, one in world.items()}


def _exposed(one: Nowhere, accounts: Sequence[str], governed_by: str | None) -> Exposed:
    return Exposed(
        principal=one.principal,
        left=str(one.left),
        taker=str(one.taker),
        accounts=tuple(accounts),
        governed_by=governed_by,
        putback=one.putback,
    )
