"""Requests that refer to an object that the same plan creates, also across kinds."""

import pytest

from reconciler.batch import batch
from reconciler.model import Address, Operation, Reference, Request
from tests.batch.requests import creation
from tests.verbs import VERB

API, EXPERIENCE = Address("endpoint_service", "api"), Address("experience", "new")
ARN = "arn:aws:ec2:us-east-1:888888888888:vpc-endpoint-service/{}"


def service(verb: str, address: Address = API, remote_id: str | None = None, **details: object) -> Request:
    """Return a request for one call on a service."""
    return Request(
        address=address, verb=VERB[verb], details=details, remote_id=remote_id, seller="saas", region="us-east-1"
    )


def batched(*requests: Request) -> tuple[Operation, ...]:
    """Batch requests into operations."""
    return batch(requests, account="111111111111", sellers={"saas": "888888888888"})


def test_a_request_with_a_reference_waits_for_and_names_the_creation() -> None:
    """The reference may stand anywhere in the details; the text around the id is kept."""
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


def test_a_reference_without_text_around_it_has_no_text() -> None:
    """The form is that of contract 4, for any kind: here for an experience that a change set creates."""
    tagging = service("CreateTags", remote_id="vpce-svc-1", Tags=[{"Key": "of", "Value": Reference(EXPERIENCE)}])
    made, tagged = batched(tagging, creation("new"))
    assert (made.action, tagged.after) == ("StartChangeSet", ("op-1",))
    assert tagged.parameters["Tags"][0]["Value"] == {"known_after": "op-1", "address": "experience.new"}


def test_a_reference_that_no_request_creates_raises() -> None:
    """An object that exists is named by its id instead."""
    with pytest.raises(KeyError):
        batched(service("CreateTags", remote_id="vpce-svc-1", Tags=[Reference(API)]))
