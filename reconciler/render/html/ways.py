"""The ways out of drift, as commands to paste: undo the differences, or keep what AWS has."""

from collections.abc import Mapping, Sequence
from typing import Any

from reconciler.printed import PlanJson
from reconciler.render.drift import keeping, undoing

from .said_impact import pasted_lines


def ways_out(plan: PlanJson, command: Sequence[str], *, saved: bool) -> list[Mapping[str, Any]]:
    """Return a sentence and a command for each way, as text does.

    A plan that is *saved* to be applied undoes the drift: its reader has decided against the other way.
    """
    told, parts = keeping(plan, command)
    ways: list[Mapping[str, Any]] = [{"text": undoing(plan), "command": pasted_lines(command)}]
    return [*ways, {"text": told, "command": pasted_lines(parts)}] if parts and not saved else ways
