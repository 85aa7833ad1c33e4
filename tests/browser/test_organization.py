"""The view Organization shows what the plan says of units and accounts, and why an experience governs an account."""

from collections import Counter
from itertools import chain

import pytest
from playwright.sync_api import Locator, Page

from tests.browser.checks import settle
from tests.browser.conftest import Look
from tests.browser.enterprises import CROWDED, Reported, reported
from tests.browser.reports import report
from tests.browser.visits import PHONE, Window

TALL = Window(1280, 12_000)
"""A window in which all rows are in sight."""


def row_of(page: Page, name: str) -> Locator:
    """Return the row of the unit or account *name*."""
    return page.locator(".rows > .tree-row").filter(has=page.get_by_text(name, exact=True))


def figures(page: Page) -> dict[str, tuple[str, str]]:
    """Return the number of accounts, and what changes, in the row of each unit."""
    script = "rows => rows.map(row => ['.who .id', '.accounts', '.moves'].map(one => row.querySelector(one).innerText))"
    rows = page.locator(".rows > .tree-row.unit").evaluate_all(script)
    return {unit: (accounts.split()[0], " ".join(changes.split())) for unit, accounts, changes in rows}


def counted(one: Reported) -> dict[str, tuple[str, str]]:
    """Return for each unit its accounts and what changes, as a row shows them, with those of the units below it."""
    units = {unit["id"]: unit["parent"] for unit in one.plan["world"]["units"] or ()}
    lose, gain = (one.accounts_that(key) for key in ("loses", "gains"))
    found = {unit: Counter[str]() for unit in units}
    for account in one.plan["world"]["accounts"] or ():
        facts = {
            "accounts": True,
            "move": account["before"] != account["after"],
            "lose": account["id"] in lose,
            "gain": account["id"] in gain,
        }
        above: str | None = account["unit"]
        while above:
            found[above].update(fact for fact, holds in facts.items() if holds)
            above = units[above]
    return {unit: (str(told["accounts"]), changes(told)) for unit, told in found.items()}


def changes(told: Counter[str]) -> str:
    """Return numbers as `1 moves 3 lose`; a dash if nothing changes."""
    shown = [f"{told[word]} {word}{'s' * (told[word] == 1)}" for word in ("move", "lose", "gain") if told[word]]
    return " ".join(shown) or "–"


def test_each_unit_shows_its_accounts_and_what_changes(look: Look) -> None:
    """Numbers of accounts that move, lose and gain are those of the plan, added up over the units below."""
    one = reported()
    page = look(one.page, "#organization", TALL)
    page.get_by_role("button", name="Open all").click()
    assert figures(page) == counted(one)


@pytest.mark.parametrize(("button", "key"), [("Lose products", "loses"), ("Gain products", "gains")])
def test_filters_count_as_the_impact_does(button: str, key: str, look: Look) -> None:
    """As many accounts lose or gain products in the tree as in the impact."""
    one = reported()
    page = look(one.page, "#organization")
    page.get_by_role("button", name=button).click()
    number = one.number_of(key)
    assert page.get_by_role("button", name=button).text_content() == f"{button} {number}"
    assert page.get_by_text(f"{number} of 285 accounts").is_visible()


def test_an_experience_is_a_filter(look: Look) -> None:
    """A press on an experience leaves the accounts that it governs before or after the plan; another press all."""
    page = look(reported().page, "#organization")
    engineering = page.get_by_role("group", name="Experiences").get_by_role("button", name="Engineering 23")
    engineering.click()
    assert page.get_by_text("23 of 285 accounts").is_visible()
    engineering.click()
    assert page.get_by_text("285 of 285 accounts").is_visible()


