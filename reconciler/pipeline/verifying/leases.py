"""Leases: the tag of a test endpoint says which run has it, and until when that run may use it.

A run that is killed leaves its endpoint. The next run finds it by the tag, and removes it once its time is over; until
then the run that has it may still be at work. Example: `3f2a… until 2026-11-27T09:45:00Z`.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from reconciler.errors import CallFailed
from reconciler.ports import Consumer, ConsumerEndpoint
from reconciler.spelling import moment

from .line import Line, Notes, green, grey, red

TAG: Final = "reconciler:verify"
"""The key of the tag of test endpoints; nothing without it is ever removed."""
ENDED: Final = frozenset({"deleting", "deleted"})
"""States of an endpoint that is being removed."""
_FORM: Final = re.compile(r"(?P<run>\S+) until (?P<until>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Lease:
    """The right of one *run* to use its endpoint *until* a moment, in UTC."""

    run: str
    until: datetime

    @classmethod
    def begun(cls, run: str, now: datetime, seconds: float) -> "Lease":
        """Return the lease of a run that begins now and needs its endpoint for *seconds*."""
        return cls(run, (now + timedelta(seconds=seconds)).replace(microsecond=0))

    @classmethod
    def read(cls, value: str) -> "Lease | None":
        """Read the value of a tag; None for a value that no run has written."""
        found = _FORM.fullmatch(value)
        if not found:
            return None
        try:
            return cls(found["run"], datetime.strptime(found["until"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC))
        except ValueError:
            return None

    def __str__(self) -> str:
        """Return the value of the tag."""
        return f"{self.run} until {moment(self.until)}"


@dataclass(frozen=True, slots=True)
class Leftovers:
    """Test endpoints of other runs: those whose time is *over*, those *in_use*, and those with an *unknown* tag."""

    over: tuple[ConsumerEndpoint, ...] = ()
    in_use: tuple[tuple[ConsumerEndpoint, datetime], ...] = ()
    unknown: tuple[ConsumerEndpoint, ...] = ()


def leftovers(endpoints: Iterable[ConsumerEndpoint], now: datetime) -> Leftovers:
    """Sort the endpoints that have the tag."""
    there = [(one, Lease.read(one.tags.get(TAG, ""))) for one in endpoints if one.state not in ENDED]
    return Leftovers(
        tuple(one for one, lease in there if lease and lease.until <= now),
        tuple((one, lease.until) for one, lease in there if lease and lease.until > now),
        tuple(one for one, lease in there if lease is None),
    )


def told(found: Leftovers, command: str) -> Line:
    """Say what was found, without removing anything; *command* is one that removes it."""
    if found.over:
        ids = ", ".join(one.id for one in found.over)
        return red("leftovers", f"a run that was killed has left {ids}, which costs money until it is removed", command)
    return _kept(found) or green("leftovers", "none was found")


def remove(notes: Notes, consumer: Consumer, found: Leftovers, consider: Callable[[], None]) -> None:
    """Remove the endpoints whose time is over, and say so; *consider* is called before each call."""
    failed: list[str] = []
    for one in found.over:
        consider()
        try:
            consumer.delete(one.id)
        except CallFailed as failure:
            failed.append(f"{one.id} could not be removed: {failure.code}: {failure}")
    if failed:
        notes.add(red("leftovers", "; ".join(failed)))
        return
    ids = ", ".join(one.id for one in found.over)
    removed = green("leftovers", f"removed {ids}, which a run that was killed had left") if ids else None
    notes.add(_kept(found) or removed or green("leftovers", "none was found"))


def _kept(found: Leftovers) -> Line | None:
    """Say which endpoints are left alone: they may be in use, or nobody knows whose they are."""
    kept = [f"{one.id} is in use by another run until {moment(until)}" for one, until in found.in_use]
    kept += [
        f"{one.id} has the tag {TAG} with a value that no run writes: look at it yourself" for one in found.unknown
    ]
    return grey("leftovers", "; ".join(kept)) if kept else None
