"""How many accounts lose access, and which go ungoverned: counted in accounts, with the names behind the number."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reconciler.model import Exposure, Plan, Problem, Rule, Severity
from reconciler.settings import Guards, Ruling
from reconciler.spelling import NAMED, named

Below = Callable[[Iterable[str]], Collection[str]]
"""Gives the open accounts that some principals are, or are above of."""


def nobody(_principals: Iterable[str]) -> Collection[str]:
    """Know of no account below any principal."""
    return ()


@dataclass(frozen=True, slots=True)
class Told:
    """One harm, one rule: the accounts, sorted, that each rule is told for, and for which no stronger one is.

    Rules from the strongest: of two that refuse a plan for an account, the first is told. *below* is asked for the
    accounts below principals.
    """

    accounts: Mapping[Rule, tuple[str, ...]] = field(default_factory=dict)
    below: Below = nobody

    @classmethod
    def of(cls, plan: Plan, guards: Guards, below: Below = nobody) -> "Told":
        """Find which rules refuse *plan* for how its accounts end. Limits count every account, told or not.

        Who is only on the way without governing experience is told of besides: that is another harm.
        """
        ungoverned = plan.impact.ungoverned if guards.ungoverned is Ruling.REFUSE else ()
        everything, losing = _losing(plan, everything=True), _losing(plan)
        refused = {
            Rule.UNGOVERNED: ungoverned,
            Rule.EVERYTHING: everything if len(everything) > guards.max_accounts_losing_everything else (),
            Rule.LOSING: losing if len(losing) > guards.max_accounts_losing_access else (),
        }
        known: set[str] = set()
        found: dict[Rule, tuple[str, ...]] = {}
        for rule, accounts in refused.items():
            found[rule] = tuple(sorted(set(accounts) - known))
            known.update(accounts)
        return cls(found, below)

    def covers(self, principals: Iterable[str]) -> bool:
        """Tell whether there are accounts below *principals*, and all of them are told of."""
        known = {account for accounts in self.accounts.values() for account in accounts}
        here = set(self.below(principals)) if known else set[str]()
        return bool(here) and here <= known


def losing_everything(plan: Plan, guards: Guards, told: Told) -> Iterator[Problem]:
    """Refuse to take from accounts that stay governed all that they could buy."""
    accounts = told.accounts[Rule.EVERYTHING]
    if accounts:
        limit, verb = guards.max_accounts_losing_everything, "loses" if len(accounts) == 1 else "lose"
        message = f"{_count(accounts)} {verb} everything that could be bought, more than {limit}"
        yield Problem(Severity.REFUSED, Rule.EVERYTHING, f"{message}: {named(accounts, plan.names)}")


def losing_access(plan: Plan, guards: Guards, told: Told) -> Iterator[Problem]:
    """Refuse to take products from more accounts than the settings allow."""
    accounts = told.accounts[Rule.LOSING]
    if accounts:
        losing = _losing(plan)
        verb = "loses" if len(losing) == 1 else "lose"
        also = f", {len(losing) - len(accounts)} of them everything" if len(losing) > len(accounts) else ""
        message = f"{_count(losing)} {verb} products, more than {guards.max_accounts_losing_access}{also}"
        yield Problem(
            Severity.REFUSED, Rule.LOSING, f"{message}{_first(plan, accounts)}: {named(accounts, plan.names)}"
        )


def _first(plan: Plan, accounts: Sequence[str]) -> str:
    """Say how many were not governed before: all that they lose is what their first catalogue does not hold."""
    first = {account for group in plan.impact.groups if group.before is None for account in group.accounts}
    number = len(first.intersection(accounts))
    if not number:
        return ""
    return f", {number} {'gets its' if number == 1 else 'get their'} first catalogue"


def ungoverned(plan: Plan, guards: Guards) -> Iterator[Problem]:
    """Refuse to leave accounts without governing experience that had one, be it for a moment."""
    if guards.ungoverned is Ruling.ALLOW:
        return
    severity = Severity.WARNING if guards.ungoverned is Ruling.WARN else Severity.REFUSED
    for message in _ways(plan):
        yield Problem(severity, Rule.UNGOVERNED, message)


def _losing(plan: Plan, *, everything: bool = False) -> tuple[str, ...]:
    groups = (one for one in plan.impact.groups if (one.loses_everything if everything else one.loses))
    return tuple(sorted(account for group in groups for account in group.accounts))


def passing(plan: Plan) -> tuple[str, ...]:
    """Return the accounts, sorted, that some moment of *plan* finds without governing experience."""
    return _accounts(_moments(plan))


def _moments(plan: Plan) -> list[Exposure]:
    return [one for one in plan.exposures if one.governed_by is None]


def _accounts(exposures: Sequence[Exposure]) -> tuple[str, ...]:
    return tuple(sorted({account for one in exposures for account in one.accounts}))


def _ways(plan: Plan) -> Iterator[str]:
    ending, moments = plan.impact.ungoverned, _moments(plan)
    if ending:
        verb = "ends up" if len(ending) == 1 else "end up"
        yield f"{_count(ending)} {verb} without governing experience: {named(ending, plan.names)}"
    if moments:
        accounts = _accounts(moments)
        verb = "is" if len(accounts) == 1 else "are"
        yield f"{_count(accounts)} {verb} without governing experience {_when(moments)}: {named(accounts, plan.names)}"


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
