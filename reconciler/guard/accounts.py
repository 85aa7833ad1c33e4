"""The rules about accounts: how many lose products, how many lose all of them, and which become ungoverned."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reconciler.model import Exposure, Plan, Problem, Rule, Severity
from reconciler.settings import Guards, Ruling
from reconciler.spelling import NAMED, named

Below = Callable[[Iterable[str]], Collection[str]]
"""Returns the open accounts that are among some principals or below them."""


def nobody(_principals: Iterable[str]) -> Collection[str]:
    """Return no account: nothing is known of the accounts below principals."""
    return ()


@dataclass(frozen=True, slots=True)
class ReportedAccounts:
    """The accounts, sorted, that each rule reports: every account only under the strongest rule that refuses it.

    Example: account 1 becomes ungoverned and loses products. `ungoverned` reports it, `max_accounts_losing_access`
    counts it and does not report it again. *below* returns the accounts below principals.
    """

    accounts: Mapping[Rule, tuple[str, ...]] = field(default_factory=dict)
    below: Below = nobody

    @classmethod
    def of(cls, plan: Plan, guards: Guards, below: Below = nobody) -> "ReportedAccounts":
        """Find the rules that refuse *plan* because of the state of its accounts after the apply.

        Limits count every account, reported or not. Accounts that are ungoverned only during the apply are another harm
        and are reported besides.
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
        """Tell whether there are accounts below *principals* and all of them are reported."""
        known = {account for accounts in self.accounts.values() for account in accounts}
        here = set(self.below(principals)) if known else set[str]()
        return bool(here) and here <= known


def losing_everything(plan: Plan, guards: Guards, reported: ReportedAccounts) -> Iterator[Problem]:
    """Refuse to take every product from accounts that stay governed."""
    accounts = reported.accounts[Rule.EVERYTHING]
    if accounts:
        limit, what = guards.max_accounts_losing_everything, _everything(len(accounts))
        message = f"{_count(accounts)} {'loses' if len(accounts) == 1 else 'lose'} {what} (limit: {limit})"
        yield Problem(Severity.REFUSED, Rule.EVERYTHING, f"{message}: {named(accounts, plan.names)}")


def losing_access(plan: Plan, guards: Guards, reported: ReportedAccounts) -> Iterator[Problem]:
    """Refuse to take products from more accounts than the settings allow."""
    accounts = reported.accounts[Rule.LOSING]
    if accounts:
        losing = _losing(plan)
        verb = "loses" if len(losing) == 1 else "lose"
        others = len(losing) - len(accounts)
        also = f", {others} of them {_everything(others)}" if others else ""
        message = f"{_count(losing)} {verb} products (limit: {guards.max_accounts_losing_access}){also}"
        yield Problem(
            Severity.REFUSED, Rule.LOSING, f"{message}{_first(plan, accounts)}: {named(accounts, plan.names)}"
        )


def _everything(accounts: int) -> str:
    return f"every product that {'it' if accounts == 1 else 'they'} can buy now"


def _first(plan: Plan, accounts: Sequence[str]) -> str:
    """Say how many were ungoverned before: they lose every product that their first experience does not allow."""
    first = {account for group in plan.impact.groups if group.before is None for account in group.accounts}
    number = len(first.intersection(accounts))
    if not number:
        return ""
    return f"; {number} {'was' if number == 1 else 'were'} ungoverned before"


def ungoverned(plan: Plan, guards: Guards) -> Iterator[Problem]:
    """Refuse to leave governed accounts ungoverned, after the apply or during it."""
    if guards.ungoverned is Ruling.ALLOW:
        return
    severity = Severity.WARNING if guards.ungoverned is Ruling.WARN else Severity.REFUSED
    for message in _ways(plan):
        yield Problem(severity, Rule.UNGOVERNED, message)


def _losing(plan: Plan, *, everything: bool = False) -> tuple[str, ...]:
    groups = (one for one in plan.impact.groups if (one.loses_everything if everything else one.loses))
    return tuple(sorted(account for group in groups for account in group.accounts))


def passing(plan: Plan) -> tuple[str, ...]:
    """Return the accounts, sorted, that are ungoverned at some moment of the apply of *plan*."""
    return _accounts(_moments(plan))


def _moments(plan: Plan) -> list[Exposure]:
    return [one for one in plan.exposures if one.governed_by is None]


def _accounts(exposures: Sequence[Exposure]) -> tuple[str, ...]:
    return tuple(sorted({account for one in exposures for account in one.accounts}))


def _ways(plan: Plan) -> Iterator[str]:
    ending, moments = plan.impact.ungoverned, _moments(plan)
    if ending:
        verb = "becomes" if len(ending) == 1 else "become"
        yield f"{_count(ending)} {verb} ungoverned and can buy every product: {named(ending, plan.names)}"
    if moments:
        accounts = _accounts(moments)
        verb = "is" if len(accounts) == 1 else "are"
        yield f"{_count(accounts)} {verb} ungoverned {_when(moments)}: {named(accounts, plan.names)}"


def _when(exposures: Sequence[Exposure]) -> str:
    """Say between which operations accounts are ungoverned, and for how long at most."""
    spans = sorted({(one.since, one.until) for one in exposures}, key=lambda span: [_number(one) for one in span])
    listed = ", ".join(f"from {since} until {until}" for since, until in spans[:NAMED])
    more = f" and {len(spans) - NAMED} more times" if len(spans) > NAMED else ""
    return f"{listed}{more} (about {max(one.seconds for one in exposures)} s)"


def _number(operation: str) -> int:
    return int(operation.rpartition("-")[2])


def _count(accounts: Sequence[str]) -> str:
    return f"{len(accounts)} account{'' if len(accounts) == 1 else 's'}"
