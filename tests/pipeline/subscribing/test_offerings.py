"""The sales of offerings as they are read on the twin."""

from pathlib import Path

from reconciler.pipeline.subscribing import read_offerings
from reconciler.ports import Agreement, Entitlement
from reconciler.settings import Offering, Seller
from reconciler.twin.seed import parse
from tests.selling import ACME, GLOBEX, SAAS, shop_on_twin

OFFERING = Offering("api", "prod-abcd1234efgh5", "abcdefghijklmnopqrstuvwxy")
SELLER = Seller("saas", SAAS, ("us-east-1",), None, (OFFERING,))
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
        (found,) = read_offerings([(SELLER, OFFERING)], shop.clients(writes=False))
        assert (found.sold.agreements, found.sold.entitlements) == (
            (Agreement("agmt-1", ACME, "ACTIVE"),),
            (Entitlement(GLOBEX),),
        )
        assert found.unreadable == ()
        assert shop.twin.calls.operations() == {"SearchAgreements": 1, "GetEntitlements": 1}
        shop.twin.faults.deny("SearchAgreements")
        (denied,) = read_offerings([(SELLER, OFFERING)], shop.clients(writes=False))
    assert denied.sold.agreements is None
    assert denied.sold.entitlements == (Entitlement(GLOBEX),)
    (error,) = denied.unreadable
    assert "aws-marketplace:SearchAgreements" in f"{error.message} {error.hint}"
