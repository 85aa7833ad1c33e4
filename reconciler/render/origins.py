"""How a difference came about, in one sentence.

Example: `changed in AWS by change set 'by hand' (4v9example) at 2026-11-22T10:30:00Z`.
"""

from collections.abc import Callable

from reconciler.printed import ChangedByJson, ChangeJson

from .page import Page
from .words import clean, joined

_MANY = 3


def origin_said(page: Page, change: ChangeJson, told: Callable[[str], str] = clean) -> str:
    """Say how a difference came about; empty where that was not asked. *told* writes a message of reconciler."""
    origin, sets = change["origin"], _sets(page, change)
    if origin is None:
        return ""
    if origin == "changed_in_aws":
        return f"changed in AWS by {sets}"
    if origin == "unfinished":
        return f"not applied yet: {_edited(page, change)}"
    return f"unknown: {told(change['because'] or '')}" + (f"; seen: {sets}" if sets else "")


def _edited(page: Page, change: ChangeJson) -> str:
    """Say which document was changed when; without git, it is only known that AWS never had the object."""
    last = change["last_edit"]
    if last is None:
        return "AWS never had it"
    what = "the document" if last["address"] == change["address"] else page.coded(last["address"])
    return (
        f"{what} was changed at {page.coded(last['at'])}"
        if last["commit"]
        else f"{what} has changes that are not committed"
    )


def _sets(page: Page, change: ChangeJson) -> str:
    """Name the change sets, and what each of them changed if they are several or do not account for all."""
    found = change["change_sets"]
    whole = len(found) == 1 and change["origin"] == "changed_in_aws"
    told = [_set(page, one) + ("" if whole else f" ({_paths(page, one)})") for one in found[:_MANY]]
    more = [f"{len(found) - _MANY:,} more"] if found[_MANY:] else []
    return f"change set{'s' * (len(found) > 1)} {joined([*told, *more])}" if found else ""


def _set(page: Page, one: ChangedByJson) -> str:
    name = f"'{page.inert(one['name'])}' ({page.coded(one['id'])})" if one["name"].strip() else page.coded(one["id"])
    return f"{name} at {page.coded(one['at'])}"


def _paths(page: Page, one: ChangedByJson) -> str:
    return ", ".join(map(page.coded, one["paths"]))
