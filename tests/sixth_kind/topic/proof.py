"""The effect of each call of SNS on a topic, and the refusals of SNS; plans are proven with it."""

import json
from collections.abc import Iterator, Mapping, Sequence

from reconciler.effects import Effects, Fact, HoldersByMember, Json, Sent
from reconciler.model.fields import Fields


def _created(details: Json) -> Iterator[Fact]:
    for path, value in (("account", details["account"]), ("region", details["region"]), ("state", "present")):
        yield Fact(path, None, value)


def _set(details: Json) -> Iterator[Fact]:
    value = details["AttributeValue"]
    if details["AttributeName"] == "DisplayName":
        yield Fact("display_name", None, value)
    else:
        yield Fact("service", None, value["address"] if isinstance(value, Mapping) else _service(value))


def _service(policy: str) -> str:
    (statement,) = json.loads(policy)["Statement"]
    return str(statement["Condition"]["ArnLike"]["aws:SourceArn"].rpartition("/")[2])


def _read(operation: Json, ids: Mapping[str, str]) -> Iterator[Sent]:
    parameters = operation["parameters"]
    topic = parameters.get("TopicArn", "")
    name = str(topic["address"] if isinstance(topic, Mapping) else ids.get(topic, topic))
    value = parameters.get("AttributeValue", "")
    if parameters.get("AttributeName") == "Policy" and isinstance(value, str):
        service = _service(value)
        value = value.replace(service, ids.get(service, service))
    location = {"account": operation["account"], "region": operation["region"]}
    details = {**parameters, **location, "AttributeValue": value}
    yield Sent(verb=operation["action"], about=name or operation["about"][0], details=details, tags={})


def _refusals(
    changes: Sequence[Sent], objects: Mapping[str, Fields], _holders: HoldersByMember, _touched: Mapping[str, str]
) -> Iterator[str]:
    """Yield why a call is refused; SNS accepts a second creation, but a plan must not have one."""
    (call,) = changes
    if _alive(objects.get(call.about, {})) == (call.verb == "CreateTopic"):
        yield f"{call.about} is there already, or not yet"


def _alive(fields: Fields) -> bool:
    return fields.get("state") == "present"


EFFECTS = Effects(
    facts={
        "CreateTopic": _created,
        "SetTopicAttributes": _set,
        "DeleteTopic": lambda _details: iter([Fact("state", None, "absent")]),
    },
    lists=frozenset(),
    read=_read,
    refusals=_refusals,
    alive=_alive,
    makes=frozenset({"CreateTopic"}),
    ends=frozenset({"DeleteTopic"}),
)
