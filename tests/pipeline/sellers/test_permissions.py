"""Permission lists: one call for a service, however many principals come and go."""

from collections.abc import Iterable, Sequence

import pytest

from reconciler.model import Severity
from tests.selling import (
    ACME,
    GLOBEX,
    HOME,
    INITECH,
    Shop,
    accounts,
    balancer,
    calls,
    problems,
    refusals,
    root,
    service,
    service_id,
    world,
)
from tests.verbs import VERB

PERMIT = "ModifyVpcEndpointServicePermissions"
SIZES = [0, 1, 68, 1_000, 2_500]
HEAD = f"kind: endpoint_service\nname: api\nregion: {HOME}\nid: {service_id()}\n"
LOOSE = "guards: {max_removals: {count: 9999, share: 1, floor: 0}}\n"


def admits(*principals: str, name: str = "all", target: str = "api") -> str:
    """Return a document that admits principals."""
    listed = ", ".join(f'"{principal}"' for principal in principals)
    return f"kind: allowed_principals\nname: {name}\nservice: {target}\nprincipals: [{listed}]\n"


def start(shop: Shop, granted: Iterable[str], wanted: Sequence[str], mode: str = "additive") -> None:
    """Reset the twin to one service that admits accounts, and write a document; AWS accepts any number in a call."""
    admitting = service(principals=[root(account) for account in granted])
    shop.twin.reset(world(admitting, quotas={"edits_per_call": 0}))
    shop.settings(f"permission_edits_per_call: 10000\n{LOOSE}")
    shop.wish(f"{HEAD}principals: {mode}\n")
    shop.wish(admits(*wanted), "all.yaml")


@pytest.mark.parametrize("size", SIZES)
def test_any_number_of_principals_is_admitted_in_one_call(shop: Shop, size: int) -> None:
    """All pages are read and compared; Terraform's provider broke at 68 principals, and ACK reads one page only."""
    start(shop, [], accounts(size))
    shop.converge()
    assert shop.service().principals == {root(account) for account in accounts(size)}
    assert shop.written() == ({PERMIT: 1} if size else {})


@pytest.mark.parametrize("size", SIZES)
def test_any_number_of_principals_is_read_and_left_alone(shop: Shop, size: int) -> None:
    """The call that adds one principal names only that one."""
    start(shop, accounts(size), [ACME])
    assert calls(shop.plan()) == [(PERMIT, {"ServiceId": service_id(), "AddAllowedPrincipals": [root(ACME)]})]
    shop.converge()
    assert shop.service().principals == {root(account) for account in [*accounts(size), ACME]}


@pytest.mark.parametrize("size", SIZES)
def test_any_number_of_principals_is_removed_in_one_call(shop: Shop, size: int) -> None:
    """An exclusive list loses all members that no document names and gains new ones in the same call."""
    start(shop, accounts(size), [ACME], "exclusive")
    shop.converge(accept=["max_removals"])
    assert shop.service().principals == {root(ACME)}
    assert shop.written() == {PERMIT: 1}


