"""A plan read as drift: how AWS differs from the repository. The verdict comes last, where a terminal is read."""

from collections.abc import Callable, Iterator, Sequence

from reconciler.model import Idle, Rule
from reconciler.principal_forms import EVERYONE
from reconciler.printed import ChangeJson, PlanJson

from .changes import change_lines
from .decision import differences
from .impact import impact_lines
from .last_screen import acceptance_lines, deciding
from .page import Page, separated
from .pasting import APPLY, pasted
from .pending import with_settings
from .problems import is_acceptable, nothing_managed, problem_block, refused
from .scope import endings, lapsed, managed, scope
from .style import PLAIN, Style
from .surroundings import calls, digest8, standing_lines, unmanaged_lines
from .units import Units
from .verdict import kept_endings, left_out, nothing_compared, observed_only, refused_line, unnamed
from .wording import DRIFTED
from .words import clean, count, joined


def drift_lines(
    plan: PlanJson, style: Style = PLAIN, *, full: bool = False, command: Sequence[str] = APPLY, saved: bool = False
) -> Iterator[str]:
    """Show drift. Guards and exposures are left out, since nothing is going to be applied.

    *command* are the parts of the command that undoes it. If the plan is *saved* to be applied, the rules that refuse
    it come with the command that accepts them.
    """
    page = Page(style, plan["names"], full, units=Units.of_plan(plan.get("world")))
    problems = [problem for problem in plan["problems"] if problem["code"] not in {*Rule, *Idle}]
    return separated(
        [
            page.folded(change_lines(page, DRIFTED, plan)),
            page.folded(unmanaged_lines(page, plan, command)),
            page.messages(problem_block(page, with_settings(problems, command))),
            page.folded(standing_lines(page, plan)),
            page.folded(impact_lines(page, DRIFTED, plan)),
            _last_screen(page, plan, command, saved=saved),
        ]
    )


def _last_screen(page: Page, plan: PlanJson, command: Sequence[str], *, saved: bool) -> list[str]:
    """Say how many objects differ, who can do what because of it, and what undoes the differences."""
    verdict = [*page.folded([drift_verdict(page, plan)])]
    if not plan["changes"]:
        return verdict
    foot = ["", *page.folded([undoing(plan)]), *map(page.strong, pasted(command, page.style.width))]
    foot += [*_accepting(page, plan, command)] if saved else [*_keeping(page, plan, command)]
    return deciding(page, verdict, differences(page._replace(full=False), plan), foot)


def undoing(plan: PlanJson) -> str:
    """Say what the command below would do, and which rules would refuse it."""
    undoing = (
        f"Plan {digest8(plan['digest'])} would make AWS match the repository again, with {calls(plan, 'EC2 call')}"
    )
    return ", ".join(filter(None, (undoing, refusing(plan)))) + ":"


def refusing(plan: PlanJson, told: Callable[[str], str] = clean) -> str:
    """Say which rules refuse the plan that undoes drift: `once RULE is accepted`, or `but RULE refuses it`.

    Nothing is said if none refuses it. *told* writes the name of a rule.
    """
    final = sorted({told(one["code"]) for one in refused(plan) if not is_acceptable(one)})
    rules = final or sorted({told(one["code"]) for one in refused(plan)})
    if not rules:
        return ""
    refuse, are = ("refuses", "is") if len(rules) == 1 else ("refuse", "are")
    return f"but {joined(rules)} {refuse} it" if final else f"once {joined(rules)} {are} accepted"


def _accepting(page: Page, plan: PlanJson, command: Sequence[str]) -> Iterator[str]:
    """Return the command that accepts the rules which refuse the saved plan; nothing if none refuses it."""
    if refused(plan):
        yield from page.folded([refused_line(page, plan)])
        yield from acceptance_lines(page, plan, command)


def _keeping(page: Page, plan: PlanJson, command: Sequence[str]) -> Iterator[str]:
    """Return the command that writes what AWS has into the documents, of one object if many differ."""
    told, parts = keeping(plan, command)
    if parts:
        yield from page.folded([told])
        yield from map(page.strong, pasted(parts, page.style.width))


def keeping(plan: PlanJson, command: Sequence[str]) -> tuple[str, list[str]]:
    """Return a sentence with the parts of the command that writes what AWS has into the documents; else no parts.

    If many objects differ, the command is about one of them. *command* are the parts of the one that undoes drift.
    """
    found = adoptable(plan)
    some = "" if len(plan["changes"]) == 1 else " of one of them"
    settings = [part for part in command if part.startswith("--config ")]
    adopting = ["reconciler drift --adopt", *settings, *(f"--select {clean(one)}" for one in found[:1])]
    return f"To keep what AWS has{some} instead, write it into the documents:", adopting if found else []


def adoptable(plan: PlanJson) -> list[str]:
    """Return the objects that `drift --adopt` can adopt.

    Those are all but experiences that AWS does not have, and objects that differ in a grant of everyone alone.
    """
    found = (one for one in plan["changes"] if not _is_missing_experience(one) and not _admits_everyone_alone(one))
    return [one["address"] for one in found]


def _is_missing_experience(change: ChangeJson) -> bool:
    """Tell whether AWS does not have an experience: no document can say that, since none has `state: absent`."""
    return change["kind"] == "experience" and change["action"] == "create"


def _admits_everyone_alone(change: ChangeJson) -> bool:
    """Tell whether an object differs in a grant of everyone that AWS has, and in nothing else."""
    differing = [(field["added"], field["removed"]) if "removed" in field else None for field in change["fields"]]
    return differing == [([], [EVERYONE])]


def drift_verdict(page: Page, plan: PlanJson) -> str:
    """Say whether AWS matches the repository, and whether all of the repository could be compared."""
    style = page.style
    if nothing_managed(plan):
        return f"{style.error}Nothing is managed{style.off}, so there was nothing to compare with AWS."
    changed = {change["address"] for change in plan["changes"]}
    differing = len(lapsed(plan) | endings(plan) | changed) + observed_only(plan)
    errors = sum(problem["severity"] == "error" for problem in plan["problems"])
    incomplete = f"{style.error}Incomplete{style.off}: {left_out(page, plan)} "
    if not differing and errors:
        said = f"{nothing_compared(plan) or 'No drift in the objects that could be compared'}."
    elif not differing and unnamed(plan):
        said = f"{style.good}No drift in {managed(plan)}; {unnamed(plan)}.{style.off}"
    elif not differing:
        said = f"{style.good}No drift. AWS matches {scope(plan)}.{style.off}"
    else:
        said = f"{style.warning}AWS differs from the repository{style.off} in {count(differing, 'object')}."
        said += f" {kept_endings(plan)}." if kept_endings(plan) else ""
    return incomplete + said if errors else said
