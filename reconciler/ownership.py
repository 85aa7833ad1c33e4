"""What is not ours is copied into the wish before the diff, so that nothing later can touch it.

A field that is not stated is AWS's; a key of a mapping that is not stated is AWS's; a member of an additive list
that is not named is AWS's. The diff then needs no rule about any of it.
"""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar

from .model import Mode

S = TypeVar("S")


def own(desired: S, observed: S, mode: Mode) -> S:
    """Complete *desired*, a frozen spec, with everything of *observed* that it does not own.

    None in a field of *desired* means not stated. Mappings are owned by key; sets are owned whole, but in additive
    mode only by the members they name; everything else is owned whole.
    """
    owned = {
        field.name: _owned(getattr(desired, field.name), getattr(observed, field.name), mode)
        for field in fields(desired)  # type: ignore[arg-type]
    }
    return replace(desired, **owned)  # type: ignore[type-var]


def _owned(desired: Any, observed: Any, mode: Mode) -> Any:  # noqa: ANN401 - any field of any spec
    if desired is None:
        return observed
    if isinstance(desired, Mapping):
        return {**(observed or {}), **desired}
    if isinstance(desired, frozenset) and mode is Mode.ADDITIVE:
        return desired | (observed or frozenset())
    return desired
