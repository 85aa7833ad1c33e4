"""Services whose ARNs, names, regions and words may be some that no document may state."""

from hypothesis import strategies as st

from tests.fakes.endpoint_services import FakeEndpointServices

from .planning import ACME, nlb, root

ID = "vpce-svc-0123456789abcdef0"
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
    """Draw a service, called ID, whose values have only the documented types, and a usual one."""
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