def test_the_path_ends_where_effective_says(look: Look) -> None:
    """For one account of each group and some others, the step that governs is the seat in the answer of `effective`."""
    one = reported()
    groups = [group["accounts"][0] for group in one.groups()]
    others = [account["id"] for account in one.plan["world"]["accounts"] or ()][:60:12]
    page = look(one.page)
    for account in chain(groups, others):
        page.evaluate("address => { location.hash = address }", f"account={account}")
        page.locator("#panel-title").get_by_text(account).wait_for()
        governs = page.locator(".path-column").last.locator("li.governs")
        seat = one.seat(account)
        said = [governs.locator("> *").first.text_content()] if governs.count() else []
        assert said == ([one.plan["names"].get(seat, seat)] if seat else []), account


def test_arrows_open_and_close_units(look: Look) -> None:
    """Right opens a unit and goes into it, Left goes up and closes, Enter opens an account, Esc returns to its row."""
    page = look(reported().page, "#organization")
    row_of(page, "ou-abcd-006000000").press("ArrowRight")
    row_of(page, "ou-abcd-006000000").press("ArrowRight")
    account = page.locator(":focus").text_content() or ""
    assert account.startswith("Data Science")
    page.keyboard.press("Enter")
    assert page.locator("#panel-title").is_visible()
    page.keyboard.press("Escape")
    assert (page.locator("#panel-title").count(), page.locator(":focus").text_content()) == (0, account)
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert row_of(page, "ou-abcd-006000000").get_attribute("aria-expanded") == "false"


def test_many_accounts_with_one_fate_are_one_row(look: Look) -> None:
    """More than 200 accounts of a unit to which the same happens are one row, which opens."""
    page = look(reported(CROWDED).page, "#unit=ou-abcd-008000000")
    folded = page.get_by_role("row").filter(has_text="accounts, all from Ungoverned to Research")
    assert folded.get_attribute("aria-expanded") == "false"
    folded.click()
    assert folded.get_attribute("aria-expanded") == "true"
    assert row_of(page, "200000000005").is_visible()


def test_an_account_of_a_folded_row_can_be_reached(look: Look) -> None:
    """The address of an account opens the row that holds it."""
    page = look(reported(CROWDED).page, "#account=200000000005")
    row = page.get_by_role("row", selected=True)
    assert (row.text_content() or "").startswith("Research 5")
    assert row.is_visible()


def test_the_number_in_a_bar_is_never_cut(look: Look) -> None:
    """The number of other experiences is whole however few accounts they have: a cut +23 would read as +2."""
    page = look(reported(CROWDED).page, "#organization", PHONE)
    others = page.locator(".bar-part.fill-grey:not(.swatch)").get_by_text("+")
    assert others.count() > 0
    others.evaluate_all("all => all.forEach(one => { one.style.flexGrow = '0' })")
    assert others.evaluate_all("all => all.filter(one => one.scrollWidth > one.clientWidth).length") == 0


def test_a_tile_leads_to_its_accounts(look: Look) -> None:
    """The tree shows exactly the accounts of the number, and the address carries the filter, so it can be copied."""
    one = reported()
    number = one.number_of("loses")
    page = look(one.page)
    page.locator(".tiles a", has_text="lose products").click()
    settle(page)
    assert page.evaluate("location.hash") == "#accounts=lose"
    assert page.get_by_text(f"{number} of 285 accounts").is_visible()
    assert page.get_by_role("button", name=f"Lose products {number}").get_attribute("aria-pressed") == "true"


def test_a_decision_leads_to_its_accounts(look: Look) -> None:
    """The sentence that one account loses everything leads to this account alone."""
    page = look(report("refused"))
    page.locator(".points a", has_text="1 account loses every product").click()
    settle(page)
    assert page.evaluate("location.hash") == "#accounts=everything"
    assert page.get_by_text("1 of 29 accounts", exact=True).is_visible()
    assert row_of(page, "333333333333").is_visible()


