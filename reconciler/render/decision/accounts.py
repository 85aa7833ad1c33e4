"""What a plan means for accounts: which become ungoverned, lose, are exposed during the apply, move, and gain."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from reconciler.model import Rule, When
from reconciler.printed import ExposureJson, GroupJson, PlanJson
from reconciler.render.naming import by_name, people, some, summed
from reconciler.render.page import Page
from reconciler.render.words import count, first, joined
from reconciler.spelling import by_number

from .point import Point, clauses, refusing

_CLAUSES = 3
NAMED = 2
"""A clause names at most so many units or accounts instead of counting them."""
_PRODUCTS = 3
_EXPERIENCES = 3

Telling = Callable[[Page, GroupJson], str]
"""Says something of a group of accounts."""


def becoming_ungoverned(page: Page, plan: PlanJson) -> Iterator[Point]:
    """Say which accounts are governed before the plan and not after it."""
    lost = plan["impact"]["ungoverned"]
    if lost:
        head = f"{accounts_of(len(lost), 'becomes', 'become')} ungoverned and can buy every product"
        yield Point(head, people(page, lost), refusing(plan, Rule.UNGOVERNED, When.AFTER), "ungoverned")


def losing_everything(page: Page, plan: PlanJson) -> Iterator[Point]:
    """Say which accounts lose every product, as far as a rule counts them."""
    found = [one for one in plan["preconditions"] if one["rule"] == Rule.EVERYTHING]
    accounts = sorted({account for one in found for account in one["accounts"]})
    if accounts:
        what = f"every product that {'it' if len(accounts) == 1 else 'they'} can buy now"
        head = f"{accounts_of(len(accounts), 'loses', 'lose')} {what}"
        yield Point(head, people(page, accounts), refusing(plan, Rule.EVERYTHING), "everything")


def losing(page: Page, plan: PlanJson) -> Iterator[Point]:
    """Say how many accounts lose products, and which."""
    groups = [group for group in plan["impact"]["groups"] if group["loses"] != 0]
    if groups:
        bare = [group for group in groups if group["before"] is None]
        others = [group for group in groups if group["before"] is not None]
        head = f"{accounts_of(number_of(groups), 'loses', 'lose')} products"
        who = clauses([_clauses(page, others, _loss), _bare(page, bare)])
        yield Point(head, who, refusing(plan, Rule.LOSING), "lose")


def _bare(page: Page, groups: Sequence[GroupJson]) -> str:
    """Say which accounts are ungoverned before the plan: they lose every product that it does not allow them."""
    if not groups:
        return ""
    number, experiences = number_of(groups), {group["after"] or "" for group in groups}
    under = some(page, by_name(page, experiences), _EXPERIENCES, "experiences")
    allow = "allows" if len(experiences) == 1 else "allow"
    return f"{number:,} {'was' if number == 1 else 'were'} ungoverned and can buy only what {under} {allow}"


def gaining(page: Page, plan: PlanJson) -> Iterator[Point]:
    """Say how many accounts gain products, and which; accounts that become ungoverned do not count as gaining."""
    groups = [group for group in plan["impact"]["groups"] if group["gains"] != 0 and group["after"] is not None]
    if groups:
        head = f"{accounts_of(number_of(groups), 'gains', 'gain')} products"
        yield Point(head, _clauses(page, groups, _gain), fate="gain")


def moving(page: Page, plan: PlanJson) -> Iterator[Point]:
    """Say which accounts change their experience and can buy the same products."""
    alike = [one for one in plan["impact"]["groups"] if one["gains"] == 0 == one["loses"] and one["after"] is not None]
    if alike:
        head = (
            f"{accounts_of(number_of(alike), 'changes its', 'change their')} experience and can buy the same products"
        )
        yield Point(head, _clauses(page, alike, lambda _page, _group: ""))


def in_between(page: Page, plan: PlanJson) -> Iterator[Point]:
    """Say which accounts are governed during the apply neither as before nor as after, and for how long."""
    bare = [one for one in plan["exposures"] if one["governed_by"] is None]
    if bare:
        yield Point(
            f"{_exposed(bare, 'is', 'are')} ungoverned for about {_longest(bare)} s during the apply",
            _movers(page, bare),
            refusing(plan, Rule.UNGOVERNED, When.ON_THE_WAY),
        )
    other = [one for one in plan["exposures"] if one["governed_by"] is not None]
    if other:
        head = f"{_exposed(other, 'is', 'are')} exposed for about {_longest(other)} s during the apply"
        yield Point(head, _movers(page, other))


def _movers(page: Page, exposures: Sequence[ExposureJson]) -> str:
    """Name the principals that are exposed, by the experience that governs them meanwhile."""
    under: dict[str | None, dict[str, None]] = {}
    for one in exposures:
        under.setdefault(one["governed_by"], {})[one["principal"]] = None
    told = [
        some(page, by_name(page, list(movers))) + (f" under {page.told(experience)}" if experience else "")
        for experience, movers in under.items()
    ]
    return clauses(first(told, _CLAUSES))


def _clauses(page: Page, groups: Sequence[GroupJson], said: Telling) -> str:
    return by_group(page, groups, lambda page, group: f"{_those(page, group)} {said(page, group)}".rstrip())


def by_group(page: Page, groups: Sequence[GroupJson], clause: Telling) -> str:
    """Return the *clause* of each of the largest groups, and count the accounts of the others."""
    ranked = by_size(groups)
    rest = ranked[_CLAUSES:]
    more = f"{number_of(rest):,} more in {count(len(rest), 'group')}" if rest else ""
    return clauses([*(clause(page, group) for group in ranked[:_CLAUSES]), more])


def by_size(groups: Iterable[GroupJson]) -> list[GroupJson]:
    """Sort groups: the largest first, those of one size by their experiences."""
    return sorted(groups, key=_size)


def _size(group: GroupJson) -> tuple[int, object, object]:
    return -len(group["accounts"]), by_number(group["after"] or ""), by_number(group["before"] or "")


def _those(page: Page, group: GroupJson) -> str:
    """Name the accounts of a small group, count those of a large one, and say what governs them."""
    accounts = group["accounts"]
    who = few_people(page, accounts)
    before, after = (_governing(page, group[end]) for end in ("before", "after"))
    return f"{who} under {after}" if before == after else f"{who} from {before} to {after}"


def few_people(page: Page, accounts: Sequence[str]) -> str:
    """Name accounts that are at most two units or two names; count them otherwise."""
    names, left = summed(page, accounts, NAMED)
    return f"{len(accounts):,}" if left else joined(names)


def _governing(page: Page, experience: str | None) -> str:
    return "ungoverned" if experience is None else page.told(experience)


def _loss(page: Page, group: GroupJson) -> str:
    verb = "loses" if len(group["accounts"]) == 1 else "lose"
    if group["lost"] is None:
        return f"{verb} every product that it does not allow"
    return f"{verb} {products(page, group['lost'])}"


def _gain(page: Page, group: GroupJson) -> str:
    verb = "gains" if len(group["accounts"]) == 1 else "gain"
    if group["gains"] is None:
        return f"{verb} every product (no procurement policy)"
    return f"{verb} {products(page, group['gained'])}"


def products(page: Page, ids: Sequence[str]) -> str:
    """Name a few products, sorted by name, and count the others."""
    return some(page, by_name(page, ids), _PRODUCTS, "products")


def number_of(groups: Sequence[GroupJson]) -> int:
    """Count the accounts of *groups*."""
    return sum(len(group["accounts"]) for group in groups)


def _exposed(exposures: Sequence[ExposureJson], one: str, many: str) -> str:
    return accounts_of(len({account for exposure in exposures for account in exposure["accounts"]}), one, many)


def _longest(exposures: Sequence[ExposureJson]) -> int:
    return max(int(one["seconds"]) for one in exposures)


def accounts_of(number: int, one: str, many: str) -> str:
    """Return the number of accounts with a verb for *one* or for *many*."""
    return f"{count(number, 'account')} {one if number == 1 else many}"
