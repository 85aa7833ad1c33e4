"""Load balancers that change hands: who lets go of what first, so that every service keeps one all the time. Pure.

A load balancer backs one service at most, and a service has one at least (facts: privatelink 1.1, 1.2). Almost always
one call a service is enough, each after those that free what it takes. Where services wait for each other, one of them
goes in two steps: it takes out what others wait for, keeping another one, and puts in what it gets at the end. Only for
a ring of services that have one load balancer each, and take over the one of the next and no other, there is no way.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from reconciler.kind import Planned
from reconciler.model import Action, Address, RequestKey, Verb

from .spec import NONE, Paired, State
from .verbs import CREATE, DELETE, MODIFY

Balancers = frozenset[str]


@dataclass(frozen=True, slots=True)
class Step:
    """The load balancers that one call takes and lets go, and the calls that it waits for."""

    taken: Balancers = NONE
    left: Balancers = NONE
    after: frozenset[RequestKey] = frozenset()


StepsByAddress = Mapping[Address, tuple[Step, ...]]


@dataclass(frozen=True, slots=True)
class Holding:
    """The load balancers that a service has and shall have, and the call that makes it so."""

    verb: Verb
    held: Balancers
    wanted: Balancers

    @classmethod
    def wished(cls, pair: Paired) -> "Holding":
        """Return what a wish makes of a service."""
        held, stated = _held(pair), pair.desired.spec.load_balancers
        if pair.desired.spec.state is State.ABSENT:
            return cls(DELETE, held, NONE)
        return cls(MODIFY if pair.observed else CREATE, held, held if stated is None else stated)

    @classmethod
    def planned(cls, planned: Planned) -> "Holding":
        """Return what a change makes of a service."""
        held, edit = _held(planned.pair), planned.change.members("load_balancers")
        if planned.change.action is Action.DELETE:
            return cls(DELETE, held, NONE)
        return cls(
            CREATE if planned.change.action is Action.CREATE else MODIFY, held, (held | edit.added) - edit.removed
        )


def _held(pair: Paired) -> Balancers:
    return (pair.live.load_balancers if pair.live else None) or NONE


def handed_over(holdings: Mapping[Address, Holding]) -> tuple[StepsByAddress, tuple[tuple[Address, ...], ...]]:
    """Return the steps of every service whose load balancers change, and the rings that can't be carried out."""
    changing = {address: one for address, one in holdings.items() if one.held != one.wanted}
    exchange = Exchange(
        verbs={address: one.verb for address, one in changing.items()},
        held={address: one.held for address, one in changing.items()},
        wanted={address: one.wanted for address, one in changing.items()},
    )
    rings = tuple(exchange.carried_out())
    return exchange.steps, rings


@dataclass(slots=True)
class Exchange:
    """Services on their way from what is *held* to what is *wanted*, each by calls of its verb.

    *holders* say who has what is to go; *takers* who shall have it; *freed* has the calls that let go.
    """

    verbs: Mapping[Address, Verb]
    held: dict[Address, Balancers]
    wanted: Mapping[Address, Balancers]
    holders: dict[str, Address] = field(init=False)
    takers: Mapping[str, Address] = field(init=False)
    freed: dict[str, RequestKey] = field(default_factory=dict)
    steps: dict[Address, tuple[Step, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Turn both sides around."""
        self.holders = {arn: one for one, arns in self.held.items() for arn in arns - self.wanted[one]}
        self.takers = {arn: one for one, arns in self.wanted.items() for arn in arns - self.held[one]}

    def carried_out(self) -> Iterator[tuple[Address, ...]]:
        """Take every step that can be taken; give the rings of services that wait for each other in the end."""
        waiting = sorted(self.held)
        while waiting:
            ready = [one for one in waiting if not self._awaited(one)]
            for one in ready:
                self._go(one, self.held[one] - self.wanted[one])
            if not ready and not self._part(waiting):
                break
            waiting = [one for one in waiting if self.held[one] != self.wanted[one]]
        while waiting:
            ring = sorted(self._behind(waiting[0]))
            yield tuple(ring)
            waiting = [one for one in waiting if one not in ring]

    def _awaited(self, one: Address) -> Collection[Address]:
        """Return the services that have what *one* is to take."""
        return [self.holders[arn] for arn in self.wanted[one] - self.held[one] if arn in self.holders]

    def _behind(self, one: Address) -> frozenset[Address]:
        """Return the services that *one* waits for, be it through others."""
        found, waiting = set[Address](), [one]
        while waiting:
            fresh = {*self._awaited(waiting.pop())} - found
            found |= fresh
            waiting.extend(fresh)
        return frozenset(found)

    def _part(self, waiting: Iterable[Address]) -> bool:
        """Have one service let go, before it gets anything, of what it waits for itself; tell whether one can."""
        for one in waiting:
            left = self._spare(one)
            if left:
                self._go(one, left)
                return True
        return False

    def _spare(self, one: Address) -> Balancers:
        """Return what *one* can let go now of what those take that it waits for: it keeps, or takes, another one."""
        free = len(self._awaited(one)) < len(self.wanted[one] - self.held[one])
        if not free and len(self.held[one]) == 1:
            return NONE
        behind = self._behind(one)
        claimed = frozenset(arn for arn in self.held[one] if self.takers.get(arn) in behind)
        if free or not claimed or self.held[one] - claimed:
            return claimed
        return claimed - {min(claimed - {self._in_ring(one)}, default=min(claimed))}

    def _in_ring(self, one: Address) -> str | None:
        """Return what of *one* comes back to it by way of services that take a single one: this must go first."""
        at, seen = one, set[Address]()
        while at not in seen and len(self.wanted[at]) == 1:
            seen.add(at)
            (arn,) = self.wanted[at]
            if self.holders.get(arn) == one:
                return arn
            at = self.holders.get(arn, at)
        return None

    def _go(self, one: Address, left: Balancers) -> None:
        """Take one step: take what nobody has, let go of *left*."""
        earlier = self.steps.get(one, ())
        taken = frozenset(arn for arn in self.wanted[one] - self.held[one] if arn not in self.holders)
        after = {self.freed[arn] for arn in taken if arn in self.freed}
        after |= {RequestKey(one, self.verbs[one].name, len(earlier) - 1)} if earlier else set()
        self.steps[one] = (*earlier, Step(taken, left, frozenset(after)))
        self.held[one] = (self.held[one] | taken) - left
        for arn in left:
            del self.holders[arn]
            self.freed[arn] = RequestKey(one, self.verbs[one].name, len(earlier))
