"""What AWS is compared with: the whole repository or a part of it, less what a plan leaves out or cannot change."""

from collections import Counter
from collections.abc import Iterator

from reconciler.model import Absence, Lapse
from reconciler.printed import PlanJson

from .words import count, joined

_WAITING = frozenset({"waits", "left-out", Lapse.ENDING})
"""The codes of what stays as it is until the rest of the repository, or its removals, are planned too."""


def scope(plan: PlanJson) -> str:
    """Name what AWS matches when *plan* has no changes: `the repository, except for 1 principal…`."""
    if asked_by_hand(plan):
        return "what was asked"
    return ("the selected part of the repository" if is_part(plan) else "the repository") + _exceptions(plan)


def asked_by_hand(plan: PlanJson) -> bool:
    """Tell whether *plan* only accepts or rejects endpoints that a user has named."""
    return "by_hand" in plan["options"]


def managed(plan: PlanJson) -> str:
    """Name the same where AWS has more than the repository: `managed objects, except for 1 principal…`."""
    return ("managed objects in the selected part" if is_part(plan) else "managed objects") + _exceptions(plan)


def _exceptions(plan: PlanJson) -> str:
    waiting = any(problem["code"] in _WAITING for problem in plan["problems"])
    closed = any(problem["code"] == "not-planned" for problem in plan["problems"])
    unplanned = ["experiences, which are not planned"] * closed
    found = [*["what this plan leaves out"] * waiting, *unplanned, *_absent(plan), *_lapsed(plan), *_unseen(plan)]
    return f", except for {joined(found)}" if found else ""


def is_part(plan: PlanJson) -> bool:
    """Tell whether options have left out a part of the repository, or removals."""
    options = plan["options"]
    return bool(options["select"] or options["exclude"] or options["no_removals"])


def _absent(plan: PlanJson) -> Iterator[str]:
    """Count the principals that were left out of the desired state: they were not compared."""
    codes = Counter(problem["code"] for problem in plan["problems"])
    for code, words in ((Absence.GONE, "closed or missing"), (Absence.PENDING, "not activated yet")):
        if codes[code]:
            yield f"{count(codes[code], 'principal')} that {'is' if codes[code] == 1 else 'are'} {words}"


def _unseen(plan: PlanJson) -> list[str]:
    """Count the fields that the account of the credentials cannot see: they were not compared."""
    number = sum(problem["code"] == "not-seen-from-here" for problem in plan["problems"])
    return [f"{count(number, 'field')} that this account cannot see"] if number else []


def _lapsed(plan: PlanJson) -> list[str]:
    number = len(lapsed(plan))
    return [f"{count(number, 'object')} with a problem that no plan can solve"] if number else []


def endings(plan: PlanJson) -> frozenset[str]:
    """Return the objects that keep grants which have expired, because a rule refuses that they leave."""
    return frozenset(one["address"] or "" for one in plan["problems"] if one["code"] == Lapse.ENDING)


def lapsed(plan: PlanJson) -> frozenset[str]:
    """Return the objects that are not as they should be and that no plan can repair; endings can be accepted."""
    faults = {*Lapse} - {Lapse.ENDING}
    return frozenset(problem["address"] or "" for problem in plan["problems"] if problem["code"] in faults)
