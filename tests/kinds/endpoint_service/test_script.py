"""Imports of data that only plain values can show; tests/pipeline/sellers has the rest, on the twin."""

from dataclasses import replace
from typing import Any

import pytest

from reconciler.kinds.endpoint_service.observe import granted, service
from reconciler.kinds.endpoint_service.write import write
from reconciler.model import Address
from reconciler.names import References
from reconciler.pipeline.adopting import text_of
from reconciler.ports import EndpointServiceConfiguration, Grants

UNIT = "arn:aws:organizations::111111111111:ou/o-abcdef1234/ou-abcd-01234567"


def lines(one: EndpointServiceConfiguration, *principals: str, region: str = "us-east-1") -> list[str]:
    """Return the imported document of a service."""
    return imported(one, frozenset(principals), region, References())


def imported(
    one: EndpointServiceConfiguration, principals: frozenset[str], region: str, references: References
) -> list[str]:
    """Return the lines of the import of a service, in the names of *references*."""
    live = granted(service(one, ("saas", region)), Grants(principals))
    return text_of(write({Address("endpoint_service", "api"): live}, references)).splitlines()


def test_a_grant_that_no_document_can_name_is_a_comment() -> None:
    """An import must be valid; such a grant stays as it is, so the list is additive."""
    one = EndpointServiceConfiguration(id="vpce-svc-1", state="Available", acceptance_required=False)
    assert lines(one, UNIT) == [
        "kind: endpoint_service",
        "name: api",
        "region: us-east-1",
        "id: vpce-svc-1",
        "acceptance_required: false",
        "payer: endpoint_owner",
        "principals: additive  # exclusive would revoke grants that no document can name, see below",
        "---",
        "kind: allowed_principals",
        "name: api",
        "service: api",
        "principals: []",
        f"# {UNIT} is granted too: no document can name it, and it stays as it is",
    ]


ARN = "arn:aws:elasticloadbalancing:us-east-1:222222222222:loadbalancer/{}/a/0123456789abcdef"


LEFT_OUT = "is left out and not managed: no document may state what AWS has there"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("load_balancers", frozenset({ARN.format("net"), ARN.format("gwy")})),
        ("load_balancers", frozenset({ARN.format("net"), ARN.format("net").replace("us-east-1", "us-west-2")})),
        ("private_dns_name", "_api.Example.com"),
        ("ip_address_types", frozenset({"ipv4", "ipv7"})),
        ("supported_regions", frozenset({"us-east-1", "us-west-2", "moon-1"})),
        ("supported_regions", frozenset({"us-east-1", "cn-north-1"})),
        ("payer", "Nobody"),
    ],
)
def test_a_value_that_no_document_may_state_is_a_comment(field: str, value: object) -> None:
    """A partial list would remove its other members, so no member is stated."""
    one = EndpointServiceConfiguration(id="vpce-svc-1", state="Available", acceptance_required=True)
    stated: dict[str, Any] = {field: value}
    written = lines(replace(one, **stated))
    assert f"# {field} {LEFT_OUT}" in written
    assert not [line for line in written if line.startswith(f"{field}:")]


def test_a_list_of_grants_has_a_name_that_no_document_has() -> None:
    """A customer may have the name of the service."""
    stated = frozenset({Address("allowed_principals", "api"), Address("allowed_principals", "api-2")})
    one = EndpointServiceConfiguration(id="vpce-svc-1", state="Available", acceptance_required=True)
    assert imported(one, frozenset({"*"}), "us-east-1", References(stated=stated))[-5:] == [
        "kind: allowed_principals",
        "name: api-3",
        "service: api",
        "principals:",
        '  - "*"',
    ]


def test_an_account_of_china_is_its_digits() -> None:
    """The region says which partition it is."""
    one = EndpointServiceConfiguration(id="vpce-svc-1", state="Available", acceptance_required=True)
    assert lines(one, "arn:aws-cn:iam::333333333333:root", region="cn-north-1")[-1] == '  - "333333333333"'
