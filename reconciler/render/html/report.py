"""What the page of one plan shows, seen as a plan, as drift, or behind an answer of `effective`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from reconciler.model import UNREAD
from reconciler.printed import EffectiveJson, ExtentJson, PlanJson
from reconciler.render.markdown import Marker

from .payload import Payload
from .said import drift_said, effective_said, plan_said, problems_shown

_NOT_READ: Final[ExtentJson] = {"organization": "none"}
"""What a plan read that does not say so: an older version has written it."""


def plan_report(plan: PlanJson, marker: Marker, command: Sequence[str], now: datetime | None = None) -> Payload:
    """Return what the page of a plan shows; *command* and *now* are those of `plan_html`."""
    return _report(plan, marker, plan_said(plan, command, now))


def drift_report(plan: PlanJson, marker: Marker, command: Sequence[str], *, saved: bool = False) -> Payload:
    """Return what the page of drift shows; *command* and *saved* are those of `drift_lines`."""
    said = drift_said(plan, command, saved=saved)
    return _report({**plan, "problems": problems_shown(plan["problems"])}, marker, said)


def effective_report(answer: EffectiveJson, marker: Marker, plan: PlanJson) -> Payload:
    """Return what the page of an answer of `effective` shows, which was computed from *plan*."""
    return _report({**plan, "names": {**plan["names"], **answer["names"]}}, marker, effective_said(answer))


def _report(plan: PlanJson, marker: Marker, said: Mapping[str, Any]) -> Payload:
    whole: PlanJson = {
        **plan,
        "world": plan.get("world") or UNREAD,
        "read": plan.get("read") or _NOT_READ,
    }
    return Payload(plan=whole, command=marker.command, config=marker.config, said=said)
