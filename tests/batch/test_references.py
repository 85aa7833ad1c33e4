"""Requests that refer to what the same plan creates, be it of another kind."""

import pytest

from reconciler.batch import batch
from reconciler.model import Address, Operation, Reference, Request
from tests.batch.requests import creation
from tests.verbs import VERB

API, EXPERIENCE = Address("endpoint_service", "api"), Address("experience", "new")
ARN = "arn:aws:ec2:us-east-1:888888888888:vpc-endpoint-service/{}"


def service(verb: str, address: Address = API, remote_id: str | None = None, **details: object) -> Request:
    """Ask for one call on a service."""
    return Request(
        address=address, verb=VERB[verb], details=details, remote_id=remote_id, seller="saas", region="us-east-1"
    )


def batched(*requests: Request) -> tuple[Operation, ...]:
    """Put requests into calls."""
    return batch(requests, account="111111111111", sellers={"saas": "888888888888"})


def test_what_refers_waits_for_what_makes_it_and_names_that_call() -> None:
    """Wherever in the details the reference stands; the text around the id is told, too."""
    other = Address("endpoint_service", "aaa")
    tags = [{"Key": "peer", "Value": Reference(API, ARN)}]
    tagging = service("CreateTags", other, "vpce-svc-1", Tags=tags)
    made, tagged = batched(tagging, service("CreateVpcEndpointServiceConfiguration"))
    assert (made.action, tagged.action, tagged.after) == (
        "CreateVpcEndpointServiceConfiguration",
        "CreateTags",
        (made.id,),
    )
    told = {"known_after": "op-1", "address": "endpoint_service.api", "within": ARN}
    assert tagged.parameters == {"Resources": ["vpce-svc-1"], "Tags": [{"Key": "peer", "Value": told}]}


def test_the_id_alone_is_told_without_a_text() -> None:
    """As contract 4 has it, of any kind: here of an experience, which a change set makes."""
    tagging = service("CreateTags", remote_id="vpce-svc-1", Tags=[{"Key": "of", "Value": Reference(EXPERIENCE)}])
    made, tagged = batched(tagging, creation("new"))
    assert (made.action, tagged.after) == ("StartChangeSet", ("op-1",))
    assert tagged.parameters["Tags"][0]["Value"] == {"known_after": "op-1", "address": "experience.new"}


def test_a_reference_to_what_nothing_makes_is_a_mistake_of_the_kind() -> None:
    """What exists is named by its id."""
    with pytest.raises(KeyError):
        batched(service("CreateTags", remote_id="vpce-svc-1", Tags=[Reference(API)]))
