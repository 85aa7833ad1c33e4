"""Import prints nothing that validate refuses, whatever AWS returns, and the next plan is empty."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from reconciler.kinds.endpoint_service.write import write
from reconciler.model import Address, Severity
from reconciler.settings import Seller
from tests.fakes.endpoint_services import SETTINGS, FakeEndpointServices, selling
from tests.kinds.endpoint_service.planning import ACME, nlb, planned, repository, root

ID = "vpce-svc-0123456789abcdef0"
NAMED = f"""\
{{kind: principal, name: acme, id: "{ACME}", title: "Acme\\NCorp"}}
---
{{kind: endpoint_service, name: other, region: us-east-1, id: vpce-svc-0123456789abcdef1}}
---
{{kind: allowed_principals, name: api, service: other, principals: [acme]}}
"""
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=70)
OTHER_PLACES = {"us-east-1": "us-west-2", "888888888888": "777777777777", "/net/": "/gwy/", "arn:aws:": "arn:aws-cn:"}
ARNS = st.sampled_from(
    [nlb(), nlb("b"), "arn:loadbalancer/net/", *(nlb().replace(here, there) for here, there in OTHER_PLACES.items())]
)
USUAL = [root(ACME), ACME, "*", "vpce.amazonaws.com", f"arn:aws:iam::{ACME}:role/reader"]
ODD = ["arn:aws-cn:iam::333333333333:root", f"arn:aws:iam::{ACME}:role/path/reader", "arn:aws:s3:::b", "acme"]
PRINCIPALS = st.sampled_from([*USUAL, *ODD, "ec2.amazonaws.com.cn"]) | TEXTS
REGIONS = st.sampled_from(["us-east-1", "eu-west-1", "eu-nowhere-7", "cn-north-1", "moon-1"])


@st.composite
def anything(draw: st.DrawFn) -> FakeEndpointServices:
    """Draw a service whose values have only the documented types."""
    services = FakeEndpointServices()
    services.add("vpce-svc-0123456789abcdef1", [root(ACME)])
    services.add(
        ID,
        draw(st.sets(PRINCIPALS, max_size=5)),
        load_balancers=frozenset(draw(st.sets(ARNS, min_size=1, max_size=3))),
        private_dns_name=draw(st.sampled_from([None, "api.example.com", "Api.", "_x.example.com"]) | TEXTS),
        ip_address_types=frozenset(draw(st.sets(st.sampled_from(["ipv4", "ipv6", "ipv7"]), min_size=1))),
        supported_regions=frozenset({"us-east-1", *draw(st.sets(REGIONS, max_size=2))}),
        payer=draw(st.sampled_from([None, "ServiceOwner", "Nobody"])),
        tags={"reconciler:name": "elsewhere"},
    )
    return services


@given(services=anything(), named=st.sampled_from(["", NAMED]))
def test_an_import_is_valid_and_leaves_nothing_to_do(services: FakeEndpointServices, named: str) -> None:
    """Every ARN, name, region and word may be one that no document may state."""
    settings = replace(SETTINGS, sellers=(Seller("saas", "888888888888", ("us-east-1",)),))
    before = repository(named, settings)
    written = write(Address("endpoint_service", "api"), ID, before.references, selling(services, settings.sellers))
    text = "\n---\n".join(filter(None, [named, written]))
    assert repository(text, settings).errors == ()
    plan = planned(text, services, settings).plan
    assert [(problem.code, problem.message) for problem in plan.problems if problem.severity is Severity.ERROR] == []
    assert (plan.changes, plan.operations) == ((), ())
