"""The view Timeline in Chromium: lanes and bars on one axis, many calls packed, and the panel of a call."""

from typing import Any

from playwright.sync_api import Page

from reconciler.printed import PlanJson
from reconciler.render import Marker, plan_html
from tests.browser.conftest import Look
from tests.render.plans import everything

CALLS = 200


def text_of(plan: PlanJson) -> str:
    """Return the page of *plan*."""
    return "".join(plan_html(plan, Marker("plan", "reconciler.yaml")))


def of_many_calls() -> PlanJson:
    """Return a plan of 200 change sets, five of which begin in a second; the first is as in the sample."""
    plan = everything()
    first = plan["operations"][0]
    plan["operations"] = [{**first, "id": f"op-{number}"} for number in range(1, CALLS + 1)]
    begins = {f"op-{number + 1}": number / 5 for number in range(CALLS)}
    plan["budget"]["schedule"] = {id_: {"begins": at, "ends": at + 31} for id_, at in begins.items()}
    plan["budget"]["expected_seconds"] = 71
    return plan


def bars(page: Page) -> list[str]:
    """Return what a screen reader reads of the bars of calls."""
    found: list[str] = page.locator(".span.call").evaluate_all("(all) => all.map((one) => one.ariaLabel)")
    return found


def test_each_call_has_a_lane_with_a_bar(look: Look) -> None:
    """The bars stand from the begin to the end that the plan expects, and the panel tells what a call does."""
    page = look(text_of(everything()), "#timeline")
    assert [one.split(", from ")[1] for one in bars(page)] == ["0 s to 31 s", "31 s to 62 s", "62 s to 63 s"]
    left, right = page.locator(".span.call").evaluate_all(
        "(all) => all.slice(0, 2).map((one) => Math.round(one.getBoundingClientRect().left))"
    )
    assert left < right
    page.locator(".lane .label a", has_text="op-2").first.click()
    assert page.locator("#panel-title").inner_text() == "API call op-2"
    assert "from 31 s to 62 s" in page.locator(".panel").inner_text()


def test_an_ungoverned_exposure_is_dashed_and_says_what_it_means(look: Look) -> None:
    """It stands between the ends of its two calls, and says under whom, how long, and what can be bought."""
    page = look(text_of(everything()), "#timeline")
    (bar,) = page.locator(".span.bare").all()
    assert bar.get_attribute("aria-label") == "ungoverned, about 30 s"
    assert bar.evaluate("(one) => getComputedStyle(one).borderStyle") == "dashed"
    assert page.locator(".meaning").inner_text().startswith("Can buy every product")


def test_a_bar_of_an_exposure_is_as_long_as_its_words(look: Look) -> None:
    """About 30 s are 30 s on the axis, to the end of the call that ends the exposure: there is one estimate."""
    page = look(text_of(everything()), "#timeline")
    (bar,) = page.locator(".span.bare").all()
    shares = bar.evaluate("(one) => [one.style.left, one.style.width].map((share) => parseFloat(share) * 63 / 100)")
    assert [round(one) for one in shares] == [32, 30]


def test_many_calls_are_packed_and_each_is_a_row(look: Look) -> None:
    """One lane has all calls of an action; only rows in sight are in the page, and a link leads to any of them."""
    page = look(text_of(of_many_calls()), "#timeline")
    assert page.locator(".lane.packed strong").all_inner_texts() == ["200 change sets"]
    assert "at most 155 at a time" in page.locator(".lane.packed .label").inner_text()
    assert page.locator(".rows .calls-row").count() < 100
    page.evaluate("() => { location.hash = '#operation=op-150'; }")
    page.locator("#panel-title").wait_for()
    assert page.locator("#panel-title").inner_text() == "API call op-150"
    assert page.locator(".rows .calls-row", has_text="op-150").count() == 1


def test_an_older_plan_file_has_calls_without_bars(look: Look) -> None:
    """It does not say when calls begin; the view says so, and draws none."""
    plan: Any = everything()
    del plan["budget"]["schedule"]
    page = look(text_of(plan), "#timeline")
    assert "This plan file does not say when calls begin" in page.locator("#view-timeline").inner_text()
    assert (page.locator(".span").count(), page.locator("[data-operation]").count()) == (0, 3)
