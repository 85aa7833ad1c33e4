"""Who feels a plan, group by group, and who is exposed while it is carried out."""

from collections.abc import Iterator, Sequence
from textwrap import wrap

from .naming import some
from .page import Document, Page
from .wording import PLANNED, Mark, Wording
from .words import clean, count, joined

_FEW = 10
_WIDTH = 100


def impact_lines(page: Page, wording: Wording, document: Document) -> Iterator[str]:
    """Show what each group of accounts gains and loses: what is refused first, then the largest first."""
    refused = page.refusals.of_group
    groups = sorted(document["impact"]["groups"], key=lambda group: (not refused(group), -len(group["accounts"])))
    if not groups:
        return
    yield ""
    yield page.strong("Who feels it") + wording.felt
    for group in page.shown(groups, _FEW):
        yield f"  {_ends(page, wording, group)}{page.refused(refused(group))}"
        yield from _listed(page, "", group["accounts"])
        yield from _products(page, wording, group)
    yield from page.rest(groups, "  ", _FEW)
    if wording is PLANNED and any(group["loses"] != 0 for group in groups):
        yield page.faint("  Subscriptions that exist go on until they are renewed.")


def _ends(page: Page, wording: Wording, group: Document) -> str:
    """Say what governs the group before and after, or here and there."""
    before, after = (_governing(page, group[end]) for end in ("before", "after"))
    number = len(group["accounts"])
    if before == after:
        return f"{count(number, 'account')} {wording.stays[number != 1]} under {before}"
    return f"{count(number, 'account')}: {wording.between.format(*wording.ordered(before, after))}"


def _governing(page: Page, experience: str | None) -> str:
    return "ungoverned" if experience is None else page.named(experience)


def _products(page: Page, wording: Wording, group: Document) -> Iterator[str]:
    """Show what is lost, then what is gained; null is everything."""
    unlisted = "everything that is not listed"
    for number, products, mark, everything in (
        ("loses", "lost", wording.removed, unlisted),
        ("gains", "gained", wording.added, "everything" if wording is PLANNED else unlisted),
    ):
        sign, colour = _sign(wording, mark), mark.paint(page.style)
        if group[number] is None:
            yield f"      {colour}{sign}{everything}{page.style.off}"
        elif group[products]:
            yield from _listed(page, sign, group[products], colour)


def _sign(wording: Wording, mark: Mark) -> str:
    """Say what a line of products is about: of a plan, everybody knows."""
    return f"{mark.sign} " if wording is PLANNED else f"{mark.sign} {mark.word}: "


def _listed(page: Page, sign: str, ids: Sequence[str], colour: str = "") -> Iterator[str]:
    """Name a few of *ids* in one line, or all of them with id and name, in as many lines as that takes."""
    told = joined([page.named(id_) for id_ in ids]) if page.full else some(page, ids)
    first, *more = wrap(told, _WIDTH, break_long_words=False, break_on_hyphens=False) or [""]
    off = page.style.off if colour else ""
    yield f"      {colour}{sign}{first}{off}"
    yield from (f"      {colour}{' ' * len(sign)}{line}{off}" for line in more)


def exposure_lines(page: Page, document: Document) -> Iterator[str]:
    """Show who is, between two operations, neither as before nor as after: what is refused first."""
    refused = page.refusals.of_exposure
    exposures = sorted(document["exposures"], key=lambda one: not refused(one))
    if not exposures:
        return
    yield ""
    yield page.strong("On the way") + " (neither as before nor as after)"
    for one in page.shown(exposures, _FEW):
        when = f"from {clean(one['from'])} until {clean(one['until'])}, about {one['seconds']} s"
        governed = f"governed by {page.named(one['governed_by'])}" if one["governed_by"] else "ungoverned"
        yield f"  {page.named(one['principal'])} {when}: {governed}{page.refused(refused(one))}"
        if one["accounts"] != [one["principal"]]:
            yield from _listed(page, f"{count(len(one['accounts']), 'account')}: ", one["accounts"])
        yield f"      {page.style.warning}{_exposed(one)}{page.style.off}"
    yield from page.rest(exposures, "  ", _FEW)


def _exposed(exposure: Document) -> str:
    """Say what the accounts may and may not buy meanwhile."""
    wider = "may buy what neither before nor after allows"
    ways = {
        "may buy anything" if exposure["governed_by"] is None else wider: exposure["wider"],
        "may not buy some of what both before and after allow": exposure["narrower"],
    }
    return joined([way for way, is_so in ways.items() if is_so])
