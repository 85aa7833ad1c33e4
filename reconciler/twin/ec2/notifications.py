"""Connection notifications of endpoint services: create, modify, describe, delete (privatelink 1.9)."""

import re
from dataclasses import replace
from typing import Final

from reconciler import privatelink_limits

from . import descriptions
from .codes import (
    INVALID_CONNECTION_NOTIFICATION,
    INVALID_PARAMETER,
    INVALID_PARAMETER_VALUE,
    MISSING_PARAMETER,
    NO_CONNECTION_NOTIFICATION,
    unsuccessful,
)
from .endpoint_service import EndpointService
from .filters import page, select
from .notification import TYPE, Notification
from .view import Effect, Parameters, View, check_unique, required

Found = tuple[EndpointService, Notification]

FILTERS: Final = {
    "connection-notification-arn": lambda found: (found[1].topic,),
    "connection-notification-id": lambda found: (found[1].id,),
    "connection-notification-state": lambda found: (found[1].state,),
    "connection-notification-type": lambda _found: (TYPE,),
    "service-id": lambda found: (found[0].id,),
    "vpc-endpoint-id": lambda _found: (),
}


def create(view: View, sent: Parameters) -> Effect:
    """Create a notification of a service with interface endpoints; those of endpoints are not supported."""
    topic, events = required(sent, "ConnectionNotificationArn"), _events(required(sent, "ConnectionEvents"))
    if sent.get("VpcEndpointId"):
        raise INVALID_PARAMETER("The twin has no notifications of endpoints: name a service by ServiceId")
    service = view.editable(sent)
    if service.gateway:
        raise INVALID_PARAMETER("A connection notification can be created for interface endpoints only")
    _check_topic(view, service, topic)
    made = Notification(id=view.conditions.new_id("vpce-nfn"), topic=topic, events=events)
    answer = {"ConnectionNotification": descriptions.notification(service, made)}
    return Effect(answer, (_with(service, made),))


def modify(view: View, sent: Parameters) -> Effect:
    """Replace the events, the topic, or both; a call that states neither is refused."""
    service, found = _editable(view, required(sent, "ConnectionNotificationId"))
    if not sent.get("ConnectionNotificationArn") and not sent.get("ConnectionEvents"):
        raise MISSING_PARAMETER("ConnectionNotificationArn or ConnectionEvents")
    events = _events(sent["ConnectionEvents"]) if sent.get("ConnectionEvents") else found.events
    topic = sent.get("ConnectionNotificationArn") or found.topic
    if topic != found.topic:
        _check_topic(view, service, topic)
    return Effect({"ReturnValue": True}, (_with(service, replace(found, topic=topic, events=events)),))


def describe(view: View, sent: Parameters) -> Effect:
    """Describe one page of the notifications of all services of the account in the region, or the one that is named."""
    found = [(service, item) for service in view.all_visible() for item in service.notifications.values()]
    named = sent.get("ConnectionNotificationId")
    if named:
        found = [one for one in found if one[1].id == named]
        if not found:
            raise NO_CONNECTION_NOTIFICATION(named)
    items, token = page(select(found, sent, FILTERS), sent)
    return Effect({"ConnectionNotificationSet": [descriptions.notification(*item) for item in items], **token})


def delete(view: View, sent: Parameters) -> Effect:
    """Delete notifications; unknown ids are listed in Unsuccessful, with HTTP 200."""
    ids = required(sent, "ConnectionNotificationIds")
    known = _all(view)
    services = {service.id: service for one in ids if one in known for service, _ in [known[one]]}
    left = tuple(
        replace(one, notifications={id_: item for id_, item in one.notifications.items() if id_ not in ids})
        for one in services.values()
    )
    failed = [unsuccessful(one, NO_CONNECTION_NOTIFICATION(one)) for one in ids if one not in known]
    return Effect({"Unsuccessful": failed}, left)


def _all(view: View) -> dict[str, Found]:
    return {id_: (one, item) for one in view.records.all(view.now) for id_, item in one.notifications.items()}


def _editable(view: View, id_: str) -> Found:
    found = _all(view).get(id_)
    if found is None:
        raise NO_CONNECTION_NOTIFICATION(id_)
    return found


def _with(service: EndpointService, one: Notification) -> EndpointService:
    return replace(service, notifications={**service.notifications, one.id: one})


def _events(events: list[str]) -> tuple[str, ...]:
    check_unique(tuple(events), "ConnectionEvents")
    for event in events:
        if event not in privatelink_limits.CONNECTION_EVENTS:
            raise INVALID_PARAMETER_VALUE(f"Value ({event}) for parameter ConnectionEvents is invalid")
    return tuple(events)


def _check_topic(view: View, service: EndpointService, topic: str) -> None:
    """Refuse what is no topic, a topic of another Region, and a topic that the service has: the stricter readings."""
    found = re.fullmatch(privatelink_limits.TOPIC_ARN_PATTERN, topic)
    if found is None:
        raise INVALID_CONNECTION_NOTIFICATION(f"The SNS topic ARN '{topic}' is not valid")
    if found["region"] != view.region:
        raise INVALID_CONNECTION_NOTIFICATION(f"The SNS topic '{topic}' is not in {view.region}")
    if topic in {one.topic for one in service.notifications.values()}:
        raise INVALID_CONNECTION_NOTIFICATION(f"{service.id} already has a notification for the SNS topic '{topic}'")
