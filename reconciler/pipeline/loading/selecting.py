"""Selectors that take nothing in: what was likely meant by them. Pure."""

from collections.abc import Collection, Iterator, Sequence

from reconciler.model import Address
from reconciler.selectors import selects
from reconciler.spelling import nearest


def likely_meant(selector: str, addresses: Sequence[Address], kinds: Collection[str]) -> str:
    """Ask for a selector near to *selector* that takes any of *addresses* in, as a hint; empty when there is none.

    Where several are equally near, it is the first of *addresses*.
    """
    for near in _near(selector, addresses, kinds):
        if any(selects(near, address) for address in addresses):
            return f"did you mean '{near}'?"
    return ""


def _near(selector: str, addresses: Sequence[Address], kinds: Collection[str]) -> Iterator[str]:
    """Give what is near to *selector*, the likeliest first: kind and name are compared on their own.

    Addresses of one kind are alike in most of their letters, whatever their names are.
    """
    kind, dot, name = selector.partition(".")
    if not dot:
        alone = {address.name: str(address) for address in reversed(addresses)} | {one: one for one in kinds}
        yield alone.get(nearest(kind, alone) or "", "")
        return
    meant = kind if kind in kinds or any(selects(kind, one) for one in addresses) else nearest(kind, kinds) or ""
    yield f"{meant}.{name}"
    yield f"{meant}.{nearest(name, [one.name for one in addresses if selects(meant, one)]) or name}"
    yield from (str(address) for address in addresses if address.name == name)
