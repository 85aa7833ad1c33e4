"""The answer of `subscribers` on the twin: seven buyers, denied reads, and why a table is empty."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reconciler.cli.codes import subscribers_code
from reconciler.errors import UsageError
from reconciler.pipeline import subscribers
from reconciler.printed import SubscribersJson
from reconciler.render import Marker, subscribers_lines, subscribers_markdown
from tests.printed.strict import check
from tests.render.plans import WIDE
from tests.selling import ABROAD, HOME, Shop, connection, endpoint_id, root, service, shop_on_twin
from tests.subscribing import (
    JANUARY,
    PAST,
    PRODUCT,
    SETTINGS,
    agreement,
    allowed,
    api,
    entitlement,
    open_shop,
    sold_world,
)

BOTH, SUBSCRIBED, ALLOWED, GONE, RESALE, RENEWED, TWICE = (f"{number}" * 12 for number in range(1, 8))
SEVEN = sold_world(
    service(
        principals=[*map(root, (BOTH, ALLOWED, RESALE, RENEWED, TWICE))],
        connections=[connection(1, BOTH), connection(2, GONE), connection(3, GONE, "rejected")],
    ),
    agreements=[
        agreement(BOTH, end=JANUARY),
        agreement(SUBSCRIBED),
        agreement(GONE, "EXPIRED", PAST),
        agreement(RENEWED, "RENEWED", PAST),
        agreement(RENEWED, end=JANUARY, number=2),
        agreement(TWICE, end=JANUARY),
        agreement(TWICE, end="2027-03-31T00:00:00Z", number=2),
    ],
    entitlements=[entitlement(BOTH), entitlement(RESALE, JANUARY)],
)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """Yield a service that delivers an offering, with seven buyers; documents name four of them."""
    with shop_on_twin(tmp_path) as running:
        open_shop(running)
        for number, account in enumerate((BOTH, ALLOWED, RENEWED, TWICE)):
            running.wish(allowed(f"customer-{number}", account, title=f"Customer {number}"), f"{number}.yaml")
        running.twin.reset(SEVEN)
        yield running


def answer(shop: Shop, offering: str | None = None) -> SubscribersJson:
    """Return the answer for a plan of all services, which its schema describes."""
    found = subscribers(shop.plan(select=("endpoint_service",), offering=offering), offering)
    check("subscribers", found)
    return found


def findings(found: SubscribersJson) -> dict[str, str | None]:
    """Return the finding of each account."""
    return {row["account"]: row["finding"] for row in found["rows"]}


def test_seven_buyers_give_exactly_this_table(shop: Shop) -> None:
    """Each buyer is one row; three of them disagree, and the command ends with 2."""
    found = answer(shop)
    assert findings(found) == {
        BOTH: None,
        SUBSCRIBED: "not_allowed",
        ALLOWED: "not_subscribed",
        GONE: "ended_open",
        RESALE: None,
        RENEWED: None,
        TWICE: None,
    }
    assert found["offerings"] == [
        {
            "seller": "saas",
            "name": "api",
            "product": PRODUCT,
            "services": ["endpoint_service.api"],
            "agreements": 7,
            "entitlements": 2,
            "needs": [],
        }
    ]
    assert found["rows"][0] == {
        "seller": "saas",
        "offering": "api",
        "account": BOTH,
        "title": "Customer 0",
        "finding": None,
        "subscription": "active",
        "end": None,
        "agreements": [{"id": f"agmt-{BOTH}-1", "status": "ACTIVE", "end": JANUARY}],
        "entitled": True,
        "grants": [root(BOTH)],
        "services": ["endpoint_service.api"],
        "roles_only": [],
        "open_to_all": [],
        "connections": [endpoint_id(1)],
    }
    assert subscribers_code(found) == 2


def test_a_role_gives_its_account_the_title_of_its_document(shop: Shop) -> None:
    """The account is found by its role; two roles with different titles give it none."""
    role = "{{kind: principal, name: role-{0}, id: 'arn:aws:iam::{1}:role/admin-{0}', title: {2}}}"
    names = [(1, GONE, "Umbrella"), (2, RESALE, "Sales"), (3, RESALE, "Support"), (4, BOTH, "Readers")]
    shop.wish("\n---\n".join(role.format(*name) for name in names), "names.yaml")
    titles = {row["account"]: row["title"] for row in answer(shop)["rows"]}
    assert (titles[GONE], titles[RESALE], titles[BOTH]) == ("Umbrella", None, "Customer 0")


def test_the_text_shows_each_customer_and_its_finding(shop: Shop) -> None:
    """First the numbers, then the offering with what was read of it, then its customers."""
    assert (
        "\n".join(subscribers_lines(answer(shop), WIDE))
        == f"""\
