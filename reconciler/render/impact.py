"""The blocks "Impact" and "Exposure during apply": accounts that a plan changes, and accounts that are exposed."""

from collections.abc import Iterator, Sequence
from typing import Literal

from reconciler.printed import ExposureJson, GroupJson, PlanJson

from .naming import by_name, people, some
from .page import Page
from .wording import PLANNED, ChangeMark, Wording
from .words import clean, count, joined

_FEW = 10
WIDER = "products that neither the old nor the new experience allows"
CONTINUE = "Existing subscriptions to lost products continue, but AWS blocks their renewal and changes to them."
NARROWER = "some products that both the old and the new experience allow"


def impact_lines(page: Page, wording: Wording, plan: PlanJson) -> Iterator[str]:
    """Show what each group of accounts gains and loses: refused groups first, then the largest first."""
    refused = page.refusals.of_group
    groups = ranked(page, plan)
    if not groups:
        return
    yield page.strong("Impact") + wording.compared
    for group in page.shown(groups, _FEW):
        yield f"  {_ends(page, wording, group)}{page.refused(refused(group))}"
        yield f"      {_people(page, group['accounts'])}"
        yield from _products(page, wording, group)
    yield from page.rest(groups, "  ", _FEW)
    if wording is PLANNED and any(group["loses"] != 0 for group in groups):
        yield page.faint(f"  {CONTINUE}")


def ranked(page: Page, plan: PlanJson) -> list[GroupJson]:
    """Return the groups of accounts that a plan changes: refused groups first, then the largest."""
    groups = plan["impact"]["groups"]
    return sorted(groups, key=lambda group: (not page.refusals.of_group(group), -len(group["accounts"])))


def _ends(page: Page, wording: Wording, group: GroupJson) -> str:
    """Say which experience governs the group before and after, or in the repository and in AWS."""
    before, after = (_governing(page, group[end]) for end in ("before", "after"))
    number = len(group["accounts"])
    if before == after:
        return f"{count(number, 'account')} {wording.stays[number != 1]} under {before}"
    return f"{count(number, 'account')}: {wording.between.format(*wording.ordered(before, after))}"


def _governing(page: Page, experience: str | None) -> str:
    return "ungoverned" if experience is None else page.named(experience)


def _products(page: Page, wording: Wording, group: GroupJson) -> Iterator[str]:
    """Show the products that are lost, then those that are gained; null stands for all that the other end lacks."""
    ends: tuple[tuple[int | None, list[str] | None, ChangeMark, Literal["before", "after"]], ...] = (
        (group["loses"], group["lost"], wording.removed, "after"),
        (group["gains"], group["gained"], wording.added, "before"),
    )
    for number, products, mark, end in ends:
        sign, colour = _sign(wording, mark), mark.paint(page.style)
        if number is None:
            everything = f"every product that {_governing(page, group[end])}{wording.ends[end]} does not allow"
            yield f"      {colour}{sign}{everything}{page.style.off}"
        elif products:
            yield from _listed(page, sign, products, colour)


def _sign(wording: Wording, mark: ChangeMark) -> str:
    """Return what stands before a line of products: in a plan the sign is enough, in drift a word follows it."""
    return f"{mark.sign} " if wording is PLANNED else f"{mark.sign} {mark.word}: "


def _listed(page: Page, sign: str, ids: Sequence[str], colour: str = "") -> Iterator[str]:
    """Name a few products, sorted by name, or all of them with id and name."""
    ordered = by_name(page, ids)
    told = joined([page.named(id_) for id_ in ordered]) if page.full else some(page, ordered)
    yield f"      {colour}{sign}{told}{page.style.off if colour else ''}"


def _people(page: Page, accounts: Sequence[str]) -> str:
    """Sum up accounts by unit, then by name; on a full page name all of them with id and name."""
    return joined([page.named(id_) for id_ in by_name(page, accounts)]) if page.full else people(page, accounts)


def exposure_lines(page: Page, plan: PlanJson) -> Iterator[str]:
    """Show the accounts that are exposed between two operations: refused exposures first."""
    refused = page.refusals.of_exposure
    exposures = sorted(plan["exposures"], key=lambda one: not refused(one))
    if not exposures:
        return
    yield page.strong("Exposure during apply") + " (what accounts can and cannot buy between two API calls)"
    for one in page.shown(exposures, _FEW):
        when = f"from {clean(one['from'])} until {clean(one['until'])}, about {one['seconds']} s"
        governed = f"governed by {page.named(one['governed_by'])}" if one["governed_by"] else "ungoverned"
        yield f"  {page.named(one['principal'])} {when}: {governed}{page.refused(refused(one))}"
        if one["accounts"] != [one["principal"]]:
            yield f"      {count(len(one['accounts']), 'account')}: {_people(page, one['accounts'])}"
        yield from (f"      {page.style.warning}{way}{page.style.off}" for way in ways(one))
    yield from page.rest(exposures, "  ", _FEW)


def ways(exposure: ExposureJson) -> list[str]:
    """Say what the accounts can and cannot buy between the two operations."""
    told = {
        "can buy every product" if exposure["governed_by"] is None else f"can buy {WIDER}": exposure["wider"],
        f"cannot buy {NARROWER}": exposure["narrower"],
    }
    return [way for way, is_so in told.items() if is_so]
