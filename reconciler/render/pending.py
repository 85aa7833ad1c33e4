"""Many endpoints that wait to be accepted, told as one problem for each service.

Example: 12 endpoints of `endpoint_service.api` wait. One problem counts them and has the messages of the first three,
so that the other problems of the plan are not lost among them. Up to five are told one by one.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from reconciler.printed import ProblemJson

from .words import count

_PENDING: Final = "pending-connection"
_DECIDES: Final = "reconciler connections"
_MOST: Final = 5
_FEW: Final = 3


def gathered(problems: Sequence[ProblemJson]) -> list[ProblemJson]:
    """Return *problems* with those of many waiting endpoints as one for each service, at the place of the first."""
    waiting: dict[str | None, list[ProblemJson]] = {}
    for one in problems:
        if one["code"] == _PENDING:
            waiting.setdefault(one["address"], []).append(one)
    many = {address: found for address, found in waiting.items() if len(found) > _MOST}
    return list(_with_groups(problems, many)) if many else list(problems)


def with_settings(problems: Sequence[ProblemJson], command: Sequence[str]) -> list[ProblemJson]:
    """Return *problems* whose commands about endpoints have the settings file of *command*, if that states one."""
    stated = next((part for part in command if part.startswith("--config ")), None)
    if stated is None:
        return list(problems)
    return [
        {**one, "hint": one["hint"].replace(_DECIDES, f"{_DECIDES} {stated}")} if one["hint"] else one
        for one in problems
    ]


def _with_groups(problems: Sequence[ProblemJson], many: dict[str | None, list[ProblemJson]]) -> Iterator[ProblemJson]:
    for one in problems:
        found = many.get(one["address"]) if one["code"] == _PENDING else None
        if found is None:
            yield one
        elif found[0] is one:
            yield _as_one(found)


def _as_one(found: Sequence[ProblemJson]) -> ProblemJson:
    head = f"{count(len(found), 'endpoint')} of {found[0]['address']} wait to be accepted:"
    told = [one["message"] for one in found[:_FEW]]
    message = "\n".join([head, *told, f"and {len(found) - _FEW:,} more"])
    return {**found[0], "message": message, "source": None, "hint": None, "remote_id": None}
