"""Effective catalogues as text: the experience and the products of each account, now and after a plan."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reconciler.model import AccountState

from .page import Document, Page
from .problems import problem_lines
from .style import PLAIN, Style
from .surroundings import digest8
from .words import clean, count

_ENDS = ("now", "after")
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


def effective_lines(document: Document, style: Style = PLAIN, *, full: bool = False) -> Iterator[str]:
    """Show which experience governs which accounts; *full* shows every group, account, experience and product."""
    page = Page(style, document["names"], full)
    yield _verdict(page, document)
    problems = [problem for problem in document["problems"] if problem["severity"] in _GRAVE]
    if problems:
        yield ""
        yield from problem_lines(page, problems)
    if document["account"]:
        yield ""
        yield from _account(page, document["account"])
    if document["groups"]:
        yield ""
        yield from _product(page, document) if document["product"] else _groups(page, document)
    if not document["product"] and document["catalogues"]:
        yield ""
        yield from _catalogues(page, document)


def _verdict(page: Page, document: Document) -> str:
    """Say for how many accounts a plan would change the experience, and for how many the products."""
    groups = document["groups"]
    plan, accounts = digest8({"digest": document["plan_digest"]}), count(_people(groups), "account")
    if not groups:
        return f"The account is not in use and cannot buy anything, with or without plan {plan}."
    moving = _people([group for group in groups if group["now"] != group["after"]])
    recut = _people([group for group in groups if _is_recut(document, group)])
    if not moving and not recut:
        return f"Plan {plan} changes neither the experience nor the products of {accounts}."
    changes = f"the experience of {moving or 'none'} and the products of {recut or 'none'}"
    told = f"Of {accounts}, plan {plan} would change {changes}"
    return f"{told}{_fares(page, document) if document['product'] else ''}."


def _fares(page: Page, document: Document) -> str:
    """Say how many accounts would gain and lose the product in question."""
    gain, lose = (_people(_faring(document, fare)) or "none" for fare in (_GAINS, _LOSES))
    return f"; {gain} would gain {page.named(document['product'])}, {lose} would lose it"


def _people(groups: Sequence[Document]) -> int:
    return sum(len(group["accounts"]) for group in groups)


def _changes(document: Document, group: Document) -> bool:
    """Tell whether the plan changes anything for a group."""
    return group["now"] != group["after"] or _is_recut(document, group)


def _is_recut(document: Document, group: Document) -> bool:
    """Tell whether the plan changes the products that the accounts of a group can buy."""
    now, after = (_bought(document, group[end], end) for end in _ENDS)
    return now != after


def _bought(document: Document, experience: str | None, end: str) -> Sequence[str] | None:
    """Return the products that an experience allows, sorted; None is every product, also where none governs."""
    catalogue = document["catalogues"][experience][end] if experience else None
    return None if catalogue is None or catalogue["everything"] else catalogue["products"]


def _unusual(account: Document) -> str:
    """Return the state of an account in words; empty for an active one."""
    state = AccountState.of(account["state"])
    if state is AccountState.ACTIVE:
        return ""
    return f" {state.words}" if account["open"] else f" {state.words}: it cannot buy anything"


def _account(page: Page, account: Document) -> Iterator[str]:
    """Show why one account is governed as it is, now and after the plan."""
    yield page.strong(page.named(account["id"])) + _unusual(account)
    now, after = (_why(page, account[end]) for end in _ENDS)
    if now == after:
        yield f"  now and after  {now}"
        return
    yield f"  now    {now}"
    yield f"  after  {after}"


def _why(page: Page, decision: Document) -> str:
    """Show the path that decided: `account 1111 ← ou-finance ← experience.finance; experience.x skipped: disabled`."""
    path = " ← ".join(map(page.named, decision["path"]))
    governed = f" ← {_experience(page, decision['experience'])}" if decision["experience"] else ": ungoverned"
    skipped = (
        f"; {_experience(page, one['experience'])} skipped: {clean(one['status'])}" for one in decision["skipped"]
    )
    return f"account {path}{governed}{''.join(skipped)}"


def _experience(page: Page, experience: str | None) -> str:
    return page.named(experience) if experience else "ungoverned"


def _ends(page: Page, group: Document) -> str:
    """Return the experience of a group, now and after the plan."""
    now, after = (_experience(page, group[end]) for end in _ENDS)
    return now if now == after else f"{now} → {after}"


def _groups(page: Page, document: Document) -> Iterator[str]:
    """Show which experience governs which accounts."""
    groups = _ranked(document, document["groups"])
    for group in page.shown(groups, _FEW):
        yield f"{page.strong(_ends(page, group))}: {count(len(group['accounts']), 'account')}"
        yield from _accounts(page, group["accounts"], "  ")
    yield from page.rest(groups, "", _FEW)


def _ranked(document: Document, groups: Sequence[Document]) -> Sequence[Document]:
    """Sort groups that the plan changes first, then large ones: the end of the list may be cut."""
    return sorted(groups, key=lambda group: (not _changes(document, group), -len(group["accounts"])))


def _accounts(page: Page, accounts: Sequence[str], indent: str) -> Iterator[str]:
    yield from (f"{indent}{page.named(account)}" for account in page.shown(accounts))
    yield from page.rest(accounts, indent)


def _product(page: Page, document: Document) -> Iterator[str]:
    """Show which accounts can buy one product, now and after the plan."""
    yield page.strong(page.named(document["product"]))
    for fare, words in _MAY.items():
        groups = _ranked(document, _faring(document, fare))
        if groups:
            yield f"  {words}: {count(_people(groups), 'account')}"
        for group in page.shown(groups, _FEW):
            yield f"    {_ends(page, group)}"
            yield from _accounts(page, group["accounts"], "      ")
        yield from page.rest(groups, "    ", _FEW)


def _faring(document: Document, fare: Fare) -> Sequence[Document]:
    return [one for one in document["groups"] if tuple(one["may_buy"][end] for end in _ENDS) == fare]


def _catalogues(page: Page, document: Document) -> Iterator[str]:
    """Show the products of every experience that governs an account; those that the plan changes first."""
    yield page.strong("Products of each experience")
    catalogues = sorted(document["catalogues"].items(), key=lambda one: one[1]["now"] == one[1]["after"])
    for experience, catalogue in page.shown(catalogues, _FEW):
        yield f"  {_experience(page, experience)}: {_size(catalogue)}"
        before, after = (_listed(catalogue[end]) for end in _ENDS)
        lines = [(product, _sign(product, before, after)) for product in sorted(before | after)]
        yield from (f"    {sign} {page.named(product)}" for product, sign in page.shown(lines))
        yield from page.rest(lines, "    ")
    yield from page.rest(catalogues, "  ", _FEW)
    if any(None in (group["now"], group["after"]) for group in document["groups"]):
        yield "  ungoverned: every product"


def _size(catalogue: Mapping[str, Any]) -> str:
    now, after = (_products(catalogue[end]) for end in _ENDS)
    return now if now == after else f"{now} → {after}"


def _products(end: Document | None) -> str:
    if end is None:
        return "does not exist"
    return "every product" if end["everything"] else count(len(end["products"]), "product")


def _listed(end: Document | None) -> set[str]:
    return set(end["products"]) if end else set()


def _sign(product: str, before: set[str], after: set[str]) -> str:
    """Return the sign of a product that is added, removed or kept."""
    if product not in before:
        return "+"
    return " " if product in after else "-"
