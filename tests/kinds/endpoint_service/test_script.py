"""What only plain data shows of an import; tests/pipeline/sellers has the rest, on the twin."""

from reconciler.kind import References
from reconciler.kinds.endpoint_service.script import Script
from reconciler.model import Address
from reconciler.ports import EndpointServiceConfiguration, Grants

UNIT = "arn:aws:organizations::111111111111:ou/o-abcdef1234/ou-abcd-01234567"


def lines(one: EndpointServiceConfiguration, *principals: str, region: str = "us-east-1") -> list[str]:
    """Write a service."""
    grants = Grants(frozenset(principals))
    return list(Script(Address("endpoint_service", "api"), one, grants, "saas", region, References()).lines())


def test_what_no_document_can_name_is_a_comment() -> None:
    """An import must be valid; such a grant stays as it is, so the list is not owned."""
    one = EndpointServiceConfiguration(id="vpce-svc-1", state="Available", acceptance_required=False)
    assert lines(one, UNIT) == [
        "kind: endpoint_service",
        "name: api",
        "id: vpce-svc-1",
        "region: us-east-1",
        "acceptance_required: false",
        "payer: endpoint_owner",
        "principals: additive  # exclusive would take away what no document can name, see below",
        "---",
        "kind: allowed_principals",
        "name: api",
        "service: api",
        "principals: []",
        f'# "{UNIT}" is granted too: no document can name it, and it stays as it is',
    ]


def test_gateway_load_balancers_are_left_out() -> None:
    """They are not managed."""
    arns = {f"arn:aws:elasticloadbalancing:us-east-1:1:loadbalancer/{kind}/a/1" for kind in ("net", "gwy")}
    one = EndpointServiceConfiguration(
        id="vpce-svc-1", state="Available", acceptance_required=True, load_balancers=frozenset(arns)
    )
    assert lines(one)[4:6] == ["load_balancers:", '  - "arn:aws:elasticloadbalancing:us-east-1:1:loadbalancer/net/a/1"']


def test_an_account_of_china_is_its_digits() -> None:
    """The region says the partition."""
    one = EndpointServiceConfiguration(id="vpce-svc-1", state="Available", acceptance_required=True)
    assert lines(one, "arn:aws-cn:iam::333333333333:root", region="cn-north-1")[-1] == '  - "333333333333"'
