"""What the view "Changes" says: the words of a plan or of drift, single values, remarks on moves, and origins."""

from collections.abc import Iterator, Mapping
from typing import Any

from reconciler.printed import ChangeJson, PlanJson
from reconciler.render.changes import title
from reconciler.render.moves import Moves
from reconciler.render.origins import origin_said
from reconciler.render.page import Page
from reconciler.render.wording import DRIFTED, ChangeMark, Wording


def words_said(wording: Wording) -> Mapping[str, Any]:
    """Return the words of one reading of differences."""
    return {
        "changes": wording.changes,
        "actions": {name: _mark(one) for name, one in wording.actions.items()},
        "added": _mark(wording.added),
        "removed": _mark(wording.removed),
        "unchanged": wording.unchanged,
        "between": wording.between,
        "compared": wording.compared,
        "drifted": wording is DRIFTED,
    }


def _mark(mark: ChangeMark) -> Mapping[str, str]:
    return {"sign": mark.sign, "word": mark.word, "kind": mark.meaning}


def changes_said(page: Page, wording: Wording, plan: PlanJson) -> Mapping[str, Any]:
    """Return by address what is said of each change."""
    moves = Moves(() if wording is DRIFTED else plan["changes"])
    return {change["address"]: _change(page, wording, change, moves) for change in plan["changes"]}


def _change(page: Page, wording: Wording, change: ChangeJson, moves: Moves) -> Mapping[str, Any]:
    return {
        "title": title(page, change),
        "origin": origin_said(page, change) if wording is DRIFTED else "",
        "rules": [*page.refusals.of(change["address"])],
        "fields": {path: said for path, said in _fields(page, wording, change, moves) if said},
    }


def _fields(page: Page, wording: Wording, change: ChangeJson, moves: Moves) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield of each field its values in the order in which they are shown, remarks on its members, and its refusals."""
    for field in change["fields"]:
        rules = page.refusals.of(change["address"], field["path"])
        told: dict[str, Any] = {"rules": [*rules]} if rules else {}
        if "added" in field:
            told |= {"remarks": remarks} if (remarks := dict(moves.remarks(change, field))) else {}
        else:
            told["values"] = [*wording.values(field)]
        yield field["path"], told
