"""Handover of load balancers between services: the order of calls in which every service always keeps one. Pure.

A load balancer backs at most one service, and a service has at least one (facts: privatelink 1.1, 1.2). Usually one
call for each service is enough, after the calls that free the load balancers that it takes. When services wait for each
other, one of them takes two steps: it first releases a load balancer that others wait for and keeps another one, and at
the end it takes its new one.

Example: service a has lb-1 and wants lb-2; b has lb-2 and lb-3 and wants lb-1 and lb-3. Each waits for the other. b
releases lb-2 (and keeps lb-3), then a takes lb-2 and releases lb-1, then b takes lb-1: two calls for b, one for a.

There is no solution for a ring: services with one load balancer each that all want the one of the next. Example: a has
lb-1 and wants lb-2, b has lb-2 and wants lb-1.
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
    """One call: the load balancers that it takes (*taken*) and releases (*left*), and the calls that it waits for."""

    taken: Balancers = NONE
    left: Balancers = NONE
    after: frozenset[RequestKey] = frozenset()


StepsByAddress = Mapping[Address, tuple[Step, ...]]


@dataclass(frozen=True, slots=True)
class Holding:
    """The load balancers that a service has (*held*) and shall have (*wanted*), and the verb of its calls."""

    verb: Verb
    held: Balancers
    wanted: Balancers

    @classmethod
    def wished(cls, pair: Paired) -> "Holding":
        """Return the holding of a service by its desired state."""
        held, stated = _held(pair), pair.desired.spec.load_balancers
        if pair.desired.spec.state is State.ABSENT:
            return cls(DELETE, held, NONE)
        return cls(MODIFY if pair.observed else CREATE, held, held if stated is None else stated)

    @classmethod
    def planned(cls, planned: Planned) -> "Holding":
        """Return the holding of a service by its change."""
        held, edit = _held(planned.pair), planned.change.members("load_balancers")
        if planned.change.action is Action.DELETE:
            return cls(DELETE, held, NONE)
        return cls(
            CREATE if planned.change.action is Action.CREATE else MODIFY, held, (held | edit.added) - edit.removed
        )


def _held(pair: Paired) -> Balancers:
    return (pair.live.load_balancers if pair.live else None) or NONE


def handed_over(holdings: Mapping[Address, Holding]) -> tuple[StepsByAddress, tuple[tuple[Address, ...], ...]]:
    """Return the steps of every service whose load balancers change, and the rings, which have no solution."""
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
    """The state of the handover: services with what is *held* now and what is *wanted*.

    *holders* has the service of each load balancer that is to be released, *takers* the service that is to take it.
    *freed* has the call that releases it. *steps* are the calls found so far.
    """

    verbs: Mapping[Address, Verb]
    held: dict[Address, Balancers]
    wanted: Mapping[Address, Balancers]
    holders: dict[str, Address] = field(init=False)
    takers: Mapping[str, Address] = field(init=False)
    freed: dict[str, RequestKey] = field(default_factory=dict)
    steps: dict[Address, tuple[Step, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Compute holders and takers from *held* and *wanted*."""
        self.holders = {arn: one for one, arns in self.held.items() for arn in arns - self.wanted[one]}
        self.takers = {arn: one for one, arns in self.wanted.items() for arn in arns - self.held[one]}

    def carried_out(self) -> Iterator[tuple[Address, ...]]:
        """Find all steps; return the rings of services that still wait for each other at the end."""
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
        """Return the services that hold load balancers which *one* is to take."""
        return [self.holders[arn] for arn in self.wanted[one] - self.held[one] if arn in self.holders]

    def _behind(self, one: Address) -> frozenset[Address]:
        """Return the services that *one* waits for, directly or through others."""
        found, waiting = set[Address](), [one]
        while waiting:
            fresh = {*self._awaited(waiting.pop())} - found
            found |= fresh
            waiting.extend(fresh)
        return frozenset(found)

    def _part(self, waiting: Iterable[Address]) -> bool:
        """Make one service release load balancers that it indirectly waits for; return whether a service can."""
        for one in waiting:
            left = self._spare(one)
            if left:
                self._go(one, left)
                return True
        return False

    def _spare(self, one: Address) -> Balancers:
        """Return the load balancers that *one* can release now to services that it waits for.

        It must keep another one, or take one in the same call.
        """
        free = len(self._awaited(one)) < len(self.wanted[one] - self.held[one])
        if not free and len(self.held[one]) == 1:
            return NONE
        behind = self._behind(one)
        claimed = frozenset(arn for arn in self.held[one] if self.takers.get(arn) in behind)
        if free or not claimed or self.held[one] - claimed:
            return claimed
        return claimed - {min(claimed - {self._in_ring(one)}, default=min(claimed))}

    def _in_ring(self, one: Address) -> str | None:
        """Return the load balancer of *one* that a chain of services, each wanting a single one, leads to.

        It must be released first. Return None when there is no such chain.
        """
        at, seen = one, set[Address]()
        while at not in seen and len(self.wanted[at]) == 1:
            seen.add(at)
            (arn,) = self.wanted[at]
            if self.holders.get(arn) == one:
                return arn
            at = self.holders.get(arn, at)
        return None

    def _go(self, one: Address, left: Balancers) -> None:
        """Add one step: take the wanted load balancers that no service holds, release *left*."""
        earlier = self.steps.get(one, ())
        taken = frozenset(arn for arn in self.wanted[one] - self.held[one] if arn not in self.holders)
        after = {self.freed[arn] for arn in taken if arn in self.freed}
        after |= {RequestKey(one, self.verbs[one].name, len(earlier) - 1)} if earlier else set()
        self.steps[one] = (*earlier, Step(taken, left, frozenset(after)))
        self.held[one] = (self.held[one] | taken) - left
        for arn in left:
            del self.holders[arn]
            self.freed[arn] = RequestKey(one, self.verbs[one].name, len(earlier))
