"""A service cannot change its region or seller: the plan tells of the old service, whose customers stay connected."""

from tests.selling import ABROAD, ACME, HOME, Shop, balancer, root, service, service_id, world

TAGGED = service(tags={"reconciler:name": "api"}, principals=[root(ACME)])
STAYS = "it stays as it is, with its grants and connections"


def moved(fields: str = "") -> str:
    """Return the document of a service with another region."""
    return f"""
        kind: endpoint_service
        name: api
        region: {ABROAD}
        load_balancers: ["{balancer("new", ABROAD)}"]
        {fields}
        """


def test_a_changed_region_tells_of_the_service_that_is_left_behind(shop: Shop) -> None:
    """The tag identifies the old service, before and after the new one is created."""
    shop.twin.reset(world(TAGGED, spare=[balancer("new", ABROAD)]))
    shop.wish(moved())
    told = [
        "warning",
        "left-behind",
        f"{service_id()} in {HOME} also has the tag reconciler:name=api: {STAYS}",
        f"to end it, add another document with id: {service_id()} and state: absent",
    ]
    plan = shop.plan().plan
    assert [[one.severity, one.code, one.message, one.hint] for one in plan.problems] == [told]
    assert plan.problems[0].source.endswith("wish.yaml:4:9")
    assert [(change.address.name, change.action) for change in plan.changes] == [("api", "create")]
    assert [one.remote_id for one in plan.unmanaged] == [service_id()]
    shop.apply()
    assert [[one.severity, one.code, one.message, one.hint] for one in shop.plan().plan.problems] == [told]


def test_a_service_that_is_left_behind_is_ended_as_the_warning_says(shop: Shop) -> None:
    """A document of its own, with the id, adopts the old service, and the warning disappears."""
    shop.twin.reset(world(TAGGED, spare=[balancer("new", ABROAD)]))
    shop.wish(moved())
    shop.wish(f"{{kind: endpoint_service, name: old, region: {HOME}, id: {service_id()}, state: absent}}", "old.yaml")
    plan = shop.plan().plan
    assert "left-behind" not in [problem.code for problem in plan.problems]
    assert sorted((change.address.name, str(change.action)) for change in plan.changes) == [
        ("api", "create"),
        ("old", "delete"),
    ]


def test_an_id_leaves_nothing_behind(shop: Shop) -> None:
    """The id says which service is meant; another service with the same tag is only unmanaged."""
    shop.twin.reset(world(TAGGED, service("far", ABROAD)))
    shop.wish(f"{{kind: endpoint_service, name: api, region: {ABROAD}, id: {service_id('far')}}}")
    assert shop.plan().plan.problems == ()


def test_a_changed_seller_leaves_a_service_behind_too(shop: Shop) -> None:
    """A service of another account is another service."""
    shop.sellers = {"saas": ("888888888888", (HOME,)), "labs": ("777777777777", (HOME,))}
    shop.twin.reset(world(TAGGED, spare=[balancer("labs", account="777777777777")]))
    arn = balancer("labs", account="777777777777")
    shop.wish(f"{{kind: endpoint_service, name: api, seller: labs, region: {HOME}, load_balancers: ['{arn}']}}")
    (found,) = shop.plan().plan.problems
    assert (found.code, found.message.split(" also has")[0]) == (
        "left-behind",
        f"{service_id()} in {HOME} of seller saas",
    )
