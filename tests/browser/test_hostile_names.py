"""Names from AWS and from files are text in a report, wherever they stand: none becomes markup, code or an address."""

import json
from collections.abc import Mapping
from typing import Any, Final

import pytest
from playwright.sync_api import Page

from reconciler.printed import PlanJson
from tests.browser.checks import VIEWS, alive, names_of_window, open_view, settle
from tests.browser.conftest import Look
from tests.browser.reports import of_drift, of_plan, story
from tests.render.markdown.hostile import ATTACKS, poisoned, renamed
from tests.render.markdown.samples import whole_plan

MARKUP: Final = (
    "</script><img src=x onerror=alert(1)>",
    '"><svg/onload=alert(2)>',
    "javascript:alert(3)",
    "' onmouseover='alert(4)' x='",
    "<!--<script>alert(5)</script>-->",
    "<iframe srcdoc='<script>parent.alert(6)</script>'></iframe>",
    "<style>*{display:none}</style>",
    "<base href='https://example.com/'>",
    "\u202egnp.exe\u2028\u2029next\u0000\u001b[31m\u2066\ufeff",
    "data:text/html,<script>alert(7)</script>",
    "&lt;b&gt; &amp; &#x3c;i&#x3e;",
    "{{ 7 * 7 }} ${alert(8)} <%= 1 %>",
    "__proto__",
    "constructor",
    "toString",
    "hasOwnProperty",
    "%E0%A4%A",
    "#account=1",
    "",
)
MANY: Final = [*MARKUP, *(f"{one} {number}" for number in range(1, 40) for one in MARKUP)]
"""Enough names that no two texts of a plan get the same one."""
PLANS: Final[Mapping[str, Any]] = {
    "the example, renamed": lambda: renamed(story().refused, list(MARKUP)),
    "every text, with markup": lambda: poisoned(whole_plan(), MANY),
    "every text, with all attacks": lambda: poisoned(
        whole_plan(), [one for one in ATTACKS if one.isprintable() and one]
    ),
    "the example, every id": lambda: with_ids(story().refused),
}

OPEN_PARTS: Final = """async (pane, most) => {
    const opened = new Set(), parts = ":is(button[aria-expanded=false], summary, button.more)";
    while (opened.size < most) {
        const part = [...pane.querySelectorAll(parts)].find((one) => !opened.has(one));
        if (!part) break;
        opened.add(part);
        part.click();
        await new Promise((done) => setTimeout(done));
    }
}"""
"""Press each part that opens, also those that another part has brought, and let the page follow."""
OPEN_PLACES: Final = """async (most) => {
    const places = new Set([...document.querySelectorAll("a[href*='=']")].map((a) => a.hash));
    for (const place of [...places].slice(0, most)) {
        const opened = new Promise((done) => addEventListener("hashchange", done, { once: true }));
        const before = location.href;
        location.hash = place;
        if (location.href !== before) await opened;
    }
}"""
"""Go to each address that the page has, one after the other."""


def with_ids(plan: PlanJson) -> PlanJson:
    """Return *plan* with the ids of some accounts, products and experiences replaced by markup, wherever they stand."""
    text = json.dumps(plan)
    ids = ["333333333333", "555555555555", "experience.finance", "exp-1234default", "endpoint_service.api-eu"]
    ids += ["12345678-0123-4567-abcd-43176543210", "12345678-0123-4567-abcd-43176543219", "ou-abcd-finance1"]
    ids += ["arn:aws:iam::171717171717:root", "op-3", "171717171717", "414141414141", "ou-abcd-payroll1"]
    for number, id_ in enumerate(ids):
        text = text.replace(json.dumps(id_), json.dumps(MARKUP[number]))
    made: PlanJson = json.loads(text)
    return made


@pytest.mark.parametrize("name", PLANS)
def test_a_hostile_name_is_text_in_every_view(name: str, look: Look) -> None:
    """No dialog, no request, no error and no new element, whatever a title, an id or an address says."""
    page = look(of_plan(PLANS[name]()))
    before = names_of_window(page)
    visit(page)
    assert alive(page) == []
    assert names_of_window(page) == before


def test_a_hostile_name_is_text_in_drift(look: Look) -> None:
    """The same holds for origins, authors and change sets of drift."""
    page = look(of_drift(poisoned(whole_plan(), MANY)))
    visit(page)
    assert alive(page) == []


def visit(page: Page) -> None:
    """Open each view, everything in it that opens, each of its places, and the results of a search."""
    for key in VIEWS:
        open_view(page, key)
        page.locator(f"#view-{key}").evaluate(OPEN_PARTS, 40)
    page.evaluate(OPEN_PLACES, 60)
    for text in ("<", "alert", "o", "'"):
        page.locator("#search").fill(text)
        settle(page)
    page.emulate_media(media="print")
    page.emulate_media(media="screen")


@pytest.mark.parametrize("name", MARKUP[:7])
def test_a_hostile_address_is_answered(name: str, look: Look) -> None:
    """A link that somebody made cannot inject anything: what it says is shown as text."""
    page = look(of_plan(story().refused))
    page.evaluate("(id) => { location.hash = `account=${encodeURIComponent(id)}` }", name)
    page.locator("#notice", has_text="is not in this plan.").wait_for()
    page.evaluate("(text) => { location.hash = text }", name)
    settle(page)
    assert alive(page) == []


def test_names_are_shown_as_they_are(look: Look) -> None:
    """Markup in a name can be read on the page."""
    names = {**story().refused["names"], "333333333333": MARKUP[0]}
    page = look(of_plan({**story().refused, "names": names}), "#impact")
    assert MARKUP[0] in page.locator("#view-impact").inner_text()
