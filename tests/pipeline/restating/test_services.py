"""Drift of endpoint services and their grants is adopted; several documents may feed one service."""

from pathlib import Path
from typing import Any

import pytest

from reconciler.model import Address
from reconciler.ports import ConnectionNotification
from tests.fakes.endpoint_services import FakeEndpointServices
from tests.restating import LOOSE, Drifted, aws, told

ID = "vpce-svc-0123456789abcdef0"
ACME, GLOBEX, INITECH = "333333333333", "555555555555", "999999999999"
HEAD = f"kind: endpoint_service\nname: api\nregion: us-east-1\nid: {ID}\n"


def root(account: str) -> str:
    """Return the ARN of a whole account."""
    return f"arn:aws:iam::{account}:root"


def nlb(name: str) -> str:
    """Return the ARN of a load balancer of the seller."""
    return f"arn:aws:elasticloadbalancing:us-east-1:888888888888:loadbalancer/net/{name}/0123456789abcdef"


def selling(*principals: str, **stated: Any) -> FakeEndpointServices:  # noqa: ANN401 - any field of a service
    """Return the services of a seller: one, with grants of *principals*."""
    services = FakeEndpointServices()
    known = {"load_balancers": frozenset({nlb("api")}), "ip_address_types": frozenset({"ipv4"})}
    services.add(ID, principals, **{**known, **stated})
    return services


def test_fields_of_a_service_are_adopted(drifted: Drifted) -> None:
    """Booleans stay booleans, a missing private DNS name is `none`, and tags and lists get what AWS has."""
    drifted.settings(LOOSE)
    drifted.wish(f"""\
        kind: endpoint_service
        name: api
        region: us-east-1
        load_balancers:
          - {nlb("api")}  # the old one
          - {nlb("new")}
        acceptance_required: false  # open
        private_dns_name: api.example.com
        ip_address_types: [ipv4, ipv6]
        supported_regions: [us-east-1, eu-west-1]
        payer: endpoint_owner
        tags: {{team: a, gone: "1"}}
        id: {ID}
        """)
    far = frozenset({"us-east-1", "eu-west-2"})
    drifted.reader = aws(services=selling(supported_regions=far, tags={"team": "b"}))
    digest = drifted.plan().plan.short_digest
    accept = " ".join(f"--accept {rule}@{digest}" for rule in ("private_dns", "max_removals"))
    said = drifted.adopt(f"--select * {accept}")
    assert said.code == 0, said
    assert (
        drifted.text()
        == f"""\
kind: endpoint_service
name: api
region: us-east-1
load_balancers:
  - {nlb("api")}  # the old one
acceptance_required: true  # open
private_dns_name: none
ip_address_types: [ipv4]
supported_regions: [us-east-1, eu-west-2]
payer: endpoint_owner
tags: {{team: b}}
id: {ID}
"""
    )
    assert drifted.differing() == {}


PRINCIPALS = f"""\
kind: principal
items:
  acme: {{id: "{ACME}"}}
  acme-reader: {{id: "arn:aws:iam::{ACME}:role/reader"}}
  globex: {{id: "{GLOBEX}", groups: [late]}}
  initech: {{id: "{INITECH}", groups: [late]}}
"""
CUSTOMERS = f"""\
kind: allowed_principals
items:
  acme:
    service: api
    principals: [acme]  # since 2021
  late:
    service: api
    principals: ["group:late", "{GLOBEX}", "arn:aws:iam::{GLOBEX}:role/team/reader"]
"""


def test_grants_are_adopted_in_the_documents_that_feed_a_service(drifted: Drifted) -> None:
    """A grant that AWS lacks leaves each document; one that AWS has besides joins that of its account."""
    drifted.settings(LOOSE)
    drifted.wish(HEAD + "principals: exclusive\n", "api.yaml")
    drifted.wish(PRINCIPALS, "names.yaml")
    drifted.wish(CUSTOMERS, "customers.yaml")
    listed = (root(ACME), root(INITECH), f"arn:aws:iam::{ACME}:role/reader", f"arn:aws:iam::{GLOBEX}:role/reader")
    drifted.reader = aws(services=selling(*listed))
    said = drifted.adopt()
    assert said.code == 0, said
    assert (
        drifted.text("customers.yaml")
        == f"""\
kind: allowed_principals
items:
  acme:
    service: api
    principals: [acme, acme-reader]  # since 2021
  late:
    service: api
    principals: [initech, "arn:aws:iam::{GLOBEX}:role/team/reader"]
"""
    )
    assert drifted.differing() == {}


