"""Which customers lose which endpoint services, in a few clauses: those with most connected customers first."""

from collections.abc import Iterable, Iterator, Sequence

from reconciler.printed import LostServiceJson

from .naming import some
from .page import Page
from .words import count

_CLAUSES = 3
_SERVICES = 3
_EVERYONE = "*"


def customer_clauses(page: Page, lost: Iterable[LostServiceJson]) -> Iterator[str]:
    """Say how many customers lose which services, and how many of them are connected.

    Services that the same customers lose share a clause.
    """
    alike: dict[tuple[str, ...], list[LostServiceJson]] = {}
    for one in lost:
        alike.setdefault(tuple(one["customers"]), []).append(one)
    told = sorted(alike.items(), key=lambda pair: (-len(_connected(pair[1]) or ()), -len(pair[0]), pair[0]))
    for customers, services in told[:_CLAUSES]:
        yield _clause(page, customers, services)
    left = sum(len(services) for _, services in told[_CLAUSES:])
    if left:
        yield f"{count(left, 'more endpoint service')} {'is' if left == 1 else 'are'} lost by customers"


def _clause(page: Page, customers: Sequence[str], services: Sequence[LostServiceJson]) -> str:
    number = len([one for one in customers if one != _EVERYONE])
    who = [count(number, "customer")] if number else []
    who += ["everyone without a grant of their own"] if number < len(customers) else []
    verb = "loses" if len(who) == 1 and number <= 1 else "lose"
    what = some(page, [one["service"] for one in services], _SERVICES, "services")
    alone = number == len(customers) == 1
    return f"{' and '.join(who)} {verb} {what}{_link(_connected(services), alone=alone)}"


def _connected(services: Iterable[LostServiceJson]) -> set[str] | None:
    """Return the customers that are connected to any of *services*; None where connections of one were not read."""
    found: set[str] = set()
    for one in services:
        if one["connected"] is None:
            return None
        found.update(one["connected"])
    return found


def _link(connected: set[str] | None, *, alone: bool) -> str:
    """Say how many customers are connected; nothing where connections were not read."""
    if connected is None:
        return ""
    if alone:
        return " and is connected" if connected else " and is not connected"
    number = len(connected)
    return f", {number or 'none'} of them {'is' if number <= 1 else 'are'} connected"
