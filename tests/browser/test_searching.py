"""The search finds accounts, units, products, experiences, customers, services and changes by name and by id."""

import pytest

from tests.browser.checks import hard_to_use, not_open, settle, too_wide, unseen_focus
from tests.browser.conftest import Look
from tests.browser.reports import of_plan, report, story
from tests.browser.visits import PHONE

FOUND = {
    "orders prod": ("Orders Production", "organization"),
    "616161616161": ("Orders Production", "organization"),
    "Treasury": ("Treasury", "organization"),
    "crypto": ("Crypto Miner", "catalogues"),
    "43176543212": ("Crypto Miner", "catalogues"),
    "umbrella": ("Umbrella", "services"),
    "171717171717": ("171717171717", "services"),
    "experience.account-1": ("experience.account-1", "catalogues"),
    "vpce-svc-0b1c2d3e4f5061728": ("api-eu", "services"),
}
"""What is typed, what the first result says, and the view that Enter opens."""


@pytest.mark.parametrize("text", FOUND)
def test_enter_goes_to_the_first_result(text: str, look: Look) -> None:
    """A few letters or digits and Enter show the item, opened and focused."""
    page = look(report("refused"))
    page.keyboard.press("/")
    page.keyboard.type(text)
    says, key = FOUND[text]
    page.locator("#results [role=option]").first.filter(has_text=says).wait_for()
    page.keyboard.press("Enter")
    settle(page)
    assert (not_open(page, key), unseen_focus(page)) == ([], [])


def test_results_are_chosen_with_arrows_and_left_with_escape(look: Look) -> None:
    """The chosen result is told to screen readers; Escape closes the list."""
    page = look(report("refused"))
    page.keyboard.press("/")
    page.keyboard.type("production")
    field = page.locator("#search")
    options = page.locator("#results [role=option]")
    options.nth(2).wait_for()
    page.keyboard.press("ArrowDown")
    assert options.nth(1).get_attribute("aria-selected") == "true"
    assert field.get_attribute("aria-activedescendant") == options.nth(1).get_attribute("id")
    assert (field.get_attribute("aria-expanded"), hard_to_use(page)) == ("true", [])
    page.keyboard.press("Escape")
    assert field.get_attribute("aria-expanded") == "false"
    assert not page.locator("#results").is_visible()


def test_what_is_not_there_is_said(look: Look) -> None:
    """A text that nothing has is answered; Enter does nothing then."""
    page = look(report("refused"))
    page.keyboard.press("/")
    page.keyboard.type("no such thing")
    page.locator("#results", has_text="Nothing found.").wait_for()
    page.keyboard.press("Enter")
    assert not_open(page, "impact") == []


def test_an_account_that_was_not_read_is_not_called_missing(look: Look) -> None:
    """Where only a part of the organization was read, the empty answer says so."""
    page = look(of_plan({**story().refused, "read": {**story().refused["read"], "organization": "subtrees"}}))
    page.keyboard.press("/")
    page.keyboard.type("999999999999")
    said = "Nothing found. Of the organization, only the units that the plan relies on were read."
    page.locator("#results", has_text=said).wait_for()


def test_results_fit_a_phone(look: Look) -> None:
    """The list of results is inside a window of 400 px."""
    page = look(report("refused"), window=PHONE)
    page.locator("#search").click()
    page.keyboard.type("a")
    page.locator("#results [role=option]").first.wait_for()
    assert too_wide(page) == []
