"""Suggestions for selectors that select nothing. Pure.

Example: `experience.finanse` is near to `experience.finance`, and `experiense.finance` to the same. Kind and name are
compared separately, since addresses of one kind share most of their letters.
"""

from collections.abc import Collection, Iterator, Sequence

from reconciler.model import Address
from reconciler.selectors import selects
from reconciler.suggestions import nearest


def likely_meant(selector: str, addresses: Sequence[Address], kinds: Collection[str]) -> str:
    """Return a hint with a selector near to *selector* that selects some of *addresses*, or "".

    If several are equally near, the first of *addresses* is suggested.
    """
    for near in _near(selector, addresses, kinds):
        if any(selects(near, address) for address in addresses):
            return f"did you mean '{near}'?"
    return ""


def _near(selector: str, addresses: Sequence[Address], kinds: Collection[str]) -> Iterator[str]:
    """Return selectors near to *selector*, the most likely first; kind and name are compared separately."""
    kind, dot, name = selector.partition(".")
    if not dot:
        alone = {address.name: str(address) for address in reversed(addresses)} | {one: one for one in kinds}
        yield alone.get(nearest(kind, alone) or "", "")
        return
    meant = kind if kind in kinds or any(selects(kind, one) for one in addresses) else nearest(kind, kinds) or ""
    yield f"{meant}.{name}"
    yield f"{meant}.{nearest(name, [one.name for one in addresses if selects(meant, one)]) or name}"
    yield from (str(address) for address in addresses if address.name == name)
