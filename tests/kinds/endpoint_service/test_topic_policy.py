"""What the policy of a topic means for a service: a table, and what holds for every policy."""

import json
from collections.abc import Sequence
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.kinds.endpoint_service.topic_policy import Source, TopicReach, judged, statement

TOPIC: Final = "arn:aws:sns:us-east-1:222222222222:connections"
SOURCE: Final = Source.of("vpce-svc-0123456789abcdef0", "222222222222", "us-east-1")
ARN: Final = "arn:aws:ec2:us-east-1:222222222222:vpc-endpoint-service/vpce-svc-0123456789abcdef0"
ALL: Final = "arn:aws:ec2:*:222222222222:vpc-endpoint-service/*"
S3: Final = "s3.amazonaws.com"
ALLOW: Final[dict[str, Any]] = {
    "Effect": "Allow",
    "Principal": {"Service": "vpce.amazonaws.com"},
    "Action": "SNS:Publish",
    "Resource": TOPIC,
}
OF_SNS: Final[dict[str, Any]] = {
    "Effect": "Allow",
    "Principal": {"AWS": "*"},
    "Action": ["SNS:GetTopicAttributes", "SNS:Publish"],
    "Resource": TOPIC,
    "Condition": {"StringEquals": {"AWS:SourceOwner": "222222222222"}},
}
"""The statement that SNS gives a new topic."""
DENY: Final[dict[str, Any]] = {
    "Effect": "Deny",
    "Principal": "*",
    "Action": "SNS:Publish",
    "Resource": TOPIC,
    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
}
OTHERS: Final[dict[str, Any]] = {
    "Effect": "Deny",
    "Principal": {"AWS": "arn:aws:iam::333333333333:root"},
    "Action": "SNS:Publish",
    "Resource": TOPIC,
}


