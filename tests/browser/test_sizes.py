"""A report fits its window: no view makes the page wider, on a telephone, on a wide screen or enlarged."""

import pytest

from tests.browser.checks import ANSWERING, VIEWS, open_view, settle, too_wide
from tests.browser.conftest import Look
from tests.browser.reports import REPORTS, report
from tests.browser.visits import PHONE, WIDE, ZOOMED, Window


@pytest.mark.parametrize("name", REPORTS)
def test_no_view_is_wider_than_its_window(name: str, look: Look) -> None:
    """Nobody has to scroll the page sideways, at 400 or 1600 px or at 200 %; tables that are wide scroll inside."""
    page = look(report(name), window=ZOOMED)
    for window in (ZOOMED, PHONE, WIDE):
        page.set_viewport_size({"width": window.width, "height": window.height})
        for key in ANSWERING if name == "effective" else VIEWS:
            open_view(page, key)
            assert too_wide(page) == [], (window, key)


def test_an_account_on_a_telephone_fits(look: Look) -> None:
    """The panel of an account is a sheet inside the window."""
    page = look(report("refused"), "#account=333333333333", PHONE)
    box = page.locator("#side [role=dialog]").bounding_box()
    assert box
    assert (box["x"] >= 0, box["x"] + box["width"] <= PHONE.width, too_wide(page)) == (True, True, [])


def test_the_chosen_tab_is_in_sight_on_a_telephone(look: Look) -> None:
    """The tabs scroll sideways, and the chosen one is moved into the window."""
    page = look(report("refused"), "#problems", PHONE)
    box = page.locator("#tab-problems").bounding_box()
    assert box
    assert (box["x"] >= 0, box["x"] + box["width"] <= PHONE.width) == (True, True)


def test_a_row_that_scrolls_fades_where_there_is_more(look: Look) -> None:
    """At 400 px the tabs fade at the right edge, scrolled to their end at the left one; a wide window has no fade."""
    page = look(report("refused"), window=PHONE)
    tabs = page.locator("[role=tablist]")
    faded = "one => ['more-left', 'more-right'].map(name => one.classList.contains(name))"
    assert tabs.evaluate(faded) == [False, True]
    tabs.evaluate("one => { one.scrollLeft = 9999 }")
    settle(page)
    assert tabs.evaluate(faded) == [True, False]
    page.set_viewport_size({"width": WIDE.width, "height": WIDE.height})
    settle(page)
    assert tabs.evaluate(faded) == [False, False]


def test_the_header_is_one_line_at_1080_px(look: Look) -> None:
    """Neither the time nor the commit wraps beside the search."""
    page = look(report("refused"), window=Window(1080))
    tops = page.locator(".about .nowrap").evaluate_all("all => all.map(one => one.getBoundingClientRect().top)")
    assert len({round(top) for top in tops}) == 1
