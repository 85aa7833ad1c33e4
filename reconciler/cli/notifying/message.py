"""What is told of one answer of drift, and the token by which the same is known again."""

import json
import re
from hashlib import sha256
from typing import Final

from reconciler.cli.codes import drifts
from reconciler.limits import MESSAGE_BYTES
from reconciler.model import Beside, Lapse, accepted_endpoints
from reconciler.printed import PlanJson, ProblemJson
from reconciler.recipients import Message
from reconciler.render import chat_text, fitted, notification, written

_ROOM: Final = 16 * 1024
"""Bytes of a message that are left for what is sent beside its body, and for the text for chat programs."""
_SUBJECT: Final = 99
"""SNS takes less than 100 characters of ASCII (Publish, API reference)."""
_OF_ONE_RUN: Final = re.compile(r" \(request [^)]*\)|(?<=:assumed-role/)[^\s]+")
"""What differs in AWS's messages from run to run: the id of the request, and the session of a role."""
_DRIFT: Final = frozenset({"observed-difference", *Lapse})


def message_about(plan: PlanJson, repository: str) -> Message:
    """Return the message about *plan*, a drift or a plan that could not be made, of *repository*."""
    body = fitted(notification(plan, repository), MESSAGE_BYTES - _ROOM)
    found = "drift in" if drifts(plan) else "a warning about"
    said = found if plan["digest"] else "could not compare with AWS:"
    subject = f"reconciler: {said} {repository}".encode("ascii", "replace").decode()
    return Message(
        body=written(body),
        chat=written({**body, "text": chat_text(body)}),
        subject="".join(one if one.isprintable() else "?" for one in subject)[:_SUBJECT],
        group=_hash(repository),
        token=_token(plan, repository),
    )


def warns_beside(plan: PlanJson) -> bool:
    """Return whether *plan* warns about something that AWS has beside the repository: told although it is no drift."""
    return any(problem["code"] in set(Beside) for problem in plan["problems"])


def _token(plan: PlanJson, repository: str) -> str:
    """Return a hash of the repository, the digest, and the problems that are told, refuse to undo drift, or hide it.

    The digest does not cover the endpoints that the plan accepts, so they are in the hash, too.
    """
    reasons = sorted({json.dumps(reason) for reason in map(_reason, plan["problems"]) if reason})
    accepted = sorted(accepted_endpoints(plan))
    return f"sha256:{_hash([repository, plan['digest'], reasons, *([accepted] if accepted else [])])}"


def _reason(problem: ProblemJson) -> list[str | None]:
    """Return what makes *problem* another one than others; empty where it is no reason to tell."""
    same = [problem["code"], problem["address"], problem["path"]]
    if problem["severity"] == "error" or problem["code"] in {*Beside, Lapse.ENDING}:
        return [*same, _OF_ONE_RUN.sub("", problem["message"])]
    return same if problem["severity"] == "refused" or problem["code"] in _DRIFT else []


def _hash(value: object) -> str:
    return sha256(json.dumps(value).encode()).hexdigest()