def test_a_grant_of_an_account_that_no_document_names_gets_its_own(drifted: Drifted) -> None:
    """With several documents, a new one stands below the service, since the grant belongs to no other customer."""
    drifted.settings(LOOSE)
    drifted.wish(HEAD + "principals: exclusive\n", "api.yaml")
    drifted.wish(f"{{kind: allowed_principals, name: acme, service: api, principals: ['{ACME}']}}\n", "acme.yaml")
    drifted.wish(f"{{kind: allowed_principals, name: globex, service: api, principals: ['{GLOBEX}']}}\n", "globex.yaml")
    drifted.reader = aws(services=selling(root(ACME), root(GLOBEX), root(INITECH)))
    assert drifted.adopt().code == 0
    assert (
        drifted.text("api.yaml")
        == f"""\
{HEAD}principals: exclusive
---
kind: allowed_principals
name: api
service: api
principals:
  - "{INITECH}"
"""
    )
    assert drifted.differing() == {}


def test_the_only_document_of_a_service_gets_its_new_grants(drifted: Drifted) -> None:
    """One document names all customers, so it names the new ones as well."""
    drifted.wish(HEAD + "principals: exclusive\n", "api.yaml")
    drifted.wish(f"{{kind: allowed_principals, name: all, service: api, principals: ['{ACME}']}}\n")
    drifted.reader = aws(services=selling(root(ACME), root(INITECH), "vpce.amazonaws.com"))
    asked = drifted.adopt("", answer="no\n").err
    assert "of endpoint_service.api (allowed_principals) into its documents?" in " ".join(asked.split())
    assert drifted.adopt().code == 0
    assert drifted.text() == (
        f"{{kind: allowed_principals, name: all, service: api, principals: ['{ACME}', \"{INITECH}\", "
        "vpce.amazonaws.com]}\n"
    )
    assert drifted.differing() == {}


def test_an_additive_list_loses_only_missing_grants(drifted: Drifted) -> None:
    """What AWS has besides is unmanaged and no difference; the document may end with an empty list."""
    drifted.wish(HEAD, "api.yaml")
    drifted.wish(f"{{kind: allowed_principals, name: acme, service: api, principals: ['{ACME}']}}\n")
    drifted.reader = aws(services=selling(root(INITECH)))
    digest = drifted.plan().plan.short_digest
    assert drifted.adopt(f"--select endpoint_service.api --accept max_removals@{digest}").code == 0
    assert drifted.text() == "{kind: allowed_principals, name: acme, service: api, principals: []}\n"
    assert drifted.differing() == {}


SHARED = f"kind: allowed_principals\nname: acme\nservices: [api, web]\nprincipals: ['{ACME}']\n"
WEB = HEAD.replace("name: api", "name: web").replace(ID, f"{ID[:-1]}1")


def sharing(drifted: Drifted, *principals: str) -> None:
    """Let one document feed two services, whose lists are exclusive; the first one has grants of *principals*."""
    drifted.settings(LOOSE)
    drifted.wish(f"{HEAD}principals: exclusive\n", "api.yaml")
    drifted.wish(f"{WEB}principals: exclusive\n", "web.yaml")
    drifted.wish(SHARED, "acme.yaml")
    services = selling(*principals)
    services.add(f"{ID[:-1]}1", [root(ACME)])
    drifted.reader = aws(services=services)


@pytest.mark.parametrize("extra", [INITECH, f"arn:aws:iam::{ACME}:role/reader"])
def test_a_grant_of_one_service_never_widens_another(drifted: Drifted, extra: str) -> None:
    """The document of two services stays as it is; the grant gets a document of its own for the service that has it.

    That holds for a role of the customer's account, too.
    """
    principal = extra if extra.startswith("arn:") else root(extra)
    sharing(drifted, root(ACME), principal)
    said = drifted.adopt()
    assert said.code == 0, said
    assert drifted.text("acme.yaml") == SHARED
    files = [path for path in (drifted.folder / "desired_state").rglob("*.yaml") if path.name != "acme.yaml"]
    (written,) = [text for text in map(Path.read_text, files) if "kind: allowed_principals" in text]
    assert "service: api\n" in written
    assert drifted.differing() == {}
    assert drifted.plan().repository.wish[Address("endpoint_service", "web")].spec.allowed_principals == {root(ACME)}


def test_a_grant_that_one_of_two_services_lacks_stays_wished(drifted: Drifted) -> None:
    """The edit would take the grant from the other service, too: nothing is written, and the answer says why."""
    sharing(drifted)
    said = drifted.adopt()
    assert (said.code, drifted.text("acme.yaml")) == (2, SHARED)
    why = "allowed_principals.acme feeds several services: write a document for each, or edit it by hand"
    assert f"  endpoint_service.api allowed_principals: {why}\n" in told(said)
    assert drifted.differing() == {"endpoint_service.api": ["allowed_principals"]}


