"""Connection notifications as a set of texts, one for each topic and event. Pure.

A notification of the topic arn:…:seen with the events Connect and Delete is the members `arn:…:seen Connect` and
`arn:…:seen Delete`. Documents name topics, AWS also has ids (facts: privatelink 1.9). A topic has one notification:
when AWS has several, those with a higher id have their id behind the topic, `arn:…:seen (vpce-nfn-2) Delete`. No
document can state such a member, so a plan removes it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from reconciler.model import Problem, SetChange, warning
from reconciler.ports import ConnectionNotification

from .spec import NONE, ObservedService, Paired, State, Wanted

PATH = "notifications"
_DISABLED = "Disabled"

Targets = Mapping[str, ConnectionNotification]
"""Notifications by what members call them: the topic, or the topic with the id."""


def stated_members(stated: Mapping[str, Iterable[str]] | None) -> frozenset[str] | None:
    """Return the members that a document states: its events by topic."""
    if stated is None:
        return None
    return frozenset(member(topic, event) for topic, events in stated.items() for event in events)


def member(target: str, event: str) -> str:
    """Return the member that stands for *event* of a notification."""
    return f"{target} {event}"


def events_by_target(members: Collection[str]) -> Mapping[str, Sequence[str]]:
    """Return the sorted events of each notification."""
    found: dict[str, list[str]] = {}
    for one in sorted(members):
        target, _, event = one.rpartition(" ")
        found.setdefault(target, []).append(event)
    return found


def targets_of(observed: ObservedService | None) -> Targets:
    """Return the notifications that were read of a service; none when they were not read."""
    if observed is None:
        return {}
    found: dict[str, ConnectionNotification] = {}
    notifications: tuple[ConnectionNotification, ...] = observed.facts.get(PATH, ())
    for one in sorted(notifications, key=lambda one: one.id):
        found[one.topic if one.topic not in found else f"{one.topic} ({one.id})"] = one
    return found


def notified(one: ObservedService, notifications: Iterable[ConnectionNotification]) -> ObservedService:
    """Add the notifications that were read to a service."""
    found = replace(one, facts={**one.facts, PATH: tuple(notifications)})
    targets = targets_of(found)
    members = frozenset(member(target, event) for target, each in targets.items() for event in each.events)
    parts = {each.id: target for target, each in targets.items()}
    return replace(found, spec=replace(one.spec, notifications=members), parts=parts)


def wants_notifications(desired: Wanted) -> bool:
    """Tell whether a document states the notifications of a service that stays."""
    return desired.spec.notifications is not None and desired.spec.state is not State.ABSENT


def has_topic_twice(observed: ObservedService | None) -> bool:
    """Tell whether AWS has several notifications for one topic, which no document can state."""
    return any(" " in target for target in targets_of(observed))


def topics_told(observed: ObservedService) -> Mapping[str, Sequence[str]]:
    """Return the events by topic as a document states them."""
    return events_by_target(observed.spec.notifications or NONE)


def edits(change: SetChange, observed: ObservedService | None) -> Iterator[tuple[str, Sequence[str], Sequence[str]]]:
    """Return each notification that changes, with its events before and after."""
    before = (observed.spec.notifications if observed else None) or NONE
    after = (before - change.removed) | change.added
    had, gets = events_by_target(before), events_by_target(after)
    for target in sorted(events_by_target(change.added | change.removed)):
        yield target, had.get(target, ()), gets.get(target, ())


def disabled(pair: Paired) -> Iterator[Problem]:
    """Warn about notifications that AWS has disabled: nobody is told by them."""
    for target, one in targets_of(pair.observed).items() if wants_notifications(pair.desired) else ():
        if one.state == _DISABLED:
            source = pair.desired.document.at(PATH, one.topic)
            message = f"the notification {one.id} of {target} is disabled: AWS does not publish to the topic"
            hint = "check that the topic exists and that its policy lets vpce.amazonaws.com publish"
            yield warning("notification-disabled", message, source, hint, pair.desired.address)
