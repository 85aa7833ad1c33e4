"""Whether the policy of an SNS topic lets PrivateLink publish what happens to a service's connections. Pure.

Source: AWS PrivateLink Guide, "Create a connection notification": the policy of the topic has to allow `SNS:Publish` to
`vpce.amazonaws.com`; the conditions `aws:SourceArn` and `aws:SourceAccount` keep other accounts' services out.

Example: a policy whose only statement allows `SNS:Publish` to `vpce.amazonaws.com` for the service `vpce-svc-1` is OPEN
for it, and MISSING for `vpce-svc-2`. With a second statement, which denies everybody something, it is UNCLEAR.

A statement covers the service, may cover it, or does not. It may cover it where it has wildcards, `Not…`, operators of
conditions or keys that are not understood here: nothing is concluded from these.
"""

import json
import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, Final, NamedTuple

from reconciler.regions import partition_of

PUBLISHER: Final = "vpce.amazonaws.com"
_PUBLISH: Final = "sns:publish"
_LIKE: Final = frozenset({"arnlike", "arnequals"})
"""AWS matches both alike: wildcards count, and `*` stands for no colon (IAM User Guide, "ARN condition operators")."""


class TopicReach(StrEnum):
    """What the policy of a topic means for a service."""

    OPEN = "open"
    MISSING = "missing"
    UNCLEAR = "unclear"


class Source(NamedTuple):
    """The service that publishes: its ARN and its account, as the conditions of a policy name them."""

    arn: str
    account: str

    @classmethod
    def of(cls, service_id: str, account: str, region: str) -> "Source":
        """Return the source for a service of *account* in *region*."""
        return cls(f"arn:{partition_of(region)}:ec2:{region}:{account}:vpc-endpoint-service/{service_id}", account)


def judged(policy: str, topic: str, source: Source) -> TopicReach:
    """Judge the policy of *topic*, a JSON text or an empty one."""
    statements = _statements(policy)
    if statements is None:
        return TopicReach.UNCLEAR
    allowing = [_covers(one, topic, source) for one in statements if one.get("Effect") == "Allow"]
    if any(False not in (_principal(one), _action(one)) for one in statements if one.get("Effect") != "Allow"):
        return TopicReach.UNCLEAR
    if True in allowing:
        return TopicReach.OPEN
    return TopicReach.UNCLEAR if None in allowing else TopicReach.MISSING


def statement(topic: str, source: Source) -> str:
    """Return the statement that lets PrivateLink publish for one service, as JSON on one line."""
    return json.dumps(
        {
            "Effect": "Allow",
            "Principal": {"Service": PUBLISHER},
            "Action": "SNS:Publish",
            "Resource": topic,
            "Condition": {
                "ArnEquals": {"aws:SourceArn": source.arn},
                "StringEquals": {"aws:SourceAccount": source.account},
            },
        }
    )


def _statements(policy: str) -> list[Mapping[str, Any]] | None:
    """Return the statements of a policy; None where it is not in a form that AWS documents."""
    try:
        found = json.loads(policy).get("Statement") if policy else []
    except (AttributeError, RecursionError, ValueError):
        return None
    several = found if isinstance(found, list) else [found]
    return several if all(isinstance(one, dict) for one in several) else None


def _covers(one: Mapping[str, Any], topic: str, source: Source) -> bool | None:
    """Tell whether a statement is about PrivateLink publishing to *topic* for *source*; None if that is not clear."""
    parts = (
        _principal(one),
        _action(one),
        one.get("Resource") == topic or one.get("Resource") == [topic] or None,
        *_conditions(one.get("Condition", {}), source),
    )
    return False if False in parts else None if None in parts else True


def _principal(one: Mapping[str, Any]) -> bool | None:
    named = one.get("Principal")
    if not isinstance(named, dict) or "NotPrincipal" in one:
        return None
    services, accounts = _listed(named.get("Service", [])), _listed(named.get("AWS", []))
    if services is None or accounts is None or "*" in (*services, *accounts):
        return None
    return PUBLISHER in services


def _action(one: Mapping[str, Any]) -> bool | None:
    actions = _listed(one.get("Action"))
    if actions is None or "NotAction" in one:
        return None
    if _PUBLISH in {action.lower() for action in actions}:
        return True
    return None if any(re.search("[*?]", action) for action in actions) else False


def _conditions(conditions: object, source: Source) -> Iterator[bool | None]:
    """Yield for each condition whether *source* meets it: all of them have to be met."""
    for operator, tests in conditions.items() if isinstance(conditions, dict) else [("", {"": None})]:
        for key, wanted in tests.items() if isinstance(tests, dict) else [("", None)]:
            yield _met(str(operator).lower(), str(key).lower(), _listed(wanted), source)


def _met(operator: str, key: str, wanted: list[str] | None, source: Source) -> bool | None:
    given = {"aws:sourcearn": source.arn, "aws:sourceaccount": source.account}.get(key)
    if key == "aws:sourceowner" and operator == "stringequals":
        return False  # SNS's own statement: it admits the owner of the topic, and PrivateLink is told nothing of it
    if given is None or wanted is None or any("${" in one for one in wanted):
        return None
    if operator in _LIKE:
        return any(_like(one, given, "[^:]") for one in wanted)
    if operator == "stringlike":
        return any(_like(one, given, ".") for one in wanted)
    return given in wanted if operator == "stringequals" else None


def _like(pattern: str, given: str, character: str) -> bool:
    """Tell whether *given* is as *pattern*, in which `*` stands for any number of a *character*, and `?` for one."""
    stands = {"*": f"{character}*", "?": character}
    return re.fullmatch("".join(stands.get(one) or re.escape(one) for one in pattern), given) is not None


def _listed(value: object) -> list[str] | None:
    """Return one text or a list of texts as a list; None for anything else."""
    several: list[object] = [*value] if isinstance(value, list) else [value]
    texts = [one for one in several if isinstance(one, str)]
    return texts if len(texts) == len(several) else None
