"""Saved plans: read, checked, and compared with a fresh plan."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeGuard, cast

from reconciler.documents import NotReadable, read_bytes
from reconciler.errors import StalePlan, UsageError
from reconciler.model import FORMAT_VERSION, TOLD_ONLY, digest_of
from reconciler.printed import PlanJson
from reconciler.render import clean, plan_lines
from reconciler.render.words import count
from reconciler.spelling import named, numbered

LARGEST_PLAN = 1024 * 1024 * 1024
"""Bytes: a plan of a million grants has a tenth of that."""

_WHEN = {"after": "", "on_the_way": "during the apply, "}
_MAJOR = FORMAT_VERSION.partition(".")[0]


def read_plan(file: Path) -> PlanJson:
    """Return the plan in *file*.

    Raises UsageError when the file holds no plan, a plan that could not be made, a plan of another format version, or a
    plan that was edited.
    """
    found = _load(file)
    if found["digest"] is None:
        first = next(iter(found.get("problems", ())), {"message": "the reason is unknown"})
        raise UsageError(f"{file}: no plan could be made: {clean(first['message'])}", "make the plan again")
    version = str(found.get("format_version"))
    if version.partition(".")[0] != _MAJOR:
        raise UsageError(f"{file} has plan format {clean(version)}, not {_MAJOR}.x", "make the plan again")
    if not _is_whole(found):
        raise UsageError(f"{file} was changed after it was written", "make the plan again; plan files cannot be edited")
    return found


def _is_whole(found: Mapping[str, Any]) -> TypeGuard[PlanJson]:
    """Tell whether a plan matches its digest and can be shown."""
    plan = cast("PlanJson", found)
    try:
        lines = sum(1 for _ in plan_lines(plan, full=True))
        return bool(lines) and plan["digest"] == digest_of(plan)
    except (KeyError, TypeError, AttributeError, ValueError):
        return False


def _load(file: Path) -> Mapping[str, Any]:
    """Read a file that holds one JSON object with the key `digest`."""
    try:
        found = json.loads(read_bytes(file, LARGEST_PLAN))
    except NotReadable as error:
        raise UsageError(f"cannot read {file}: {error.reason}", "reconciler plan --out FILE writes a plan") from error
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or "digest" not in found:
        raise UsageError(f"{file} is not a plan", "reconciler plan --out FILE writes a plan")
    return found


def check_fresh(saved: PlanJson, fresh: PlanJson) -> None:
    """Raise StalePlan with the differences unless *saved* and *fresh* have the same digest."""
    if saved["digest"] == fresh["digest"]:
        return
    found = [f"{address}: {why}" for address, why in _differences(saved, fresh)]
    raise StalePlan(
        "\n".join(["the saved plan is stale; nothing was applied", *found]),
        "make a new plan and have it reviewed; apply needs the same selection options as the plan",
    )


def _differences(saved: PlanJson, fresh: PlanJson) -> Iterator[tuple[str, str]]:
    """Return the differences of the two plans by address."""
    then, now = _changes(saved), _changes(fresh)
    for address in numbered({*then, *now}):
        if address not in now:
            yield address, f"planned to {then[address]['action']}, now nothing to change"
        elif address not in then:
            yield address, f"not in the saved plan, now to {now[address]['action']}"
        elif then[address] != now[address]:
            yield address, f"differs in {', '.join(_fields(then[address], now[address]))}"
    yield from _preconditions(saved, fresh)
    yield from _calls(saved, fresh, {address for address in then if then[address] != now.get(address)})


def _changes(plan: PlanJson) -> Mapping[str, Mapping[str, Any]]:
    """Return the changes of a plan by address, without the parts that are for people only."""
    return {
        change["address"]: {key: part for key, part in change.items() if key not in TOLD_ONLY}
        for change in plan["changes"]
    }


def _fields(then: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Name the fields in which two changes of one object differ."""
    if then["action"] != now["action"]:
        return [f"the action: {then['action']} when planned, {now['action']} now"]
    before, after = ({field["path"]: field for field in change["fields"]} for change in (then, now))
    return [path for path in sorted({*before, *after}) if before.get(path) != after.get(path)] or ["its id in AWS"]


def _preconditions(saved: PlanJson, fresh: PlanJson) -> Iterator[tuple[str, str]]:
    """Return the rules that now count other accounts: accounts have moved or connected since the plan."""
    then, now = (_counted(plan) for plan in (saved, fresh))
    for rule, when in {**then, **now}:
        before, after = then.get((rule, when), frozenset()), now.get((rule, when), frozenset())
        come, gone = sorted(after - before), sorted(before - after)
        names = {**saved["names"], **fresh["names"]}
        others = [f"{word} {named(ids, names)}" for word, ids in (("new:", come), ("gone:", gone)) if ids]
        if others:
            told = f"{count(len(before), 'account')} when planned, {len(after)} now"
            yield rule, f"{_WHEN[when]}{told}; {'; '.join(others)}"


def _counted(plan: PlanJson) -> Mapping[tuple[str, str], frozenset[str]]:
    """Return the accounts behind each rule."""
    return {(one["rule"], one["when"]): frozenset(one["accounts"]) for one in plan["preconditions"]}


def _calls(saved: PlanJson, fresh: PlanJson, told: set[str]) -> Iterator[tuple[str, str]]:
    """Return the objects whose API calls differ and whose changes do not: they were edited in AWS since."""
    then, now = ({operation["id"]: operation for operation in plan["operations"]} for plan in (saved, fresh))
    differing = [operation for key, operation in then.items() if now.get(key) != operation]
    for address in numbered({address for operation in differing for address in operation["addresses"]} - told):
        yield address, "the API calls differ: AWS has another revision of it, or of an object in the same call"
