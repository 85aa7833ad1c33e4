"""Saved plans: read, checked, and compared with a fresh plan."""

import json
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeGuard, cast

from reconciler.documents import NotReadable, read_bytes
from reconciler.errors import StalePlan, UsageError
from reconciler.model import (
    FORMAT_VERSION,
    Acceptance,
    Problem,
    accepted_endpoints,
    digest_of,
    digested_changes,
    digested_operations,
)
from reconciler.model import error as as_error
from reconciler.printed import OptionsJson, PlanJson
from reconciler.render import clean, plan_lines
from reconciler.render.words import count
from reconciler.spelling import named, numbered

LARGEST_PLAN = 1024 * 1024 * 1024
"""Bytes: a plan of a million grants has a tenth of that."""

_ANY_TIME = datetime.max.replace(tzinfo=UTC)
_SAVED, _EXPECTED = "saved", "expected"
_CODE, _ANEW = "failed", "make a new plan and have it reviewed"
_WRITTEN = "reconciler plan --out FILE writes a plan"
_FOLDER = "a folder of plans is applied with --config fleet.yaml, or with --on HOW; or name one plan in it"
_WHEN = {"after": "", "on_the_way": "during the apply, "}
_MAJOR = FORMAT_VERSION.partition(".")[0]


def read_plan(file: Path, *more: Callable[[PlanJson], object]) -> PlanJson:
    """Return the plan in *file*; *more* are the renderings that are made of it besides the text.

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
    if not _is_whole(found, more):
        raise UsageError(f"{file} was changed after it was written", "make the plan again; plan files cannot be edited")
    return found


def _is_whole(found: Mapping[str, Any], more: Iterable[Callable[[PlanJson], object]]) -> TypeGuard[PlanJson]:
    """Tell whether a plan matches its digest and can be shown as text and in *more* renderings."""
    plan = cast("PlanJson", found)
    try:
        lines = sum(1 for _ in plan_lines(plan, full=True, now=_ANY_TIME))
        return bool(lines) and all(render(plan) for render in more) and plan["digest"] == digest_of(plan)
    except (KeyError, TypeError, AttributeError, ValueError):
        return False


def _load(file: Path) -> Mapping[str, Any]:
    """Read a file that holds one JSON object with the key `digest`."""
    try:
        found = json.loads(read_bytes(file, LARGEST_PLAN))
    except NotReadable as error:
        raise UsageError(f"cannot read {file}: {error.reason}", _FOLDER if file.is_dir() else _WRITTEN) from error
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or "digest" not in found:
        raise UsageError(f"{file} is not a plan", _WRITTEN)
    return found


def take_options(saved: PlanJson, arguments: Namespace) -> None:
    """Have *arguments* plan what *saved* planned, and accept what it accepts beside what the command line accepts.

    The plan of a target is one of that target again.

    Of the endpoints that wait, only those are accepted that *saved* names.

    Raises UsageError for an option that would plan something else, for a plan as on another day, and for a file whose
    options were edited.
    """
    chosen = [
        option for option in ("select", "exclude", "no_removals", "reject_connections") if vars(arguments)[option]
    ]
    if chosen:
        written = f"--{chosen[0].replace('_', '-')}"
        raise UsageError(f"{written} cannot be given with a plan file", "the plan file says what is planned")
    try:
        options = saved["options"]
        _check_day(options)
        accepted = [str(Acceptance.read(one)) for one in saved["accepted"]]
        taken = {
            "no_removals": options["no_removals"] is True,
            "reject_connections": options["reject_connections"] is True,
        }
        selectors = {name: [str(one) for one in options[name]] for name in ("select", "exclude")}
    except (KeyError, TypeError, ValueError) as error:
        raise UsageError(
            "the options in the plan file were changed after it was written", "make the plan again"
        ) from error
    endpoints, target = accepted_endpoints(saved), options.get("target")
    given = vars(arguments)
    given.update(taken, **selectors, accept=[*arguments.accept, *accepted], acceptances=endpoints, target=target)


def _check_day(options: OptionsJson) -> None:
    """Raise UsageError for the options of a plan as on another day."""
    if "at" in options:
        day = clean(str(options["at"]))
        raise UsageError(f"the plan was made as on {day} and is never applied", "plan without --at")


def check_fresh(saved: PlanJson, fresh: PlanJson) -> None:
    """Raise StalePlan with the differences unless *saved* and *fresh* have the same digest."""
    if saved["digest"] != fresh["digest"]:
        raise _stale(_SAVED, (as_error(_CODE, f"{address}: {why}") for address, why in _differences(saved, fresh)))


def check_expected(digest: str, fresh: PlanJson) -> None:
    """Raise StalePlan unless *digest* is that of the *fresh* plan."""
    if fresh["digest"] != digest:
        raise _stale(_EXPECTED, [as_error(_CODE, f"planning again gives {fresh['digest']}, not {digest}")])


def unmakeable(saved: PlanJson | None, problems: Iterable[Problem]) -> StalePlan:
    """Return the error for a plan, *saved* or expected, that cannot be made again because of *problems*."""
    return _stale(_SAVED if saved else _EXPECTED, problems)


def _stale(which: str, reasons: Iterable[Problem]) -> StalePlan:
    """Return the error for a plan that can no longer be carried out as it was reviewed."""
    what, found = f"the {which} plan is stale; nothing was applied", tuple(reasons)
    told = "\n".join([what, *(f"{one.source}: {one.message}".lstrip(": ") for one in found)])
    return StalePlan(told, (as_error(_CODE, what, "", _ANEW), *found), _ANEW)


def _differences(saved: PlanJson, fresh: PlanJson) -> Iterator[tuple[str, str]]:
    """Return the errors of the fresh plan, then the differences of the two plans, by address."""
    errors = (one for one in fresh["problems"] if one["severity"] == "error")
    yield from ((one["address"] or one["source"] or one["code"], one["message"]) for one in errors)
    then, now = _changes(saved), _changes(fresh)
    for address in numbered({*then, *now}):
        if address not in now:
            yield address, f"planned to {then[address]['action']}, now nothing to change"
        elif address not in then:
            yield address, f"not in the saved plan, now to {now[address]['action']}"
        elif then[address] != now[address]:
            yield address, _difference(then[address], now[address])
    yield from _preconditions(saved, fresh)
    yield from _calls(saved, fresh, {address for address in then if then[address] != now.get(address)})


def _changes(plan: PlanJson) -> Mapping[str, Mapping[str, Any]]:
    """Return by address the parts of each change that decide what is done."""
    return {change["address"]: change for change in digested_changes(plan["changes"])}


def _difference(then: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """Say what differs between two changes of one object."""
    if then["action"] != now["action"]:
        return f"differs in the action: {then['action']} when planned, {now['action']} now"
    before, after = ({field["path"]: field for field in change["fields"]} for change in (then, now))
    paths = [path for path in sorted({*before, *after}) if before.get(path) != after.get(path)]
    if paths:
        return f"differs in {', '.join(paths)}"
    if then["remote_id"] != now["remote_id"]:
        return "differs in its id in AWS"
    return "the change is the same, but the object was edited in AWS since it was planned"


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
    """Return the objects whose API calls differ and whose changes do not: another object changes now."""
    then, now = ({one["id"]: one for one in digested_operations(plan["operations"])} for plan in (saved, fresh))
    differing = [operation for key, operation in then.items() if now.get(key) != operation]
    for address in numbered({address for operation in differing for address in operation["addresses"]} - told):
        yield address, "the API calls differ, because of the other changes"
