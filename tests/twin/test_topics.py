"""SNS topics of a seed: their policies are answered by moto's SNS."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from botocore.exceptions import ClientError

from reconciler.errors import InvalidInput
from reconciler.twin.seed import parse
from reconciler.twin.twin import Twin
from tests.twin.sdk import DELEGATE, client, port

ARN = f"arn:aws:sns:eu-west-1:{DELEGATE}:connections"
POLICY = {"Statement": [{"Effect": "Deny", "Principal": "*", "Action": "SNS:Publish"}]}
Seeded = Callable[..., None]


@pytest.fixture
def seeded() -> Iterator[Seeded]:
    """Start a twin with topics."""
    with ExitStack() as stack:

        def begin(*topics: dict[str, Any]) -> None:
            seed = parse({"version": 1, "caller": DELEGATE, "topics": [*topics]})
            stack.enter_context(Twin(seed).start(port()))

        yield begin


def policy(arn: str = ARN) -> Any:  # noqa: ANN401 - JSON
    """Return the policy of a topic."""
    found = client("sns", DELEGATE, "eu-west-1").get_topic_attributes(TopicArn=arn)
    return json.loads(found["Attributes"]["Policy"])


def test_a_topic_has_the_policy_of_its_seed(seeded: Seeded) -> None:
    """It is in the account and region of its ARN."""
    seeded({"arn": ARN, "policy": json.dumps(POLICY)})
    assert policy() == POLICY


def test_a_topic_without_a_policy_has_that_of_sns(seeded: Seeded) -> None:
    """It admits the owner of the topic (privatelink 1.9)."""
    seeded({"arn": ARN})
    (statement,) = policy()["Statement"]
    assert (statement["Principal"], statement["Condition"]) == (
        {"AWS": "*"},
        {"StringEquals": {"AWS:SourceOwner": DELEGATE}},
    )


def test_an_unknown_topic_is_not_found(seeded: Seeded) -> None:
    """GetTopicAttributes, API reference: NotFound."""
    seeded({"arn": ARN})
    with pytest.raises(ClientError) as caught:
        policy(f"{ARN}2")
    assert caught.value.response["Error"]["Code"] == "NotFound"


@pytest.mark.parametrize("wrong", [{"policy": "[]"}, {"policy": "no JSON"}, {"arn": "arn:aws:sqs:eu-west-1:1:a"}])
def test_a_seed_without_a_topic_in_it_is_refused(wrong: dict[str, str]) -> None:
    """A policy is a JSON object as a text."""
    with pytest.raises(InvalidInput, match=r"seed.topics\[0\]"):
        parse({"version": 1, "topics": [{"arn": ARN, **wrong}]})


def test_a_topic_stands_in_a_seed_once() -> None:
    """Two with one ARN cannot be."""
    with pytest.raises(InvalidInput, match="is given more than once"):
        parse({"version": 1, "topics": [{"arn": ARN}, {"arn": ARN}]})
