"""A plan, drift or the answer of `effective` as one page of HTML that needs no network (contract 2).

The page holds the plan and the sentences that say what it means. Its scripts look things up, sort and count what they
list. No script decides which experience governs an account, and none writes a sentence that text and Markdown have.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from reconciler.model import UNREAD
from reconciler.printed import EffectiveJson, ExtentJson, PlanJson
from reconciler.render.markdown import Marker
from reconciler.render.pasting import APPLY

from .checklist import checklist_html
from .page import pieces
from .payload import Payload
from .said import drift_said, effective_said, plan_said, problems_shown

_NOT_READ: ExtentJson = {"organization": "none"}
"""What a plan read that does not say so: an older version has written it."""

__all__ = ["checklist_html", "drift_html", "effective_html", "plan_html"]


def plan_html(
    plan: PlanJson, marker: Marker, *, command: Sequence[str] = APPLY, now: datetime | None = None
) -> Iterator[str]:
    """Return the page of a plan in pieces, also of one that could not be made; with *now* the plan is a saved one.

    *command* are the parts of the command that would apply it.
    """
    return _page(plan, marker, plan_said(plan, command, now))


def drift_html(plan: PlanJson, marker: Marker, *, command: Sequence[str] = APPLY, saved: bool = False) -> Iterator[str]:
    """Return the page of drift; *command* and *saved* are those of `drift_lines`."""
    said = drift_said(plan, command, saved=saved)
    return _page({**plan, "problems": problems_shown(plan["problems"])}, marker, said)


def effective_html(answer: EffectiveJson, marker: Marker, *, plan: PlanJson) -> Iterator[str]:
    """Return the page of an answer of `effective`, which was computed from *plan*.

    It opens at the account or the product that was asked for.
    """
    return _page({**plan, "names": {**plan["names"], **answer["names"]}}, marker, effective_said(answer))


def _page(plan: PlanJson, marker: Marker, said: dict[str, Any]) -> Iterator[str]:
    whole: PlanJson = {
        **plan,
        "world": plan.get("world") or UNREAD,
        "read": plan.get("read") or _NOT_READ,
    }
    return pieces(Payload(plan=whole, command=marker.command, config=marker.config, said=said))
