"""The six numbers at the top of a page. Each is the number of the sentence that says the same."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from reconciler.printed import PlanJson
from reconciler.render.calls import duration
from reconciler.render.decision import Fate
from reconciler.render.decision.accounts import number_of
from reconciler.render.words import count

_ORIGINS = {
    "changed_in_aws": "changed in AWS",
    "unfinished": "not applied yet",
    "unknown": "of unknown origin",
}

Tile = Mapping[str, Any]
"""A number with its *text*, its *sign*, the *kind* of its colour, and the *view* that shows more. *fate* is what
happens to the accounts that it counts: the view Organization can list these alone."""


def tiles(plan: PlanJson) -> list[Tile]:
    """Return the six numbers of a plan, the strongest harm first; none of a plan without changes."""
    if not plan["changes"]:
        return []
    exposed = {account for one in plan["exposures"] for account in one["accounts"]}
    seconds = max((one["seconds"] for one in plan["exposures"]), default=0)
    return [
        _accounts(
            len(plan["impact"]["ungoverned"]),
            ("account becomes ungoverned", "accounts become ungoverned"),
            "refused",
            "ungoverned",
        ),
        _lose(plan),
        _gain(plan),
        _revoked(plan),
        _tile(
            len(exposed),
            f"account is exposed for about {seconds} s during apply",
            f"accounts are exposed, for about {seconds} s at most, during apply",
            "warn",
            "timeline",
        )
        if exposed
        else _tile(0, "", "accounts are exposed during apply", "warn", "timeline"),
        _changes(plan),
    ]


def _tile(number: int, one: str, many: str, kind: str, view: str, sign: str = "") -> Tile:
    return {
        "number": number,
        "text": one if number == 1 else many,
        "kind": kind,
        "view": view,
        "fate": "",
        "sign": sign,
    }


def _accounts(number: int, told: tuple[str, str], kind: str, fate: Fate, sign: str = "") -> Tile:
    """Return a tile that leads to its accounts in the organization."""
    return {**_tile(number, *told, kind, "organization", sign), "fate": fate if number else ""}


def _lose(plan: PlanJson) -> Tile:
    groups = [one for one in plan["impact"]["groups"] if one["loses"] != 0]
    first = number_of([one for one in groups if one["before"] is None])
    more = f"; {first:,} of them {'was' if first == 1 else 'were'} ungoverned" if first else ""
    told = f"account loses products{more}", f"accounts lose products{more}"
    return _accounts(number_of(groups), told, "loss", "lose", "−")


def _gain(plan: PlanJson) -> Tile:
    """Count as the sentence about gains does: accounts that become ungoverned do not gain."""
    groups = [one for one in plan["impact"]["groups"] if one["gains"] != 0 and one["after"] is not None]
    return _accounts(number_of(groups), ("account gains products", "accounts gain products"), "gain", "gain", "+")


def _revoked(plan: PlanJson) -> Tile:
    number = sum(
        len(field["removed"])
        for change in plan["changes"]
        for field in change["fields"]
        if field["path"] == "allowed_principals" and "removed" in field
    )
    live = {one for lost in plan["impact"]["lost_services"] for one in lost["connected"] or ()}
    loses = "loses" if len(live) == 1 else "lose"
    more = f"; {count(len(live), 'connected customer')} {loses} access" if live else ""
    return _tile(number, f"grant is revoked{more}", f"grants are revoked{more}", "loss", "services", "−")


def _changes(plan: PlanJson) -> Tile:
    calls = f"in {count(len(plan['operations']), 'API call')}{duration(plan) if plan['operations'] else ''}"
    return _tile(len(plan["changes"]), f"change {calls}", f"changes {calls}", "plain", "changes")


def differing(plan: PlanJson) -> list[Tile]:
    """Return the numbers of drift: how the differences came about, and who can do more or less because of them."""
    if not plan["changes"]:
        return []
    origins = Counter[str | None](one["origin"] for one in plan["changes"])
    groups = plan["impact"]["groups"]
    more = number_of([one for one in groups if one["loses"] != 0 and one["before"] is not None])
    less = number_of([one for one in groups if one["gains"] != 0 and one["after"] is not None])
    bare = number_of([one for one in groups if one["before"] is None and one["after"] is not None])
    told = [_tile(origins[origin], words, words, "warn", "changes") for origin, words in _ORIGINS.items()]
    which, allow = "products that the repository", ("does not allow", "allows")
    return [
        _accounts(bare, ("account is ungoverned in AWS", "accounts are ungoverned in AWS"), "refused", "ungoverned"),
        _accounts(more, _one_or_many(f"can buy {which} {allow[0]}"), "gain", "gain", "+"),
        _accounts(less, _one_or_many(f"cannot buy {which} {allow[1]}"), "loss", "lose", "−"),
        *(
            told
            if any(origins.keys())
            else [_tile(len(plan["changes"]), "difference", "differences", "warn", "changes")]
        ),
    ]


def _one_or_many(words: str) -> tuple[str, str]:
    return f"account {words}", f"accounts {words}"
