"""The policies of topics that documents state: what a plan says of them, and what it reads."""

import json

from reconciler.kinds.endpoint_service.topic_policy import Source, statement
from reconciler.model import Problem
from tests.selling import ABROAD, HOME, SAAS, Shop, balancer, service, service_id, world

TOPIC = f"arn:aws:sns:{HOME}:{SAAS}:connections"
HEAD = f"kind: endpoint_service\nname: api\nregion: {HOME}\nid: {service_id()}\n"
NEEDED = statement(TOPIC, Source.of(service_id(), SAAS, HOME))
DENIED = '{"Effect": "Deny", "Principal": "*", "Action": "SNS:Publish"}'


def policy(*statements: str) -> str:
    """Return a policy of *statements*, which are JSON."""
    return json.dumps({"Version": "2012-10-17", "Statement": [json.loads(one) for one in statements]})


def telling(shop: Shop, *topics: dict[str, str], stated: str = TOPIC) -> list[Problem]:
    """Let a service tell a topic, on a twin with *topics*, and return the problems of its plan about topics."""
    shop.twin.reset(world(service(), topics=[*topics]))
    shop.wish(f"{HEAD}notifications: {{'{stated}': [Connect]}}\n")
    return told(shop)


def told(shop: Shop) -> list[Problem]:
    """Return the problems of a plan about topics."""
    return [one for one in shop.plan().plan.problems if one.code.startswith("topic")]


def read(shop: Shop) -> int:
    """Return how many policies were read."""
    return shop.twin.calls.operations("sns")["GetTopicAttributes"]


def test_a_topic_that_lets_nobody_publish_is_a_warning_with_the_statement(shop: Shop) -> None:
    """SNS gives a new topic a policy for its owner alone; the hint has what is missing, ready to paste."""
    (found,) = telling(shop, {"arn": TOPIC})
    assert (found.severity, found.code, found.path) == ("warning", "topic-policy", "notifications")
    assert found.source.endswith("wish.yaml:5:67")
    assert found.message == (
        f"the policy of {TOPIC} does not let vpce.amazonaws.com publish: nobody is told about connections to "
        "endpoint_service.api"
    )
    assert found.hint == f"add this statement to it:\n{NEEDED}"
    assert telling(shop, {"arn": TOPIC, "policy": policy(found.hint.partition("\n")[2])}) == []


def test_a_topic_that_is_not_there_is_a_warning(shop: Shop) -> None:
    """EC2 may take the notification all the same (privatelink 1.9)."""
    (found,) = telling(shop)
    assert (found.severity, found.message) == (
        "warning",
        f"there is no topic {TOPIC}: nobody is told about connections to endpoint_service.api",
    )


def test_what_cannot_be_told_is_a_note(shop: Shop) -> None:
    """A statement denies something: nothing is concluded, and the note says what the policy needs."""
    (found,) = telling(shop, {"arn": TOPIC, "policy": policy(NEEDED, DENIED)})
    assert (found.severity, found.code, NEEDED in found.hint) == ("note", "topic-policy-unclear", True)


def test_a_denied_read_names_the_action_and_stops_nothing(shop: Shop) -> None:
    """The notification is made all the same."""
    shop.twin.reset(world(service(), topics=[{"arn": TOPIC}]))
    shop.wish(f"{HEAD}notifications: {{'{TOPIC}': [Connect]}}\n")
    shop.twin.faults.deny("GetTopicAttributes")
    (found,) = told(shop)
    assert (found.severity, found.code) == ("note", "topic-policy-unread")
    assert found.hint.startswith("allow sns:GetTopicAttributes to ")
    shop.converge()
    assert shop.service().notifications == ((TOPIC, frozenset({"Connect"})),)


def test_topics_elsewhere_are_not_read_and_said(shop: Shop) -> None:
    """Of another account or region: a note each, and no call."""
    elsewhere = {"topic-account": TOPIC.replace(SAAS, "777777777777"), "topic-region": TOPIC.replace(HOME, ABROAD)}
    for code, stated in elsewhere.items():
        (found,) = telling(shop, {"arn": TOPIC}, stated=stated)
        assert (found.severity, found.code, read(shop)) == ("note", code, 0)
        assert found.message.endswith(": its policy is not checked")


def test_a_topic_of_several_services_is_read_once(shop: Shop) -> None:
    """Services that state none cause no call."""
    shop.twin.reset(world(*(service(f"api{number}") for number in range(4)), topics=[{"arn": TOPIC}]))
    heads = [f"kind: endpoint_service\nname: a{at}\nregion: {HOME}\nid: {service_id(f'api{at}')}\n" for at in range(4)]
    shop.wish("---\n".join([*(f"{one}notifications: {{'{TOPIC}': [Connect]}}\n" for one in heads[:3]), heads[3]]))
    assert [str(one.address) for one in told(shop)] == [f"endpoint_service.a{at}" for at in range(3)]
    assert read(shop) == 1


def test_without_notifications_no_topic_is_read(shop: Shop) -> None:
    """`{}` and nothing at all state no topic."""
    for text in (f"{HEAD}notifications: {{}}\n", HEAD):
        shop.twin.reset(world(service(), topics=[{"arn": TOPIC}]))
        shop.wish(text)
        assert (told(shop), read(shop)) == ([], 0)


def test_a_new_service_is_told_of_after_its_creation(shop: Shop) -> None:
    """The statement names the service's id, so the report of the apply has it."""
    shop.twin.reset(world(spare=[balancer("new")], topics=[{"arn": TOPIC}]))
    shop.wish(
        f"kind: endpoint_service\nname: new\nregion: {HOME}\nload_balancers: ['{balancer('new')}']\n"
        f"notifications: {{'{TOPIC}': [Connect]}}\n"
    )
    assert told(shop) == []
    run = shop.converge()
    (found,) = [one for one in run.problems if one.code == "topic-policy"]
    assert shop.named("new").id in found.hint
