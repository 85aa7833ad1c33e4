"""The API calls of a plan as a folded table."""

from collections.abc import Sequence

from reconciler.printed import OperationJson, PlanJson
from reconciler.render.calls import duration
from reconciler.render.page import Page
from reconciler.render.words import count
from reconciler.spelling import numbered

from .blocks import folded, table
from .limits import Limits

_OBJECTS = 6


def call_table(page: Page, plan: PlanJson, limits: Limits) -> list[str]:
    """Return each call with its objects, and the calls that it waits for."""
    operations = plan["operations"]
    if not operations:
        return []
    shown = operations[: limits.calls(len(operations))]
    left = len(operations) - len(shown)
    lines = table(("Call", "What", "Where", "Objects", "After"), [_call(page, one) for one in shown])
    lines += ["", f"… and {left:,} more"] if left else []
    return folded(f"{count(len(operations), 'API call')}{duration(plan)}", lines)


def _call(page: Page, operation: OperationJson) -> list[str]:
    where = page.told(operation["account"])
    if operation["service"] != "marketplace-catalog":
        where = f"{where}, {page.coded(operation['region'])}"
    objects, after = few_codes(page, operation["addresses"]), few_codes(page, operation["after"])
    return [page.coded(operation["id"]), _what(page, operation), where, objects, after]


def _what(page: Page, operation: OperationJson) -> str:
    changes = operation["parameters"].get("ChangeSet")
    return page.coded(operation["action"]) + (f", {count(len(changes), 'change')}" if changes else "")


def few_codes(page: Page, ids: Sequence[str]) -> str:
    """Return the first six of *ids* as code spans, sorted by the numbers in them, and how many more there are."""
    ordered = numbered(ids)
    shown = ", ".join(map(page.coded, ordered[:_OBJECTS]))
    return f"{shown} and {len(ordered) - _OBJECTS:,} more" if len(ordered) > _OBJECTS else shown
