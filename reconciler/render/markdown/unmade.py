"""A plan that could not be made, as a comment: why, and that nothing is said about changes."""

from reconciler.printed import PlanJson

from .inert import code
from .limits import Limits
from .marker import Marker
from .problems import folded_notes, problem_section

_REASONS = {
    "unreadable": "AWS could not be read completely",
    "refused": "a check of the account or the organization failed",
    "failed": "the saved plan is stale",
}
_OTHERWISE = "the desired state or the settings have errors"

NOTHING_COMPARED = "Nothing was compared, so nothing is said about changes."
NOT_UNCHANGED = 'This is not "no changes".'


def unmade_lines(plan: PlanJson, _marker: Marker, limits: Limits) -> list[str]:
    """Return the lines of the comment below its marker."""
    return [
        f"## {unmade_verdict(plan)}",
        "",
        f"- **{NOTHING_COMPARED}** {NOT_UNCHANGED}",
        *problem_section(plan["problems"], "error", limits),
        *problem_section(plan["problems"], "warning", limits),
        *folded_notes(plan["problems"], limits),
        "",
        f"Nothing was written to AWS{commit_words(plan)}.",
    ]


def unmade_verdict(plan: PlanJson) -> str:
    """Say why a plan could not be made."""
    codes = {one["code"] for one in plan["problems"]}
    return f"No plan: {next((words for known, words in _REASONS.items() if known in codes), _OTHERWISE)}"


def commit_words(plan: PlanJson) -> str:
    """Return ` of commit …`, if the commit is known."""
    commit, dirty, _ = (plan["commit"] or "").partition("-dirty")
    return f" of commit {code(commit[:12])}{' with local changes' * bool(dirty)}" if commit else ""