def test_a_grant_of_everyone_is_never_adopted(drifted: Drifted) -> None:
    """The other grants are; `*` stays a difference, whatever guards allow, and the command ends with 2."""
    drifted.settings("guards: {public_endpoint_service: allow}\n")
    drifted.wish(HEAD + "principals: exclusive\n", "api.yaml")
    drifted.wish(f"{{kind: allowed_principals, name: all, service: api, principals: ['{ACME}']}}\n")
    drifted.reader = aws(services=selling(root(ACME), root(INITECH), "*"))
    said = drifted.adopt()
    assert said.code == 2
    assert INITECH in drifted.text()
    assert "*" not in drifted.text()
    assert (
        "  endpoint_service.api allowed_principals: '*' admits everyone and is never adopted: remove it in AWS, or "
        "name it in a document by hand\n"
    ) in told(said)
    assert list(drifted.differing()) == ["endpoint_service.api"]


def test_a_fault_that_no_document_can_say_keeps_the_drift(drifted: Drifted) -> None:
    """A grant of `*` that an additive list does not own is drift: all else is adopted, and the command ends with 2."""
    drifted.wish(f"{HEAD}acceptance_required: false\n")
    drifted.reader = aws(services=selling("*"))
    drifted.wish("{kind: allowed_principals, name: all, service: api, principals: []}\n", "all-of-them.yaml")
    said = drifted.adopt()
    assert (said.code, drifted.text()) == (2, f"{HEAD}acceptance_required: true\n")
    assert "  endpoint_service.api: endpoint_service.api admits everyone ('*'), and no document says so\n" in told(said)


@pytest.mark.parametrize("head", [HEAD, f"{HEAD}load_balancers: [{nlb('api')}]\nstate: present\n"])
def test_a_service_that_should_be_gone_is_adopted_as_present(drifted: Drifted, head: str) -> None:
    """The document says absent and AWS has the service: it becomes present, and its other fields are compared."""
    drifted.wish(head.replace("state: present\n", "") + "state: absent\nacceptance_required: false\n")
    drifted.reader = aws(services=selling())
    assert drifted.adopt().code == 0
    assert drifted.text() == head.replace("state: present\n", "") + "state: present\nacceptance_required: true\n"
    assert drifted.differing() == {}


def test_a_service_that_is_gone_is_adopted_as_absent(drifted: Drifted) -> None:
    """The document says `state: absent`; guards take that as a deletion, so it has to be accepted."""
    drifted.wish(f"kind: endpoint_service\nname: api\nregion: us-east-1\nload_balancers: [{nlb('api')}]\n")
    drifted.wish(f"{{kind: allowed_principals, name: acme, service: api, principals: ['{ACME}']}}\n", "acme.yaml")
    drifted.reader = aws()
    digest = drifted.plan().plan.short_digest
    refused = drifted.adopt()
    assert refused.code == 4
    assert refused.out.endswith(f"\n    reconciler drift --adopt --select '*' --accept delete@{digest}\n")
    assert "state" not in drifted.text()
    said = drifted.adopt(f"--select * --accept delete@{digest}")
    assert said.code == 0, said
    assert "  endpoint_service.api  state\n" in said.out
    assert drifted.text().endswith("state: absent\n")
    assert drifted.differing() == {}


def test_notifications_are_adopted_topic_by_topic(drifted: Drifted) -> None:
    """A topic gets the events that AWS tells it, one that AWS does not tell goes, and comments stay."""
    seen, audit, old = (f"arn:aws:sns:us-east-1:888888888888:{name}" for name in ("seen", "audit", "old"))
    drifted.settings(LOOSE)
    drifted.wish(f"""\
{HEAD}notifications:
  {old}: [Reject]
  {seen}: [Connect, Delete]  # the desk
""")
    services = selling()
    services.told = [
        ConnectionNotification("vpce-nfn-1", ID, seen, frozenset({"Connect"}), "Enabled"),
        ConnectionNotification("vpce-nfn-2", ID, audit, frozenset({"Accept", "Reject"}), "Enabled"),
    ]
    drifted.reader = aws(services=services)
    said = drifted.adopt("--select *")
    assert said.code == 0, said
    expected = f"{HEAD}notifications:\n  {seen}: [Connect]  # the desk\n  {audit}: [Accept, Reject]\n"
    assert drifted.text() == expected
    assert drifted.plan().plan.changes == ()


def test_a_topic_that_aws_has_twice_is_not_adopted(drifted: Drifted) -> None:
    """No document can state two notifications of one topic; the answer says what to do."""
    seen = "arn:aws:sns:us-east-1:888888888888:seen"
    drifted.settings(LOOSE)
    drifted.wish(f"{HEAD}notifications:\n  {seen}: [Connect]\n")
    services = selling()
    services.told = [
        ConnectionNotification(f"vpce-nfn-{number}", ID, seen, frozenset({"Connect"}), "Enabled") for number in (1, 2)
    ]
    drifted.reader = aws(services=services)
    said = drifted.adopt("--select *")
    assert "AWS has several notifications for one topic" in f"{said}"
    assert drifted.text() == f"{HEAD}notifications:\n  {seen}: [Connect]\n"
