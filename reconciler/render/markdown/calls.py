"""The API calls of a plan as a folded table."""

from collections.abc import Sequence

from reconciler.printed import OperationJson, PlanJson
from reconciler.render.calls import duration
from reconciler.render.page import Page
from reconciler.render.words import count
from reconciler.spelling import numbered

from .blocks import folded, table
from .inert import code
from .limits import Limits

_OBJECTS = 6
_CALLS = 40
"""So many calls are shown whole; of more calls, as many as a table has rows."""


def call_table(page: Page, plan: PlanJson, limits: Limits) -> list[str]:
    """Return each call with its objects, and the calls that it waits for."""
    operations = plan["operations"]
    if not operations:
        return []
    shown = operations if len(operations) <= _CALLS and limits.rows == Limits().rows else operations[: limits.rows]
    left = len(operations) - len(shown)
    lines = table(("Call", "What", "Where", "Objects", "After"), [_call(page, one) for one in shown])
    lines += ["", f"… and {left:,} more"] if left else []
    return folded(f"{count(len(operations), 'API call')}{duration(plan)}", lines)


def _call(page: Page, operation: OperationJson) -> list[str]:
    where = page.told(operation["account"])
    if operation["service"] != "marketplace-catalog":
        where = f"{where}, {code(operation['region'])}"
    after = ", ".join(code(one) for one in operation["after"])
    return [code(operation["id"]), _what(operation), where, _objects(operation["addresses"]), after]


def _what(operation: OperationJson) -> str:
    changes = operation["parameters"].get("ChangeSet")
    return code(operation["action"]) + (f", {count(len(changes), 'change')}" if changes else "")


def _objects(addresses: Sequence[str]) -> str:
    ordered = numbered(addresses)
    shown = ", ".join(code(one) for one in ordered[:_OBJECTS])
    return f"{shown} and {len(ordered) - _OBJECTS:,} more" if len(ordered) > _OBJECTS else shown
