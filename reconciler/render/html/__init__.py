"""A plan, drift, the answer of `effective` or that of a fleet as one page of HTML that needs no network (contract 2).

The page holds the plan and the sentences that say what it means. Its scripts look things up, sort and count what they
list. No script decides which experience governs an account, and none writes a sentence that text and Markdown have.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from reconciler.printed import EffectiveJson, PlanJson
from reconciler.render.markdown import Marker
from reconciler.render.pasting import APPLY

from .checklist import checklist_html
from .fleet import fleet_html
from .page import pieces
from .report import drift_report, effective_report, plan_report

__all__ = ["checklist_html", "drift_html", "effective_html", "fleet_html", "plan_html"]


def plan_html(
    plan: PlanJson, marker: Marker, *, command: Sequence[str] = APPLY, now: datetime | None = None
) -> Iterator[str]:
    """Return the page of a plan in pieces, also of one that could not be made; with *now* the plan is a saved one.

    *command* are the parts of the command that would apply it.
    """
    return pieces(plan_report(plan, marker, command, now))


def drift_html(plan: PlanJson, marker: Marker, *, command: Sequence[str] = APPLY, saved: bool = False) -> Iterator[str]:
    """Return the page of drift; *command* and *saved* are those of `drift_lines`."""
    return pieces(drift_report(plan, marker, command, saved=saved))


def effective_html(answer: EffectiveJson, marker: Marker, *, plan: PlanJson) -> Iterator[str]:
    """Return the page of an answer of `effective`, which was computed from *plan*.

    It opens at the account or the product that was asked for.
    """
    return pieces(effective_report(answer, marker, plan))
