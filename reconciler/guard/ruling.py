"""Every rule asked about every change, and what has been accepted of what they refuse."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from reconciler.model import Address, Change, Plan, Precondition, Problem, Rule, Severity, When
from reconciler.settings import Guards, Ruling

from .accounts import Below, Told, losing_access, losing_everything, nobody, passing, ungoverned
from .grants import connected_accounts, connected_removed, grants_removed
from .members import protected, removals
from .services import irreversible, public_services, verified_names

ACCEPTABLE = tuple(rule for rule in Rule if rule is not Rule.PROTECTED)
"""The rules that a command can be told to accept."""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """`RULE@DIGEST`: one rule acknowledged for one plan (the first 8 characters of its digest)."""

    rule: str
    digest: str


Wholes = Mapping[Address, Change]
"""Where only a part of a repository is planned: what the whole would change of the objects of the part."""
NO_WHOLES: Wholes = {}


def guard(
    plan: Plan,
    guards: Guards,
    accept: Iterable[Acceptance] = (),
    below: Below = nobody,
    wholes: Wholes = NO_WHOLES,
) -> tuple[Problem, ...]:
    """Return what the plan would do and may not: severity refused, or note where it is accepted.

    *below* returns the open accounts below principals: what is told of all of them is not told of the principals again.
    What one of *wholes* is asked about an object, the plan is asked as soon as it does any of that harm to it.
    """
    accepted = {one.rule for one in accept if one.digest == plan.short_digest}
    told = Told.of(plan, guards, below)
    found = [
        problem
        for change in plan.changes
        for problem in _of_change(change, wholes.get(change.address), guards, plan, told)
    ]
    found += [*grants_removed(plan, guards, found), *connected_removed(plan, guards)]
    found += [*losing_everything(plan, guards, told), *losing_access(plan, guards, told), *ungoverned(plan, guards)]
    found += irreversible(plan)
    return tuple(_ruled(problem, accepted, plan) for problem in found)


def _of_change(change: Change, whole: Change | None, guards: Guards, plan: Plan, told: Told) -> Iterator[Problem]:
    yield from protected(change, guards, whole)
    yield from removals(change, guards, plan, told, whole)
    yield from public_services(change, guards)
    yield from verified_names(change)


def preconditions(plan: Plan, guards: Guards) -> tuple[Precondition, ...]:
    """Return the accounts behind every rule that refuses *plan*, accepted or not.

    They are part of the digest: between an acceptance and the apply that relies on it, the organisation may change,
    and customers may connect.
    """
    told = Told.of(plan, guards)
    found = (
        *(Precondition(rule, When.AFTER, accounts) for rule, accounts in reversed(tuple(told.accounts.items()))),
        Precondition(Rule.UNGOVERNED, When.ON_THE_WAY, passing(plan) if guards.ungoverned is Ruling.REFUSE else ()),
        Precondition(Rule.CONNECTED, When.AFTER, connected_accounts(plan, guards)),
    )
    return tuple(one for one in found if one.accounts)


def stale_acceptances(plan: Plan, accept: Iterable[Acceptance]) -> Iterator[Problem]:
    """Say which acceptances are for another plan: they accept nothing here."""
    for one in accept:
        if one.digest != plan.short_digest:
            message = f"--accept {one.rule}@{one.digest} is for another plan: this one is {plan.short_digest}"
            yield Problem(Severity.WARNING, "stale-acceptance", message)


def _ruled(problem: Problem, accepted: Iterable[str], plan: Plan) -> Problem:
    if problem.severity is not Severity.REFUSED:
        return problem
    if problem.code in accepted and problem.code in ACCEPTABLE:
        return replace(problem, severity=Severity.NOTE, message=f"{problem.message} (accepted)", hint="")
    if problem.code in ACCEPTABLE:
        return replace(problem, hint=f"--accept {problem.code}@{plan.short_digest}")
    return problem
