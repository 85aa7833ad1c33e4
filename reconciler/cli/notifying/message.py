"""What is told of one answer of drift, and the token by which the same is known again."""

import json
import re
from collections.abc import Sequence
from hashlib import sha256
from typing import Final

from reconciler.cli.codes import drifts
from reconciler.limits import MESSAGE_BYTES
from reconciler.model import Beside, Lapse, accepted_endpoints
from reconciler.pipeline import fleet_digest
from reconciler.printed import NotificationJson, PlanJson, ProblemJson
from reconciler.recipients import Message
from reconciler.render import (
    MemberDrift,
    chat_text,
    fitted,
    fleet_chat_text,
    fleet_fitted,
    fleet_notification,
    notification,
    written,
)

_ROOM: Final = 16 * 1024
"""Bytes of a message that are left for what is sent beside its body, and for the text for chat programs."""
_SUBJECT: Final = 99
"""SNS takes less than 100 characters of ASCII (Publish, API reference)."""
_OF_ONE_RUN: Final = re.compile(r" \(request [^)]*\)|(?<=:assumed-role/)[^\s]+")
"""What differs in AWS's messages from run to run: the id of the request, and the session of a role."""
_DRIFT: Final = frozenset({"observed-difference", *Lapse})


def message_about(plan: PlanJson, repository: str, member: str = "") -> Message:
    """Return the message about *plan*, a drift or a plan that could not be made, of *repository*.

    *member* is the name of the member of a fleet whose plan it is.
    """
    body = fitted(notification(plan, repository, member), MESSAGE_BYTES - _ROOM)
    found = "drift in" if drifts(plan) else "a warning about"
    said = found if plan["digest"] else "could not compare with AWS:"
    where = ", ".join(filter(None, (repository, member)))
    return _message(body, chat_text(body), f"{said} {where}", token_of(plan, repository, member))


def message_about_members(members: Sequence[MemberDrift], repository: str, known: int = 0) -> Message:
    """Return one message about several *members* of a fleet, of which each has something to tell.

    Their recipient has heard what there is to tell of *known* others.
    """
    digest = fleet_digest({one.member: one.plan for one in members})
    body = fleet_fitted(fleet_notification(members, repository, digest, known), MESSAGE_BYTES - _ROOM)
    differ = sum(drifts(one.plan) for one in members)
    found = f"drift in {differ:,} of" if differ else "could not compare all of"
    said = f"{found} {len(members):,} members of {repository}"
    tokens = sorted(token_of(one.plan, repository, one.member) for one in members)
    return _message(body, fleet_chat_text(body), said, f"sha256:{_hash(tokens)}")


def _message(body: NotificationJson, text: str, subject: str, token: str) -> Message:
    line = f"reconciler: {subject}".encode("ascii", "replace").decode()
    return Message(
        body=written(body),
        chat=written({**body, "text": text}),
        subject="".join(one if one.isprintable() else "?" for one in line)[:_SUBJECT],
        group=_hash(body["repository"]),
        token=token,
    )


def warns_beside(plan: PlanJson) -> bool:
    """Return whether *plan* warns about something that AWS has beside the repository: told although it is no drift."""
    return any(problem["code"] in set(Beside) for problem in plan["problems"])


def token_of(plan: PlanJson, repository: str, member: str = "") -> str:
    """Return a hash of the repository, the digest, and the problems that are told, refuse to undo drift, or hide it.

    The members of a fleet are told apart by their names.

    The digest does not cover the endpoints that the plan accepts, so they are in the hash, too.
    """
    reasons = sorted({json.dumps(reason) for reason in map(_reason, plan["problems"]) if reason})
    accepted = sorted(accepted_endpoints(plan))
    whose = [repository, member] if member else repository
    return f"sha256:{_hash([whose, plan['digest'], reasons, *([accepted] if accepted else [])])}"


def _reason(problem: ProblemJson) -> list[str | None]:
    """Return what makes *problem* another one than others; empty where it is no reason to tell."""
    same = [problem["code"], problem["address"], problem["path"]]
    if problem["severity"] == "error" or problem["code"] in {*Beside, Lapse.ENDING}:
        return [*same, _OF_ONE_RUN.sub("", problem["message"])]
    return same if problem["severity"] == "refused" or problem["code"] in _DRIFT else []


def _hash(value: object) -> str:
    return sha256(json.dumps(value).encode()).hexdigest()
