"""The state of a run by object and request: what is done, what each object is expected to be, and what is stopped."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from reconciler.effects import Effects
from reconciler.governance import Experiences
from reconciler.kind import Remote, Remotes
from reconciler.model import Address, Fields, Observed, Operation, Request, RequestKey, stated

from .edges import Edges
from .members import Cited, nowhere

UNKNOWN = "it did not succeed"


@dataclass(slots=True)
class Ledger:
    """The state of a run, by address and by request.

    No request about an address in *stopped* is sent any more. A request in *barred* is not sent, but others about its
    object are. A request in *shortened* carries fewer members than planned. The texts are the reasons.

    *begun* are the requests of which some part is done, *done* those that are complete, except for members that were
    left out. *doubtful* are requests, as they were sent, whose effect is unknown. *expected* are the fields of each
    object as they should be now. *own_sets* are the change sets that the run started. *untagged* are tags that describe
    a setting which AWS has refused, by object and key, with the reason. *cited* returns where documents name a member.
    """

    remotes: Remotes
    remote_ids: dict[Address, str] = field(default_factory=dict)
    revisions: dict[Address, str] = field(default_factory=dict)
    expected: dict[Address, Fields] = field(default_factory=dict)
    stopped: dict[Address, str] = field(default_factory=dict)
    barred: dict[RequestKey, str] = field(default_factory=dict)
    shortened: dict[RequestKey, str] = field(default_factory=dict)
    done: set[RequestKey] = field(default_factory=set)
    begun: set[RequestKey] = field(default_factory=set)
    doubtful: dict[RequestKey, Request] = field(default_factory=dict)
    edges: Edges = field(default_factory=Edges)
    own_sets: set[str] = field(default_factory=set)
    untagged: dict[tuple[Address, str], str] = field(default_factory=dict)
    cited: Cited = nowhere

    @classmethod
    def of(
        cls,
        remotes: Remotes,
        operations: Iterable[Operation],
        observed: Mapping[Address, Observed[Any]],
        cited: Cited = nowhere,
    ) -> "Ledger":
        """Return the ledger at the start of a run: the objects as the plan observed them."""
        return cls(
            remotes,
            {address: one.remote_id for address, one in observed.items()},
            {address: one.revision for address, one in observed.items()},
            {address: seen(remotes[address.kind], one) for address, one in observed.items()},
            edges=Edges.of(operations),
            cited=cited,
        )

    def id_of(self, address: str) -> str:
        """Return the id of the object at *address* (`kind.name`), which exists by now."""
        kind, _, name = address.partition(".")
        return self.remote_ids[Address(kind, name)]

    def lock(self, address: Address) -> str:
        """Return an object's `id@revision` for a change, which locks it; the id alone while the revision is unknown.

        An object that the run has created has no known revision until it is read.
        """
        revision = self.revisions.get(address)
        return f"{self.remote_ids[address]}@{revision}" if revision else self.remote_ids[address]

    def stop(self, address: Address, why: str) -> None:
        """Send nothing more to an object, nor what depends on it; the first reason is kept."""
        self.stopped.setdefault(address, why)
        for key in self.edges.about(address):
            self.bar(key, why)

    def halt(self, sent: Iterable[Request], unsent: Iterable[Request], why: str) -> None:
        """Bar the *unsent* requests and those that depend on *sent* ones; the *sent* ones may still succeed."""
        keys = {request.key for request in sent}
        behind = [(waiter, key) for key in keys for waiter in self.edges.behind(key) if waiter not in keys]
        for waiter, key in sorted(behind):
            self.bar(waiter, _reason_for(waiter, key, why))
        for request in unsent:
            self.bar(request.key, why)

    def bar(self, key: RequestKey, why: str) -> None:
        """Bar a request and what depends on it; the first reason is kept."""
        found = [(key, why)]
        while found:
            key, why = found.pop(0)
            if key not in self.done and key not in self.barred:
                self.barred[key] = why
                found += [(waiter, _reason_for(waiter, key, why)) for waiter in self._dependants(key)]

    def shorten(self, key: RequestKey, why: str) -> None:
        """Record that a request carries less than planned, and bar the requests that rely on the missing members."""
        self.shortened[key] = why
        for waiter in self.edges.relying(key):
            self.bar(waiter, _reason_for(waiter, key, why))

    def runnable(self, requests: Sequence[Request]) -> tuple[Request, ...]:
        """Return the requests that may be sent together now; bar those that depend on something that failed."""
        kept = list(requests)
        while True:
            keys = {request.key for request in kept}
            for request in kept:
                self._check(request, keys)
            left = [one for one in kept if one.key not in self.barred and one.address not in self.stopped]
            if len(left) == len(kept):
                return tuple(kept)
            kept = left

    def _check(self, request: Request, together: Collection[RequestKey]) -> None:
        missing = self.edges.before(request.key) - self.done - (frozenset(together) - request.after)
        for key in sorted(missing):
            if not self._goes_without(request.key, key):
                self.bar(request.key, _reason_for(request.key, key, self.barred.get(key, UNKNOWN)))

    def _dependants(self, key: RequestKey) -> Iterator[RequestKey]:
        return (waiter for waiter in self.edges.behind(key) if not self._goes_without(waiter, key))

    def _goes_without(self, waiter: RequestKey, key: RequestKey) -> bool:
        """Tell whether *waiter* can be sent although *key* is barred: other departures release principals for it."""
        members = self.edges.arriving.get(waiter, {}).values()
        return key in self.barred and key in members and any(departure not in self.barred for departure in members)

    def succeeded(
        self, requests: Sequence[Request], created: Mapping[Address, str], unfinished: Collection[RequestKey] = ()
    ) -> None:
        """Record requests as done, with the ids of the objects that they *created*, and update what is expected.

        Of *unfinished* requests a part is still to be sent.
        """
        self.remote_ids.update(created)
        for request in requests:
            self.begun.add(request.key)
            if request.key not in unfinished:
                self.done.add(request.key)
            self.barred.pop(request.key, None)
            self.doubtful.pop(request.key, None)
            self.expected[request.address] = self._after(self.expected, request)

    def doubt(self, requests: Iterable[Request]) -> None:
        """Record that the effect of *requests* is unknown."""
        self.doubtful.update({request.key: request for request in requests if request.key not in self.done})

    def believe(self, requests: Iterable[Request]) -> None:
        """Record that *requests* are not done, as AWS shows."""
        for request in requests:
            self.doubtful.pop(request.key, None)

    def believed(self, requests: Iterable[Request] = ()) -> Experiences:
        """Return the experiences as they should be now, if *requests* are done in addition."""
        expected = dict(self.expected)
        for request in requests:
            expected[request.address] = self._after(expected, request)
        told = (self._effects(address).governs(str(address), fields) for address, fields in expected.items())
        return {one.id: one for one in told if one}

    def members(self, address: Address) -> frozenset[str]:
        """Return the members of the object at *address* that no other object can have at the same time."""
        found: frozenset[str] = self.expected[address].get(self._effects(address).exclusive, frozenset())
        return found

    def has_revisions(self, address: Address) -> bool:
        """Tell whether the object at *address* has a revision that changes are locked on."""
        return self.remotes[address.kind].reread is not None

    def _after(self, expected: Mapping[Address, Fields], request: Request) -> Fields:
        remote = self.remotes[request.address.kind]
        before = expected.get(request.address, remote.effects.blank())
        return remote.effects.after(before, request.verb.name, request.details) if remote.reread else before

    def _effects(self, address: Address) -> Effects:
        return self.remotes[address.kind].effects

    def differs(self, address: Address, now: Observed[Any]) -> bool:
        """Tell whether an object differs from what is expected: it was changed outside of this run."""
        return not self._effects(address).as_expected(self.expected[address], stated(now.spec))

    def has_effect(self, request: Request, now: Observed[Any]) -> bool:
        """Tell whether the object shows the effect of *request*; False for effects that AWS never shows."""
        effects, found, verb = self._effects(request.address), stated(now.spec), request.verb
        if verb.makes or verb.once:
            return verb.makes or bool(now.facts.get(verb.once))
        so = effects.as_expected(effects.after(found, verb.name, request.details), found)
        return so and effects.shows(verb.name, request.details)

    def tags_to_write(self, address: Address, tags: Sequence[Mapping[str, str]]) -> list[Mapping[str, str]]:
        """Return those of *tags* that do not describe a setting which AWS has refused."""
        return [tag for tag in tags if (address, tag["Key"]) not in self.untagged]

    def undone(self, requests: Iterable[Request]) -> tuple[Request, ...]:
        """Return those of *requests* that have not succeeded."""
        return tuple(request for request in requests if request.key not in self.done)

    def because(self, requests: Iterable[Request]) -> str:
        """Return the reasons why some of *requests* were not sent or carried less than planned, by object."""
        told = {
            (request.address, why): None
            for request in sorted(requests, key=lambda request: request.address)
            for why in self._reasons(request.key)
        }
        return "; ".join(f"{address}: {why}" for address, why in told)

    def _reasons(self, key: RequestKey) -> Iterator[str]:
        if key in self.shortened:
            yield self.shortened[key]
        if key not in self.done:
            yield self.barred.get(key) or self.stopped.get(key.address, UNKNOWN)


def seen(remote: Remote, observed: Observed[Any]) -> Fields:
    """Return the fields of an observed object; lists that AWS does not have are empty."""
    return {**remote.effects.blank(), **stated(observed.spec)}


def _reason_for(waiter: RequestKey, cause: RequestKey, why: str) -> str:
    """Return the reason why *waiter* is not sent: the reason of another object with that object's address."""
    return why if waiter.address == cause.address else f"waits for {cause.address}: {why}"
