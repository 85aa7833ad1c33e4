"""Every account and region of the settings is read, also those that no document names."""

import pytest

from reconciler.errors import Refused
from reconciler.model import Severity
from tests.selling import ABROAD, HOME, LABS, SAAS, TWO_SELLERS, Shop, balancer, service, service_id, world

WISH = f"{{kind: endpoint_service, name: api, region: {HOME}, id: {service_id()}, acceptance_required: true}}"
WORLD = (service("api", acceptance_required=True), service("far", ABROAD), service("other"))


def unmanaged(shop: Shop, **options: tuple[str, ...]) -> list[str]:
    """Plan and return the services that no document names."""
    return [item.remote_id for item in shop.plan(**options).plan.unmanaged if item.kind == "endpoint_service"]


def test_an_empty_repository_lists_every_service_of_its_settings(shop: Shop) -> None:
    """Nothing is managed, and all services are listed with one call for each account and one for each region."""
    shop.twin.reset(world(*WORLD))
    shop.settings()
    plan = shop.plan().plan
    assert [item.remote_id for item in plan.unmanaged] == sorted(map(service_id, ("api", "far", "other")))
    assert [(one.severity, one.code) for one in plan.problems] == [(Severity.WARNING, "nothing-managed")]
    assert shop.asked() == {"DescribeVpcEndpointServiceConfigurations": 2}
    assert [call.operation for call in shop.twin.calls if call.service == "sts"] == ["GetCallerIdentity"]


def test_services_of_regions_that_no_document_names_are_listed(shop: Shop) -> None:
    """A service that was created by hand in another region is listed although the documents name one region."""
    shop.twin.reset(world(*WORLD))
    shop.wish(WISH)
    assert unmanaged(shop) == sorted([service_id("far"), service_id("other")])


def test_a_part_reads_only_regions_of_its_documents(shop: Shop) -> None:
    """A selection does not read what it cannot change."""
    shop.twin.reset(world(*WORLD))
    shop.wish(WISH)
    assert unmanaged(shop, select=("endpoint_service.api",)) == [service_id("other")]


@pytest.mark.parametrize("wish", ["", WISH])
def test_credentials_of_another_account_are_refused_for_any_seller(shop: Shop, wish: str) -> None:
    """A seller without a document is checked as well."""
    shop.sellers, shop.credentials = TWO_SELLERS, {"labs": SAAS}
    shop.twin.reset(world(*WORLD))
    shop.settings()
    if wish:
        shop.wish(wish.replace("name: api", "name: api, seller: saas"))
    with pytest.raises(Refused, match=f"the credentials belong to account {SAAS}, sellers.labs.account says {LABS}"):
        shop.plan()


def test_a_region_that_cannot_be_read_is_an_error_without_documents_too(shop: Shop) -> None:
    """A plan does not end with 0 when a region was not read."""
    shop.twin.reset(world(*WORLD))
    shop.settings()
    shop.twin.faults.deny("DescribeVpcEndpointServiceConfigurations")
    found = [one for one in shop.plan().plan.problems if one.severity is Severity.ERROR]
    assert [one.code for one in found] == ["unreadable", "unreadable"]
    assert found[0].message.startswith(f"saas in {ABROAD} could not be read: ")


def test_a_service_that_two_sellers_reach_is_listed_once_or_not_if_managed(shop: Shop) -> None:
    """Two sellers with roles in one account see the same services."""
    shop.sellers = {"saas": (SAAS, (HOME,)), "twice": (SAAS, (HOME,))}
    shop.twin.reset(world(service("api", acceptance_required=True), service("other"), spare=[balancer("more")]))
    shop.wish(WISH.replace("name: api", "name: api, seller: saas"))
    assert unmanaged(shop) == [service_id("other")]
