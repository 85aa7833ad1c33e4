"""What customers and colleagues do to a service's lists makes no reviewed plan stale, unless the service ends."""

from tests.selling import ACME, GLOBEX, HOME, Shop, connection, root, service, service_id, world

MODIFIED = f"kind: endpoint_service\nname: api\nregion: {HOME}\nid: {service_id('api')}\nacceptance_required: false\n"
ENDED = f"kind: endpoint_service\nname: api\nregion: {HOME}\nid: {service_id('api')}\nstate: absent\n"
ADMITS = f'kind: allowed_principals\nname: acme\nservice: api\nprincipals: ["{ACME}"]\n'


def test_a_foreign_grant_on_an_additive_list_leaves_the_plan_as_it_is(shop: Shop) -> None:
    """Nor does a customer who connects: sellers' lists live."""
    shop.wish(MODIFIED)
    shop.wish(ADMITS, "acme.yaml")
    shop.twin.reset(world(service(acceptance_required=True)))
    reviewed = shop.plan().plan
    shop.twin.reset(
        world(service(acceptance_required=True, principals=[root(GLOBEX)], connections=[connection(1, GLOBEX)]))
    )
    now = shop.plan().plan
    assert len(now.changes) == 1
    assert now.digest == reviewed.digest


def test_another_setting_of_a_changed_service_makes_another_plan(shop: Shop) -> None:
    """A setting that no document states may still matter to the reviewer."""
    shop.wish(MODIFIED)
    shop.twin.reset(world(service(acceptance_required=True)))
    reviewed = shop.plan().plan
    shop.twin.reset(world(service(acceptance_required=True, tags={"team": "other"})))
    assert shop.plan().plan.digest != reviewed.digest


def test_a_customer_admitted_to_a_service_that_ends_makes_another_plan(shop: Shop) -> None:
    """A deletion that was accepted for one customer does not take two."""
    shop.wish(ENDED)
    shop.twin.reset(world(service(principals=[root(ACME)])))
    reviewed = shop.plan().plan
    shop.twin.reset(world(service(principals=[root(ACME), root(GLOBEX)])))
    assert shop.plan().plan.digest != reviewed.digest
