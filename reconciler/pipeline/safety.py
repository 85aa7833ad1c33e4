"""What safety costs: the rules of safe order that a plan takes more change sets for."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from reconciler.batch import count_sets, lower_bound
from reconciler.kind import Planned
from reconciler.model import Plan, Problem, Request
from reconciler.model.problem import note
from reconciler.model.terms import ALL_RULES, SafeOrder, Terms

CODE = "safe-order"

Lower = Callable[[Sequence[Planned], Terms], tuple[Request, ...]]


def costed(made: Plan, lower: Lower, planned: Sequence[Planned], terms: Terms) -> Plan:
    """Give *made* with a note for each rule without which its changes would take fewer change sets.

    *planned* are changes of experiences, *lower* turns them into requests by the rules that *terms* keep.
    """
    used = made.summary()["change_sets"]
    return replace(made, problems=(*made.problems, *_costs(used, lower, planned, terms)))


def _costs(used: int, lower: Lower, planned: Sequence[Planned], terms: Terms) -> tuple[Problem, ...]:
    def without(rules: frozenset[SafeOrder]) -> tuple[Request, ...]:
        return lower(planned, replace(terms, safe_order=ALL_RULES - rules))

    unsafe = without(ALL_RULES)
    if used <= lower_bound(unsafe, isolated=terms.isolated):
        return ()
    fewest = count_sets(unsafe, isolated=terms.isolated)
    counts = {rule: count_sets(without(frozenset({rule})), isolated=terms.isolated) for rule in SafeOrder}
    found = [_cost(used, count, rule.value) for rule, count in counts.items() if count < used]
    if not found and fewest < used:
        return (_cost(used, fewest, "; ".join(SafeOrder)),)
    return tuple(found)


def _cost(used: int, count: int, rule: str) -> Problem:
    return note(CODE, f"{used} change sets, where {count} would do but for safety: {rule}", "")
