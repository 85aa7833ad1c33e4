"""Whether operations wait for all that they rely on: several run at a time, so the order of a list proves nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from .facts import Fields
from .sent import Document, Sent
from .service_facts import BALANCERS, CREATE, DELETE, MODIFY

FREES = {"DisassociateAudience": "Principals", MODIFY: "RemoveNetworkLoadBalancerArns"}
TAKES = {
    "AssociateAudience": "Principals",
    MODIFY: "AddNetworkLoadBalancerArns",
    CREATE: "NetworkLoadBalancerArns",
}
"""What calls let go and take of which only one object can have each: principals and load balancers."""


@dataclass(slots=True)
class Waits:
    """What earlier operations have left for later ones, while a plan is gone through.

    *waited* has for each operation the bits of itself and all that it waits for, be it through others; *freed* and
    *made* say which operation last let something go, and which one made an object.
    """

    before: Mapping[str, Fields]
    bits: dict[str, int] = field(default_factory=dict)
    waited: dict[str, int] = field(default_factory=dict)
    freed: dict[str, str] = field(default_factory=dict)
    made: dict[str, str] = field(default_factory=dict)

    def missing(self, operation: Document, changes: Sequence[Sent]) -> Iterator[str]:
        """Find what *operation* relies on and does not wait for; then take note of what it leaves."""
        name = operation["id"]
        self.bits[name] = 1 << len(self.bits)
        known = reduce(or_, (self.waited.get(one, 0) for one in operation["after"]), 0)
        self.waited[name] = known | self.bits[name]
        relied_on = {one for change in changes for one in self._relied_on(change)}
        yield from (f"{name} does not wait for {one}" for one in sorted(relied_on) if not self.bits.get(one, 0) & known)
        for change in changes:
            self._note(change, name)

    def _relied_on(self, change: Sent) -> Iterator[str]:
        if change.locked_on:
            yield change.locked_on
        if change.about in self.made:
            yield self.made[change.about]
        yield from (self.freed[one] for one in _members(change, TAKES) if one in self.freed)

    def _note(self, change: Sent, operation: str) -> None:
        if change.verb == CREATE:
            self.made[change.about] = operation
        ends = self.before.get(change.about, {}).get(BALANCERS, ()) if change.verb == DELETE else ()
        self.freed.update(dict.fromkeys((*_members(change, FREES), *ends), operation))


def _members(change: Sent, lists: Mapping[str, str]) -> Iterable[str]:
    found: Iterable[str] = change.details.get(lists.get(change.verb, ""), ())
    return found
