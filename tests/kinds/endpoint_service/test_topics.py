"""Topics that a document names: their form, partition and region are checked offline."""

import pytest

from .planning import repository

HEAD = "kind: endpoint_service\nname: api\nregion: us-east-1\nid: vpce-svc-0123456789abcdef0\n"
TOPIC = "arn:aws:sns:us-east-1:888888888888:seen"


def found(notifications: str) -> list[tuple[str, str, str]]:
    """Return severity, code and place of the problems of a document with *notifications*."""
    understood = repository(f"{HEAD}notifications:\n  {notifications}\n")
    return [(one.severity.value, one.code, one.source) for one in understood.problems]


@pytest.mark.parametrize(
    ("notifications", "expected"),
    [
        (f"{TOPIC}: [Connect]", []),
        (f"{TOPIC.replace('us-east-1', 'eu-west-1')}: [Connect]", [("note", "topic-region", "wish.yaml:6:44")]),
        (f"{TOPIC.replace('888888888888', '222222222222')}: [Connect]", [("note", "topic-account", "wish.yaml:6:44")]),
        (f"{TOPIC.replace('aws:', 'aws-cn:')}: [Connect]", [("error", "other-partition", "wish.yaml:6:47")]),
        (f"{TOPIC}: []", [("error", "empty", "wish.yaml:6:44")]),
        (f"{TOPIC}: [connect]", [("error", "unknown-value", "wish.yaml:6:45")]),
        (f"{TOPIC}: [Connect, Connect]", [("error", "duplicate-entry", "wish.yaml:6:54")]),
        (f"{TOPIC.replace('sns', 'sqs')}: [Connect]", [("error", "malformed", "wish.yaml:6:3")]),
    ],
)
def test_a_topic_that_aws_cannot_take_is_an_error(notifications: str, expected: list[tuple[str, str, str]]) -> None:
    """A topic of another region is a note, since AWS does not document whether it takes it (privatelink 1.9)."""
    assert found(notifications) == expected
