"""The view Problems in Chromium: problems alone, and many of one code as one line that opens."""

from typing import Any

from playwright.sync_api import Page

from tests.browser.checks import hard_to_use, settle, unseen_focus
from tests.browser.conftest import Look
from tests.browser.reports import of_plan
from tests.render.plans import ERROR, plan_json

REFUSED: Any = {
    **ERROR,
    "severity": "refused",
    "code": "max_connected_removed",
    "hint": "--accept max_connected_removed@1a2b3c4d",
}


def page_of(look: Look, number: int, place: str) -> Page:
    """Return the page of a plan with an error and *number* refusals of one rule, at *place*."""
    refused = [{**REFUSED, "message": f"service {one} revokes a grant"} for one in range(number)]
    return look(of_plan(plan_json(problems=[ERROR, *refused])), place)


def test_many_problems_of_one_code_are_one_line(look: Look) -> None:
    """The line says how many there are, and once what accepts them all; opened, it has each of them."""
    page = page_of(look, 20, "#problems")
    line = page.locator(".problem-group > summary")
    assert line.inner_text() == "20 refusals max_connected_removed --accept max_connected_removed@1a2b3c4d"
    assert page.locator("#view-problems li").count() == 2
    line.press("Enter")
    page.get_by_text("service 19 revokes a grant").wait_for()  # the line is filled when its event comes
    assert page.locator("#view-problems li").count() == 22
    assert hard_to_use(page) == []


def test_a_few_problems_of_one_code_stand_alone(look: Look) -> None:
    """Three of one code are read faster than a line that must be opened."""
    page = page_of(look, 3, "#problems")
    assert (page.locator(".problem-group").count(), page.locator("#view-problems li").count()) == (0, 4)


def test_a_link_to_a_problem_opens_its_line(look: Look) -> None:
    """The address of one of many problems opens the line that holds it, however many there are, and focuses it."""
    page = page_of(look, 500, "#problem=450")
    settle(page)
    assert page.locator(":focus").get_attribute("id") == "problem-450"
    assert unseen_focus(page) == []
