"""A call as it is sent, read as what it is about and what it says."""

from collections.abc import Iterator, Mapping

from reconciler.effects import Json, Sent, tags_of


def read(operation: Json, ids: Mapping[str, str]) -> Iterator[Sent]:
    """Read a call. A creation, and a call on notifications, names no service: that is the address of its request."""
    parameters = operation["parameters"]
    specified = (tag for one in parameters.get("TagSpecifications", ()) for tag in one["Tags"])
    name = _service(parameters)
    notifications = parameters.get("ConnectionNotificationIds", ())
    yield Sent(
        verb=operation["action"],
        about=ids.get(name, name) if name else operation["about"][0],
        details={
            **parameters,
            "account": operation["account"],
            "region": operation["region"],
            "targets": [ids.get(one, one) for one in notifications],
        },
        tags=tags_of([*parameters.get("Tags", ()), *specified]),
    )


def _service(parameters: Json) -> str:
    """Return the service that a call names: its id, or its address when the same plan creates it."""
    named = [parameters.get("ServiceId", ""), *parameters.get("ServiceIds", ()), *parameters.get("Resources", ())]
    found = next((one for one in named if one), "")
    return str(found["address"] if isinstance(found, Mapping) else found)
