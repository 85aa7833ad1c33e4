"""The page of a fleet in Chromium: the table is filtered, and each member opens as the page that it has alone."""

import io
from functools import cache

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from reconciler.printed import FleetJson
from tests.browser.checks import VIEWS, alive, hard_to_use, names_of_window, not_open, open_view, too_wide, unseen_focus
from tests.browser.conftest import Look
from tests.browser.reports import story
from tests.browser.test_hostile_names import MARKUP
from tests.browser.visits import DARK, DESK, PHONE, WIDE, ZOOMED, Window
from tests.patience import PATIENCE
from tests.render.fleets import fleet_of, page_of, texts_of
from tests.render.markdown.samples import unmade_plan

ACME = "?member=orgs%2Facme"


@cache
def answer() -> FleetJson:
    """Return a fleet with members in five states; orgs/acme has the example's plan, which is refused."""
    told = story()
    return fleet_of(
        ("orgs/acme", 4, told.refused),
        ("orgs/calm", 0, told.done),
        ("orgs/mute", 7, unmade_plan()),
        ("sellers/eu", 2, told.refused),
        ("sellers/lost", 1, None),
        left_out=2,
    )


@cache
def fleet() -> str:
    """Return the page of the fleet."""
    return page_of(answer())


def listed(page: Page) -> list[str]:
    """Return the names of the members in the table that are in sight."""
    rows = page.locator("tr[data-member]:visible")
    found: list[str] = rows.evaluate_all("all => all.map(one => one.dataset.member)")
    return found


def test_the_page_begins_with_all_members_together(look: Look) -> None:
    """Above the table stand the verdict, who loses something over all, each once, and what is not known."""
    page = look(fleet())
    assert page.locator("h1").inner_text() == "5 members: 1 clean, 1 failed, 1 changed, 1 refused, 1 unreadable."
    assert page.locator(".tiles li").all_inner_texts() == [
        "3\nmembers need attention first",
        "20\naccounts lose products",
        "1\ncustomer loses access",
        "1\nmember differs from AWS",
    ]
    assert "--select and --exclude leave out 2 members" in page.locator("main").inner_text()
    assert listed(page) == ["orgs/mute", "orgs/acme", "sellers/lost", "sellers/eu", "orgs/calm"]


def test_members_are_filtered_by_state_and_by_text(look: Look) -> None:
    """Both filters hold together, the page says how many are left, and the address opens the same again."""
    page = look(fleet())
    page.locator(".states button", has_text="refused").click()
    assert (listed(page), page.locator("#listed").inner_text()) == (["orgs/acme"], "1 of 5 members")
    assert page.locator("details.answer:visible summary").all_inner_texts() == ["orgs/acme refused"]
    page.locator(".states button", has_text="all").click()
    page.keyboard.press("/")
    page.keyboard.type("SELLERS")
    assert (listed(page), page.evaluate("location.hash")) == (["sellers/lost", "sellers/eu"], "#text=SELLERS")
    page.reload()
    assert (listed(page), page.locator("#search").input_value()) == (["sellers/lost", "sellers/eu"], "SELLERS")
    page.locator("#search").press("Escape")
    assert (len(listed(page)), page.locator("#listed").inner_text()) == (5, "")


def test_a_member_opens_as_the_page_that_it_has_alone(look: Look) -> None:
    """All its views are there, its places have addresses, and a link leads back to its line."""
    page = look(fleet())
    page.get_by_role("link", name="orgs/acme").first.click()
    assert page.title() == "orgs/acme: refused"
    for key in VIEWS:
        open_view(page, key)
        assert not_open(page, key) == [], key
    page.evaluate("() => { location.hash = 'account=333333333333' }")
    page.locator("#side [role=dialog]").wait_for()
    page.get_by_role("link", name="All members").click()
    expect(page.locator("tr:target")).to_have_attribute("data-member", "orgs/acme", timeout=1000 * PATIENCE)
    page.go_back()
    expect(page.locator("#side [role=dialog]")).to_be_visible(timeout=1000 * PATIENCE)


def test_a_member_without_a_plan_shows_its_text(look: Look) -> None:
    """Its name leads to what it said, which is open then."""
    page = look(fleet())
    page.get_by_role("link", name="sellers/lost").click()
    assert "the process that ran this member ended" in page.locator("details[open] pre").inner_text()
    assert page.locator("details[open] a").count() == 0


def test_a_link_to_an_unknown_member_is_answered(look: Look) -> None:
    """The fleet is shown, and what the address asks for is said as text."""
    page = look(fleet(), "?member=%3Cb%3Eorgs%2Fnone")
    assert page.locator("#notice").inner_text() == "<b>orgs/none has no page in this file."
    assert len(listed(page)) == 5


