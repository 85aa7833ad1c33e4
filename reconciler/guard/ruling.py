"""Apply every rule to a plan, and turn accepted refusals into notes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from reconciler.model import ACCEPTABLE, Acceptance, Address, Change, Plan, Precondition, Problem, Rule, Severity, When
from reconciler.settings import Guards, Ruling

from .accounts import Below, ReportedAccounts, losing_access, losing_everything, nobody, passing, ungoverned
from .grants import connected_accounts, connected_removed, grants_removed
from .marketplace import trusted_access
from .members import protected, removals
from .services import cut_by_hand, irreversible, public_services, verified_names

Wholes = Mapping[Address, Change]
"""By address, the changes of the whole repository to the objects of a part; used when only a part is planned."""
NO_WHOLES: Wholes = {}
_ON_THE_DAY: Final = "plan again on {} to accept it, or change the documents or the settings before that day"
"""What to do about a rule that refuses a plan as on a later day, which is never applied, so that nothing accepts it."""


def guard(
    plan: Plan,
    guards: Guards,
    accept: Iterable[Acceptance] = (),
    below: Below = nobody,
    wholes: Wholes = NO_WHOLES,
) -> tuple[Problem, ...]:
    """Return a problem for each harm of *plan* that a rule refuses: a note where *accept* accepts it.

    *below* returns the open accounts below principals: a harm that is reported for all of them is not reported for the
    principals again. A rule that refuses one of *wholes* also refuses the plan, as soon as the plan does a part of it.
    """
    accepted = {one.rule for one in accept if one.digest == plan.short_digest}
    reported = ReportedAccounts.of(plan, guards, below)
    found = [
        problem
        for change in plan.changes
        for problem in _of_change(change, wholes.get(change.address), guards, plan, reported)
    ]
    found += [*grants_removed(plan, guards, found), *connected_removed(plan, guards)]
    found += [
        *losing_everything(plan, guards, reported),
        *losing_access(plan, guards, reported),
        *ungoverned(plan, guards),
    ]
    found += [*irreversible(plan), *trusted_access(plan)]
    return tuple(_ruled(problem, accepted, plan) for problem in found)


def _of_change(
    change: Change, whole: Change | None, guards: Guards, plan: Plan, reported: ReportedAccounts
) -> Iterator[Problem]:
    yield from protected(change, guards, whole)
    yield from removals(change, guards, plan, reported, whole)
    yield from public_services(change, guards)
    yield from verified_names(change)
    yield from cut_by_hand(change, plan)


def accepted_rules(ruled: Iterable[Problem]) -> frozenset[str]:
    """Return the rules that refused a plan and were accepted, from what `guard` has returned."""
    return frozenset(one.code for one in ruled if one.severity is Severity.NOTE)


def preconditions(plan: Plan, guards: Guards) -> tuple[Precondition, ...]:
    """Return the accounts behind every rule that refuses *plan*, accepted or not.

    They are part of the digest, so an acceptance does not hold for other accounts: between acceptance and apply the
    organization may change, and customers may connect.
    """
    reported = ReportedAccounts.of(plan, guards)
    found = (
        *(Precondition(rule, When.AFTER, accounts) for rule, accounts in reversed(tuple(reported.accounts.items()))),
        Precondition(Rule.UNGOVERNED, When.ON_THE_WAY, passing(plan) if guards.ungoverned is Ruling.REFUSE else ()),
        Precondition(Rule.CONNECTED, When.AFTER, connected_accounts(plan, guards)),
    )
    return tuple(one for one in found if one.accounts)


def _ruled(problem: Problem, accepted: Iterable[str], plan: Plan) -> Problem:
    if problem.severity is not Severity.REFUSED:
        return problem
    if problem.code in accepted and problem.code in ACCEPTABLE:
        return replace(problem, severity=Severity.NOTE, message=f"{problem.message} (accepted)", hint="")
    if problem.code in ACCEPTABLE:
        at = plan.options.get("at")
        return replace(problem, hint=_ON_THE_DAY.format(at) if at else f"--accept {problem.code}@{plan.short_digest}")
    return problem
