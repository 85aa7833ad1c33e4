"""The changes of a plan, each folded: refused changes and objects that end first."""

from collections.abc import Sequence
from itertools import groupby

from reconciler.printed import ChangeJson, PlanJson
from reconciler.render.moves import Moves
from reconciler.render.page import Page
from reconciler.render.wording import DRIFTED, Wording
from reconciler.render.words import count
from reconciler.spelling import by_number

from .blocks import entries, folded, heading
from .diff import Diff
from .inert import code, fenced, html
from .limits import Limits

_MANY = 30
"""From this number of changes on, the changes of each kind are folded together."""
_ENDING = frozenset({"archive", "delete"})


def change_blocks(page: Page, wording: Wording, plan: PlanJson, limits: Limits) -> list[str]:
    """Return the changes: some whole and folded, some by name only, the others counted."""
    changes = sorted(plan["changes"], key=lambda change: _rank(page, change))
    if not changes:
        return []
    diff = Diff(page, wording, Moves(() if wording is DRIFTED else changes), limits)
    whole, rest = changes[: limits.whole], changes[limits.whole :]
    if len(changes) < _MANY:
        blocks = [line for change in whole for line in _block(diff, change)]
    else:
        of_kinds = groupby(whole, key=lambda change: change["kind"])
        blocks = [line for kind, found in of_kinds for line in _of_kind(diff, kind, list(found))]
    noun = "difference" if wording is DRIFTED else "change"
    return [*heading(count(len(changes), noun)), *blocks, *_named(wording, rest, limits)]


def _rank(page: Page, change: ChangeJson) -> tuple[bool, bool, bool, object]:
    """Return the sort key: refused changes, then objects that end; experiences before services."""
    refused, ends = page.refusals.of(change["address"]), change["action"] in _ENDING
    return not refused, not ends, change["kind"] != "experience", by_number(change["address"])


def _of_kind(diff: Diff, kind: str, changes: Sequence[ChangeJson]) -> list[str]:
    inner = [line for change in changes for line in _block(diff, change)]
    return folded(f"{len(changes):,} of kind {html(kind)}", inner)


def _named(wording: Wording, rest: Sequence[ChangeJson], limits: Limits) -> list[str]:
    """Name changes that are not shown whole, as far as the limits allow, and count the others."""
    if not rest:
        return []
    shown = [f"{wording.actions[one['action']].word} {code(one['address'])}" for one in rest[: limits.named]]
    left = len(rest) - len(shown)
    more = [f"… and {left:,} more"] if left else []
    return ["", f"{len(rest):,} more, without details:", "", *entries([*shown, *more])]


def _block(diff: Diff, change: ChangeJson) -> list[str]:
    lines = diff.lines(change)
    source = [code(change["source"], diff.limits.value)] if change["source"] else []
    return folded(_summary(diff, change), [*(fenced(lines, "diff") if lines else []), *source])


def _summary(diff: Diff, change: ChangeJson) -> str:
    """Say what changes in one line, and which rules refuse it."""
    rules = diff.page.refusals.of(change["address"])
    refused = f" (refused: {', '.join(rules)})" if rules else ""
    counts = ", ".join(diff.counts(change))
    what = f"{diff.wording.actions[change['action']].word} {change['address']}"
    return html(f"{what}: {counts}" if counts else what, diff.limits.message) + html(refused)
