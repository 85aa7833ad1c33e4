"""A plan as text. A terminal is read from the bottom: the changes come first, and last all that decides."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from reconciler.printed import PlanJson

from .calls import call_lines
from .changes import change_lines
from .impact import exposure_lines, impact_lines
from .last_screen import acceptance_lines, last_screen
from .page import Page, separated
from .pasting import APPLY
from .pending import with_settings
from .problems import problem_block
from .refusals import refusals
from .saved import saved_lines
from .style import PLAIN, Style
from .surroundings import residual_lines, residue_lines, unmanaged_lines
from .units import Units
from .verdict import refused_line
from .wording import PLANNED


def plan_lines(
    plan: PlanJson,
    style: Style = PLAIN,
    *,
    full: bool = False,
    command: Sequence[str] = APPLY,
    now: datetime | None = None,
) -> Iterator[str]:
    """Show a plan; *full* shows every member of long lists, every unmanaged object, and the residue.

    *command* are the parts of the command that would apply the plan; a refused plan shows it with the options that
    accept its rules. With *now* the plan is a saved one, and its age is shown.
    """
    page = Page(
        style, plan["names"], full, refusals(plan["problems"], plan["preconditions"]), Units.of_plan(plan.get("world"))
    )
    blocks = [
        page.folded(change_lines(page, PLANNED, plan)),
        page.folded(call_lines(page, plan)),
        page.folded(unmanaged_lines(page, plan, command)),
        page.folded(residue_lines(page, plan)),
        page.messages(problem_block(page, with_settings(plan["problems"], command))),
        page.folded(exposure_lines(page, plan)),
        page.folded(residual_lines(page, plan)),
        page.folded(impact_lines(page, PLANNED, plan)),
        last_screen(page, plan, command, [*saved_lines(plan, now)] if now else []),
    ]
    yield from separated(blocks)


def refusal_lines(plan: PlanJson, command: Sequence[str] = APPLY, style: Style = PLAIN) -> Iterator[str]:
    """Say that a refused plan was not applied, and what accepts its rules, where the plan itself cannot be seen."""
    page = Page(style)
    yield from page.folded([refused_line(page, plan)])
    yield from acceptance_lines(page, plan, command)
