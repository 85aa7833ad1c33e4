"""The exit code of an answer where several fit (contract 3)."""

from reconciler.errors import ExitCode
from reconciler.model import Lapse
from reconciler.printed import ChecklistJson, ListedOfferingJson, PlanJson, RunReportJson, SubscribersJson


def plan_code(plan: PlanJson, *, detailed: bool) -> ExitCode:
    """Return the code of a plan: errors before refusals before changes; changes count only if *detailed*."""
    if has(plan, "error"):
        return error_code(plan)
    if has(plan, "refused") or keeps_endings(plan):
        return ExitCode.REFUSED
    return ExitCode.CHANGES if detailed and plan["changes"] else ExitCode.DONE


def sheet_code(plan: PlanJson) -> ExitCode:
    """Return the code of a customer's sheet, for which only errors of the plan matter."""
    return error_code(plan) if has(plan, "error") else ExitCode.DONE


def checklist_code(plan: PlanJson, answer: ChecklistJson) -> ExitCode:
    """Return the code of a checklist: errors of the plan before red items."""
    if has(plan, "error"):
        return error_code(plan)
    red = any(item["status"] == "red" for one in answer["services"] for item in one["items"])
    return ExitCode.CHANGES if red else ExitCode.DONE


def subscribers_code(answer: SubscribersJson) -> ExitCode:
    """Return the code of `subscribers`: errors and what could not be read before findings.

    An offering counts as not read without both sources, and with one alone if it shows nobody: nobody may be unknown.
    """
    errors = {one["code"] for one in answer["problems"] if one["severity"] == "error"}
    if errors - {"unreadable"}:
        return ExitCode.INVALID
    shown = {(row["seller"], row["offering"]) for row in answer["rows"]}
    read = [one for one in answer["offerings"] if one["services"]]
    if errors or any(_is_unread(one, shown=(one["seller"], one["name"]) in shown) for one in read):
        return ExitCode.UNREADABLE
    return ExitCode.CHANGES if any(row["finding"] for row in answer["rows"]) else ExitCode.DONE


def _is_unread(one: ListedOfferingJson, *, shown: bool) -> bool:
    """Tell whether nothing was compared of an offering, of which some customers may be *shown*."""
    unread = [one["agreements"], one["entitlements"]].count(None)
    return unread > 1 or (unread == 1 and not shown)


def drift_code(plan: PlanJson, *, saved: bool = False) -> ExitCode:
    """Return the code of a drift: errors before differences, also before those that no plan changes.

    Refusals count only if the plan is *saved*, since only then is it going to be applied.
    """
    if has(plan, "error"):
        return error_code(plan)
    if saved and has(plan, "refused"):
        return ExitCode.REFUSED
    return ExitCode.CHANGES if drifts(plan) else ExitCode.DONE


def run_code(plan: PlanJson, report: RunReportJson) -> ExitCode:
    """Return the code of a run: done only when every call succeeded, AWS is as desired, and nothing was left out.

    A run that did all but the endings that a rule refuses ends as refused.
    """
    planned = {operation["id"] for operation in plan["operations"]}
    outcomes = [outcome for outcome in report["outcomes"] if outcome["operation"] in planned]
    succeeded = all(outcome["status"] in {"succeeded", "adopted"} for outcome in outcomes)
    whole = succeeded and report["converged"] and not has(plan, "error")
    done = ExitCode.REFUSED if keeps_endings(plan) else ExitCode.DONE
    return done if whole else ExitCode.PARTIAL


def error_code(plan: PlanJson) -> ExitCode:
    """Tell errors in the desired state from objects that could not be read: the former come first."""
    errors = {problem["code"] for problem in plan["problems"] if problem["severity"] == "error"}
    return ExitCode.UNREADABLE if errors == {"unreadable"} else ExitCode.INVALID


def has(plan: PlanJson, severity: str) -> bool:
    """Tell whether a plan has a problem of *severity*."""
    return any(problem["severity"] == severity for problem in plan["problems"])


def keeps_endings(plan: PlanJson) -> bool:
    """Tell whether a plan leaves out written endings that a rule refuses."""
    return any(problem["code"] == Lapse.ENDING for problem in plan["problems"])


def drifts(plan: PlanJson) -> bool:
    """Tell whether an object differs, whether or not a plan repairs that."""
    return bool(plan["changes"]) or differs_unplanned(plan)


def differs_unplanned(plan: PlanJson) -> bool:
    """Tell whether an object differs that is only observed or that no plan repairs."""
    return any(problem["code"] in {"observed-difference", *Lapse} for problem in plan["problems"])
