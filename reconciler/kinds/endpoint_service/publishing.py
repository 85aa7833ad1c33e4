"""Topics to which PrivateLink cannot publish, or may not be able to: nobody would be told of connections. Pure.

Example: a document tells the topic `connections` of a service, and the topic's policy has no statement about
`vpce.amazonaws.com`. The warning has the statement that is missing, ready to paste.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Final

from reconciler.errors import Unreadable
from reconciler.model import Problem, note, warning
from reconciler.privatelink_limits import TOPIC_ARN_PATTERN

from .connections import owner_of
from .notifications import PATH, wants_notifications
from .spec import ObservedService, Paired, Wanted
from .topic_policy import PUBLISHER, Source, TopicReach, judged, statement
from .topics import checked_topics

TopicPolicy = str | Unreadable | None
"""The policy of a topic as a JSON text, the error of one that could not be read, and None of one that is not there."""
_POLICIES: Final = "topic_policies"


def topics_to_read(desired: Wanted, live: ObservedService) -> Collection[str]:
    """Return the topics that a document states whose policies are read: of the service's account and region."""
    if not wants_notifications(desired):
        return ()
    return tuple(checked_topics(desired.document.body[PATH], desired.spec.region or "", owner_of(live)))


def with_policies(one: ObservedService, policies: Mapping[str, TopicPolicy]) -> ObservedService:
    """Add the policies that were read of the topics of a service."""
    return replace(one, facts={**one.facts, _POLICIES: policies})


def silent_topics(pair: Paired) -> Iterator[Problem]:
    """Return a problem for each topic that nothing may reach: a warning if that is certain, and else a note."""
    if pair.observed is None or not wants_notifications(pair.desired):
        return
    policies: Mapping[str, TopicPolicy] = pair.observed.facts.get(_POLICIES, {})
    for topic, policy in policies.items():
        problem = _told(pair, topic, policy)
        if problem:
            yield replace(problem, path=PATH)


def _told(pair: Paired, topic: str, policy: TopicPolicy) -> Problem | None:
    address, place = pair.desired.address, pair.desired.document.at(PATH, topic)
    if isinstance(policy, Unreadable):
        message = f"the policy of {topic} was not read: {policy.message}"
        return note("topic-policy-unread", message, place, policy.hint, address)
    if policy is None:
        message = f"there is no topic {topic}: nobody is told about connections to {address}"
        return warning("topic-policy", message, place, "create the topic, or correct its ARN", address)
    source = _source(pair, topic)
    judgement, needed = judged(policy, topic, source), statement(topic, source)
    if judgement is TopicReach.MISSING:
        message = (
            f"the policy of {topic} does not let {PUBLISHER} publish: nobody is told about connections to {address}"
        )
        return warning("topic-policy", message, place, f"add this statement to it:\n{needed}", address)
    if judgement is TopicReach.UNCLEAR:
        message = f"whether the policy of {topic} lets {PUBLISHER} publish for {address} cannot be told from it"
        hint = f"see that it has this statement, and that no other one denies it:\n{needed}"
        return note("topic-policy-unclear", message, place, hint, address)
    return None


def _source(pair: Paired, topic: str) -> Source:
    """Return the service as policies name it; topics that are checked are in its account."""
    found = re.fullmatch(TOPIC_ARN_PATTERN, topic)
    return Source.of(pair.remote_id, found["account"] if found else "", pair.desired.spec.region or "")
