"""Effective catalogues as text: the experience and the products of each account, now and after a plan."""

from collections.abc import Iterator, Mapping, Sequence

from reconciler.model import AccountState
from reconciler.printed import (
    CatalogueJson,
    DecisionJson,
    EffectiveAccountJson,
    EffectiveGroupJson,
    EffectiveJson,
    End,
    ProductsJson,
)

from .naming import by_name
from .page import Page, separated
from .problems import problem_lines
from .style import PLAIN, Style
from .surroundings import digest8
from .words import count

ENDS: tuple[End, End] = ("now", "after")
_GRAVE = {"error", "refused"}
_FEW = 10
"""How many groups, and how many experiences, are shown without `--full`."""

Fare = tuple[bool, bool]
"""Whether accounts can buy a product, now and after the plan."""

_GAINS, _LOSES = (False, True), (True, False)
_MAY: Mapping[Fare, str] = {
    (True, True): "can buy it",
    _GAINS: "would gain it",
    _LOSES: "would lose it",
    (False, False): "cannot buy it",
}


def effective_lines(answer: EffectiveJson, style: Style = PLAIN, *, full: bool = False) -> Iterator[str]:
    """Show which experience governs which accounts; *full* shows every group, account, experience and product."""
    page = Page(style, answer["names"], full)
    problems = [problem for problem in answer["problems"] if problem["severity"] in _GRAVE]
    return separated(
        [
            page.folded([effective_verdict(page, answer)]),
            page.messages(problem_lines(page, problems)),
            page.folded(_account(page, answer["account"]) if answer["account"] else []),
            page.folded(_product(page, answer) if answer["product"] else _groups(page, answer)),
            page.folded([] if answer["product"] else _catalogues(page, answer)),
        ]
    )


def effective_verdict(page: Page, answer: EffectiveJson) -> str:
    """Say for how many accounts a plan would change the experience, and for how many the products."""
    groups = answer["groups"]
    plan, accounts = page.coded(digest8(answer["plan_digest"])), count(_people(groups), "account")
    if not groups:
        return f"The account is not in use and cannot buy anything, with or without plan {plan}."
    moving = _people([group for group in groups if group["now"] != group["after"]])
    recut = _people([group for group in groups if _is_recut(answer, group)])
    if not moving and not recut:
        return f"Plan {plan} changes neither experience nor products of any account ({accounts})."
    changes = f"the experience of {moving or 'none'} and the products of {recut or 'none'}"
    told = f"Of {accounts}, plan {plan} would change {changes}"
    return f"{told}{_fares(page, answer) if answer['product'] else ''}."


def _fares(page: Page, answer: EffectiveJson) -> str:
    """Say how many accounts would gain and lose the product in question."""
    gain, lose = (_people(_faring(answer, fare)) or "none" for fare in (_GAINS, _LOSES))
    return f"; {gain} would gain {page.named(answer['product'] or '')}, {lose} would lose it"


def _people(groups: Sequence[EffectiveGroupJson]) -> int:
    return sum(len(group["accounts"]) for group in groups)


def _changes(answer: EffectiveJson, group: EffectiveGroupJson) -> bool:
    """Tell whether the plan changes anything for a group."""
    return group["now"] != group["after"] or _is_recut(answer, group)


def _is_recut(answer: EffectiveJson, group: EffectiveGroupJson) -> bool:
    """Tell whether the plan changes the products that the accounts of a group can buy."""
    now, after = (_bought(answer, group[end], end) for end in ENDS)
    return now != after


def _bought(answer: EffectiveJson, experience: str | None, end: End) -> Sequence[str] | None:
    """Return the products that an experience allows, sorted; None is every product, also where none governs."""
    catalogue = answer["catalogues"][experience][end] if experience else None
    return None if catalogue is None or catalogue["everything"] else catalogue["products"]


def state_words(account: EffectiveAccountJson) -> str:
    """Return the state of an account in words; empty for an active one."""
    state = AccountState.of(account["state"])
    if state is AccountState.ACTIVE:
        return ""
    return f" {state.words}" if account["open"] else f" {state.words}: it cannot buy anything"


def _account(page: Page, account: EffectiveAccountJson) -> Iterator[str]:
    """Show why one account is governed as it is, now and after the plan."""
    yield page.strong(page.named(account["id"])) + state_words(account)
    now, after = (why(page, account[end]) for end in ENDS)
    if now == after:
        yield f"  now and after  {now}"
        return
    yield f"  now    {now}"
    yield f"  after  {after}"


