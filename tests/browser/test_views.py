"""Each view of a report opens with the mouse, by its key and by its address, and begins with a sentence."""

import pytest

from reconciler.printed import PlanJson
from tests.browser.checks import ANSWERING, VIEWS, not_open
from tests.browser.conftest import Look
from tests.browser.reports import REPORTS, of_plan, report, story


def test_each_view_opens_with_the_mouse(look: Look) -> None:
    """A click on a tab opens its view, and the address says which."""
    page = look(report("refused"))
    for key in reversed(VIEWS):
        page.locator(f"#tab-{key}").click()
        assert (not_open(page, key), page.evaluate("location.hash")) == ([], f"#{key}")


def test_each_view_opens_by_its_key(look: Look) -> None:
    """The keys 1 to 7 open the views in the order of their tabs, wherever the focus is."""
    page = look(report("refused"))
    for number in (7, 3, 1, 2, 4, 6, 5):
        page.keyboard.press(str(number))
        assert not_open(page, VIEWS[number - 1]) == []


def test_each_view_opens_by_its_address(look: Look) -> None:
    """A link to a view opens it when the page is loaded."""
    page = look(report("refused"))
    for key in VIEWS:
        page.evaluate("(key) => history.replaceState(null, '', `#${key}`)", key)
        page.reload()
        assert not_open(page, key) == []


def test_keys_type_in_a_field(look: Look) -> None:
    """A digit in the search field is text, and no key acts together with Ctrl, Alt or Meta."""
    page = look(report("refused"))
    for key in ("Control+3", "Alt+3", "Meta+3"):
        page.keyboard.press(key)
    page.keyboard.press("/")
    page.keyboard.type("3?c")
    assert page.locator("#search").input_value() == "3?c"
    assert not_open(page, "impact") == []


def test_a_step_back_opens_the_view_before(look: Look) -> None:
    """The browser's history has the views in the order in which they were opened."""
    page = look(report("refused"))
    page.keyboard.press("4")
    page.keyboard.press("6")
    page.go_back()
    assert not_open(page, "timeline") == []
    page.go_back()
    assert not_open(page, "impact") == []


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_has_its_views(name: str, look: Look) -> None:
    """Plans that are empty, refused or could not be made, drift and answers: each view opens and says a sentence."""
    views = ANSWERING if name == "effective" else VIEWS
    page = look(report(name))
    for number, key in enumerate(views, 1):
        page.keyboard.press(str(number))
        assert not_open(page, key) == []
    assert page.locator("[role=tab]").count() == len(views)


def test_a_plan_that_may_go_in_says_so(look: Look) -> None:
    """The impact says above its sentences that no rule refuses the plan; a refused plan does not."""
    plan = story().refused
    accepted: PlanJson = {**plan, "problems": [one for one in plan["problems"] if one["severity"] != "refused"]}
    assert "In short no rule refuses this plan" in look(of_plan(accepted)).locator("#main h2").all_inner_texts()
    refused = look(report("refused")).locator("#main h2").all_inner_texts()
    assert refused[:2] == ["To decide nothing is written before each of these is accepted", "Also"]


def test_a_saved_plan_says_when_it_was_made(look: Look) -> None:
    """The moment reads as that in the header, not as text for a machine."""
    told = look(report("saved")).locator("#view-impact").inner_text()
    assert "Planned less than a minute ago (22 Nov 2026, 10:00 UTC)." in told