@pytest.mark.parametrize("size", SIZES[1:])
def test_pages_are_read_as_long_as_there_are_any(shop: Shop, size: int) -> None:
    """A page has a thousand principals, so the number of reads is the least possible."""
    start(shop, accounts(size), accounts(size), "exclusive")
    assert shop.plan().plan.operations == ()
    assert shop.asked() == {
        "DescribeVpcEndpointConnections": 1,
        "DescribeVpcEndpointServiceConfigurations": 2,
        "DescribeVpcEndpointServicePermissions": -(-size // 1000),
    }


def test_an_additive_list_keeps_what_others_granted(shop: Shop) -> None:
    """A customer whose document is removed stays admitted and is unmanaged."""
    start(shop, [GLOBEX], [])
    assert shop.plan().plan.changes == ()


def test_an_exclusive_list_that_nothing_feeds_is_emptied_with_acceptance(shop: Shop) -> None:
    """Every account would lose its grant, so the plan needs an acceptance."""
    start(shop, [GLOBEX], [], "exclusive")
    assert refusals(shop.plan().plan) == [
        (
            "max_removals",
            f"endpoint_service.api loses 1 of 1 member of allowed_principals (no present member stays): {root(GLOBEX)}",
        )
    ]
    assert shop.apply(shop.plan(accept=["max_removals"])).converged
    assert shop.service().principals == set()


def test_too_many_removals_are_refused(shop: Shop) -> None:
    """`max_removals` counts grants as it counts members of any list."""
    start(shop, accounts(100), accounts(79), "exclusive")
    shop.settings()
    ((rule, message),) = refusals(shop.plan().plan)
    assert rule == "max_removals"
    assert message.startswith(
        "endpoint_service.api loses 21 of 100 members of allowed_principals (limit: 20): arn:aws:"
    )
    assert message.endswith(" and 11 more")


def test_a_list_without_documents_is_listed_and_left_alone(shop: Shop) -> None:
    """The list is neither fed nor owned; its grants are unmanaged (contract 4)."""
    shop.twin.reset(world(service(principals=["*"])))
    shop.wish(HEAD)
    plan = shop.plan().plan
    assert (plan.changes, [item.remote_id for item in plan.unmanaged]) == ((), ["*"])
    assert shop.asked() == {
        "DescribeVpcEndpointConnections": 1,
        "DescribeVpcEndpointServiceConfigurations": 2,
        "DescribeVpcEndpointServicePermissions": 1,
    }


def test_many_documents_feed_one_service(shop: Shop) -> None:
    """One document for each customer is usual; together they make one call."""
    start(shop, [], [])
    for number in range(30):
        shop.wish(admits(f"{number:012d}", name=f"customer-{number}"), f"customers/{number}.yaml")
    shop.converge()
    assert len(shop.service().principals) == 30
    assert shop.written() == {PERMIT: 1}


def test_one_principal_from_two_documents_is_one_grant_and_a_warning(shop: Shop) -> None:
    """The warning names both places, however the principal is written."""
    start(shop, [], [])
    shop.wish(admits(ACME, name="acme"), "customers/acme.yaml")
    shop.wish(admits(GLOBEX, root(ACME), name="partners"), "customers/partners.yaml")
    plan = shop.plan().plan
    (found,) = [problem for problem in plan.problems if problem.severity is Severity.WARNING]
    places = found.source.rpartition("/")[2], found.message.rpartition("/")[2]
    assert (found.code, places) == ("granted-twice", ("partners.yaml:4:30", "acme.yaml:4:14"))
    assert found.message.startswith(f"{root(ACME)} is granted on endpoint_service.api by allowed_principals.acme too")
    shop.converge()
    assert shop.service().principals == {root(ACME), root(GLOBEX)}


def test_every_sort_of_principal_is_granted_in_the_form_that_aws_keeps(shop: Shop) -> None:
    """Accounts are granted as roots, roles and users without path, services and everyone as they are."""
    start(shop, [], [])
    shop.settings("guards: {public_endpoint_service: warn}\n")
    shop.wish(
        admits(
            ACME,
            f"arn:aws:iam::{GLOBEX}:role/service-role/reader",
            f"arn:aws:iam::{GLOBEX}:user/some.body@example.com",
            "vpce.amazonaws.com",
            "*",
        ),
        "all.yaml",
    )
    run = shop.converge()
    assert shop.service().principals == {
        root(ACME),
        f"arn:aws:iam::{GLOBEX}:role/reader",
        f"arn:aws:iam::{GLOBEX}:user/some.body@example.com",
        "vpce.amazonaws.com",
        "*",
    }
    assert [code for code, _ in problems(run.plan, Severity.NOTE)] == ["path-stripped"]
    assert [code for code, _ in problems(run.plan, Severity.WARNING)] == ["public_endpoint_service"]


def test_admitting_everyone_is_refused_until_accepted(shop: Shop) -> None:
    """The refusal says that any account that knows the name may ask to connect."""
    start(shop, [], ["*"])
    meaning = "every account that knows its service name can request a connection"
    assert refusals(shop.plan().plan) == [
        ("public_endpoint_service", f"endpoint_service.api would admit everyone ('*'): {meaning}")
    ]
    shop.converge(accept=["public_endpoint_service"])
    assert shop.service().principals == {"*"}


def test_a_long_edit_goes_in_several_calls_adds_first(shop: Shop) -> None:
    """More edits than `permission_edits_per_call` take several calls.

    Each waits for the one before, so that no account is shut out in between.
    """
    start(shop, accounts(3, 100), accounts(3, 200), "exclusive")
    shop.settings(f"permission_edits_per_call: 2\n{LOOSE}")
    planning = shop.plan()
    assert [parameters for _, parameters in calls(planning)] == [
        {"ServiceId": service_id(), "AddAllowedPrincipals": [root("000000000200"), root("000000000201")]},
        {
            "ServiceId": service_id(),
            "AddAllowedPrincipals": [root("000000000202")],
            "RemoveAllowedPrincipals": [root("000000000100")],
        },
        {"ServiceId": service_id(), "RemoveAllowedPrincipals": [root("000000000101"), root("000000000102")]},
    ]
    assert [operation.after for operation in planning.plan.operations] == [(), ("op-1",), ("op-2",)]
    shop.converge(accept=["max_removals"])
    assert shop.written() == {PERMIT: 3}


def test_as_many_edits_as_a_call_takes_are_one_call(shop: Shop) -> None:
    """The default is 500 edits; one more makes a second call."""
    start(shop, [], accounts(500))
    shop.settings()
    assert len(shop.plan().plan.operations) == 1
    shop.wish(admits(*accounts(501)), "all.yaml")
    assert [len(parameters["AddAllowedPrincipals"]) for _, parameters in calls(shop.plan())] == [500, 1]


def test_each_service_that_differs_costs_one_call(shop: Shop) -> None:
    """A service without differences costs none."""
    names = [f"s{number}" for number in range(6)]
    shop.twin.reset(world(*(service(name, principals=[root(GLOBEX)]) for name in names)))
    for number, name in enumerate(names):
        shop.wish(f"{{kind: endpoint_service, name: {name}, region: {HOME}, id: {service_id(name)}}}", f"{name}.yaml")
        shop.wish(admits(GLOBEX, *accounts(number), name=name, target=name), f"{name}-admits.yaml")
    shop.converge()
    assert shop.written() == {PERMIT: 5}


def test_grants_of_transit_gateways_are_left_alone_and_counted(shop: Shop) -> None:
    """Transit gateways have another type of permission, which an exclusive list does not own."""
    start(shop, [GLOBEX], [ACME], "exclusive")
    shop.twin.reset(world(service(load_balancers=[balancer().replace("/net/", "/gwy/")], principals=[root(GLOBEX)])))
    attach(shop, ACME, INITECH)
    plan = shop.plan().plan
    assert problems(plan, Severity.NOTE) == [
        ("other-grants", "2 grants for transit gateway attachments are left alone")
    ]
    shop.converge(accept=["max_removals"])
    found = shop.service()
    assert found.principals == {root(ACME)}
    assert found.transit_gateway_principals == {root(ACME), root(INITECH)}


def attach(shop: Shop, *owners: str) -> None:
    """Let transit gateways of some accounts be attached, as by another user."""
    shop.clients(writes=True).sellers["saas"].calls("ec2", HOME).edit(
        VERB[PERMIT],
        {
            "ServiceId": service_id(),
            "AddAllowedPrincipals": [root(owner) for owner in owners],
            "PermissionType": "transit-gateway-attachment",
        },
    )
    shop.twin.calls.clear()
