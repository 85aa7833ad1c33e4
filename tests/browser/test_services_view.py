"""The view Services in Chromium: who comes, goes and stays connected; folded and long lists; panels."""

from collections.abc import Mapping
from typing import Any

from reconciler.printed import PlanJson
from reconciler.render import Marker, plan_html
from tests.browser.conftest import Look
from tests.browser.reports import report
from tests.browser.visits import PHONE, WIDE
from tests.render.plans import everything


def root(account: int) -> str:
    """Return the principal of an account."""
    return f"arn:aws:iam::{account:012}:root"


def connection(owner: int, *, state: str = "available", admitted: bool = True) -> dict[str, Any]:
    """Return a connection of an account."""
    return {
        "endpoint": f"vpce-{owner}",
        "owner": f"{owner:012}",
        "state": state,
        "since": "2026-03-03T16:45:00Z",
        "region": "eu-west-1",
        "admitted_by": [root(owner)] if admitted else [],
    }


def service(
    name: str, before: list[str] | None, after: list[str] | None, *connections: Mapping[str, Any]
) -> dict[str, Any]:
    """Return an endpoint service."""
    return {
        "address": f"endpoint_service.{name}",
        "id": f"vpce-svc-{name}",
        "service_name": f"com.amazonaws.vpce.eu-west-1.vpce-svc-{name}",
        "region": "eu-west-1",
        "title": name,
        "dns": None,
        "before": {"principals": before},
        "after": {"principals": after},
        "connections": [*connections],
    }


def text_of(*services: dict[str, Any]) -> str:
    """Return the page of a plan that has read *services*."""
    plan: Any = everything()
    plan["world"] = {**plan["world"], "services": [*services]}
    whole: PlanJson = plan
    return "".join(plan_html(whole, Marker("plan", "reconciler.yaml")))


CUSTOMERS = [root(number) for number in range(1, 61)]
API = service(
    "api",
    ["*", root(1), root(2), root(5)],
    [root(1), root(3), root(5)],
    connection(2, admitted=False),
    connection(4, admitted=False),
    connection(5, state="pendingAcceptance"),
)


def test_removed_grants_come_first_and_say_who_stays_connected(look: Look) -> None:
    """Then connections without a grant, then what is added, then what is kept, waiting to be accepted or not."""
    page = look(text_of(API), "#services")
    rows = [text.split("\n") for text in page.locator(".service-row.customer").all_inner_texts()]
    told = [[part for part in row if part] for row in rows]
    assert [(row[0].lstrip("−+"), row[-2], row[-1]) for row in told] == [
        ("000000000002", "removed", "stays up since 3 Mar 2026 vpce-2"),
        ("000000000004", "no grant", "up without grant since 3 Mar 2026 vpce-4"),
        ("000000000003", "added", "no connection"),
        ("000000000001", "kept", "no connection"),
        ("000000000005", "kept", "waits to be accepted since 3 Mar 2026 vpce-5"),
    ]
    assert "Open to every AWS account until the plan ends that." in page.locator(".service-row.star").inner_text()


def test_a_customer_without_a_name_says_so(look: Look) -> None:
    """Its document, which had the name, is gone or has none; a number alone looks like a fault of the page."""
    page = look(report("refused"), "#services")
    forms = page.locator(".service-row.customer .form").all_inner_texts()
    assert forms[0] == "root no name in any document"
    assert "131313131313 root" in forms


def test_more_than_fifty_kept_grants_are_folded(look: Look) -> None:
    """A count stands for them, and a button shows them in its place."""
    page = look(text_of(service("api", CUSTOMERS, CUSTOMERS)), "#services")
    assert page.locator(".service-row.customer").count() == 0
    assert "60 more grants kept" in page.locator(".service-row.note").inner_text()
    page.get_by_role("button", name="Show them").click()
    assert page.locator(".service-row.customer a").first.inner_text() == "000000000001"


def test_a_hundred_thousand_grants_are_a_short_page(look: Look) -> None:
    """Only the rows in sight are in the page, at the top and after a scroll to the end."""
    grants = [root(number) for number in range(100_000)]
    page = look(text_of(service("api", [], grants)), "#services", PHONE)
    assert page.locator(".service-row.customer").count() < 100
    page.evaluate("() => scrollTo(0, document.documentElement.scrollHeight)")
    page.locator(".service-row.customer", has_text="000000099999").wait_for()
    assert page.locator(".service-row.customer").count() < 100


def test_what_was_not_read_and_what_is_empty_differ(look: Look) -> None:
    """A list of null was not read; an empty one admits nobody."""
    page = look(text_of(service("read", [], []), service("unread", None, None)), "#services")
    assert page.locator(".service-row.note").all_inner_texts() == [
        "Nobody may connect.",
        "Its grants were not read.",
    ]


def test_an_endpoint_that_waits_is_shown_before_others(look: Look) -> None:
    """Somebody has to act on it; of two endpoints a wide window has room for both."""
    waiting = {**connection(1, state="pendingAcceptance"), "endpoint": "vpce-0123456789abcdef0"}
    other = {**connection(1), "endpoint": "vpce-123456789abcdef01"}
    two = service("two", [root(1)], [root(1)], other, waiting)
    three = service("three", [root(1)], [root(1)], connection(1), waiting, connection(1))
    cells = look(text_of(two), "#services").locator(".customer .connections")
    assert cells.inner_text() == "waits to be accepted since 3 Mar 2026 vpce-0123456789abcdef0 and 1 more"
    wide = look(text_of(two), "#services", WIDE).locator(".customer .connections")
    assert wide.inner_text() == "waits to be accepted vpce-0123456789abcdef0, up vpce-123456789abcdef01"
    assert wide.evaluate("(cell) => cell.scrollWidth <= cell.clientWidth")
    many = look(text_of(three), "#services", WIDE).locator(".customer .connections")
    assert many.inner_text() == "waits to be accepted since 3 Mar 2026 vpce-0123456789abcdef0 and 2 more"


def test_a_customer_has_a_panel_of_all_services(look: Look) -> None:
    """Enter on a row opens it, with each grant and connection; Esc returns the focus to the row."""
    other = service("other", [root(2)], [root(2)], connection(2))
    page = look(text_of(API, other), "#services")
    page.locator(".service-row.customer", has_text="000000000002").first.focus()
    page.keyboard.press("Enter")
    page.locator("#panel-title").wait_for()
    assert page.locator(".panel h3").all_inner_texts() == ["api eu-west-1", "other eu-west-1"]
    page.keyboard.press("Escape")
    assert "000000000002" in str(page.evaluate("document.activeElement.innerText"))
