"""Changes of topics turned into requests to SNS. Pure."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reconciler.kind import Planned
from reconciler.model import Action, Address, Reference, Request, RequestKey, Verb
from reconciler.model.terms import Terms

from .verbs import CREATE, DELETE, SET


def requests(planned: Sequence[Planned], _terms: Terms) -> tuple[Request, ...]:
    """Return the requests of all changes."""
    return tuple(request for one in planned for request in _requests_of(one))


def _requests_of(planned: Planned) -> Iterator[Request]:
    change = planned.change
    if change.action is Action.DELETE:
        yield _one(planned, DELETE, {})
        return
    if change.action is Action.CREATE:
        yield _one(planned, CREATE, {"Name": change.address.name})
    display, service = change.value("display_name"), change.value("service")
    if display:
        yield _one(planned, SET, {"AttributeName": "DisplayName", "AttributeValue": display.after})
    if service:
        yield _one(planned, SET, {"AttributeName": "Policy", "AttributeValue": _policy(planned)}, part=1)


def _policy(planned: Planned) -> str | Reference:
    """Return the policy that lets an endpoint service publish; its ARN may be known only after its creation."""
    spec, observed = planned.pair.desired.spec, planned.pair.observed
    condition = {"ArnLike": {"aws:SourceArn": f"arn:aws:ec2:{spec.region}:*:vpc-endpoint-service/{{}}"}}
    publish = {"Effect": "Allow", "Action": "SNS:Publish", "Resource": "*", "Condition": condition}
    text = json.dumps({"Version": "2012-10-17", "Statement": [{**publish, "Principal": {"AWS": "*"}}]}, sort_keys=True)
    services: Mapping[str, str] = observed.facts["services"] if observed else {}
    if spec.service in services:
        return text.replace("{}", services[spec.service])
    kind, _, name = str(spec.service).partition(".")
    return Reference(Address(kind, name), text)


def _one(planned: Planned, verb: Verb, details: Mapping[str, Any], part: int = 0) -> Request:
    observed, address = planned.pair.observed, planned.change.address
    creation = frozenset({RequestKey(address, CREATE.name)} if observed is None and verb is not CREATE else ())
    spec = planned.pair.desired.spec
    return Request(
        address=address,
        verb=verb,
        part=part,
        details=details,
        remote_id=observed.remote_id if observed else None,
        after=creation,
        seller=spec.seller or "",
        region=spec.region or "",
    )
