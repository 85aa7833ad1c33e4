"""Drift as a message to a recipient: the JSON of contract 5, bounded in size, and a text for chat programs.

Example: of 9,000 objects that differ, a message of 240 KiB holds about 2,500; its verdict ends with "6,500 of 9,000
objects are left out of this message."
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from reconciler.model import FORMAT_VERSION, Beside, Lapse
from reconciler.printed import DifferenceJson, NotificationJson, PlanJson

from .drift import drift_verdict
from .page import Page
from .words import clean, clean_lines, count

LISTED: Final = 20
"""How many objects the text for chat programs lists."""
LONGEST: Final = 2000
"""The longest verdict and the longest name of a repository, in characters."""
_LONGEST_LINE: Final = 200
"""The longest line about one object in the text for chat programs, in characters."""
_OBSERVED: Final = "observed-difference"
_ORIGINS: Final = {"changed_in_aws": "changed in AWS", "unfinished": "not applied yet", "unknown": "origin unknown"}
"""The origins in the words of drift's text."""
_FOR_CHATS: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
"""Slack reads `<!channel>` and `<URL>` in a text as commands; it shows these three as they are if they are escaped."""


def differing(plan: PlanJson) -> list[DifferenceJson]:
    """Return the objects that differ, each with the origin and the paths of its differences.

    First the changes, in their order, then the objects that differ and that no plan changes: those in mode `observe`,
    and those with a fault in AWS.
    """
    changed = [
        DifferenceJson(address=one["address"], origin=one["origin"], paths=[field["path"] for field in one["fields"]])
        for one in plan["changes"]
    ]
    codes, known = {_OBSERVED, *Lapse}, {one["address"] for one in plan["changes"]}
    others: dict[str, list[str]] = {}
    for problem in plan["problems"]:
        if problem["code"] in codes and problem["address"] and problem["address"] not in known:
            others.setdefault(problem["address"], []).extend([problem["path"]] if problem["path"] else [])
    seen = [DifferenceJson(address=one, origin=None, paths=[*dict.fromkeys(paths)]) for one, paths in others.items()]
    return [*changed, *seen]


def notification(plan: PlanJson, repository: str, member: str = "") -> NotificationJson:
    """Return the message about *plan*, a drift or a plan that could not be made, of *repository*.

    If it is that of one member of a fleet, the message has its name.
    """
    message: NotificationJson = {
        "format_version": FORMAT_VERSION,
        "repository": repository[:LONGEST],
        "digest": plan["digest"],
        "verdict": notice_verdict(plan)[:LONGEST],
        "changes": differing(plan) if plan["digest"] else [],
        "refused": refusing_rules(plan),
    }
    return {**message, "member": member[:LONGEST]} if member else message


def refusing_rules(plan: PlanJson) -> list[str]:
    """Return the rules that refuse to undo the drift."""
    return sorted({one["code"] for one in plan["problems"] if one["severity"] == "refused"})


def fitted(message: NotificationJson, size: int) -> NotificationJson:
    """Return *message* with as many of its changes, from the first, as *size* bytes of JSON hold.

    Its verdict says how many are left out.
    """
    if len(written(message)) <= size:
        return message
    changes = message["changes"]
    return _cut(
        message, changes, most(len(changes), lambda number: len(written(_cut(message, changes, number))) <= size)
    )


def most(every: int, fits: Callable[[int], bool]) -> int:
    """Return the largest number up to *every* that *fits*; 0 if none does. What is smaller fits, too."""
    few, many = 0, every
    while few < many:
        middle = (few + many + 1) // 2
        few, many = (middle, many) if fits(middle) else (few, middle - 1)
    return few


def written(message: Mapping[str, Any]) -> str:
    """Return *message* as one line of JSON in ASCII, so that its length is its size in bytes."""
    return json.dumps(message, separators=(",", ":"))


def chat_text(message: NotificationJson) -> str:
    """Return *message* as a text for Slack and programs that take its webhooks' form."""
    where = ", ".join(clean(one) for one in (message["repository"], message.get("member", "")) if one)
    return listed_text(where, message, [_in_words(one) for one in message["changes"]])


def listed_text(where: str, message: NotificationJson, points: Sequence[str]) -> str:
    """Return a text for chat programs about *where*: the verdict of *message*, the first of *points*, and its rules."""
    lines = [f"reconciler drift, {where}: {message['verdict']}"]
    lines += [f"• {one}" for one in points[:LISTED]]
    left = len(points) - LISTED
    lines += [f"… and {left:,} more"] if left > 0 else []
    lines += [f"Rules that refuse to undo it: {', '.join(message['refused'])}"] if message["refused"] else []
    return "\n".join(lines).translate(_FOR_CHATS)


def notice_verdict(plan: PlanJson) -> str:
    """Say whether AWS differs, or why that is not known.

    Then what AWS has beside the repository and governs, and which written endings a rule refuses.
    """
    if plan["digest"]:
        warned = {*Beside, Lapse.ENDING}
        found = [clean(one["message"]) for one in plan["problems"] if one["code"] in warned]
        return " ".join([drift_verdict(Page(), plan), *(f"Warning: {one}." for one in found)])
    errors = [clean_lines(one["message"])[0] for one in plan["problems"] if one["severity"] == "error"]
    more = f" (and {count(len(errors) - 1, 'more error')})" if errors[1:] else ""
    return f"AWS was not compared with the repository: {errors[0] if errors else 'the reason is unknown'}{more}"


def _cut(message: NotificationJson, changes: Sequence[DifferenceJson], most: int) -> NotificationJson:
    """Return *message* with the first *most* of *changes*."""
    left = f" {len(changes) - most:,} of {count(len(changes), 'object')} are left out of this message."
    return {**message, "verdict": message["verdict"] + left, "changes": list(changes[:most])}


def _in_words(one: DifferenceJson) -> str:
    """Return one object in a line: `experience.finance (not applied yet): products.allow, status`."""
    paths = f": {', '.join(one['paths'])}" if one["paths"] else ""
    origin = f" ({_ORIGINS[one['origin']]})" if one["origin"] else ""
    return in_a_line(f"{one['address']}{origin}{paths}")


def in_a_line(text: str) -> str:
    """Return *text* as one line that is not too long."""
    line = clean(text)
    return line if len(line) <= _LONGEST_LINE else f"{line[: _LONGEST_LINE - 1]}…"
