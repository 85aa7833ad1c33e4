"""A printed report has all views, light, without what only works on a screen."""

import io
from copy import deepcopy

from pypdf import PdfReader

from tests.browser.checks import settle
from tests.browser.conftest import Look
from tests.browser.reports import of_plan, report, story
from tests.browser.visits import DARK, Window


def test_a_printed_report_has_all_views(look: Look) -> None:
    """The PDF says the verdict, names accounts, products, calls, customers, addresses and problems."""
    page = look(report("refused"), window=DARK)
    text = printed(page.pdf(format="A4", print_background=True))
    wanted = (
        "Refused: 2 rules must be accepted before 7 changes can be applied.",
        "Account 1",
        "Ledger",
        "4 grants are added",
        "api-eu",
        "171717171717",
        "experience.account-1",
        "max_connected_removed",
    )
    assert [one for one in wanted if one.replace(" ", "") not in text] == []


def test_print_is_light_and_has_no_controls(look: Look) -> None:
    """On paper the ground is white; search, switches and tabs are gone, and every view is there."""
    page = look(report("refused"), window=DARK)
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    settle(page)
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    assert [page.locator(one).is_visible() for one in ("#search", "#theme", "[role=tablist]")] == [False] * 3
    panes = page.locator("[role=tabpanel]")
    assert [pane.is_visible() for pane in panes.all()] == [True] * 7
    page.evaluate("() => dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    assert [pane.is_visible() for pane in panes.all()] == [True] + [False] * 6


def test_a_print_of_many_accounts_has_units_only(look: Look) -> None:
    """More than 2,000 accounts are left out of a print, which says so; on the screen they are there again."""
    plan = deepcopy(story().refused)
    accounts = plan["world"]["accounts"] or []
    accounts += [{**accounts[-1], "id": str(900_000_000_000 + number)} for number in range(2_000)]
    page = look(of_plan(plan), "#organization")
    rows = [page.locator(f".tree-row.{kind}") for kind in ("unit", "account", "alike")]
    shown = [row.count() for row in rows]
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    assert [row.count() > 0 for row in rows] == [True, False, False]
    assert page.locator("#view-organization .unprinted").text_content() == (
        "Units only, as far as they were open: 2,029 accounts are too many to print."
    )
    page.evaluate("() => dispatchEvent(new Event('afterprint'))")
    assert ([row.count() for row in rows], page.locator(".unprinted").count()) == (shown, 0)


def test_names_and_commands_are_whole_on_paper(look: Look) -> None:
    """A name of the tree has room for its words, and a long line of a command goes on below instead of being cut."""
    page = look(report("refused"), window=Window(718))
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    settle(page)
    assert page.locator("pre").evaluate_all("all => all.filter(one => one.scrollWidth > one.clientWidth).length") == 0
    names = page.locator("#view-organization .row.account .who").evaluate_all("all => all.map(one => one.offsetHeight)")
    assert max(names) <= 45


def printed(pdf: bytes) -> str:
    """Return the text of a PDF without blanks, since lines are broken anywhere."""
    return "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages)
