"""Which messages a recipient gets about the members of a fleet.

A repository makes one message, however many of its targets differ: they mostly do so for one reason. A recipient who
would get more than ten messages gets one about all members.

Example: of 2,000 targets of one repository, 1,000 differ, and so do sellers/eu and sellers/us, which are repositories
of their own. The recipient of all gets three messages.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from reconciler.cli.notifying.message import message_about, message_about_members
from reconciler.recipients import Message
from reconciler.render import MemberDrift

from .finding import MemberFinding

MOST: Final = 10
"""How many messages a recipient gets from one run."""


def letters(news: Sequence[MemberFinding]) -> list[tuple[MemberFinding, ...]]:
    """Return *news* for one recipient, by message."""
    found: dict[Path, list[MemberFinding]] = {}
    for one in news:
        found.setdefault(one.config, []).append(one)
    return [tuple(news)] if len(found) > MOST else [tuple(each) for each in found.values()]


def message_of(letter: Sequence[MemberFinding], fleet: str, known: int) -> Message:
    """Return the message about the members of *letter*; *fleet* is the repository of fleet.yaml.

    The recipient has heard what there is to tell of *known* others.
    """
    told = [MemberDrift(one.member, one.plan) for one in letter if one.plan]
    places = {one.place for one in letter}
    if len(told) == 1:
        return message_about(told[0].plan, letter[0].place, told[0].member)
    return message_about_members(told, places.pop() if len(places) == 1 else fleet, known)


def named(letter: Sequence[MemberFinding]) -> str:
    """Name the members of *letter*: `sellers/eu`, `12 members`."""
    return letter[0].member if len(letter) == 1 else f"{len(letter):,} members"
