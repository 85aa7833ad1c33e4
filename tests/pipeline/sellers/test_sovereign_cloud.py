"""Other partitions than `aws` work in the same way, with their own regions and ARNs."""

from tests.selling import ACME, SAAS, Shop, service_id, world

REGION = "eusc-de-east-1"
ARN = f"arn:aws-eusc:elasticloadbalancing:{REGION}:{SAAS}:loadbalancer/net/api/0123456789abcdef"
THERE = {"id": service_id(), "load_balancers": [ARN], "principals": [f"arn:aws-eusc:iam::{ACME}:root"]}


def test_a_service_of_the_sovereign_cloud_is_imported_and_changed(shop: Shop) -> None:
    """The imported documents plan to nothing; a customer is granted as a root of the partition."""
    shop.sellers = {"saas": (SAAS, (REGION,))}
    shop.twin.reset(world(THERE))
    shop.wish(shop.adopt("api", service_id()))
    plan = shop.plan().plan
    assert (plan.changes, plan.problems) == ((), ())
    shop.wish("{kind: allowed_principals, name: globex, service: api, principals: ['555555555555']}", "globex.yaml")
    (operation,) = shop.plan().plan.operations
    assert operation.region == REGION
    assert operation.parameters["AddAllowedPrincipals"] == ["arn:aws-eusc:iam::555555555555:root"]
    shop.apply()
    assert shop.plan().plan.changes == ()
