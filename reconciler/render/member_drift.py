"""Drift of several members of a fleet as one message to a recipient: all of them first, then as many as it holds.

Example: of 2,000 targets that differ, a message of 240 KiB names the first 800 with their verdicts, and some of their
objects. Its verdict counts all, and says what is left out.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from reconciler.model import FORMAT_VERSION
from reconciler.printed import DifferenceJson, NotificationJson, NotifiedMemberJson, PlanJson

from .notifying import LONGEST, differing, in_a_line, listed_text, most, notice_verdict, refusing_rules, written
from .words import clean, count

_VERDICT: Final = 300
"""The longest verdict of one member, in characters."""


class MemberDrift(NamedTuple):
    """One member, and its drift or its plan that could not be made."""

    member: str
    plan: PlanJson


def fleet_notification(
    members: Sequence[MemberDrift], repository: str, digest: str | None, known: int = 0
) -> NotificationJson:
    """Return one message about *members*, of which some differ or could not be compared; those stand first.

    *digest* is that of their plans together. The recipient has heard the same of *known* others before.
    """
    urgent = sorted(members, key=lambda one: not _is_unread(one))
    return {
        "format_version": FORMAT_VERSION,
        "repository": repository[:LONGEST],
        "digest": digest,
        "verdict": _verdict(members, known),
        "changes": [_named(one.member, each) for one in urgent for each in _differing(one)],
        "refused": sorted({rule for one in members for rule in refusing_rules(one.plan)}),
        "members": [_entry(one) for one in urgent],
    }


def fleet_fitted(message: NotificationJson, size: int) -> NotificationJson:
    """Return *message* with as many of its members, in half of *size* bytes of JSON, and of its changes as it holds."""
    if len(written(message)) <= size:
        return message
    members, changes = message["members"], message["changes"]
    kept = most(len(members), lambda number: len(written(_cut(message, number, 0))) <= size // 2)
    return _cut(message, kept, most(len(changes), lambda number: len(written(_cut(message, kept, number))) <= size))


def fleet_chat_text(message: NotificationJson) -> str:
    """Return *message* as a text for Slack and programs that take its webhooks' form: a line for each member."""
    points = [in_a_line(f"{one['member']}: {one['verdict']}") for one in message["members"]]
    return listed_text(clean(message["repository"]), message, points)


def _verdict(members: Sequence[MemberDrift], known: int) -> str:
    """Count the objects that differ and the members that were not compared, and say what was told before."""
    numbers = [len(_differing(one)) for one in members]
    differ, unread = sum(map(bool, numbers)), sum(map(_is_unread, members))
    warned = sum(not number and not _is_unread(one) for number, one in zip(numbers, members, strict=True))
    told = [
        f"AWS differs from the repository in {count(sum(numbers), 'object')} of {count(differ, 'member')}."
        if differ
        else "",
        f"{count(unread, 'member')} {_was(unread)} not compared, or not as a whole." if unread else "",
        f"{count(warned, 'member')} {'has' if warned == 1 else 'have'} a warning alone." if warned else "",
        f"{count(known, 'other member')} {_was(known)} told before." if known else "",
    ]
    return " ".join(filter(None, told))


def _was(number: int) -> str:
    return "was" if number == 1 else "were"


def _is_unread(one: MemberDrift) -> bool:
    """Tell whether something of a member was not compared."""
    return not one.plan["digest"] or any(problem["severity"] == "error" for problem in one.plan["problems"])


def _differing(one: MemberDrift) -> Sequence[DifferenceJson]:
    return differing(one.plan) if one.plan["digest"] else ()


def _named(member: str, one: DifferenceJson) -> DifferenceJson:
    return {"member": member[:LONGEST], **one}


def _entry(one: MemberDrift) -> NotifiedMemberJson:
    verdict = notice_verdict(one.plan)[:_VERDICT]
    return {"member": one.member[:LONGEST], "digest": one.plan["digest"], "verdict": verdict}


def _cut(message: NotificationJson, members: int, changes: int) -> NotificationJson:
    """Return *message* with the first *members* and *changes*; its verdict says how many of each are left out."""
    left = [
        f"{len(every) - kept:,} of {count(len(every), noun)}"
        for every, kept, noun in ((message["members"], members, "member"), (message["changes"], changes, "object"))
        if kept < len(every)
    ]
    told = f"{message['verdict']} This message leaves out {' and '.join(left)}." if left else message["verdict"]
    return {
        **message,
        "verdict": told,
        "members": message["members"][:members],
        "changes": message["changes"][:changes],
    }
