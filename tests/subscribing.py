"""A seller whose service delivers an offering, and what it has sold, on the twin."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from reconciler.twin.sales import seed as sales
from reconciler.twin.seed import Seed
from tests.selling import ABROAD, HOME, SAAS, Shop, service_id, world

PRODUCT, CODE = "prod-abcd1234efgh5", "abcdefghijklmnopqrstuvwxy"
SETTINGS = f"""\
version: 1
sellers:
  saas: {{account: "{SAAS}", regions: [{HOME}, {ABROAD}], offerings: {{api: {{id: {PRODUCT}, code: {CODE}}}}}}}
"""
PAST, JANUARY = "2026-01-31T00:00:00Z", "2027-01-31T00:00:00Z"


def agreement(buyer: str, status: str = "ACTIVE", end: str | None = None, number: int = 1) -> dict[str, Any]:
    """Return an agreement of a buyer with the seller."""
    one = {"id": f"agmt-{buyer}-{number}", "product": PRODUCT, "buyer": buyer, "proposer": SAAS, "status": status}
    return {**one, "end": end} if end else one


def entitlement(buyer: str, expires: str | None = None) -> dict[str, Any]:
    """Return an entitlement of a buyer, as a channel partner has sold it."""
    one = {"code": CODE, "seller": SAAS, "buyer": buyer}
    return {**one, "expires": expires} if expires else one


def sold_world(
    *services: Mapping[str, Any],
    agreements: Iterable[Mapping[str, Any]] = (),
    entitlements: Iterable[Mapping[str, Any]] = (),
) -> Seed:
    """Return a seed with *services* and what the seller has sold."""
    return replace(world(*services), sales=sales.parse(agreements, entitlements))


def api(name: str = "api", region: str = HOME, offering: str = "api") -> str:
    """Return the document of a service that delivers an offering."""
    return f"{{kind: endpoint_service, name: {name}, region: {region}, id: {service_id(name)}, offering: {offering}}}"


def allowed(name: str, account: str, *, title: str = "") -> str:
    """Return the document that grants the service `api` to an account."""
    titled = f", title: {title}" if title else ""
    return f'{{kind: allowed_principals, name: {name}, service: api, principals: ["{account}"]{titled}}}'


def open_shop(shop: Shop) -> Shop:
    """Write the settings with an offering, and the document of a service that delivers it."""
    (shop.folder / "desired_state").mkdir(exist_ok=True)
    (shop.folder / "reconciler.yaml").write_text(SETTINGS)
    shop.wish(api(), "api.yaml")
    return shop
