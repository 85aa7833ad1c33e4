"""The sales of offerings as they are read on the twin."""

from pathlib import Path

from reconciler.model import Address
from reconciler.pipeline.subscribing import Delivered, read_offerings
from reconciler.ports import Agreement, Entitlement
from reconciler.settings import Offering, Seller
from reconciler.twin.seed import parse
from tests.selling import ACME, GLOBEX, SAAS, shop_on_twin

OFFERING = Offering("api", "prod-abcd1234efgh5", "abcdefghijklmnopqrstuvwxy")
SELLER = Seller("saas", SAAS, ("us-east-1",), None, (OFFERING,))
DELIVERED = Delivered(SELLER, OFFERING, (Address("endpoint_service", "api"),))
SEED = {
    "version": 1,
    "caller": SAAS,
    "agreements": [{"id": "agmt-1", "product": OFFERING.id, "buyer": ACME, "proposer": SAAS}],
    "entitlements": [{"code": OFFERING.code, "seller": SAAS, "buyer": GLOBEX}],
}


def test_a_denied_source_leaves_the_other_one(tmp_path: Path) -> None:
    """Both sources are read with one call each; what is denied is kept as an error, and stops nothing."""
    with shop_on_twin(tmp_path) as shop:
        shop.twin.reset(parse(SEED))
        (found,) = read_offerings([DELIVERED], shop.clients(writes=False))
        assert (found.sold.agreements, found.sold.entitlements) == (
            (Agreement("agmt-1", ACME, "ACTIVE"),),
            (Entitlement(GLOBEX),),
        )
        assert found.unreadable == ()
        assert shop.twin.calls.operations() == {"SearchAgreements": 1, "GetEntitlements": 1}
        shop.twin.faults.deny("SearchAgreements")
        (denied,) = read_offerings([DELIVERED], shop.clients(writes=False))
    assert denied.sold.agreements is None
    assert denied.sold.entitlements == (Entitlement(GLOBEX),)
    (error,) = denied.unreadable
    assert "aws-marketplace:SearchAgreements" in f"{error.message} {error.hint}"


def test_an_offering_that_no_service_delivers_is_not_read(tmp_path: Path) -> None:
    """It takes no call."""
    with shop_on_twin(tmp_path) as shop:
        assert read_offerings([Delivered(SELLER, OFFERING)], shop.clients(writes=False)) == ()
        assert shop.twin.calls.operations() == {}
