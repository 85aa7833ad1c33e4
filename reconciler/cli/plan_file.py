"""Saved plans: read back, checked, and compared with what planning again gives."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from reconciler.documents import NotReadable, read_bytes
from reconciler.errors import StalePlan, UsageError
from reconciler.model import FORMAT_VERSION, TOLD_ONLY, digest_of
from reconciler.render import clean, plan_lines
from reconciler.render.words import count
from reconciler.spelling import named, numbered

Document = Mapping[str, Any]

LARGEST_PLAN = 1024 * 1024 * 1024
"""Bytes: a plan of a million grants has a tenth of them."""

_WHEN = {"after": "", "on_the_way": "on the way, "}
_MAJOR = FORMAT_VERSION.partition(".")[0]


def read_plan(file: Path) -> Document:
    """Return the plan document in *file*.

    Raises UsageError when there is none, when none could be made, when it is of a version that we can't read, or when
    it was edited.
    """
    document = _load(file)
    if document["digest"] is None:
        first = next(iter(document.get("problems", ())), {"message": "nobody knows why"})
        raise UsageError(f"{file}: no plan could be made: {clean(first['message'])}", "make the plan again")
    version = str(document.get("format_version"))
    if version.partition(".")[0] != _MAJOR:
        raise UsageError(f"{file}: plan format {clean(version)} is not {_MAJOR}.x", "make the plan again")
    if not _is_whole(document):
        raise UsageError(
            f"{file}: this plan is not as it was written", "make the plan again; plan files can't be edited"
        )
    return document


def _is_whole(document: Document) -> bool:
    """Tell whether a document is what its digest says, and can be shown."""
    try:
        lines = sum(1 for _ in plan_lines(document, full=True))
        return bool(lines) and document["digest"] == digest_of(document)
    except (KeyError, TypeError, AttributeError, ValueError):
        return False


def _load(file: Path) -> Document:
    """Read a file that holds one JSON object with a plan's digest."""
    try:
        document = json.loads(read_bytes(file, LARGEST_PLAN))
    except NotReadable as error:
        raise UsageError(f"cannot read {file}: {error.reason}", "reconciler plan --out FILE makes one") from error
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict) or "digest" not in document:
        raise UsageError(f"{file} is no plan", "reconciler plan --out FILE makes one")
    return document


def check_fresh(saved: Document, fresh: Document) -> None:
    """Raise StalePlan, saying where they differ, unless *saved* is what planning again gave."""
    if saved["digest"] == fresh["digest"]:
        return
    found = [f"{address}: {why}" for address, why in _differences(saved, fresh)]
    raise StalePlan(
        "\n".join(["the saved plan is stale; nothing was written", *found]),
        "have a new plan made and reviewed; options that select what is planned must be those it was made with",
    )


def _differences(saved: Document, fresh: Document) -> Iterator[tuple[str, str]]:
    """Say for each address how the two plans differ on it."""
    then, now = _changes(saved), _changes(fresh)
    for address in numbered({*then, *now}):
        if address not in now:
            yield address, f"planned to {then[address]['action']}, now there is nothing to do"
        elif address not in then:
            yield address, f"not in the saved plan, now to {now[address]['action']}"
        elif then[address] != now[address]:
            yield address, f"differs in {', '.join(_fields(then[address], now[address]))}"
    yield from _preconditions(saved, fresh)
    yield from _calls(saved, fresh, {address for address in then if then[address] != now.get(address)})


def _changes(document: Document) -> Mapping[str, Document]:
    """Return the changes of a plan by address."""
    return {
        change["address"]: {key: part for key, part in change.items() if key not in TOLD_ONLY}
        for change in document["changes"]
    }


def _fields(then: Document, now: Document) -> list[str]:
    """Name what differs between two changes of one object."""
    if then["action"] != now["action"]:
        return [f"what happens to it: {then['action']}, now {now['action']}"]
    before, after = ({field["path"]: field for field in change["fields"]} for change in (then, now))
    return [path for path in sorted({*before, *after}) if before.get(path) != after.get(path)] or ["its id in AWS"]


def _preconditions(saved: Document, fresh: Document) -> Iterator[tuple[str, str]]:
    """Say which rules that count accounts would count others: people have moved in the organisation since."""
    then, now = (_counted(document) for document in (saved, fresh))
    for rule, when in {**then, **now}:
        before, after = then.get((rule, when), frozenset()), now.get((rule, when), frozenset())
        come, gone = sorted(after - before), sorted(before - after)
        names = {**saved["names"], **fresh["names"]}
        others = [f"{word} {named(ids, names)}" for word, ids in (("with", come), ("without", gone)) if ids]
        if others:
            told = f"{count(len(before), 'account')} when planned, {len(after)} now"
            yield rule, f"{_WHEN[when]}{told}, {', '.join(others)}"


def _counted(document: Document) -> Mapping[tuple[str, str], frozenset[str]]:
    """Return the accounts behind each rule."""
    return {(one["rule"], one["when"]): frozenset(one["accounts"]) for one in document["preconditions"]}


def _calls(saved: Document, fresh: Document, told: set[str]) -> Iterator[tuple[str, str]]:
    """Name the objects whose calls alone differ: they were edited in AWS since, even if to the same end."""
    then, now = ({operation["id"]: operation for operation in plan["operations"]} for plan in (saved, fresh))
    differing = [operation for key, operation in then.items() if now.get(key) != operation]
    for address in numbered({address for operation in differing for address in operation["addresses"]} - told):
        yield address, "to be changed by other calls: AWS has another revision of it, or of what shares a call with it"
