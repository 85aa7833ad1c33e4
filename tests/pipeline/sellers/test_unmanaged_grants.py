"""Grants that no document names: drift in an imported, exclusive list; unmanaged in an additive one."""

import pytest

from reconciler.cli.codes import drift_code
from reconciler.model import Severity
from reconciler.printed import UnmanagedJson
from reconciler.render import drift_lines, plan_lines
from reconciler.twin.bridge.endpoint_services import endpointservices_backends
from tests.selling import ACME, GLOBEX, HOME, INITECH, SAAS, Shop, problems, root, service, service_id, world

HEAD = f"kind: endpoint_service\nname: api\nregion: {HOME}\nid: {service_id()}\n"
CUSTOMER = '{{kind: allowed_principals, name: c{0}, service: api, principals: ["{0}"]}}'


def grant(*principals: str) -> None:
    """Add a grant by hand."""
    endpointservices_backends[SAAS][HOME].call(
        "ModifyVpcEndpointServicePermissions", {"ServiceId": service_id(), "AddAllowedPrincipals": list(principals)}
    )


def listed(shop: Shop, **options: object) -> list[UnmanagedJson]:
    """Plan and return the unmanaged objects."""
    return [item.as_json() for item in shop.plan(**options).plan.unmanaged]


@pytest.mark.parametrize("principal", [root(INITECH), "*"])
def test_a_grant_by_hand_is_drift_after_an_import(shop: Shop, principal: str) -> None:
    """The imported list is exclusive, so a member that it does not name is to be removed."""
    shop.twin.reset(world(service(principals=[root(ACME)])))
    shop.wish(shop.adopt("api", service_id()))
    grant(principal)
    told = shop.plan().plan.as_json()
    assert drift_code(told) == 2
    assert [field.get("removed") for field in told["changes"][0]["fields"]] == [[principal]]


def test_removing_a_customers_file_after_an_import_revokes_its_grant(shop: Shop) -> None:
    """A member that an exclusive list leaves out is to end."""
    shop.twin.reset(world(service(principals=[root(ACME), root(GLOBEX)])))
    shop.wish(shop.adopt("api", service_id()).partition("---")[0])
    shop.wish(CUSTOMER.format(ACME), "acme.yaml")
    shop.converge()
    assert shop.service().principals == {root(ACME)}


def test_an_additive_list_tells_grants_without_a_document(shop: Shop) -> None:
    """Plan and drift list them; they are no drift, since nothing managed differs."""
    shop.twin.reset(world(service(principals=[root(ACME), root(GLOBEX), root(INITECH)]), service("other")))
    shop.wish(HEAD)
    shop.wish(CUSTOMER.format(ACME), "acme.yaml")
    grants = [
        {"kind": "allowed_principal", "remote_id": one, "title": "", "service": "endpoint_service.api"}
        for one in (root(GLOBEX), root(INITECH))
    ]
    other = {"kind": "endpoint_service", "remote_id": service_id("other"), "title": ""}
    assert listed(shop) == [other, *grants]
    told = shop.plan().plan.as_json()
    assert drift_code(told) == 0
    assert [*drift_lines(told)] == [
        "Unmanaged (in AWS and in no document; never changed)",
        f"  endpoint_service {service_id('other')}",
        "",
        "Unmanaged grants (in AWS and in no document; services with principals: additive keep them)",
        f"  endpoint_service.api  {root(GLOBEX)}",
        f"  endpoint_service.api  {root(INITECH)}",
        "",
        "Import them: reconciler import --all",
        "",
        "No drift in managed objects; AWS has 1 object and 2 grants that no document names.",
    ]
    assert [*plan_lines(told)][
        -1
    ] == "No changes to managed objects; AWS has 1 object and 2 grants that no document names."


def test_removing_the_last_customers_file_leaves_a_listed_grant(shop: Shop) -> None:
    """The list is read though no document feeds it, and no grant is removed."""
    shop.twin.reset(world(service(principals=[root(ACME)])))
    shop.wish(HEAD)
    assert [one["remote_id"] for one in listed(shop)] == [root(ACME)]
    assert shop.plan().plan.operations == ()


def test_everyone_in_an_additive_list_is_drift(shop: Shop) -> None:
    """A warning says what to do; drift ends with 2 though no plan removes the grant."""
    shop.twin.reset(world(service(principals=["*"])))
    shop.wish(HEAD)
    plan = shop.plan().plan
    said = "endpoint_service.api admits everyone ('*'), and no document says so"
    assert problems(plan, Severity.WARNING) == [("public-grant", said)]
    told = plan.as_json()
    assert (drift_code(told), plan.operations) == (2, ())
    assert [*drift_lines(told)][-1] == "AWS differs from the repository in 1 object."


def test_everyone_that_a_document_names_is_no_warning(shop: Shop) -> None:
    """The repository states the grant."""
    shop.twin.reset(world(service(principals=["*"])))
    shop.wish(HEAD)
    shop.wish(CUSTOMER.format("*").replace("c*", "all"), "all.yaml")
    plan = shop.plan().plan
    assert (plan.problems, plan.unmanaged) == ((), ())


def test_an_exclusive_list_has_no_unmanaged_grants(shop: Shop) -> None:
    """Grants without a document are to be removed; where --no-removals leaves them, the plan says so."""
    shop.twin.reset(world(service(principals=[root(ACME), "*"])))
    shop.wish(f"{HEAD}principals: exclusive\n")
    assert listed(shop) == []
    plan = shop.plan(no_removals=True).plan
    assert (plan.unmanaged, [problem.code for problem in plan.problems]) == ((), ["left-out"])
