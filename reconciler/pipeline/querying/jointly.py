"""What the targets of a repository do only together: pass a limit of it, or leave an acceptance unused. Pure.

Example: max_grants_removed is 20, and two targets revoke 15 grants each. Both are refused, since the repository as a
whole would be. A target that is applied alone counts alone, and one whose plan is accepted does not count.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from reconciler.acceptances import in_force
from reconciler.model import Idle, Problem, Rule, Severity, warning
from reconciler.render.words import first
from reconciler.settings import Settings

_GRANTS: Final = "allowed_principals"
_NAMED: Final = 5
"""How many members the hint of a refusal names."""
PlanAnswer = Mapping[str, Any]
"""The JSON of a plan."""


@dataclass(frozen=True, slots=True)
class JointRefusal:
    """A rule that refuses what several *members* do together, which the hint of the problem names."""

    problem: Problem
    members: tuple[str, ...]


def joint_refusals(settings: Settings, plans: Mapping[str, PlanAnswer]) -> Iterator[JointRefusal]:
    """Return the rules of *settings* that its targets break together; *plans* are theirs, by the name of the member."""
    guards, counted = settings.guards, {name: plan for name, plan in plans.items() if _is_carried_out(plan)}
    limits: tuple[tuple[Rule, int, Callable[[PlanAnswer], int], str], ...] = (
        (Rule.GRANTS, guards.max_grants_removed, _removed, "grants"),
        (Rule.CONNECTED, guards.max_connected_removed, _cut_off, "grants whose accounts are connected"),
    )
    for rule, limit, number, what in limits:
        given = {name: number(plan) for name, plan in counted.items() if rule not in plan["accepted"]}
        breaking = tuple(name for name, some in given.items() if some)
        if len(breaking) > 1 and sum(given.values()) > limit:
            message = f"{len(breaking):,} targets revoke {sum(given.values()):,} {what} together (limit: {limit})"
            hint = f"apply them one by one, reconciler apply FOLDER/TARGET.json, or raise guards.{rule}"
            named = f"{hint}\nMembers: {', '.join(first(breaking, _NAMED))}"
            yield JointRefusal(Problem(Severity.REFUSED, rule, message, settings.at("guards", rule), named), breaking)


def unused_acceptances(settings: Settings, plans: Iterable[PlanAnswer], today: date) -> Iterator[Problem]:
    """Warn of each line of `accepted` that is for none of *plans*, those of all targets; a target alone cannot tell."""
    digests = {str(plan["digest"]).removeprefix("sha256:")[:8] for plan in plans}
    for one in in_force(settings.accepted, today):
        if one.digest not in digests:
            message = f"accepted: {one} is for another plan; no target has this plan"
            yield warning(Idle.STALE, message, one.source, "remove the line from 'accepted'")


def _is_carried_out(plan: PlanAnswer) -> bool:
    """Tell whether nothing refuses a plan, and one could be made."""
    return bool(plan["digest"]) and all(one["severity"] != Severity.REFUSED for one in plan["problems"])


def _revoked(plan: PlanAnswer) -> Iterator[tuple[str, set[str], set[str]]]:
    """Return by address the grants that go, and those of them that a document ends."""
    for change in plan["changes"]:
        for field in change["fields"]:
            if field["path"] == _GRANTS and field.get("removed"):
                yield change["address"], set(field["removed"]), set(field.get("sources", ()))


def _removed(plan: PlanAnswer) -> int:
    return sum(len(removed) for _, removed, _ in _revoked(plan))


def _cut_off(plan: PlanAnswer) -> int:
    """Count the grants whose account is connected and has no other; a written ending does not count."""
    gone = {address: removed - ended for address, removed, ended in _revoked(plan)}
    cut = {
        (one["service"], one["principal"])
        for one in plan["residual_access"]
        if not one["admitted_by"] and one["principal"] in gone.get(one["service"], ())
    }
    return len(cut)
