"""A seed of the twin with two sellers, and settings that name them."""

from collections.abc import Callable
from typing import Any

from reconciler.ports import SellerClients
from reconciler.settings import Role, Seller
from reconciler.twin.seed import Seed, parse
from tests.twin.ec2.sellers import ABROAD, BALANCERS, CONNECTED, HOME, OTHER_SELLER, SELLER, SERVICE, balancer

ROLE = f"arn:aws:iam::{OTHER_SELLER}:role/reconciler"
SELLERS = (
    Seller("saas", SELLER, (HOME, ABROAD)),
    Seller("data", OTHER_SELLER, (HOME,), Role(ROLE)),
)
Selling = Callable[..., SellerClients]


def sold(principals: list[str] | None = None, **stated: Any) -> Seed:  # noqa: ANN401 - JSON
    """Return a seed with one service that has two connections; *stated* are other fields of the section."""
    service = {"id": SERVICE, "load_balancers": [balancer()], "principals": principals or [], "connections": CONNECTED}
    section = {"load_balancers": BALANCERS, "services": [service], **stated}
    roles = [{"account": OTHER_SELLER, "name": "reconciler", "trusted": [SELLER]}]
    return parse({"version": 1, "caller": SELLER, "roles": roles, "endpoint_services": section})