def why(page: Page, decision: DecisionJson) -> str:
    """Show the path that decided: `account 1111 ← ou-finance ← experience.finance; experience.x skipped: disabled`."""
    path = " ← ".join(map(page.named, decision["path"]))
    governed = f" ← {experience_words(page, decision['experience'])}" if decision["experience"] else ": ungoverned"
    skipped = (
        f"; {experience_words(page, one['experience'])} skipped: {page.inert(one['status'])}"
        for one in page.shown(decision["skipped"], _FEW)
    )
    left = len(decision["skipped"]) - len(page.shown(decision["skipped"], _FEW))
    return f"account {path}{governed}{''.join(skipped)}{f'; {left:,} more skipped' if left else ''}"


def experience_words(page: Page, experience: str | None) -> str:
    """Name the experience that governs."""
    return page.named(experience) if experience else "ungoverned"


def _ends(page: Page, group: EffectiveGroupJson) -> str:
    """Return the experience of a group, now and after the plan."""
    now, after = (experience_words(page, group[end]) for end in ENDS)
    return now if now == after else f"{now} → {after}"


def _groups(page: Page, answer: EffectiveJson) -> Iterator[str]:
    """Show which experience governs which accounts."""
    groups = ranked(answer, answer["groups"])
    for group in page.shown(groups, _FEW):
        yield f"{page.strong(_ends(page, group))}: {count(len(group['accounts']), 'account')}"
        yield from _accounts(page, group["accounts"], "  ")
    yield from page.rest(groups, "", _FEW)


def ranked(answer: EffectiveJson, groups: Sequence[EffectiveGroupJson]) -> Sequence[EffectiveGroupJson]:
    """Sort groups that the plan changes first, then large ones: the end of the list may be cut."""
    return sorted(groups, key=lambda group: (not _changes(answer, group), -len(group["accounts"])))


def _accounts(page: Page, accounts: Sequence[str], indent: str) -> Iterator[str]:
    yield from (f"{indent}{page.named(account)}" for account in page.shown(by_name(page, accounts)))
    yield from page.rest(accounts, indent)


def _product(page: Page, answer: EffectiveJson) -> Iterator[str]:
    """Show which accounts can buy one product, now and after the plan."""
    if not answer["groups"]:
        return
    yield page.strong(page.named(answer["product"] or ""))
    for fare, words in _MAY.items():
        groups = ranked(answer, _faring(answer, fare))
        if groups:
            yield f"  {words}: {count(_people(groups), 'account')}"
        for group in page.shown(groups, _FEW):
            yield f"    {_ends(page, group)}"
            yield from _accounts(page, group["accounts"], "      ")
        yield from page.rest(groups, "    ", _FEW)


def _faring(answer: EffectiveJson, fare: Fare) -> Sequence[EffectiveGroupJson]:
    return [one for one in answer["groups"] if tuple(one["may_buy"][end] for end in ENDS) == fare]


def _catalogues(page: Page, answer: EffectiveJson) -> Iterator[str]:
    """Show the products of every experience that governs an account; those that the plan changes first."""
    if not answer["catalogues"]:
        return
    yield page.strong("Products of each experience")
    catalogues = sorted(answer["catalogues"].items(), key=lambda one: one[1]["now"] == one[1]["after"])
    for experience, catalogue in page.shown(catalogues, _FEW):
        yield f"  {experience_words(page, experience)}: {catalogue_size(catalogue)}"
        before, after = (listed(catalogue[end]) for end in ENDS)
        lines = [(product, _sign(product, before, after)) for product in sorted(before | after)]
        yield from (f"    {sign} {page.named(product)}" for product, sign in page.shown(lines))
        yield from page.rest(lines, "    ")
    yield from page.rest(catalogues, "  ", _FEW)
    if any(None in (group["now"], group["after"]) for group in answer["groups"]):
        yield "  ungoverned: every product"


def catalogue_size(catalogue: CatalogueJson) -> str:
    """Count the products that an experience allows, now and after the plan."""
    now, after = (_products(catalogue[end]) for end in ENDS)
    return now if now == after else f"{now} → {after}"


def _products(end: ProductsJson | None) -> str:
    if end is None:
        return "does not exist"
    return "every product" if end["everything"] else count(len(end["products"]), "product")


def listed(end: ProductsJson | None) -> set[str]:
    """Return the products that an experience lists."""
    return set(end["products"]) if end else set()


def _sign(product: str, before: set[str], after: set[str]) -> str:
    """Return the sign of a product that is added, removed or kept."""
    if product not in before:
        return "+"
    return " " if product in after else "-"
