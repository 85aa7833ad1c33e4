"""Effective catalogues as text: who is governed by what, what that lets buy, and what of it a plan would change."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .page import Document, Page
from .problems import problem_lines
from .style import PLAIN, Style
from .surroundings import digest8
from .words import clean, count

_ENDS = ("now", "after")
_GRAVE = {"error", "refused"}


def effective_lines(document: Document, style: Style = PLAIN, *, full: bool = False) -> Iterator[str]:
    """Show who is governed by what; *full* shows every account and every product."""
    page = Page(style, document["names"], full)
    yield _verdict(document)
    problems = [problem for problem in document["problems"] if problem["severity"] in _GRAVE]
    if problems:
        yield ""
        yield from problem_lines(page, problems)
    if document["account"]:
        yield ""
        yield from _account(page, document["account"])
    yield ""
    yield from _product(page, document) if document["product"] else _groups(page, document["groups"])
    if not document["product"] and document["catalogues"]:
        yield ""
        yield from _catalogues(page, document)


def _verdict(document: Document) -> str:
    """Say how many accounts there are, and for how many a plan would change something."""
    accounts = sum(len(group["accounts"]) for group in document["groups"])
    moving = sum(len(group["accounts"]) for group in document["groups"] if group["now"] != group["after"])
    digest = digest8({"digest": document["plan_digest"]})
    if not moving:
        return f"{count(accounts, 'account')}; plan {digest} changes what governs none of them."
    return f"After plan {digest}, another experience would govern {moving} of {count(accounts, 'account')}."


def _account(page: Page, account: Document) -> Iterator[str]:
    """Say why one account is governed as it is, and as it would be."""
    yield page.strong(page.named(account["id"])) + ("" if account["open"] else " is closed: it can't buy anything")
    now, after = (_why(page, account[end]) for end in _ENDS)
    if now == after:
        yield f"  now and after  {now}"
        return
    yield f"  now    {now}"
    yield f"  after  {after}"


def _why(page: Page, decision: Document) -> str:
    """Say which path decided: `111111111111 ← ou-finance ← experience.finance; experience.x skipped: disabled`."""
    path = " ← ".join(map(page.named, decision["path"]))
    governed = f" ← {_experience(page, decision['experience'])}" if decision["experience"] else ": ungoverned"
    skipped = (
        f"; {_experience(page, one['experience'])} skipped: {clean(one['status'])}" for one in decision["skipped"]
    )
    return f"{path}{governed}{''.join(skipped)}"


def _experience(page: Page, experience: str | None) -> str:
    return page.named(experience) if experience else "ungoverned"


def _ends(page: Page, group: Document) -> str:
    """Say what governs a group, and what would."""
    now, after = (_experience(page, group[end]) for end in _ENDS)
    return now if now == after else f"{now} → {after}"


def _groups(page: Page, groups: Sequence[Document]) -> Iterator[str]:
    """Show what governs which accounts."""
    for group in groups:
        yield f"{page.strong(_ends(page, group))}: {count(len(group['accounts']), 'account')}"
        yield from _accounts(page, group["accounts"], "  ")


def _accounts(page: Page, accounts: Sequence[str], indent: str) -> Iterator[str]:
    yield from (f"{indent}{page.named(account)}" for account in page.shown(accounts))
    yield from page.rest(accounts, indent)


_MAY: Mapping[tuple[bool, bool], str] = {
    (True, True): "may buy it",
    (False, True): "would gain it",
    (True, False): "would lose it",
    (False, False): "may not buy it",
}


def _product(page: Page, document: Document) -> Iterator[str]:
    """Show who may buy one product, and who would."""
    yield page.strong(page.named(document["product"]))
    for fare, words in _MAY.items():
        groups = [one for one in document["groups"] if tuple(one["may_buy"][end] for end in _ENDS) == fare]
        if groups:
            yield f"  {words}: {count(sum(len(group['accounts']) for group in groups), 'account')}"
        for group in groups:
            yield f"    {_ends(page, group)}"
            yield from _accounts(page, group["accounts"], "      ")


def _catalogues(page: Page, document: Document) -> Iterator[str]:
    """Show what every experience that governs anybody lets buy."""
    yield page.strong("What may be bought")
    for experience, catalogue in document["catalogues"].items():
        yield f"  {_experience(page, experience)}: {_size(catalogue)}"
        before, after = (_listed(catalogue[end]) for end in _ENDS)
        lines = [(product, _sign(product, before, after)) for product in sorted(before | after)]
        yield from (f"    {sign} {page.named(product)}" for product, sign in page.shown(lines))
        yield from page.rest(lines, "    ")
    if any(None in (group["now"], group["after"]) for group in document["groups"]):
        yield "  ungoverned: everything"


def _size(catalogue: Mapping[str, Any]) -> str:
    now, after = (_products(catalogue[end]) for end in _ENDS)
    return now if now == after else f"{now} → {after}"


def _products(end: Document | None) -> str:
    if end is None:
        return "not there"
    return "everything" if end["everything"] else count(len(end["products"]), "product")


def _listed(end: Document | None) -> set[str]:
    return set(end["products"]) if end else set()


def _sign(product: str, before: set[str], after: set[str]) -> str:
    """Mark what comes and what goes."""
    if product not in before:
        return "+"
    return " " if product in after else "-"
