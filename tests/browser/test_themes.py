"""A report is light or dark as the system is, until its switch is used."""

from playwright.sync_api import expect

from tests.browser.conftest import Look
from tests.browser.reports import report
from tests.browser.visits import DARK
from tests.patience import PATIENCE

GROUND = "getComputedStyle(document.documentElement).backgroundColor"
LIGHT, DARKNESS = "rgb(247, 247, 245)", "rgb(15, 18, 21)"


def test_the_switch_changes_the_colours_and_keeps_the_place(look: Look) -> None:
    """The ground is light, then dark, then light again; the view stays open."""
    page = look(report("refused"), "#timeline")
    seen = [page.evaluate(GROUND)]
    for _ in range(2):
        page.locator("#theme").click()
        seen.append(page.evaluate(GROUND))
    assert seen == [LIGHT, DARKNESS, LIGHT]
    assert page.evaluate("location.hash") == "#timeline"


def test_a_dark_system_gets_a_dark_page(look: Look) -> None:
    """The page follows the system at once, and the switch says what it will do."""
    page = look(report("refused"), window=DARK)
    assert page.evaluate(GROUND) == DARKNESS
    assert page.locator("#theme").get_attribute("aria-label") == "Switch to light colors"
    page.emulate_media(color_scheme="light")
    expect(page.locator("html")).to_have_css("background-color", LIGHT, timeout=1000 * PATIENCE)


def test_the_choice_is_kept(look: Look) -> None:
    """A page that is loaded again has the colours that were chosen."""
    page = look(report("refused"))
    page.locator("#theme").click()
    page.reload()
    assert page.evaluate(GROUND) == DARKNESS
