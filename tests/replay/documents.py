"""Short ways to write the operations of a plan, and experiences by YAML path."""

from collections.abc import Mapping, Sequence
from string import ascii_uppercase
from typing import Any

from reconciler.replay import Replay
from tests.effects import EFFECTS

Change = Mapping[str, Any]
OLD, NEW = "experience.old", "experience.new"
OBSERVED = "exp-old@3"
"""The revision on which the first set that changes the old experience is locked."""


def fields(**stated: Any) -> dict[str, Any]:  # noqa: ANN401 - any value of a field
    """Return an experience by YAML path: an underscore in a keyword is a dot, a list of members a frozenset."""
    plain = {"title": "Old", "status": "enabled", "products": "restricted", "user_requests": "deny", **stated}
    named = {key.replace("__", "."): value for key, value in plain.items() if value is not None}
    return {key: frozenset(value) if isinstance(value, list) else value for key, value in named.items()}


def after(operation: str, name: str = OLD) -> Mapping[str, str]:
    """Return the entity as the operation names it that changed it last."""
    return {"known_after": operation, "address": name}


def change(verb: str, entity: object = OBSERVED, **details: Any) -> Change:  # noqa: ANN401 - JSON
    """Return one change as it is sent; *entity* None is a creation."""
    named = {"Type": "Experience@1.0"} if entity is None else {"Type": "Experience@1.0", "Identifier": entity}
    return {"ChangeType": verb, "Entity": named, "DetailsDocument": details}


def products(verb: str, *ids: str, entity: object = OBSERVED) -> Change:
    """Return a change that allows or denies products."""
    return change(f"{verb}ProductProcurement", entity, Products=[{"Ids": list(ids)}])


def principals(verb: str, *ids: str, entity: object = OBSERVED) -> Change:
    """Return a change that associates or disassociates principals."""
    return change(f"{verb}Audience", entity, Principals=list(ids))


def change_set(number: int, *changes: Change, waits: Sequence[int] = ()) -> Mapping[str, Any]:
    """Return `op-NUMBER`, a change set; its changes are named by letters."""
    named = [{**one, "ChangeName": ascii_uppercase[index]} for index, one in enumerate(changes)]
    parameters = {"Catalog": "AWSMarketplace", "ChangeSet": named}
    return _operation(number, "StartChangeSet", parameters, waits)


def tagging(number: int, **tags: str) -> Mapping[str, Any]:
    """Return `op-NUMBER`, which tags the old experience."""
    arn = "arn:aws:aws-marketplace:us-east-1:111111111111:AWSMarketplace/Experience/exp-old"
    sent = [{"Key": key, "Value": value} for key, value in tags.items()]
    return _operation(number, "TagResource", {"ResourceArn": arn, "Tags": sent}, ())


SERVICE, SERVICE_ID = "endpoint_service.api", "vpce-svc-0123456789abcdef0"
BALANCERS, SUPPORTED = "NetworkLoadBalancerArns", "SupportedRegions"


def service(**stated: Any) -> dict[str, Any]:  # noqa: ANN401 - any value of a field
    """Return an endpoint service by YAML path."""
    place = {"account": "888888888888", "region": "us-east-1"}
    known = {**place, "state": "present", "load_balancers": ["nlb-a"], "payer": "endpoint_owner", **stated}
    named = {key.replace("__", "."): value for key, value in known.items()}
    return {key: frozenset(value) if isinstance(value, list) else value for key, value in named.items()}


def edit(
    number: int,
    action: str,
    waits: Sequence[int] = (),
    *,
    region: str = "us-east-1",
    **parameters: Any,  # noqa: ANN401 - JSON
) -> Mapping[str, Any]:
    """Return `op-NUMBER`, a call to EC2; it is about the one service unless *parameters* say which."""
    named = parameters if "TagSpecifications" in parameters else {"ServiceId": SERVICE_ID, **parameters}
    made = _operation(number, action, named, waits)
    return {**made, "account": "888888888888", "region": region, "service": "ec2", "about": [SERVICE]}


def creation(number: int, name: str = "api", **parameters: Any) -> Mapping[str, Any]:  # noqa: ANN401 - JSON
    """Return `op-NUMBER`, which creates a service."""
    tags = [{"ResourceType": "vpc-endpoint-service", "Tags": [{"Key": "reconciler:name", "Value": name}]}]
    stated = {BALANCERS: ["nlb-b"], **parameters}
    made = edit(number, "CreateVpcEndpointServiceConfiguration", TagSpecifications=tags, **stated)
    return {**made, "about": [f"endpoint_service.{name}"]}


def sold(*operations: Mapping[str, Any], before: Mapping[str, Any] | None = None, **wishes: Any) -> tuple[str, ...]:  # noqa: ANN401 - by name
    """Replay *operations* on the one service as it is *before*; *wishes* are the desired fields by name."""
    found = Replay(
        effects=EFFECTS,
        before={"endpoint_service": {SERVICE: before} if before is not None else {}},
        wish={"endpoint_service": {f"endpoint_service.{name}": wish for name, wish in wishes.items()}},
        ids={SERVICE_ID: SERVICE},
        operations=operations,
    )
    return found.run().findings


def _operation(number: int, action: str, parameters: Mapping[str, Any], waits: Sequence[int]) -> Mapping[str, Any]:
    return {
        "id": f"op-{number}",
        "after": [f"op-{one}" for one in waits],
        "account": "111111111111",
        "region": "us-east-1",
        "service": "marketplace-catalog",
        "action": action,
        "parameters": parameters,
        "about": [OLD],
    }


def findings(
    *operations: Mapping[str, Any], before: Mapping[str, Any] | None = None, **wishes: Mapping[str, Any]
) -> tuple[str, ...]:
    """Replay *operations* on the old experience as it is *before*; *wishes* are the desired fields by name."""
    found = replay(
        before={OLD: before} if before is not None else {},
        wish={f"experience.{name}": wish for name, wish in wishes.items()},
        operations=operations,
    )
    return found.run().findings


def replay(
    *,
    before: Mapping[str, Mapping[str, Any]],
    wish: Mapping[str, Mapping[str, Any]],
    operations: Sequence[Mapping[str, Any]],
) -> Replay:
    """Return a replay of experiences; the old one has the id exp-old."""
    titles = {fields["title"]: name for name, fields in wish.items() if "title" in fields}
    return Replay(
        effects=EFFECTS,
        before={"experience": before},
        wish={"experience": wish},
        ids={"exp-old": OLD},
        operations=[{**one, "about": _about(one, titles)} for one in operations],
    )


def _about(operation: Mapping[str, Any], titles: Mapping[str, str]) -> list[str]:
    """Return the address of the experience of each change; a creation is known by its title."""
    changes = operation["parameters"].get("ChangeSet", [{}])
    named = [one.get("DetailsDocument", {}).get("Name", "") for one in changes]
    return [titles.get(name, f"experience.{name}") if name else OLD for name in named]
