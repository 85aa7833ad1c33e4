"""The difference of two specs of one type: sets by member, mappings by key, all other values whole.

The path of a field is its YAML path, which `at` stores in the field's metadata. deepdiff compares only free-form
mappings: for lists, a set difference is a hundred times faster.

Example: `products.allow` is {A, B} in AWS and {B, C} in the documents, and `branding.title` is `Old` and `New`. The
changes are `products.allow`: added C, removed A, 1 unchanged; and `branding.title`: `Old` to `New`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

from .model import FieldChange, SetChange, ValueChange


def diff(observed: Any, desired: Any) -> tuple[FieldChange, ...]:  # noqa: ANN401 - any spec
    """Return the changes from *observed* to *desired*, two specs of one type, in the order of their fields."""
    return tuple(
        change
        for declared in fields(desired)
        for change in _field(
            declared.metadata["path"], getattr(observed, declared.name), getattr(desired, declared.name)
        )
    )


def _field(path: str, before: Any, after: Any) -> Iterator[FieldChange]:  # noqa: ANN401 - any value of a spec
    if before is after or before == after:
        return
    if isinstance(after, frozenset):
        yield from _members(path, before or frozenset(), after)
    elif isinstance(after, Mapping):
        yield from _keys(path, before or {}, after)
    else:
        yield ValueChange(path, before, after)


def _members(path: str, before: frozenset[str], after: frozenset[str]) -> Iterator[SetChange]:
    added, removed = after - before, before - after
    if added or removed:
        yield SetChange(path, added, removed, len(after) - len(added))


def _keys(path: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[ValueChange]:
    # Imported here, since the import takes 130 ms and most plans change no free-form mapping.
    from deepdiff import DeepDiff  # noqa: PLC0415

    changed = DeepDiff(
        dict(before), dict(after), view="tree", threshold_to_diff_deeper=0, ignore_private_variables=False
    )
    leaves = [leaf for level in changed.values() for leaf in level]
    for leaf in sorted(leaves, key=lambda leaf: leaf.path(output_format="list")):
        keys = ".".join(str(key) for key in leaf.path(output_format="list"))
        yield ValueChange(f"{path}.{keys}", _absent(leaf.t1), _absent(leaf.t2))


def _absent(value: Any) -> Any:  # noqa: ANN401 - any value
    """Return *value*, or None for deepdiff's marker of a missing key."""
    return None if type(value).__name__ == "NotPresent" else value
