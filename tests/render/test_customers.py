"""The first line of a plan about customers: lost endpoint services, and how many of the customers are connected."""

from typing import Any

import pytest

from reconciler.printed import LostServiceJson
from reconciler.render import plan_lines
from tests.render.people import group
from tests.render.plans import impact_json, plan_json


def lost(name: str, customers: list[str], connected: list[str] | None = None) -> LostServiceJson:
    """Return an endpoint service that customers lose."""
    return {"service": f"endpoint_service.{name}", "customers": customers, "connected": connected}


def first_line(*services: LostServiceJson, groups: tuple[Any, ...] = ()) -> str:
    """Return the first line of a plan in which customers lose services."""
    felt = impact_json(groups, lost_services=services)
    return next(iter(plan_lines(plan_json(impact=felt))))


NINE = [f"{number:012d}" for number in range(9)]


@pytest.mark.parametrize(
    ("connected", "link"),
    [
        (NINE[:2], ", 2 of them are connected"),
        (NINE[:1], ", 1 of them is connected"),
        ([], ", none of them is connected"),
        (None, ""),
    ],
)
def test_the_first_line_counts_customers_that_lose_a_service(connected: list[str] | None, link: str) -> None:
    """The line counts the customers and those that are connected. Connections that were not read are not mentioned."""
    assert first_line(lost("s1", NINE, connected)) == f"9 customers lose endpoint_service.s1{link}."


@pytest.mark.parametrize(
    ("connected", "said"),
    [(NINE[:1], " and is connected"), ([], " and is not connected"), (None, "")],
)
def test_one_customer_is_counted_in_the_singular(connected: list[str] | None, said: str) -> None:
    """A sentence about one customer is in the singular."""
    assert first_line(lost("s1", NINE[:1], connected)) == f"1 customer loses endpoint_service.s1{said}."


def test_services_that_the_same_customers_lose_share_a_clause() -> None:
    """Services that the same customers lose share a clause, and each connected customer is counted once."""
    services = [lost(f"s{number:02}", NINE[:8], NINE[:2] if number < 4 else NINE[1:3]) for number in range(1, 13)]
    assert first_line(*services) == (
        "8 customers lose endpoint_service.s01, endpoint_service.s02, endpoint_service.s03 and 9 more services, "
        "3 of them are connected."
    )
    assert first_line(*services, lost("s13", NINE[:8], None)).endswith(" and 10 more services.")


def test_services_with_connected_customers_come_first() -> None:
    """Then services with the most customers follow. The sentence has at most three services and counts the others."""
    assert first_line(
        lost("a", NINE[:1], []),
        lost("b", NINE[:2], []),
        lost("c", NINE[:3], []),
        lost("d", NINE[4:5], NINE[4:5]),
    ) == (
        "1 customer loses endpoint_service.d and is connected; "
        "3 customers lose endpoint_service.c, none of them is connected; "
        "2 customers lose endpoint_service.b, none of them is connected; "
        "1 more endpoint service is lost by customers."
    )


@pytest.mark.parametrize(
    ("customers", "said"),
    [
        (["*"], "everyone without a grant of their own loses endpoint_service.s1, 2 of them are connected"),
        (
            ["*", "000000000000"],
            "1 customer and everyone without a grant of their own lose endpoint_service.s1, 2 of them are connected",
        ),
    ],
)
def test_everyone_is_not_counted_as_a_customer(customers: list[str], said: str) -> None:
    """A grant to `*` admits an unknown number of customers, so only connected customers are counted."""
    assert first_line(lost("s1", customers, NINE[:2])) == f"{said}."


def test_the_first_line_names_lost_products_and_lost_services() -> None:
    """One sentence has the products that accounts lose and the services that customers lose."""
    assert first_line(lost("s1", NINE[:1], []), groups=(group("1", lost=["prod-x"]),)) == (
        "1 account loses prod-x; 1 customer loses endpoint_service.s1 and is not connected."
    )
