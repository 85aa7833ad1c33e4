"""A printed report has all views, light, without what only works on a screen."""

import io

from pypdf import PdfReader

from tests.browser.conftest import Look
from tests.browser.reports import report
from tests.browser.visits import DARK


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
    page.wait_for_timeout(50)
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    assert [page.locator(one).is_visible() for one in ("#search", "#theme", "[role=tablist]")] == [False] * 3
    panes = page.locator("[role=tabpanel]")
    assert [pane.is_visible() for pane in panes.all()] == [True] * 7
    page.evaluate("() => dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    assert [pane.is_visible() for pane in panes.all()] == [True] + [False] * 6


def printed(pdf: bytes) -> str:
    """Return the text of a PDF without blanks, since lines are broken anywhere."""
    return "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages)
