"""Connection notifications: what documents state is what EC2 tells topics, whole, and nothing else is touched."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import pytest

from reconciler.model import Severity
from tests.pipeline.sellers.killing import Killed, mortal
from tests.selling import (
    ACME,
    HOME,
    Shop,
    balancer,
    calls,
    problems,
    refusals,
    root,
    service,
    service_id,
    world,
)

HEAD = f"kind: endpoint_service\nname: api\nregion: {HOME}\nid: {service_id()}\n"
SEEN, AUDIT, OLD = (f"arn:aws:sns:{HOME}:888888888888:{name}" for name in ("seen", "audit", "old"))
DESCRIBE = "DescribeVpcEndpointConnectionNotifications"
CREATE, MODIFY = "CreateVpcEndpointConnectionNotification", "ModifyVpcEndpointConnectionNotification"
DELETE = "DeleteVpcEndpointConnectionNotifications"
THREE = f"{HEAD}notifications:\n  {SEEN}: [Connect, Delete]\n  {AUDIT}: [Accept]\n"


def notification(number: int, topic: str, *events: str, state: str = "Enabled") -> Mapping[str, Any]:
    """Return a notification of a seed."""
    return {"id": f"vpce-nfn-{number:017x}", "topic_arn": topic, "events": [*events], "state": state}


def start(shop: Shop, text: str, *notifications: Mapping[str, Any], **stated: Any) -> None:  # noqa: ANN401 - JSON
    """Reset the twin to one service with notifications, and write a document for it."""
    shop.twin.reset(world(service(notifications=list(notifications), **stated), spare=[balancer("new")]))
    shop.wish(text)


def differing(shop: Shop) -> None:
    """Let the documents make one notification, edit a second one and end a third one."""
    start(shop, THREE, notification(1, SEEN, "Connect"), notification(2, OLD, "Reject"))


def told(shop: Shop) -> Mapping[str, list[str]]:
    """Return the events of each topic, as the twin has them."""
    return {topic: sorted(events) for topic, events in shop.service().notifications}


def test_notifications_are_made_edited_and_deleted(shop: Shop) -> None:
    """Each topic takes one call, and the next plan is empty."""
    differing(shop)
    planning = shop.plan()
    assert [field.as_json() for field in planning.plan.changes[0].fields] == [
        {
            "path": "notifications",
            "added": [f"{AUDIT} Accept", f"{SEEN} Delete"],
            "removed": [f"{OLD} Reject"],
            "unchanged": 1,
        }
    ]
    assert calls(planning) == [
        (
            CREATE,
            {
                "ServiceId": service_id(),
                "ConnectionNotificationArn": AUDIT,
                "ConnectionEvents": ["Accept"],
            },
        ),
        (
            MODIFY,
            {
                "ConnectionNotificationId": f"vpce-nfn-{1:017x}",
                "ConnectionNotificationArn": SEEN,
                "ConnectionEvents": ["Connect", "Delete"],
            },
        ),
        (DELETE, {"ConnectionNotificationIds": [f"vpce-nfn-{2:017x}"]}),
    ]
    shop.converge()
    assert told(shop) == {AUDIT: ["Accept"], SEEN: ["Connect", "Delete"]}


def test_a_new_service_gets_its_notifications(shop: Shop) -> None:
    """They wait until the service exists."""
    document = f"kind: endpoint_service\nname: new\nregion: {HOME}\nload_balancers: ['{balancer('new')}']\n"
    start(shop, f"{document}notifications: {{'{SEEN}': [Connect]}}\n")
    shop.converge()
    assert shop.named("new").notifications == ((SEEN, frozenset({"Connect"})),)


def test_what_is_not_stated_is_neither_read_nor_changed(shop: Shop) -> None:
    """Left out means not managed."""
    start(shop, f"{HEAD}acceptance_required: false\n", notification(1, SEEN, "Connect"))
    shop.converge()
    assert told(shop) == {SEEN: ["Connect"]}
    assert DESCRIBE not in shop.asked()


def test_an_empty_mapping_deletes_all_without_a_refusal(shop: Shop) -> None:
    """A topic that is told nothing any more cuts no customer off, so no guard asks."""
    start(shop, f"{HEAD}notifications: {{}}\n", notification(1, SEEN, "Connect"), notification(2, OLD, "Accept"))
    shop.converge()
    assert (told(shop), shop.written()) == ({}, {DELETE: 1})


def test_without_removals_no_event_goes(shop: Shop) -> None:
    """`--no-removals` keeps topics and events that no document states."""
    start(shop, THREE, notification(1, SEEN, "Accept"), notification(2, OLD, "Reject"))
    shop.apply(shop.plan(no_removals=True))
    assert told(shop) == {AUDIT: ["Accept"], OLD: ["Reject"], SEEN: ["Accept", "Connect", "Delete"]}


def test_notifications_of_many_services_are_read_at_once(shop: Shop) -> None:
    """One call has all services of a region; pages are read to the last one."""
    many = [notification(number, f"{SEEN}-{number}", "Connect") for number in range(1200)]
    others = [
        service(name, notifications=[notification(9000 + place, OLD, "Accept")]) for place, name in enumerate("xyz")
    ]
    shop.twin.reset(world(service(notifications=many), *others))
    listed = "".join(f"  {one['topic_arn']}: [Connect]\n" for one in many)
    shop.wish(f"{HEAD}notifications:\n{listed}")
    for name in "xyz":
        head = f"kind: endpoint_service\nname: {name}\nregion: {HOME}\nid: {service_id(name)}\n"
        shop.wish(f"{head}notifications: {{'{OLD}': [Accept]}}\n", f"{name}.yaml")
    assert shop.plan().plan.changes == ()
    assert shop.asked()[DESCRIBE] == 2


def test_a_topic_that_aws_has_twice_becomes_one(shop: Shop) -> None:
    """The notification with the higher id goes, and the other one tells what the document states."""
    twice = [notification(1, SEEN, "Connect"), notification(2, SEEN, "Connect", "Delete")]
    start(shop, f"{HEAD}notifications: {{'{SEEN}': [Connect, Delete]}}\n", *twice)
    shop.converge()
    assert shop.service().notifications == ((SEEN, frozenset({"Connect", "Delete"})),)
    assert shop.written() == {MODIFY: 1, DELETE: 1}


def test_an_ending_service_takes_its_notifications_along(shop: Shop) -> None:
    """They are neither read nor deleted."""
    start(shop, f"{THREE}state: absent\n", notification(1, OLD, "Accept"))
    planning = shop.plan(accept=["delete"])
    assert refusals(planning.plan) == []
    assert [action for action, _ in calls(planning)] == ["DeleteVpcEndpointServiceConfigurations"]
    assert DESCRIBE not in shop.asked()


def test_a_disabled_notification_is_a_warning(shop: Shop) -> None:
    """No call enables it again, so nothing changes."""
    start(shop, f"{HEAD}notifications: {{'{SEEN}': [Connect]}}\n", notification(1, SEEN, "Connect", state="Disabled"))
    planning = shop.plan()
    assert planning.plan.changes == ()
    message = f"the notification vpce-nfn-{1:017x} of {SEEN} is disabled: AWS does not publish to the topic"
    assert ("notification-disabled", message) in problems(planning.plan, Severity.WARNING)


def test_a_refused_notification_does_not_stop_grants(shop: Shop) -> None:
    """Each call on a service stands alone; the run says what remains."""
    grant = f'{{kind: allowed_principals, name: acme, service: api, principals: ["{ACME}"]}}'
    start(shop, f"{HEAD}notifications: {{'{SEEN}': [Connect]}}\n---\n{grant}\n")
    shop.twin.faults.deny(CREATE)
    run = shop.apply()
    assert (run.converged, told(shop)) == (False, {})
    assert shop.service().principals == {root(ACME)}


def test_a_denied_read_leaves_the_region_out(shop: Shop) -> None:
    """A plan that could not read notifications is incomplete, and says which action it lacks."""
    differing(shop)
    shop.twin.faults.deny(DESCRIBE)
    ((code, message),) = problems(shop.plan().plan, Severity.ERROR)
    assert code == "unreadable"
    assert f"ec2:{DESCRIBE}" in message


@pytest.mark.parametrize("action", [CREATE, MODIFY, DELETE])
def test_a_call_whose_answer_is_lost_is_repeated_safely(shop: Shop, action: str) -> None:
    """A repeated ClientToken makes nothing twice, and what is gone counts as deleted."""
    differing(shop)
    shop.twin.faults.lose_answer(action)
    assert shop.apply().converged
    assert told(shop) == {AUDIT: ["Accept"], SEEN: ["Connect", "Delete"]}


@pytest.mark.parametrize("carried", [True, False])
@pytest.mark.parametrize("last", [1, 2, 3])
def test_a_run_killed_at_a_notification_is_finished_by_the_next(shop: Shop, last: int, *, carried: bool) -> None:
    """The run is killed before or after AWS carries out any one of its writes: the end is the same."""
    differing(shop)
    planning = shop.plan()
    shop.wrap = partial(mortal, last=last, carried=carried)
    with pytest.raises(Killed):
        shop.apply(planning)
    shop.wrap = lambda clients: clients
    assert shop.apply().converged
    assert told(shop) == {AUDIT: ["Accept"], SEEN: ["Connect", "Delete"]}


def test_an_import_writes_notifications(shop: Shop) -> None:
    """With the printed document, the next plan is empty."""
    start(shop, f"{HEAD}", notification(1, SEEN, "Delete", "Connect"), notification(2, AUDIT, "Accept"))
    shop.wish("{kind: product, items: {}}")
    text = shop.adopt("api", service_id())
    assert f"notifications:\n  {AUDIT}: [Accept]\n  {SEEN}: [Connect, Delete]\n" in text
    shop.wish(text)
    assert shop.plan().plan.changes == ()


def test_an_import_leaves_a_topic_that_aws_has_twice_out(shop: Shop) -> None:
    """No document can state two notifications of one topic; the import says so, and manages none."""
    start(shop, HEAD, notification(1, SEEN, "Delete"), notification(2, SEEN, "Accept"))
    shop.wish("{kind: product, items: {}}")
    text = shop.adopt("api", service_id())
    assert "# notifications is left out and not managed: no document may state what AWS has there" in text
    shop.wish(text)
    assert shop.plan().plan.changes == ()
