"""How many accounts lose access, and which go ungoverned: counted in accounts, with the names behind the number."""

from collections.abc import Iterable, Iterator, Sequence

from reconciler.model import Exposure, Plan, Problem, Severity
from reconciler.settings import Guards, Ruling

LOSING = "max_accounts_losing_access"
UNGOVERNED = "ungoverned"
NAMED = 10
"""How many accounts a message names; the plan's impact and exposures name all."""


def losing_access(plan: Plan, guards: Guards) -> Iterator[Problem]:
    """Refuse to take products from more accounts than the settings allow."""
    accounts = sorted(account for group in plan.impact.groups if group.loses for account in group.accounts)
    limit = guards.max_accounts_losing_access
    if len(accounts) > limit:
        message = f"{_count(accounts)} lose products, more than {limit}: {_named(plan, accounts)}"
        yield Problem(Severity.REFUSED, LOSING, message)


def ungoverned(plan: Plan, guards: Guards) -> Iterator[Problem]:
    """Refuse to leave accounts without governing experience that had one, be it for a moment."""
    if guards.ungoverned is Ruling.ALLOW:
        return
    severity = Severity.WARNING if guards.ungoverned is Ruling.WARN else Severity.REFUSED
    for message in _ways(plan):
        yield Problem(severity, UNGOVERNED, message)


def _ways(plan: Plan) -> Iterator[str]:
    ending, passing = plan.impact.ungoverned, [one for one in plan.exposures if one.governed_by is None]
    if ending:
        verb = "ends up" if len(ending) == 1 else "end up"
        yield f"{_count(ending)} {verb} without governing experience: {_named(plan, ending)}"
    if passing:
        accounts = sorted({account for one in passing for account in one.accounts})
        verb = "is" if len(accounts) == 1 else "are"
        yield f"{_count(accounts)} {verb} without governing experience {_when(passing)}: {_named(plan, accounts)}"


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


def _named(plan: Plan, accounts: Sequence[str]) -> str:
    """Name accounts by id and name, the first ones where there are many."""
    more = f" and {len(accounts) - NAMED} more" if len(accounts) > NAMED else ""
    return ", ".join(_names(plan, accounts[:NAMED])) + more


def _names(plan: Plan, accounts: Iterable[str]) -> Iterator[str]:
    for account in accounts:
        name = plan.names.get(account)
        yield f"{account} ({name})" if name else account
