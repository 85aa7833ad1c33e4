"""What safety costs: the rules of safe order that a plan takes more change sets for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from reconciler.batch import count_sets, lower_bound
from reconciler.kind import Planned
from reconciler.model import Plan, Problem, Request, RequestKey
from reconciler.model.problem import note
from reconciler.model.terms import ALL_RULES, SafeOrder, Terms

CODE = "safe-order"

Lower = Callable[[Sequence[Planned], Terms], tuple[Request, ...]]


def costed(made: Plan, lower: Lower, planned: Sequence[Planned], terms: Terms) -> Plan:
    """Give *made* with a note for each rule without which its changes would take fewer change sets.

    *planned* are changes of experiences, *lower* turns them into requests by the rules that *terms* keep.
    """
    return replace(made, problems=(*made.problems, *_costs(made, lower, planned, terms)))


def _costs(made: Plan, lower: Lower, planned: Sequence[Planned], terms: Terms) -> tuple[Problem, ...]:
    def without(rules: frozenset[SafeOrder]) -> tuple[Request, ...]:
        return lower(planned, replace(terms, safe_order=ALL_RULES - rules))

    used, unsafe = made.summary()["change_sets"], without(ALL_RULES)
    if used <= lower_bound(unsafe, isolated=terms.isolated):
        return ()
    fewest = count_sets(unsafe, isolated=terms.isolated)
    if used <= fewest:
        return ()
    safe = {request.key: request for operation in made.operations for request in operation.requests}
    found: list[Problem] = []
    for rule in SafeOrder:
        requests = without(frozenset({rule}))
        count = used if _same(requests, safe) else count_sets(requests, isolated=terms.isolated)
        found += [_cost(used, count, rule.value)] if count < used else []
    return tuple(found) or (_cost(used, fewest, *SafeOrder),)


def _same(requests: Sequence[Request], safe: Mapping[RequestKey, Request]) -> bool:
    """Tell whether a rule makes no difference to *requests*: there is nothing to count then."""
    return all(safe.get(request.key) == request for request in requests)


def _cost(used: int, count: int, *rules: str) -> Problem:
    """Say what was counted: the same work packed by all rules, and packed without *rules*."""
    which = "this rule" if len(rules) == 1 else "these rules"
    return note(CODE, f"{used} change sets, {count} without {which} of safe order: {'; '.join(rules)}", "")
