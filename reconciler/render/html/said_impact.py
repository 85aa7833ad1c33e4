"""What the view "Impact" says: what is to be decided, and the groups of accounts that a plan changes."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reconciler.printed import GroupJson, PlanJson
from reconciler.render.impact import CONTINUE, ranked
from reconciler.render.last_screen import accepting, advice
from reconciler.render.markdown.problems import acceptances
from reconciler.render.naming import people
from reconciler.render.page import Page
from reconciler.render.pasting import pasted
from reconciler.render.units import NO_UNITS
from reconciler.render.wording import PLANNED, Wording

_PASTED_WIDTH = 90
_INDENT = 4
_BY_UNIT = 100
"""So many groups are summed up by units, which takes as long as walking through the organization for each."""
NOTHING_TO_DECIDE: Mapping[str, Sequence[str]] = {"advice": [], "command": [], "settings": []}


def pasted_lines(parts: Sequence[str]) -> list[str]:
    """Return the lines of a command, not indented; none without parts."""
    return [line[_INDENT:] for line in pasted(parts, _PASTED_WIDTH)] if parts else []


def deciding(page: Page, plan: PlanJson, command: Sequence[str]) -> Mapping[str, Any]:
    """Return what accepts the refused rules: a command to paste, and lines of the settings file."""
    parts = accepting(plan, command)
    return {
        "advice": advice(plan),
        "command": pasted_lines(parts),
        "settings": acceptances(page, plan),
    }


def impact_said(page: Page, wording: Wording, plan: PlanJson) -> Mapping[str, Any]:
    """Return what is said of the impact: its groups in their order, and what becomes of subscriptions."""
    losing = wording is PLANNED and any(group["loses"] != 0 for group in plan["impact"]["groups"])
    return {"groups": [*_groups(page, wording, plan)], "continue": CONTINUE if losing else ""}


def _groups(page: Page, wording: Wording, plan: PlanJson) -> Iterator[Mapping[str, Any]]:
    """Yield of each group its number in the plan, its accounts in words, what refuses it, and what null stands for."""
    places = {id(group): number for number, group in enumerate(plan["impact"]["groups"])}
    for rank, group in enumerate(ranked(page, plan)):
        yield {
            "at": places[id(group)],
            "who": people(page if rank < _BY_UNIT else page._replace(units=NO_UNITS), group["accounts"]),
            "rules": [*page.refusals.of_group(group)],
            "lost": _everything(page, wording, group, "after") if group["lost"] is None else "",
            "gained": _everything(page, wording, group, "before") if group["gains"] is None else "",
        }


def _everything(page: Page, wording: Wording, group: GroupJson, end: str) -> str:
    """Say what null stands for: every product that the other end lacks."""
    experience = group["after"] if end == "after" else group["before"]
    governing = "ungoverned" if experience is None else page.told(experience)
    return f"every product that {governing}{wording.ends[end]} does not allow"
