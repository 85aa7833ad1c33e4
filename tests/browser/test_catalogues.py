"""The view Catalogues shows which experience allows which product, and how many accounts lose and gain each."""

from playwright.sync_api import Page

from reconciler.printed import ExperienceStateJson
from tests.browser.conftest import Look
from tests.browser.enterprises import CROWDED, Reported, reported
from tests.browser.visits import Window

TALL = Window(1600, 3_000)
"""A window in which all products are in sight."""
NOTHING: ExperienceStateJson = {"status": "", "principals": [], "allow": [], "deny": []}


def products(page: Page) -> dict[str, tuple[int, int, list[str]]]:
    """Return how many accounts lose and gain each product, and what its cells say, by name in the order of the rows."""
    script = """rows => rows.map(row => [
      ...['.name', '.lose', '.gain:not(.column)'].map(one => row.querySelector(one).textContent),
      [...row.querySelectorAll('[aria-label]')].map(cell => cell.getAttribute('aria-label'))])"""
    rows = page.locator(".matrix-row.product").evaluate_all(script)
    return {name: (int(lose or 0), int(gain or 0), cells) for name, lose, gain, cells in rows}


def tall(page: Page) -> Page:
    """Let the matrix take all rows, so that none has to be scrolled to."""
    page.add_style_tag(content=".matrix { max-height: none !important }")
    page.evaluate("window.dispatchEvent(new Event('resize'))")
    page.locator(".matrix-row").last.wait_for()
    return page


def allowed(state: ExperienceStateJson | None, product: str) -> bool:
    """Tell whether an experience allows a product at one end of the plan."""
    allow = (state or NOTHING)["allow"]
    return allow is None or product in allow


def new_cells(one: Reported) -> dict[str, list[str]]:
    """Return what is said of experiences that allow a product after the plan and not before, by its name."""
    experiences = one.plan["world"]["experiences"] or ()
    found = {
        name: sorted(
            f"{experience['title']}: becomes allowed"
            for experience in experiences
            if allowed(experience["after"], id_) and not allowed(experience["before"], id_)
        )
        for id_, name in one.plan["names"].items()
        if id_.startswith("prod-")
    }
    return {name: cells for name, cells in found.items() if cells}


def test_products_count_losers_and_gainers_as_the_impact_does(look: Look) -> None:
    """Each product that accounts lose or gain is listed, with their numbers; those that most accounts lose first."""
    one = reported()
    lost, gained = one.accounts_of("lost"), one.accounts_of("gained")
    found = {name: row[:2] for name, row in products(tall(look(one.page, "#catalogues", TALL))).items()}
    named = {one.plan["names"][id_]: (lost.get(id_, 0), gained.get(id_, 0)) for id_ in {*lost, *gained}}
    assert {name: numbers for name, numbers in found.items() if any(numbers)} == named
    losers = [lose for lose, _ in found.values()]
    assert losers == sorted(losers, reverse=True)


def test_cells_say_what_becomes_allowed(look: Look) -> None:
    """A cell has a plus exactly where an experience allows a product after the plan and not before."""
    one = reported()
    page = tall(look(one.page, "#catalogues", TALL))
    page.get_by_role("button", name="Only products that change").click()
    found = {name: [cell for cell in row[2] if "becomes allowed" in cell] for name, row in products(page).items()}
    assert {name: sorted(cells) for name, cells in found.items() if cells} == new_cells(one)


def test_a_product_tells_who_loses_it_and_how(look: Look) -> None:
    """A press opens lines below the product: how many can buy it afterwards, and each way of losing it."""
    one = reported()
    page = look(one.page, "#product=prod-clouddesk")
    details = page.locator(".matrix-row.detail")
    said = [" ".join((line.text_content() or "").split()) for line in details.all()]
    assert said[0].startswith("prod-clouddesk · ")
    assert [line.split(" DE ")[0].split(" RP ")[0] for line in said[1:]] == ["− 120 accounts", "− 5 accounts"]
    details.nth(2).get_by_role("button").click()
    assert page.locator("#panel-title").text_content() == "5 accounts lose Cloud Desk"
    assert page.locator(".way-account").count() == 5


def test_experiences_that_nothing_happens_to_share_a_column(look: Look) -> None:
    """Of more than 30 experiences only those have a column that change, or that accounts come to or leave."""
    page = look(reported(CROWDED).page, "#catalogues", TALL)
    titles = [one.get_attribute("title") for one in page.locator(".column-button").all()]
    assert {"Default", "Research", "Engineering"} <= set(titles)
    assert page.get_by_role("columnheader", name=f"{40 - len(titles)} more, unchanged").count() == 1


def test_an_experience_that_allows_everything_is_said(look: Look) -> None:
    """An experience without a procurement policy allows every product, which no list can show."""
    page = look(reported().page, "#catalogues")
    assert page.get_by_text("Production 5 allows every product: it has no procurement policy.").is_visible()


def test_accounts_that_lose_or_gain_everything_are_not_counted(look: Look) -> None:
    """The view says how many accounts are in no number: those that were ungoverned, and those that will be."""
    words = "80 accounts that could buy everything before and 23 accounts that can buy everything afterwards."
    assert look(reported().page, "#catalogues").get_by_text(f"Not counted by product: {words}").is_visible()


def test_the_first_row_and_column_stay_in_sight(look: Look) -> None:
    """Heads and names stand where they stood once the matrix is scrolled in both directions."""
    page = look(reported().page, "#catalogues", Window(700, 700))
    head, matrix = page.get_by_role("columnheader", name="Product", exact=True), page.locator(".matrix")
    before = head.bounding_box()
    matrix.evaluate("node => node.scrollTo(200, 300)")
    assert head.bounding_box() == before
    name = page.locator(".matrix-row.product").nth(12).locator(".name").bounding_box()
    assert name
    assert before
    assert name["x"] == before["x"]
