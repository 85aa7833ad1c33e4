"""The text of a plan about endpoint services: live connections, and the calls of EC2."""

from typing import Any

import pytest

from reconciler.model import Plan
from reconciler.render import plan_lines
from tests.printed.strict import check
from tests.render.plans import REFUSED, UPDATE_DEFAULT, WIDE

EMPTY = Plan(created_at="2026-11-22T10:00:00Z", commit=None).as_json()
RESIDUAL: dict[str, Any] = {
    "service": "endpoint_service.api",
    "principal": "arn:aws:iam::333333333333:root",
    "endpoint": "vpce-1",
    "owner": "333333333333",
    "state": "available",
    "region": "eu-west-1",
    "since": "2026-11-21T09:00:00Z",
    "admitted_by": [],
}


def operation(action: str, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - parameters of a call
    """Return one planned call on a service."""
    return {
        "id": "op-1",
        "after": [],
        "account": "888888888888",
        "region": "eu-west-1",
        "service": "ec2",
        "action": action,
        "parameters": parameters,
        "addresses": ["endpoint_service.api"],
    }


def lines(**stated: Any) -> list[str]:  # noqa: ANN401 - a plan
    """Render a plan with only the *stated* parts."""
    return list(plan_lines(check("plan", {**EMPTY, **stated}), WIDE))


def residual(*found: dict[str, Any], **stated: Any) -> list[str]:  # noqa: ANN401 - a plan
    """Return the block of live connections."""
    shown = lines(residual_access=list(found), **stated)
    start = next(index for index, line in enumerate(shown) if line.startswith("Live connections that "))
    return shown[start : shown.index("No changes. AWS matches the repository.", start) - 1]


def test_remaining_connections_are_shown_with_their_age() -> None:
    """A connection has endpoint, account by name, state, region and the time of its creation."""
    since = "since 2026-11-21T09:00:00Z (1 day)"
    assert residual(RESIDUAL, names={"333333333333": "Acme"}) == [
        "Live connections that remain (they outlive their grant; --reject-connections cuts those that no grant admits)",
        f"  endpoint_service.api vpce-1 of 333333333333 (Acme): available in eu-west-1 {since}",
    ]


def test_grants_that_still_admit_an_account_are_named() -> None:
    """The line also names the principal whose grant is removed."""
    reader = "arn:aws:iam::333333333333:role/reader"
    found = residual({**RESIDUAL, "admitted_by": ["*", reader]}, names={reader: "acme-reader"})
    assert found[2] == (
        "    without the grant of arn:aws:iam::333333333333:root, "
        "still admitted by * and arn:aws:iam::333333333333:role/reader (acme-reader)"
    )


def test_a_connection_of_several_grants_is_one_line() -> None:
    """An account may have grants of its own and of roles, and all of them may end in one plan."""
    reader = {**RESIDUAL, "principal": "arn:aws:iam::333333333333:role/reader"}
    assert len(residual(RESIDUAL, reader)) == 2
    kept = {"admitted_by": ["*"]}
    assert residual({**RESIDUAL, **kept}, {**reader, **kept})[2] == (
        "    without the grant of arn:aws:iam::333333333333:root and arn:aws:iam::333333333333:role/reader, "
        "still admitted by *"
    )


def test_customers_whose_connections_are_cut_are_named() -> None:
    """The last screen says who feels it, beside the service."""
    cutting = operation("RejectVpcEndpointConnections", ServiceId="vpce-svc-1", VpcEndpointIds=["vpce-1"])
    change = UPDATE_DEFAULT | {"address": "endpoint_service.api", "fields": []}
    rule = REFUSED | {"code": "reject_connections", "address": "endpoint_service.api"}
    named = {"333333333333": "Acme"}
    shown = lines(residual_access=[RESIDUAL], operations=[cutting], changes=[change], problems=[rule], names=named)
    assert any("has live connections that are cut: Acme on endpoint_service.api." in line for line in shown)


def test_a_plan_that_cuts_connections_says_so() -> None:
    """The heading of the same connections says that the plan rejects them."""
    cutting = operation("RejectVpcEndpointConnections", ServiceId="vpce-svc-1", VpcEndpointIds=["vpce-1"])
    assert residual(RESIDUAL, operations=[cutting])[0] == ("Live connections that are cut (this plan rejects them)")


def test_rejections_of_another_service_do_not_change_the_heading() -> None:
    """A plan that rejects endpoints of one service does not cut the connections of another service."""
    other = operation("RejectVpcEndpointConnections", ServiceId="vpce-svc-2", VpcEndpointIds=["vpce-9"])
    assert residual(RESIDUAL, operations=[other])[0] == (
        "Live connections that remain (they outlive their grant; --reject-connections cuts those that no grant admits)"
    )


@pytest.mark.parametrize("since", ["", "yesterday", "2026-13-41"])
def test_an_invalid_time_is_shown_unchanged(since: str) -> None:
    """A plan file may have been written by another program."""
    assert residual({**RESIDUAL, "since": since})[1].endswith(f"in eu-west-1 since {since}")


def test_many_connections_are_counted() -> None:
    """Twenty connections are shown and the others are counted."""
    found = residual(*({**RESIDUAL, "endpoint": f"vpce-{number}"} for number in range(23)))
    assert (len(found), found[-1]) == (22, "  … and 3 more (--full)")


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (
            operation("ModifyVpcEndpointServicePermissions", ServiceId="x", AddAllowedPrincipals=["a", "b"]),
            "endpoint_service.api: AddAllowedPrincipals (2)",
        ),
        (
            operation(
                "ModifyVpcEndpointServiceConfiguration",
                ServiceId="x",
                AcceptanceRequired=False,
                PrivateDnsName="a.example.com",
            ),
            "endpoint_service.api: AcceptanceRequired false and PrivateDnsName a.example.com",
        ),
        (
            operation("ModifyVpcEndpointServiceConfiguration", ServiceId="x", RemovePrivateDnsName=True),
            "endpoint_service.api: RemovePrivateDnsName",
        ),
        (
            operation("ModifyVpcEndpointServicePayerResponsibility", ServiceId="x", PayerResponsibility="ServiceOwner"),
            "endpoint_service.api: PayerResponsibility ServiceOwner",
        ),
        (
            operation("CreateTags", Resources=["x"], Tags=[{"Key": "team", "Value": "platform"}]),
            "endpoint_service.api: tags team",
        ),
        (operation("DeleteVpcEndpointServiceConfigurations", ServiceIds=["x"]), "endpoint_service.api"),
        (
            operation(
                "CreateVpcEndpointServiceConfiguration",
                NetworkLoadBalancerArns=["arn"],
                TagSpecifications=[{"ResourceType": "vpc-endpoint-service", "Tags": []}],
            ),
            "endpoint_service.api: NetworkLoadBalancerArns (1)",
        ),
    ],
    ids=lambda given: given["action"] if isinstance(given, dict) else "",
)
def test_each_call_of_ec2_is_summarised(call: dict[str, Any], told: str) -> None:
    """Lists are shown by length, flags by name and other values unchanged. The id of the service is left out."""
    shown = lines(operations=[call])
    start = shown.index("API calls  1, about 0 s")
    assert shown[start + 1 : start + 3] == [f"  op-1  {call['action']} in 888888888888, eu-west-1", f"        {told}"]
