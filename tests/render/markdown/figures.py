"""The numbers that a plan or drift says, taken from its JSON, its text and its comment, each in its own way."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Final, Literal, NamedTuple

from reconciler.printed import ExposureJson, GroupJson, PlanJson
from reconciler.render.wording import Wording

_SENTENCES: Final = {
    "lose": r"accounts? loses? products",
    "gain": r"accounts? gains? products",
    "ungoverned": r"accounts? becomes? ungoverned",
    "bare": r"accounts? (?:is|are) ungoverned for about",
    "exposed": r"accounts? (?:is|are) exposed for about",
    "revoked": r"grants? (?:is|are) revoked",
    "granted": r"grants? (?:is|are) added",
    "more": r"accounts? can buy products that the repository does not",
    "less": r"accounts? cannot buy products that the repository",
    "only in AWS": r"grants? (?:is|are) only in AWS",
    "missing in AWS": r"grants? (?:is|are) missing in AWS",
}
_OF_MARKETPLACE: Final = {"StartChangeSet", "TagResource", "UntagResource"}
"""Calls that are counted by their names; those of EC2 are counted together, as the text counts them."""
_NOUNS: Final = {"change set": "StartChangeSet"}
_SEVERITIES: Final = ("error", "refused", "warning", "note")

Side = Literal["added", "removed"]
Members = Mapping[tuple[str, str], tuple[int, int]]
"""How many members a list of an object gets and loses, by address and path."""


class Figures(NamedTuple):
    """The numbers of a plan; a number of zero is left out."""

    actions: Mapping[str, int]
    members: Members
    people: Mapping[str, int]
    calls: Mapping[str, int]
    problems: Mapping[str, int]


def of_json(plan: PlanJson, wording: Wording, *, drift: bool) -> Figures:
    """Count what a plan holds."""
    members = {
        (change["address"], field["path"]): (len(field["added"]), len(field["removed"]))
        for change in plan["changes"]
        for field in change["fields"]
        if "added" in field and field["added"] + field["removed"]
    }
    return Figures(
        Counter(wording.actions[change["action"]].word for change in plan["changes"]),
        members,
        _some(_drifting(plan) if drift else _planned(plan)),
        Counter("EC2" if one["service"] == "ec2" else one["action"] for one in plan["operations"]),
        Counter[str](problem["severity"] for problem in plan["problems"]),
    )


def _planned(plan: PlanJson) -> Mapping[str, int]:
    return {
        "lose": _accounts(plan, lambda group: group["loses"] != 0),
        "gain": _accounts(plan, lambda group: group["gains"] != 0 and group["after"] is not None),
        "ungoverned": len(plan["impact"]["ungoverned"]),
        "bare": _exposed(plan, lambda one: one["governed_by"] is None),
        "exposed": _exposed(plan, lambda one: one["governed_by"] is not None),
        "revoked": _grants(plan, "removed"),
        "granted": _grants(plan, "added"),
    }


def _drifting(plan: PlanJson) -> Mapping[str, int]:
    return {
        "more": _accounts(plan, lambda group: group["loses"] != 0 and group["before"] is not None),
        "less": _accounts(plan, lambda group: group["gains"] != 0 and group["after"] is not None),
        "only in AWS": _grants(plan, "removed"),
        "missing in AWS": _grants(plan, "added"),
    }


def _accounts(plan: PlanJson, told: Callable[[GroupJson], bool]) -> int:
    return sum(len(group["accounts"]) for group in plan["impact"]["groups"] if told(group))


def _exposed(plan: PlanJson, told: Callable[[ExposureJson], bool]) -> int:
    return len({account for one in plan["exposures"] if told(one) for account in one["accounts"]})


def _grants(plan: PlanJson, side: Side) -> int:
    lists = [field for change in plan["changes"] for field in change["fields"] if field["path"] == "allowed_principals"]
    return sum(len(field[side]) for field in lists if "added" in field)


def of_text(lines: Iterable[str], wording: Wording) -> Figures:
    """Read the numbers in the text of a plan, in lines that are not folded."""
    text = "\n".join(lines)
    words = "|".join(mark.word for mark in wording.actions.values())
    changes = re.findall(rf"^[-+~^] ({words}) (\S+).*\n((?:    .*\n)*)", text, re.MULTILINE)
    members = {
        (address, path): counts
        for _, address, block in changes
        for path, said in re.findall(r"^    ([\w.]+) +(\d.*)$", block, re.MULTILINE)
        if any(counts := (_number(said, wording.added.word), _number(said, wording.removed.word)))
    }
    return Figures(
        Counter(word for word, _, _ in changes),
        members,
        _sentences(text),
        _calls(text),
        Counter(found for found in re.findall(r"^(?:\S+: )?(\w+)\[[\w-]+\] ", text, re.MULTILINE)),
    )


def of_comment(comment: str, wording: Wording) -> Figures:
    """Read the numbers in the comment of a plan."""
    words = "|".join(mark.word for mark in wording.actions.values())
    summaries = re.findall(rf"<summary>({words}) ([\w.-]+)(?:: (.*?))?(?: \(refused: .*\))?</summary>", comment)
    signs = (wording.added.sign, wording.removed.sign)
    members = {
        (address, path): (_signed(counts, signs[0]), _signed(counts, signs[1]))
        for _, address, said in summaries
        for path, counts in re.findall(r"([\w.]+)((?: [−+][\d,]+)+)", said)
    }
    said = {severity: _headed(comment, severity) for severity in _SEVERITIES}
    return Figures(
        Counter(word for word, _, _ in summaries), members, _sentences(comment), _calls(comment), _some(said)
    )


def _headed(comment: str, severity: str) -> int:
    """Count the problems of one severity: refusals by their entries, others by their heading."""
    if severity == "refused":
        decide = re.search(r"### To decide\n(.*?)(?=\n### |\Z)", comment, re.DOTALL)
        return len(re.findall(r"^- ", decide[1], re.MULTILINE)) if decide else 0
    found = re.search(rf"(?:^### |<summary>)([\d,]+) {severity}s?(?:</summary>)?$", comment, re.MULTILINE)
    return int(found[1]) if found else 0


def _sentences(text: str) -> Mapping[str, int]:
    found = {name: re.search(rf"(?<![\w,])([\d,]+) {words}", text) for name, words in _SENTENCES.items()}
    return {name: int(one[1].replace(",", "")) for name, one in found.items() if one}


def _calls(text: str) -> Mapping[str, int]:
    """Read the calls in the line that sums them up: `2 change sets and 1 TagResource call`."""
    line = next((one for one in reversed(text.splitlines()) if one.startswith("Plan ")), "")
    found = re.findall(r"([\d,]+) (change set|\w+ call)s?\b", line.partition(" at least ")[0])
    counted = Counter[str]()
    for number, what in found:
        name = _NOUNS.get(what, what.removesuffix(" call"))
        counted[name if name in _OF_MARKETPLACE else "EC2"] += int(number)
    return _some(counted)


def _number(said: str, word: str) -> int:
    found = re.search(rf"(\d[\d,]*) {word}\b", said)
    return int(found[1].replace(",", "")) if found else 0


def _signed(counts: str, sign: str) -> int:
    found = re.search(rf" [{'−' if sign == '-' else '+'}]([\d,]+)", counts)
    return int(found[1].replace(",", "")) if found else 0


def _some(numbers: Mapping[str, int]) -> Mapping[str, int]:
    return {name: number for name, number in numbers.items() if number}
