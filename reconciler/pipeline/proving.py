"""The proof of a plan: its replay ends as desired, how few change sets are needed, and what safe order costs. Pure."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from reconciler.batch import count_sets, lower_bound
from reconciler.errors import PlanBug
from reconciler.fewest import fewest
from reconciler.impact import Course, with_products
from reconciler.kind import Matching, Planned, Surroundings
from reconciler.model import (
    ALL_RULES,
    Address,
    Fields,
    Observed,
    Operation,
    Organization,
    Plan,
    Problem,
    Proof,
    Request,
    RequestKey,
    SafeOrder,
    Terms,
    chained_sets,
    note,
    stated,
)
from reconciler.replay import Replay
from reconciler.settings import ChangeSets

from .loading import Repository
from .observing import Snapshot

CODE = "safe-order"

FieldsByName = Mapping[str, Fields]
"""Objects of one kind by address, or by AWS's id if no document names them."""

RequestsFor = Callable[[Terms], Sequence[Request]]


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What a plan is made from and proven on: the documents, the snapshot, and the changes.

    *matchings* and *planned* are by kind. *settled* is what AWS will hold of each object that changes.
    """

    repository: Repository
    snapshot: Snapshot
    matchings: Mapping[str, Matching]
    planned: Mapping[str, Sequence[Planned]]
    settled: Mapping[Address, Any]

    @property
    def terms(self) -> Terms:
        """Return what the requests depend on besides the changes."""
        settings = self.repository.settings
        return Terms(
            permission_edits_per_call=settings.permission_edits_per_call,
            isolated=settings.change_sets is ChangeSets.ISOLATED,
            fastest=settings.change_sets is ChangeSets.FASTEST,
            organization=self.snapshot.organization,
        )

    def at_its_fastest(self) -> "Evidence":
        """Return the same evidence as it would be with `change_sets: fastest`."""
        settings = replace(self.repository.settings, change_sets=ChangeSets.FASTEST)
        return replace(self, repository=replace(self.repository, settings=settings))

    @cached_property
    def requests(self) -> Sequence[Request]:
        """Return the requests of all changes."""
        return self._requests_of(self.planned, self.terms)

    def in_sets(self, terms: Terms) -> Sequence[Request]:
        """Return the requests that are sent in change sets, ordered by the rules that *terms* keep."""
        remotes = self.repository.remotes
        return self._requests_of(
            [one for one in self.planned if any(verb.carrier for verb in remotes[one].verbs)], terms
        )

    def _requests_of(self, kinds: Iterable[str], terms: Terms) -> Sequence[Request]:
        remotes = self.repository.remotes
        return [request for kind in kinds for request in remotes[kind].requests(self.planned[kind], terms)]

    @cached_property
    def observed(self) -> Mapping[Address, Observed[Any]]:
        """Return the live objects that documents are about."""
        pairs = (pair for matching in self.matchings.values() for pair in matching.pairs)
        return {pair.desired.address: pair.observed for pair in pairs if pair.observed}

    def surroundings(self) -> Mapping[str, Surroundings]:
        """Return the other live objects, by kind."""
        observations = self.snapshot.observations
        return {
            kind: self.repository.remotes[kind].surroundings(observation) for kind, observation in observations.items()
        }

    def ends(self, kind: str, before: FieldsByName) -> FieldsByName:
        """Return what each object of *kind* that changes has to be in the end."""
        addresses = [one.change.address for one in self.planned.get(kind, ())]
        return {str(one): {**dict.fromkeys(before.get(str(one), ())), **stated(self.settled[one])} for one in addresses}


def proven(made: Plan, evidence: Evidence) -> Course:
    """Return the course of *made*: the experiences before the plan and after each of its steps.

    Raises PlanBug if its replay does not end as desired, if AWS would refuse an operation, or if an operation is not
    needed.
    """
    around = evidence.surroundings()
    replay = replay_of(made.operations, evidence, around)
    replayed = replay.run()
    if replayed.findings:
        raise PlanBug(replayed.findings, replay.as_json())
    states = with_products(replayed.states, evidence.repository.references.ids())
    left = {member: name for one in around.values() for member, name in one.left.items()}
    return Course(evidence.snapshot.organization, states, left)


def replay_of(operations: Sequence[Operation], evidence: Evidence, around: Mapping[str, Surroundings]) -> Replay:
    """Return the replay of *operations*; objects that no document names take part by their ids."""
    remotes, sellers = evidence.repository.remotes, evidence.repository.settings.sellers
    there = {kind: dict(around[kind].live) if kind in around else {} for kind in remotes}
    for address, observed in evidence.observed.items():
        there[address.kind][str(address)] = observed
    before = {
        kind: {name: stated(observed.spec) for name, observed in objects.items()} for kind, objects in there.items()
    }
    accounts = {seller.name: seller.account for seller in sellers}
    return Replay(
        effects={kind: remote.effects for kind, remote in remotes.items()},
        before=_placed(before, accounts),
        wish=_placed({kind: evidence.ends(kind, before[kind]) for kind in evidence.planned}, accounts),
        ids={
            id_: name
            for many in there.values()
            for address, one in many.items()
            for id_, name in {one.remote_id: address, **one.parts}.items()
            if name != id_
        },
        operations=[told(operation) for operation in operations],
    )


def told(operation: Operation) -> Mapping[str, Any]:
    """Return *operation* as in the JSON of the plan, with the object of each of its changes."""
    return {**operation.as_json(), "about": [str(request.address) for request in operation.requests]}


def _placed(state: Mapping[str, FieldsByName], accounts: Mapping[str, str]) -> Mapping[str, FieldsByName]:
    """Replace the seller of each object by the seller's account, since calls do not know the seller's name."""
    return {
        kind: {name: _with_account(fields, accounts) for name, fields in objects.items()}
        for kind, objects in state.items()
    }


def _with_account(fields: Fields, accounts: Mapping[str, str]) -> Fields:
    if "seller" not in fields:
        return fields
    rest = {path: value for path, value in fields.items() if path != "seller"}
    return {**rest, "account": accounts[fields["seller"]]}


def proof(made: Plan, evidence: Evidence, course: Course) -> Proof:
    """Return the proof of *made*: its change sets, a bound for every plan that does the same as safely, its chain."""
    ends, isolated = (course.before, course.after), evidence.terms.isolated
    return Proof(
        change_sets=made.summary()["change_sets"],
        lower_bound=fewest(evidence.requests, course.organization, ends, isolated=isolated),
        chain=chained_sets(made.operations),
    )


def costed(made: Plan, requests_for: RequestsFor, terms: Terms) -> Plan:
    """Return *made* with a note for each rule of safe order without which fewer change sets would do.

    *requests_for* returns the requests that are sent in change sets, ordered by the rules that its terms keep. Where
    the fastest change sets are asked for, their number is no cost of safe order.
    """
    used = made.summary()["change_sets"]
    return (
        replace(made, problems=(*made.problems, *_costs(made, used, requests_for, terms)))
        if used and not terms.fastest
        else made
    )


def _costs(made: Plan, used: int, requests_for: RequestsFor, terms: Terms) -> Sequence[Problem]:
    def without(rules: frozenset[SafeOrder]) -> Sequence[Request]:
        return requests_for(replace(terms, safe_order=ALL_RULES - rules))

    unsafe = without(ALL_RULES)
    if used <= lower_bound(unsafe, isolated=terms.isolated):
        return ()
    least = count_sets(unsafe, isolated=terms.isolated)
    if used <= least:
        return ()
    safe = {request.key: request for operation in made.operations for request in operation.requests}
    found: list[Problem] = []
    for rule in rules_that_matter(safe.values(), terms.organization):
        requests = without(frozenset({rule}))
        count = used if _same(requests, safe) else count_sets(requests, isolated=terms.isolated)
        found += [_cost(used, count, rule.value)] if count < used else []
    return found or (_cost(used, least, *SafeOrder),)


def rules_that_matter(safe: Collection[Request], organization: Organization | None) -> Sequence[SafeOrder]:
    """Return the rules without which the requests may differ from *safe*, those of all rules.

    Without `KEPT`, only experiences that cease to govern may do so earlier. Without `COVERED`, seats need not wait for
    seats above them: where no experience begins or ceases to govern, all seats that change are those of principals that
    leave or arrive.
    """
    ends = any(one.closes for one in safe)
    begins = any(one.opens for one in safe)
    differ = {SafeOrder.KEPT: ends, SafeOrder.COVERED: begins or ends or _nested(safe, organization)}
    return [rule for rule in SafeOrder if differ.get(rule, True)]


def _nested(requests: Iterable[Request], organization: Organization | None) -> bool:
    """Tell whether one of the principals that leave or arrive is above another one."""
    moving = {principal for one in requests for principal in (*one.leaving, *one.arriving)}
    paths = (organization.path(one) for one in moving) if organization else ()
    return any(len(moving.intersection(path)) > 1 for path in paths)


def _same(requests: Sequence[Request], safe: Mapping[RequestKey, Request]) -> bool:
    """Tell whether *requests* are as in the plan: the rule makes no difference, so nothing has to be counted."""
    return all(safe.get(request.key) == request for request in requests)


def _cost(used: int, count: int, *rules: str) -> Problem:
    """Return a note with both numbers: the change sets of the plan, and of the same requests packed without *rules*."""
    which = "this rule" if len(rules) == 1 else "these rules"
    message = f"{used} change sets; {count} would be enough without {which} of the safe order: {'; '.join(rules)}"
    return note(CODE, message, "")
