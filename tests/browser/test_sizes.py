"""A report fits its window: no view makes the page wider, on a telephone, on a wide screen or enlarged."""

import pytest

from tests.browser.checks import ANSWERING, VIEWS, open_view, too_wide
from tests.browser.conftest import Look
from tests.browser.reports import REPORTS, report
from tests.browser.visits import PHONE, WIDE, ZOOMED


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
