"""Ownership: live values that no document owns are copied into the desired state, so that no later step changes them.

Not owned are fields that the document does not state, keys of a mapping that it does not state, and members of an
additive list that it does not name. After the copy, the diff needs no rule about ownership.

Example: a document in mode additive states principals {B, C} and tags {team: x}, and no description. AWS has principals
{A, B}, tags {team: y, cost: 7} and the description `Old`. The completed desired state has principals {A, B, C}, tags
{team: x, cost: 7} and the description `Old`: the diff adds C and changes one tag.
"""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar

from .model import Mode

S = TypeVar("S")


def own(desired: S, observed: S, mode: Mode) -> S:
    """Return *desired*, a frozen spec, completed with all values of *observed* that it does not own.

    A field of *desired* that is None is not stated and not owned. A mapping owns the keys that it states. A set owns
    the whole list, in mode additive only the members that it names. Every other value is owned whole.
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
    if isinstance(desired, frozenset) and mode is Mode.ADDITIVE and observed:
        return observed if desired <= observed else desired | observed
    return desired