7 customers of 1 offering: 1 subscribed and not allowed, 1 open and not subscribed, 1 ended and still open.

offering api of saas  {PRODUCT}
  7 agreements, 2 entitlements
  delivered by endpoint_service.api
    {BOTH} (Customer 0)  active  allowed on 1 service  1 connection
    {SUBSCRIBED}  active  not allowed  not connected  <- subscribed and not allowed
    {ALLOWED} (Customer 1)  not subscribed  allowed on 1 service  not connected  <- allowed and not subscribed
    {GONE}  ended 2026-01-31  not allowed  1 connection  <- ended and still open
    {RESALE}  active until 2027-01-31  allowed on 1 service  not connected
    {RENEWED} (Customer 2)  active until 2027-01-31  allowed on 1 service  not connected
    {TWICE} (Customer 3)  active until 2027-03-31  allowed on 1 service  not connected

reconciler subscribers --write proposes documents for those that are subscribed and not allowed."""
    )


def test_the_comment_has_a_table_of_customers(shop: Shop) -> None:
    """Each row has its finding, and names from files cannot break the table."""
    shop.wish(f'{{kind: principal, name: gone, id: "{GONE}", title: "Gone | Co"}}', "names.yaml")
    told = subscribers_markdown(answer(shop), Marker("subscribers", "reconciler.yaml"))
    assert told.startswith(
        "<!-- reconciler subscribers reconciler.yaml sha256:none -->\n## 7 customers of 1 offering: 1"
    )
    assert f"| `{GONE}` (Gone \\| Co) | ended and still open | ended 2026-01-31 | not allowed | 1 |" in told


@pytest.mark.parametrize(
    ("operation", "unknown"),
    [("SearchAgreements", {ALLOWED, GONE, RENEWED, TWICE}), ("GetEntitlements", {ALLOWED, GONE, RESALE})],
)
def test_a_denied_read_makes_subscriptions_unknown(shop: Shop, operation: str, unknown: set[str]) -> None:
    """The text names the action; nobody is said not to be subscribed, and the rest is compared."""
    shop.twin.faults.deny(operation)
    found = answer(shop)
    assert {account for account, finding in findings(found).items() if finding == "unknown"} == unknown
    assert not {"not_subscribed", "ended_open"} & set(findings(found).values())
    (offering,) = found["offerings"]
    assert offering["needs"] == [f"aws-marketplace:{operation}"]
    assert f"unknown (needs aws-marketplace:{operation})" in "\n".join(subscribers_lines(found))
    assert {one["code"] for one in found["problems"]} == {"sales-unread"}
    assert subscribers_code(found) == 2


def test_without_both_sources_the_command_ends_with_7(shop: Shop) -> None:
    """Each customer is unknown, and the numbers say so."""
    shop.twin.faults.deny("SearchAgreements")
    shop.twin.faults.deny("GetEntitlements")
    found = answer(shop)
    assert set(findings(found).values()) == {"unknown"}
    assert "agreements unknown, entitlements unknown (needs" in "\n".join(subscribers_lines(found))
    assert subscribers_code(found) == 7


def test_nobody_beside_an_unread_source_is_no_agreement(shop: Shop) -> None:
    """An empty table of which a part was not read ends with 7: somebody may be subscribed."""
    shop.twin.reset(sold_world(service()))
    assert (subscribers_code(answer(shop)), next(iter(subscribers_lines(answer(shop))))) == (0, "No customers.")
    shop.twin.faults.deny("SearchAgreements")
    found = answer(shop)
    assert (found["rows"], subscribers_code(found)) == ([], 7)
    text = "\n".join(subscribers_lines(found))
    assert text.startswith("Not everything could be read.")
    assert "nobody is known: no grant and no live connection, and not all sales were read" in text


def test_an_empty_table_says_why_it_is_empty(shop: Shop) -> None:
    """Everything was read, and there is nobody."""
    shop.twin.reset(sold_world(service()))
    text = "\n".join(subscribers_lines(answer(shop), WIDE))
    assert "0 agreements, 0 entitlements\n" in text
    assert "nobody is subscribed, has a grant or is connected" in text


def test_a_region_that_was_not_read_makes_access_unknown(shop: Shop) -> None:
    """A subscriber is not said to lack a grant; the command ends with 7."""
    shop.twin.faults.deny("DescribeVpcEndpointServiceConfigurations")
    found = answer(shop)
    assert findings(found)[SUBSCRIBED] == "unknown"
    assert "unreadable" in {one["code"] for one in found["problems"]}
    assert subscribers_code(found) == 7


def two_offerings(shop: Shop) -> None:
    """State a second offering, which no service delivers."""
    second = "web: {id: prod-wxyz9876vuts5, code: zyxwvutsrqponmlkjihgfedcb}"
    text = SETTINGS.replace("offerings: {api:", f"offerings: {{{second}, api:")
    (shop.folder / "reconciler.yaml").write_text(text)


def test_an_offering_that_no_service_delivers_is_told(shop: Shop) -> None:
    """It is a warning beside another offering, and an error alone: an empty comparison must not pass."""
    two_offerings(shop)
    found = answer(shop)
    assert [(one["code"], one["severity"]) for one in found["problems"]] == [("undelivered-offering", "warning")]
    assert found["offerings"][1]["agreements"] is None
    assert subscribers_code(found) == 2
    shop.twin.reset(SEVEN)
    alone = answer(shop, "web")
    assert [(one["code"], one["severity"]) for one in alone["problems"]] == [("undelivered-offering", "error")]
    assert next(iter(subscribers_lines(alone))) == "Nothing was compared: no service delivers an offering."
    assert (alone["offering"], alone["rows"], subscribers_code(alone)) == ("web", [], 3)
    assert {"SearchAgreements", "GetEntitlements"}.isdisjoint(shop.twin.calls.operations())


def test_an_unknown_offering_is_a_usage_error_before_sales_are_read(shop: Shop) -> None:
    """The error suggests a name that is alike."""
    with pytest.raises(UsageError, match="no seller states an offering 'apii'") as raised:
        answer(shop, "apii")
    assert raised.value.hint == "did you mean 'api'?"
    assert shop.twin.calls.operations() == {}


def test_without_any_offering_nobody_can_be_compared(shop: Shop) -> None:
    """It is a usage error that says how to state one."""
    shop.settings()
    shop.wish(api().replace(", offering: api", ""), "api.yaml")
    with pytest.raises(UsageError, match="no seller states an offering, so there is nobody to compare") as raised:
        answer(shop)
    assert "offerings: {api: {id: prod-…, code: …}}" in raised.value.hint


def test_an_account_that_one_of_two_services_grants_is_allowed(shop: Shop) -> None:
    """Services of an offering are joined; the row names those that grant the account, and `*` opens to all."""
    shop.wish(api("b", ABROAD), "b.yaml")
    open_to_all: dict[str, Any] = service("b", ABROAD, principals=["*"])
    seed = sold_world(service(principals=[root(BOTH)]), open_to_all, agreements=[agreement(BOTH), agreement(RESALE)])
    shop.twin.reset(seed)
    first, second = answer(shop)["rows"]
    assert (first["services"], first["open_to_all"]) == (["endpoint_service.api"], ["endpoint_service.b"])
    assert (second["finding"], second["services"]) == (None, [])
    assert f"{RESALE}  active  allowed by '*'" in "\n".join(subscribers_lines(answer(shop)))


def test_a_grant_of_one_role_is_not_told_as_one_of_the_account(shop: Shop) -> None:
    """The account as a whole may not connect there, so the row and the text say which services admit only roles."""
    shop.wish(api("b", ABROAD), "b.yaml")
    role = f"arn:aws:iam::{BOTH}:role/reader"
    lone = f"arn:aws:iam::{RESALE}:user/reader"
    both = service("b", ABROAD, principals=[role])
    here = service(principals=[root(BOTH), role, lone])
    shop.twin.reset(sold_world(here, both, agreements=[agreement(BOTH), agreement(RESALE)]))
    found = answer(shop)
    assert [(row["services"], row["roles_only"]) for row in found["rows"]] == [
        (["endpoint_service.api", "endpoint_service.b"], ["endpoint_service.b"]),
        (["endpoint_service.api"], ["endpoint_service.api"]),
    ]
    text, comment = (
        "\n".join(subscribers_lines(found, WIDE)),
        subscribers_markdown(found, Marker("subscribers", "r.yaml")),
    )
    for told in (text, comment):
        assert "allowed on 1 service, only a role or user allowed on 1 service" in told
    assert f"{RESALE}  active  only a role or user allowed on 1 service  not connected" in text


def test_a_service_that_the_plan_creates_grants_nobody_yet(shop: Shop) -> None:
    """Its subscribers are not allowed until it exists."""
    document = f"{{kind: endpoint_service, name: api, region: {HOME}, offering: api, load_balancers: ["
    arn = service("new")["load_balancers"][0]
    shop.wish(f"{document}{arn}]}}", "api.yaml")
    seed = sold_world(agreements=[agreement(SUBSCRIBED)])
    shop.twin.reset(seed)
    assert findings(answer(shop)) == {SUBSCRIBED: "not_allowed"}