def test_a_filter_is_part_of_the_address(look: Look) -> None:
    """Its address opens the tree as it was filtered; the tab keeps it, Back takes it away, nonsense is answered."""
    page = look(report("refused"), "#accounts=lose,experience.finance")
    assert page.get_by_text("1 of 29 accounts", exact=True).is_visible()
    page.get_by_role("tab", name="Impact").click()
    page.get_by_role("tab", name="Organization").click()
    assert page.evaluate("decodeURIComponent(location.hash)") == "#accounts=lose,experience.finance"
    page.get_by_role("button", name="All 29").click()
    page.get_by_role("button", name="Finance Unit").click()
    assert page.evaluate("location.hash") == "#organization"
    page.go_back()
    assert page.get_by_text("6 of 29 accounts", exact=True).is_visible()
    page.evaluate("location.hash = 'accounts=nonsense'")
    page.locator("#notice", has_text="nonsense is not in this plan.").wait_for()


def test_a_code_in_a_bar_is_whole_or_not_there(look: Look) -> None:
    """Half a code would read as that of another experience."""
    page = look(reported(CROWDED).page, "#organization", PHONE)
    cut = """all => all.filter(one => one.textContent).filter(one => {
        const text = document.createRange(), part = one.getBoundingClientRect();
        text.selectNodeContents(one);
        const { top, left, right } = text.getBoundingClientRect();
        return top < part.bottom - 1 && (left < part.left - 1 || right > part.right + 1);
    }).map(one => one.outerHTML)"""
    parts = page.locator(".bar-part")
    assert parts.evaluate_all(cut) == []
    parts.evaluate_all("all => all.forEach(one => { one.style.flex = '0 0 12px' })")
    assert page.locator(".bar-part:not(.others)").evaluate_all(cut) == []


def ends_of(row: Locator) -> tuple[str, str]:
    """Return what a row shows before and after the plan: the sentence of its bar, or its words."""
    cells = row.locator(".before, .after").evaluate_all(
        "all => all.map(one => one.querySelector('[role=img]')?.ariaLabel ?? one.innerText)"
    )
    before, after = cells
    return before, after


def test_a_row_shows_what_governs_before_and_after(look: Look) -> None:
    """A unit has a bar for each end, an account its two experiences; where nothing moves, the second end is `same`."""
    page = look(report("refused"), "#organization")
    assert ends_of(row_of(page, "Production")) == (
        "Before: 2 Default, 1 Finance Unit",
        "After: 2 Default, 1 Account 1",
    )
    assert ends_of(row_of(page, "Account 1")) == ("FU Finance Unit", "A1 Account 1")
    assert ends_of(row_of(page, "Marketing")) == ("Before: 5 Default", "same")


def test_drift_shows_the_repository_and_then_aws(look: Look) -> None:
    """The ends of drift are the repository and AWS; the heads of the columns say so."""
    page = look(report("drift of the example"), "#organization")
    heads = page.locator(".tree-head .before, .tree-head .after").all_inner_texts()
    assert heads == ["In the repository", "In AWS"]
    assert ends_of(row_of(page, "Account 1")) == ("A1 Account 1", "FU Finance Unit")


def test_an_experience_is_switched_on_and_off_with_the_keyboard(look: Look) -> None:
    """Its button says how many accounts it governs before and after; Space leaves these alone, and again shows all."""
    page = look(report("refused"), "#organization")
    finance = page.get_by_role("group", name="Experiences").get_by_role("button", name="Finance Unit 6 → 5")
    finance.focus()
    for pressed, shown, rows in (("true", 6, 0), ("false", 29, 1)):
        page.keyboard.press("Space")
        assert finance.get_attribute("aria-pressed") == pressed
        assert page.get_by_text(f"{shown} of 29 accounts", exact=True).is_visible()
        assert row_of(page, "Marketing").count() == rows


def test_an_experience_that_was_not_read_has_a_code(look: Look) -> None:
    """Experiences that only the impact names have a code and a fill: an empty swatch says nothing."""
    page = look(report("drift"), "#organization")
    swatches = page.locator("#view-organization .swatch").all_text_contents()
    assert len(swatches) > 0
    assert all(swatches)
