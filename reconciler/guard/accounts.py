"""How many accounts lose access, and which go ungoverned: counted in accounts, with the names behind the number."""

from collections.abc import Iterator, Sequence

from reconciler.model import Exposure, Plan, Precondition, Problem, Rule, Severity, When
from reconciler.settings import Guards, Ruling

from .naming import NAMED, named


def preconditions(plan: Plan, guards: Guards) -> tuple[Precondition, ...]:
    """Give the accounts behind every rule that refuses *plan*, accepted or not.

    They are part of the digest: between an acceptance and the apply that relies on it, the organisation may change.
    """
    losing, refuses = _losing(plan), guards.ungoverned is Ruling.REFUSE
    found = (
        Precondition(Rule.LOSING, When.AFTER, losing if len(losing) > guards.max_accounts_losing_access else ()),
        Precondition(Rule.UNGOVERNED, When.AFTER, plan.impact.ungoverned if refuses else ()),
        Precondition(Rule.UNGOVERNED, When.ON_THE_WAY, _accounts(_passing(plan)) if refuses else ()),
    )
    return tuple(one for one in found if one.accounts)


def losing_access(plan: Plan, guards: Guards) -> Iterator[Problem]:
    """Refuse to take products from more accounts than the settings allow."""
    accounts = _losing(plan)
    limit = guards.max_accounts_losing_access
    if len(accounts) > limit:
        verb = "loses" if len(accounts) == 1 else "lose"
        message = f"{_count(accounts)} {verb} products, more than {limit}: {named(accounts, plan.names)}"
        yield Problem(Severity.REFUSED, Rule.LOSING, message)


def ungoverned(plan: Plan, guards: Guards) -> Iterator[Problem]:
    """Refuse to leave accounts without governing experience that had one, be it for a moment."""
    if guards.ungoverned is Ruling.ALLOW:
        return
    severity = Severity.WARNING if guards.ungoverned is Ruling.WARN else Severity.REFUSED
    for message in _ways(plan):
        yield Problem(severity, Rule.UNGOVERNED, message)


def _losing(plan: Plan) -> tuple[str, ...]:
    return tuple(sorted(account for group in plan.impact.groups if group.loses for account in group.accounts))


def _passing(plan: Plan) -> list[Exposure]:
    return [one for one in plan.exposures if one.governed_by is None]


def _accounts(exposures: Sequence[Exposure]) -> tuple[str, ...]:
    return tuple(sorted({account for one in exposures for account in one.accounts}))


def _ways(plan: Plan) -> Iterator[str]:
    ending, passing = plan.impact.ungoverned, _passing(plan)
    if ending:
        verb = "ends up" if len(ending) == 1 else "end up"
        yield f"{_count(ending)} {verb} without governing experience: {named(ending, plan.names)}"
    if passing:
        accounts = _accounts(passing)
        verb = "is" if len(accounts) == 1 else "are"
        yield f"{_count(accounts)} {verb} without governing experience {_when(passing)}: {named(accounts, plan.names)}"


def _when(exposures: Sequence[Exposure]) -> str:
    """Say between which operations, and for how long at most."""
    spans = sorted({(one.since, one.until) for one in exposures}, key=lambda span: [_number(one) for one in span])
    told = ", ".join(f"from {since} until {until}" for since, until in spans[:NAMED])
    more = f" and {len(spans) - NAMED} more times" if len(spans) > NAMED else ""
    return f"{told}{more} (about {max(one.seconds for one in exposures)} s)"


def _number(operation: str) -> int:
    return int(operation.rpartition("-")[2])


def _count(accounts: Sequence[str]) -> str:
    return f"{len(accounts)} account{'' if len(accounts) == 1 else 's'}"
