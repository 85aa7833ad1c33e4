"""Effective catalogues as a comment: the experience and the products of each account, now and after a plan."""

from collections.abc import Sequence

from reconciler.printed import EffectiveAccountJson, EffectiveGroupJson, EffectiveJson, WorldJson
from reconciler.render.effective import (
    ENDS,
    catalogue_size,
    effective_verdict,
    experience_words,
    listed,
    ranked,
    state_words,
    why,
)
from reconciler.render.naming import by_name, people
from reconciler.render.page import Page
from reconciler.render.units import Units
from reconciler.render.words import count

from .blocks import folded, heading, table
from .inert import fenced, html, visible
from .limits import Limits, fitted
from .marker import Marker
from .page import plain_page
from .problems import problem_section

_PEOPLE = 5


def effective_markdown(answer: EffectiveJson, marker: Marker, world: WorldJson | None = None) -> str:
    """Return the answer of `effective` as a comment; accounts are summed up by the units of *world*."""
    units = Units.of(world)
    return fitted(lambda limits: marker.above(_lines(answer, units, limits), answer["plan_digest"]))


def _lines(answer: EffectiveJson, units: Units, limits: Limits) -> list[str]:
    page = plain_page(limits)._replace(names=answer["names"], units=units)
    return [
        f"## {effective_verdict(page, answer).removesuffix('.')}",
        *problem_section(answer["problems"], "error", limits),
        *problem_section(answer["problems"], "refused", limits),
        *(_account(page, answer["account"]) if answer["account"] else []),
        *_groups(page, answer, limits),
        *([] if answer["product"] else _catalogues(page, answer, limits)),
    ]


def _account(page: Page, account: EffectiveAccountJson) -> list[str]:
    now, after = (why(page, account[end]) for end in ENDS)
    told = [f"- now and after: {now}"] if now == after else [f"- now: {now}", f"- after: {after}"]
    return ["", f"**{page.told(account['id'])}**{state_words(account)}", "", *told]


def _groups(page: Page, answer: EffectiveJson, limits: Limits) -> list[str]:
    groups = ranked(answer, answer["groups"])
    if not groups:
        return []
    may = ["Can buy it now", "Can buy it after"] if answer["product"] else []
    rows = [_group(page, group) for group in groups[: limits.rows]]
    lines = [*heading("Governed by"), *table(["#Accounts", "Who", "Now", "After", *may], rows)]
    return [*lines, *_rest(groups, limits)]


def _group(page: Page, group: EffectiveGroupJson) -> list[str]:
    ends = [experience_words(page, group[end]) for end in ENDS]
    may = [("yes" if group["may_buy"][end] else "no") for end in ENDS] if "may_buy" in group else []
    return [f"{len(group['accounts']):,}", people(page, group["accounts"], _PEOPLE), *ends, *may]


def _rest(groups: Sequence[EffectiveGroupJson], limits: Limits) -> list[str]:
    left = groups[limits.rows :]
    accounts = count(sum(len(group["accounts"]) for group in left), "account")
    return ["", f"… and {count(len(left), 'more group')} with {accounts}"] if left else []


def _catalogues(page: Page, answer: EffectiveJson, limits: Limits) -> list[str]:
    """Return the products of each experience, folded; those that the plan changes first."""
    catalogues = sorted(answer["catalogues"].items(), key=lambda one: one[1]["now"] == one[1]["after"])
    lines: list[str] = []
    for experience, catalogue in catalogues[: limits.rows]:
        before, after = (listed(catalogue[end]) for end in ENDS)
        products = [_product(page, one, before, after, limits) for one in by_name(page, before | after)]
        left = len(products) - limits.members
        more = [f"  … and {left:,} more"] if left > 0 else []
        summary = html(f"{page.name(experience) or experience}: {catalogue_size(catalogue)}")
        lines += folded(summary, fenced([*products[: limits.members], *more], "diff"))
    left = len(catalogues) - limits.rows
    more = ["", f"… and {count(left, 'more experience')}"] if left > 0 else []
    return [*heading("Products of each experience"), *lines, *more] if catalogues else []


def _product(page: Page, product: str, before: set[str], after: set[str], limits: Limits) -> str:
    sign = "+" if product not in before else " " if product in after else "-"
    shown = [visible(page.name(product), limits.value), visible(product, limits.value)]
    return f"{sign} {'  '.join(filter(None, shown))}"
