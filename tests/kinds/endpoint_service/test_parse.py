import json
from dataclasses import replace
from typing import Any

import pytest

from reconciler.kinds.endpoint_service.spec import EndpointServiceSpec, State
from reconciler.model import Mode
from reconciler.settings import Seller
from tests.fakes.endpoint_services import SETTINGS
from tests.kinds.endpoint_service.planning import ACME, desired, nlb, repository, root, told

HEAD = f"kind: endpoint_service\nname: api\nregion: us-east-1\nload_balancers: ['{nlb()}']\n"
LABS = Seller("labs", "777777777777", ("us-east-1",))
CHINA = replace(SETTINGS, sellers=(Seller("saas", "888888888888", ("cn-north-1",)),))
FULL = f"""
kind: endpoint_service
name: api
seller: saas
region: us-east-1
load_balancers: ["{nlb()}", "{nlb("b")}"]
acceptance_required: true
private_dns_name: api.example.com
ip_address_types: [ipv4]
supported_regions: [us-east-1, eu-west-1]
payer: endpoint_owner
tags: {{team: platform}}
id: vpce-svc-0123456789abcdef0
principals: exclusive
state: present
"""


def test_every_field_of_the_contract_is_understood() -> None:
    """Fields are those of contract 1.2; supported regions leave out the home region, which AWS always includes."""
    wish = desired(FULL)
    assert wish.spec == EndpointServiceSpec(
        seller="saas",
        region="us-east-1",
        state=State.PRESENT,
        load_balancers=frozenset({nlb(), nlb("b")}),
        acceptance_required=True,
        private_dns_name="api.example.com",
        ip_address_types=frozenset({"ipv4"}),
        supported_regions=frozenset({"eu-west-1"}),
        payer="endpoint_owner",
        tags={"team": "platform"},
        allowed_principals=frozenset(),
    )
    assert (wish.mode, wish.pin) == (Mode.EXCLUSIVE, "vpce-svc-0123456789abcdef0")


def test_fields_that_are_left_out_are_not_managed() -> None:
    """Only id and region are required; the permission list is not owned."""
    wish = desired("{kind: endpoint_service, name: api, region: us-east-1, id: vpce-svc-0123456789abcdef0}")
    assert wish.spec == EndpointServiceSpec(seller="saas", region="us-east-1", state=State.PRESENT)
    assert wish.mode is Mode.ADDITIVE


def test_the_only_seller_need_not_be_named() -> None:
    """With several sellers, the document must name one."""
    both = replace(SETTINGS, sellers=(*SETTINGS.sellers, LABS))
    assert desired(HEAD).spec.seller == "saas"
    assert told(repository(HEAD, both).errors) == [("error", "no-seller", "wish.yaml:1:1")]
    assert desired(HEAD + "seller: saas\n", settings=both).spec.seller == "saas"


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ("region: us-west-2, id: vpce-svc-0123456789abcdef0", ("error", "region-not-listed", "wish.yaml:1:45")),
        ("region: us-esat-1, id: vpce-svc-0123456789abcdef0", ("error", "region-not-listed", "wish.yaml:1:45")),
        ("region: us-east-1, seller: labs, tags: {a: b}", ("error", "unknown-seller", "wish.yaml:1:64")),
        ("region: us-east-1, tags: {team: a}", ("error", "nothing-to-create", "wish.yaml:1:1")),
    ],
)  # fmt: skip
def test_errors_that_no_schema_finds_are_found_offline(fields: str, problem: tuple[str, str, str]) -> None:
    """Each has one problem at its place; tests/bad_input has many more."""
    assert told(repository(f"{{kind: endpoint_service, name: api, {fields}}}").errors) == [problem]


@pytest.mark.parametrize("text", ["state: absent", "id: vpce-svc-0123456789abcdef0"])
def test_a_document_that_creates_nothing_needs_no_load_balancer(text: str) -> None:
    """The service ends, or exists already."""
    assert repository(f"{{kind: endpoint_service, name: api, region: us-east-1, {text}}}").errors == ()


def test_a_service_that_ends_frees_its_load_balancer() -> None:
    """Another document may state it."""
    ending = HEAD.replace("name: api", "name: old") + "state: absent\n"
    assert repository(f"{HEAD}---\n{ending}").errors == ()


def feeding(*principals: str, name: str = "acme") -> str:
    """Return a document that admits principals."""
    return f"---\nkind: allowed_principals\nname: {name}\nservice: api\nprincipals: {list(principals)}\n"


