"""A link to an item opens the view that has it and focuses it; a link to nothing says so."""

import pytest

from tests.browser.checks import not_open, settle, unseen_focus
from tests.browser.conftest import Look
from tests.browser.reports import ASKED, report

PLACES = {
    "#account=333333333333": "organization",
    "#unit=ou-abcd-finance1": "organization",
    "#product=12345678-0123-4567-abcd-43176543210": "catalogues",
    "#experience=experience.finance": "catalogues",
    "#service=endpoint_service.api-eu": "services",
    "#customer=171717171717": "services",
    "#change=experience.account-1": "changes",
    "#problem=1": "problems",
    "#operation=op-3": "timeline",
}
"""Places of the example's report, with the view that each one opens."""


@pytest.mark.parametrize("place", PLACES)
def test_a_link_opens_the_view_and_focuses_the_item(place: str, look: Look) -> None:
    """Who follows a link sees the item at once, and can go on with the keyboard."""
    page = look(report("refused"), place)
    settle(page)
    assert (not_open(page, PLACES[place]), unseen_focus(page)) == ([], [])
    assert page.evaluate("location.hash") == place


@pytest.mark.parametrize(
    "place", ["#account=999999999999", "#change=x", "#nowhere", "#account=%E0%A4%A", "#=", "#a=b=c"]
)
def test_a_link_to_nothing_says_so(place: str, look: Look) -> None:
    """An id that the plan does not have, or an address that means nothing, is answered, and Impact opens."""
    page = look(report("refused"), place)
    told = page.locator("#notice").inner_text()
    assert told.endswith(("is not in this plan.", "is no place in this page."))
    assert not_open(page, "impact") == []


def test_an_unknown_place_leaves_the_view(look: Look) -> None:
    """The view that is open stays open."""
    page = look(report("refused"), "#timeline")
    page.evaluate("location.hash = 'account=999999999999'")
    page.locator("#notice", has_text="999999999999 is not in this plan.").wait_for()
    assert not_open(page, "timeline") == []


def test_an_answer_opens_at_what_was_asked_for(look: Look) -> None:
    """The page of `effective --account` opens at the account."""
    page = look(report("effective"))
    settle(page)
    assert page.evaluate("location.hash") == f"#account={ASKED}"
    assert (not_open(page, "organization"), unseen_focus(page)) == ([], [])
    assert "Streaming" in page.locator("#side").inner_text()


def test_the_link_of_a_place_is_copied(look: Look) -> None:
    """The key c copies the address, which opens the same place again."""
    page = look(report("refused"), "#change=experience.account-1")
    page.keyboard.press("c")
    page.locator("#notice", has_text="Copied.").wait_for()
