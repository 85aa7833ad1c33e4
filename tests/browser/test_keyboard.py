"""Everything in a report can be reached, seen and used with the keyboard alone."""

from tests.browser.checks import VIEWS, not_open, settle, unseen_focus
from tests.browser.conftest import Look
from tests.browser.reports import report, story

MOST_STOPS = 400
DIGEST = (story().refused["digest"] or "").removeprefix("sha256:")[:8]


def test_arrows_move_between_tabs(look: Look) -> None:
    """Arrows, Home and End choose a tab and open its view; the tabs are one stop of the Tab key."""
    page = look(report("refused"))
    page.locator("#tab-impact").focus()
    steps = {"ArrowRight": "organization", "End": "problems", "Home": "impact", "ArrowLeft": "problems"}
    for key, view in steps.items():
        page.keyboard.press(key)
        assert (not_open(page, view), page.evaluate("document.activeElement.id")) == ([], f"tab-{view}")
    stops = page.locator("[role=tab][tabindex='0']")
    assert (stops.count(), page.locator("[role=tab]").count()) == (1, 7)


def test_the_tab_key_passes_through_the_header_into_the_view(look: Look) -> None:
    """The order is the way past the header, the plan, search, theme, keys, tabs, then the view."""
    page = look(report("refused"))
    passed = []
    for _ in range(7):
        page.keyboard.press("Tab")
        passed.append(page.evaluate("document.activeElement.id || document.activeElement.textContent"))
    assert passed[:2] == ["Skip to the view", f"Refused Plan {DIGEST}"]
    assert passed[2:6] == ["search", "theme", "?", "tab-impact"]
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_a_link_leads_past_the_header(look: Look) -> None:
    """The first stop is a link that is seen when it has the focus, and leads to the first line of the open view."""
    page = look(report("refused"), "#timeline")
    page.keyboard.press("Tab")
    assert unseen_focus(page) == []
    page.keyboard.press("Enter")
    settle(page)
    assert page.evaluate("document.activeElement === document.querySelector('#view-timeline h1')")
    assert page.evaluate("location.hash") == "#timeline"


def test_the_plan_in_the_header_leads_to_the_first_view(look: Look) -> None:
    """Whoever has looked at details comes back to what the plan means."""
    page = look(report("refused"), "#timeline")
    page.get_by_role("link", name="Refused Plan").click()
    settle(page)
    assert (not_open(page, "impact"), page.evaluate("location.hash")) == ([], "#impact")


def test_every_stop_shows_the_focus(look: Look) -> None:
    """Wherever the Tab key leads in any view, an outline of at least 2 px shows it."""
    page = look(report("refused"))
    for key in VIEWS:
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press(str(VIEWS.index(key) + 1))
        page.locator(f"#tab-{key}").focus()
        for _ in range(MOST_STOPS):
            page.keyboard.press("Tab")
            if not page.evaluate("document.activeElement.closest('main, #side') !== null"):
                break
            assert unseen_focus(page) == [], key


def test_an_account_opens_from_the_tree_and_escape_returns(look: Look) -> None:
    """Arrows, Home and End move in the tree, Enter opens the panel of an account, Escape returns to its row."""
    page = look(report("refused"), "#organization")
    tree = page.locator("#view-organization [role=treegrid]")
    tree.locator("[tabindex='0']").first.focus()
    page.keyboard.press("End")
    last = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Home")
    first = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("ArrowDown")
    assert len({first, last, page.evaluate("document.activeElement.textContent")}) == 3
    page.evaluate("location.hash = 'account=333333333333'")
    panel = page.locator("#side [role=dialog]")
    panel.wait_for()
    page.keyboard.press("Escape")
    row = page.evaluate("document.activeElement.textContent")
    assert "333333333333" in row
    page.keyboard.press("Enter")
    assert "Account 1" in panel.inner_text()
    page.keyboard.press("Escape")
    assert (panel.count(), page.evaluate("document.activeElement.textContent")) == (0, row)


def test_the_list_of_keys_opens_and_closes(look: Look) -> None:
    """`?` lists the keys; Escape closes the list and returns the focus."""
    page = look(report("refused"))
    page.locator("#tab-impact").focus()
    page.keyboard.press("?")
    assert "returns the focus" in page.locator("#side").inner_text()
    assert unseen_focus(page) == []
    page.keyboard.press("Escape")
    assert (page.locator("#side > *").count(), page.evaluate("document.activeElement.id")) == (0, "tab-impact")