def test_documents_feed_the_list_in_the_form_that_aws_keeps() -> None:
    """An account becomes its root and a path is stripped; the documents are recorded by address."""
    wish = desired(
        HEAD
        + feeding("444444444444", "arn:aws:iam::444444444444:role/a/b/reader", name="zulu")
        + feeding(ACME, "*", "vpce.amazonaws.com")
    )
    assert wish.spec.allowed_principals == {
        root(ACME),
        root("444444444444"),
        "arn:aws:iam::444444444444:role/reader",
        "*",
        "vpce.amazonaws.com",
    }
    assert [str(feed.source) for feed in wish.fed] == ["allowed_principals.acme", "allowed_principals.zulu"]
    assert wish.mode is Mode.ADDITIVE


def test_an_account_is_a_root_of_the_partition_of_the_region() -> None:
    """12 digits have no partition, so the region of the service decides."""
    text = HEAD.replace("arn:aws:", "arn:aws-cn:").replace("us-east-1", "cn-north-1") + feeding(ACME)
    assert desired(text, settings=CHINA).spec.allowed_principals == {f"arn:aws-cn:iam::{ACME}:root"}


def test_a_service_of_the_sovereign_cloud_is_valid() -> None:
    """The partition has ARNs and regions of its own, which botocore knows."""
    text = HEAD.replace("arn:aws:", "arn:aws-eusc:").replace("us-east-1", "eusc-de-east-1") + feeding(ACME)
    settings = replace(SETTINGS, sellers=(Seller("saas", "888888888888", ("eusc-de-east-1",)),))
    assert repository(text, settings=settings).problems == ()
    assert desired(text, settings=settings).spec.allowed_principals == {f"arn:aws-eusc:iam::{ACME}:root"}


@pytest.mark.parametrize(("region", "severity"), [("eu-wset-1", "warning"), ("eu-nowhere-7", "note")])
def test_a_supported_region_unknown_to_botocore_is_sent_with_a_note(region: str, severity: str) -> None:
    """AWS decides whether the region exists."""
    text = f"{HEAD}supported_regions: [us-west-2, {region}]\n"
    assert [(one.severity, one.code, one.source) for one in repository(text).problems] == [
        (severity, "unknown-region", "wish.yaml:5:32")
    ]
    assert desired(text).spec.supported_regions == {"us-west-2", region}


def test_a_doubtful_region_is_reported_once_at_the_settings() -> None:
    """The region is not reported again for every service there."""
    text = HEAD.replace("us-east-1", "us-esat-1")
    settings = replace(SETTINGS, sellers=(Seller("saas", "888888888888", ("us-esat-1",)),))
    assert repository(text, settings=settings).problems == ()


def test_a_document_without_principals_states_an_empty_list() -> None:
    """An additive list loses nothing by it."""
    assert desired(HEAD + feeding()).spec.allowed_principals == set()


def test_one_grant_in_two_places_is_a_warning_that_names_both() -> None:
    """The places are in one document or two, in any form of the principal."""
    wish = HEAD + feeding(ACME, root(ACME)) + feeding(root(ACME), name="other")
    found = repository(wish).problems
    assert [(problem.severity, problem.code, problem.source) for problem in found] == [
        ("warning", "granted-twice", "wish.yaml:9:30"),
        ("warning", "granted-twice", "wish.yaml:14:14"),
    ]
    assert found[1].message == (
        f"{root(ACME)} is granted on endpoint_service.api by allowed_principals.acme too, at wish.yaml:9:14"
    )


def test_many_documents_without_common_principals_have_no_warning() -> None:
    """The usual case needs no search."""
    wish = HEAD + "".join(feeding(f"{number:012d}", name=f"c{number}") for number in range(50))
    assert repository(wish).problems == ()


@pytest.mark.parametrize(
    "fields",
    [
        {"private_dns_name": "none"},
        {"private_dns_name": "*.example.com"},
        {"private_dns_name": "a" * 63 + ".example.com"},
        {"private_dns_name": ".".join(["a" * 63] * 3) + "." + "b" * 55 + ".example"},
        {"private_dns_name": "xn--bcher-kva.example.com"},
        {"private_dns_name": "1.2.example.com"},
        {"tags": {"k" * 127: "v" * 256, "Größe": "ü", "a:b/c": ""}},
        {"tags": {f"k{number}": "v" for number in range(49)}},
        {"supported_regions": []},
        {"ip_address_types": ["ipv6", "ipv4"]},
    ],
    ids=str,
)
def test_values_at_awss_limits_are_valid(fields: dict[str, Any]) -> None:
    """Names have 255 characters with labels of 63 and wildcards in front, keys 127 characters."""
    stated = {"kind": "endpoint_service", "name": "api", "region": "us-east-1", "load_balancers": [nlb()], **fields}
    assert repository(json.dumps(stated)).errors == ()