def test_a_page_without_room_is_named_by_its_command(look: Look) -> None:
    """A reader who misses it learns how to write it."""
    page = look(fleet().replace('data-payload="orgs/acme"', 'data-payload="orgs/other"'))
    page.locator("details", has_text="orgs/acme").locator("summary").click()
    told = page.locator("details[open] p").inner_text()
    assert (
        told == "There is no room for its page. Write it alone: --config orgs/acme/reconciler.yaml --format html=FILE"
    )


def test_drift_of_a_fleet_opens_members_as_drift(look: Look) -> None:
    """The page of a member says what its drift says alone."""
    page = look(page_of(fleet_of(("a", 2, story().refused), command="drift")))
    page.get_by_role("link", name="a", exact=True).first.click()
    assert page.locator(".about .badge").inner_text() == "Drift"


def test_a_page_without_scripts_has_every_answer(browser: Browser, look: Look) -> None:
    """The verdict, the table and the texts of all members that are not clean are there."""
    path = look(fleet()).url.removeprefix("file://")
    context = browser.new_context(offline=True, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"file://{path}")
    assert page.locator("h1").inner_text().startswith("5 members: 1 clean")
    page.get_by_role("link", name="orgs/acme").click()
    text = page.locator("pre#answer-2")
    assert text.inner_text().rstrip("\n") == texts_of(answer())["orgs/acme"].rstrip("\n")
    context.close()


@pytest.mark.parametrize("window", [DESK, DARK, PHONE, Window(400, 800, scheme="dark")], ids=str)
@pytest.mark.parametrize("place", ["", "#answer-2", ACME])
def test_axe_finds_nothing_in_a_fleet(place: str, window: Window, look: Look) -> None:
    """All rules of axe-core hold, light and dark, wide and narrow, also where a member is open."""
    assert hard_to_use(look(fleet(), place, window)) == []


@pytest.mark.parametrize("place", ["", "#answer-2", ACME])
def test_a_fleet_fits_its_window(place: str, look: Look) -> None:
    """Nobody has to scroll the page sideways, at 400 or 1600 px or at 200 %."""
    page = look(fleet(), place, ZOOMED)
    for window in (ZOOMED, PHONE, WIDE):
        page.set_viewport_size({"width": window.width, "height": window.height})
        assert too_wide(page) == [], window


def test_the_keyboard_reaches_everything(look: Look) -> None:
    """Tab goes from the switch through filters and names to the answers, and each stop is seen."""
    page = look(fleet())
    stops = []
    for _ in range(15):
        page.keyboard.press("Tab")
        assert unseen_focus(page) == []
        stops.append(page.evaluate("document.activeElement.textContent.trim()"))
    assert [one for one in ("◐", "all 5", "orgs/mute", "sellers/eu") if one not in stops] == []


def test_a_printed_fleet_has_its_members(look: Look) -> None:
    """On paper stand the summary, the members as filtered, and the answers that are open."""
    page = look(fleet(), "#answer-2", DARK)
    text = "".join("".join(one.extract_text().split()) for one in PdfReader(io.BytesIO(page.pdf())).pages)
    wanted = ("5 members: 1 clean", "orgs/calm", "max_connected_removed", "sellers/lost", "Plan 06b412a0")
    assert [one for one in wanted if one.replace(" ", "") not in text] == []
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    assert [page.locator(one).is_visible() for one in ("#filters", "#theme")] == [False] * 2


def test_a_hostile_member_is_text(look: Look) -> None:
    """No name of a member and nothing that it says becomes an element, code or an address."""
    names = [one for one in MARKUP if one]
    made = fleet_of(*((name, 4, story().refused) for name in names))
    page = look(page_of(made, texts=dict.fromkeys(names, "".join(MARKUP[:7]))))
    before = names_of_window(page)
    page.locator("summary").evaluate_all("all => all.forEach(one => one.click())")
    page.locator("#search").fill("<")
    faults = [one for one in alive(page) if "scripts" not in one and "?member=" not in one]
    assert (faults, names_of_window(page)) == ([], before)
    for anchor in page.locator("tr[data-member] a").evaluate_all("all => all.map(one => one.search)"):
        page.goto(f"{page.url.partition('?')[0].partition('#')[0]}{anchor}")
        assert page.locator("#view-impact h1").count() == 1, anchor
        assert [one for one in alive(page) if "scripts" not in one and "?#row-" not in one] == []
