"""An organization of which only a part was read, cut out of a whole one."""

from dataclasses import replace

from reconciler.model import Extent, Organization


def unread(whole: Organization) -> Organization:
    """Return *whole* as it is known before anything is read."""
    return replace(whole, root="", units={}, accounts={}, read=Extent())


def grown(whole: Organization, known: Organization, wanted: Extent) -> Organization:
    """Return *known* with exactly what is *wanted* of *whole* in addition."""
    missing = known.unread(wanted)
    if missing.whole or whole.id in missing.below:
        return whole
    read = known.read | Extent(missing.principals | missing.below, missing.below)
    there = [one for one in whole.accounts if _is_read(whole, read, one)]
    named = {one for one in whole.units if _is_read(whole, read, one)}
    above = {one for known in (*there, *named) for one in whole.path(known)}
    return replace(
        whole,
        units={
            id_: unit if id_ in named or known.names().get(id_) else replace(unit, name="")
            for id_, unit in whole.units.items()
            if id_ in above
        },
        accounts={id_: whole.accounts[id_] for id_ in there},
        read=read,
    )


def _is_read(whole: Organization, read: Extent, principal: str) -> bool:
    return principal in read.principals or not read.below.isdisjoint(whole.path(principal))