def allow(**parts: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """Return the statement that admits PrivateLink, with other *parts*; None leaves a part out."""
    return {name: part for name, part in {**ALLOW, **parts}.items() if part is not None}


def when(operator: str, **tests: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """Return that statement with one operator of conditions, on `SourceArn` or other keys of `aws:`."""
    return allow(Condition={operator: {f"aws:{key}": wanted for key, wanted in tests.items()}})


def judge(*statements: object) -> TopicReach:
    """Judge a policy of *statements*."""
    return judged(json.dumps({"Version": "2012-10-17", "Statement": [*statements]}), TOPIC, SOURCE)


TABLE: Final[Sequence[tuple[str, TopicReach, tuple[dict[str, Any], ...]]]] = [
    ("no statement", TopicReach.MISSING, ()),
    ("that of a new topic", TopicReach.MISSING, (OF_SNS,)),
    ("without conditions", TopicReach.OPEN, (ALLOW,)),
    ("beside that of a new topic", TopicReach.OPEN, (OF_SNS, ALLOW)),
    ("in lists", TopicReach.OPEN, (allow(Action=["sns:Publish"], Resource=[TOPIC]),)),
    ("one of several services", TopicReach.OPEN, (allow(Principal={"Service": [S3, "vpce.amazonaws.com"]}),)),
    ("another service", TopicReach.MISSING, (allow(Principal={"Service": S3}),)),
    ("an account", TopicReach.MISSING, (allow(Principal={"AWS": "222222222222"}),)),
    ("another action", TopicReach.MISSING, (allow(Action="SNS:Subscribe"),)),
    ("the service's ARN", TopicReach.OPEN, (when("ArnEquals", SourceArn=ARN, SourceAccount="222222222222"),)),
    ("the account", TopicReach.OPEN, (when("StringEquals", SourceAccount=["1", "222222222222"]),)),
    ("another account", TopicReach.MISSING, (when("StringEquals", SourceAccount="333333333333"),)),
    ("another service's ARN", TopicReach.MISSING, (when("ArnEquals", SourceArn=f"{ARN}1"),)),
    ("all services of the account", TopicReach.OPEN, (when("ArnLike", SourceArn=ALL),)),
    ("a star over a colon", TopicReach.MISSING, (when("ArnLike", SourceArn="arn:aws:*/*"),)),
    ("a star in a text", TopicReach.OPEN, (when("StringLike", SourceArn="arn:aws:ec2:*"),)),
    ("a star that is one", TopicReach.MISSING, (when("StringEquals", SourceArn="arn:*"),)),
    ("a key in capitals", TopicReach.OPEN, (allow(Condition={"StringEquals": {"AWS:SourceAccount": "222222222222"}}),)),
    ("a condition on something else", TopicReach.UNCLEAR, (when("StringEquals", SourceOrgID="o-abcdef1234"),)),
    ("an operator that is not judged", TopicReach.UNCLEAR, (when("StringEqualsIfExists", SourceArn=ARN),)),
    ("a variable", TopicReach.UNCLEAR, (when("StringEquals", SourceAccount="${aws:PrincipalAccount}"),)),
    ("everybody", TopicReach.UNCLEAR, (allow(Principal="*"),)),
    ("every service", TopicReach.UNCLEAR, (allow(Principal={"Service": "*"}),)),
    ("all actions", TopicReach.UNCLEAR, (allow(Action="SNS:*"),)),
    ("all but an action", TopicReach.UNCLEAR, (allow(Action=None, NotAction="SNS:Subscribe"),)),
    ("all but a principal", TopicReach.UNCLEAR, (allow(Principal=None, NotPrincipal={"AWS": "333333333333"}),)),
    ("another resource", TopicReach.UNCLEAR, (allow(Resource="*"),)),
    ("something denied", TopicReach.UNCLEAR, (ALLOW, DENY)),
    ("something denied alone", TopicReach.UNCLEAR, (DENY,)),
    ("others denied", TopicReach.OPEN, (ALLOW, OTHERS)),
    ("an effect in small letters", TopicReach.UNCLEAR, (allow(Effect="allow"),)),
]  # fmt: skip


@pytest.mark.parametrize(("expected", "statements"), [one[1:] for one in TABLE], ids=[one[0] for one in TABLE])
def test_each_policy_is_judged(expected: TopicReach, statements: tuple[dict[str, Any], ...]) -> None:
    """What is not certain is never OPEN."""
    assert judge(*statements) is expected


@pytest.mark.parametrize("policy", ["[", "[]", "null", "{}", '{"Statement": 1}', '{"Statement": ["a"]}', "[" * 100_000])
def test_what_is_no_policy_is_unclear(policy: str) -> None:
    """It is judged, and nothing is concluded from it."""
    assert judged(policy, TOPIC, SOURCE) is TopicReach.UNCLEAR


def test_a_topic_without_a_policy_lets_nobody_publish() -> None:
    """SNS answers no policy."""
    assert judged("", TOPIC, SOURCE) is TopicReach.MISSING


def test_one_statement_needs_no_list() -> None:
    """IAM takes a single statement as an object."""
    assert judged(json.dumps({"Statement": ALLOW}), TOPIC, SOURCE) is TopicReach.OPEN


def test_the_statement_names_service_and_account() -> None:
    """The hint has the conditions that keep services of others out."""
    assert json.loads(statement(TOPIC, SOURCE)) == {
        **ALLOW,
        "Condition": {
            "ArnEquals": {"aws:SourceArn": ARN},
            "StringEquals": {"aws:SourceAccount": "222222222222"},
        },
    }


STATEMENTS = st.lists(st.sampled_from([one for _, _, many in TABLE for one in many]), max_size=4)


@given(STATEMENTS)
def test_the_pasted_statement_opens_what_it_is_missing_in(statements: list[dict[str, Any]]) -> None:
    """A policy that is MISSING something is OPEN with the statement of the hint."""
    if judge(*statements) is TopicReach.MISSING:
        assert judge(*statements, json.loads(statement(TOPIC, SOURCE))) is TopicReach.OPEN


@given(STATEMENTS)
def test_the_order_of_statements_means_nothing(statements: list[dict[str, Any]]) -> None:
    """A policy is a set of statements."""
    assert judge(*statements) is judge(*reversed(statements))


@given(STATEMENTS, st.data())
def test_nothing_is_certain_beside_a_statement_that_denies(
    statements: list[dict[str, Any]], data: st.DataObject
) -> None:
    """Wherever it stands, a statement that may deny PrivateLink leaves the policy unclear."""
    at = data.draw(st.integers(0, len(statements)))
    assert judge(*statements[:at], DENY, *statements[at:]) is TopicReach.UNCLEAR


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["*", "Allow", "Deny", ARN, TOPIC, "SNS:Publish"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["Effect", "Principal", "Action", "Condition", "Service", "AWS", "ArnLike"]),
            inner,
        )
    ),
    max_leaves=12,
)


@given(st.lists(ANYTHING, max_size=3))
def test_every_json_is_judged(statements: list[object]) -> None:
    """Whatever AWS answers, there is a judgement and no error."""
    assert judge(*statements) in set(TopicReach)
