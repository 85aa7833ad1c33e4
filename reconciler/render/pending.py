"""Many problems of one sort, told as one: endpoints of a service that wait, and experiences that no document names.

Example: 12 endpoints of `endpoint_service.api` wait. One problem counts them and has the messages of the first three,
so that the other problems of the plan are not lost among them. Up to five are told one by one.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from reconciler.model import Beside
from reconciler.printed import ProblemJson

from .words import count

_DECIDES: Final = "reconciler connections"
_MOST: Final = 5
_FEW: Final = 3


class _Sort(NamedTuple):
    """What many problems of one code are about: a noun, what is true of all, and what to do about them."""

    noun: str
    told: str
    hint: str | None


_SORTS: Final[Mapping[str, _Sort]] = {
    "pending-connection": _Sort("endpoint", "of {address} wait to be accepted", None),
    Beside.EXPERIENCE: _Sort(
        "experience",
        "that no document names are enabled and have principals",
        "reconciler effective shows which accounts they govern; name them in documents (reconciler import --all), or "
        "disable them",
    ),
}
_Key = tuple[str, str | None]


def gathered(problems: Sequence[ProblemJson]) -> list[ProblemJson]:
    """Return *problems* with many of one sort about one object as one problem, at the place of the first."""
    alike: dict[_Key, list[ProblemJson]] = {}
    for one in problems:
        if one["code"] in _SORTS:
            alike.setdefault(_key(one), []).append(one)
    many = {key: found for key, found in alike.items() if len(found) > _MOST}
    return list(_with_groups(problems, many)) if many else list(problems)


def _key(problem: ProblemJson) -> _Key:
    return problem["code"], problem["address"]


def with_settings(problems: Sequence[ProblemJson], command: Sequence[str]) -> list[ProblemJson]:
    """Return *problems* whose commands about endpoints have the settings file of *command*, if that states one."""
    stated = next((part for part in command if part.startswith("--config ")), None)
    if stated is None:
        return list(problems)
    return [
        {**one, "hint": one["hint"].replace(_DECIDES, f"{_DECIDES} {stated}")} if one["hint"] else one
        for one in problems
    ]


def _with_groups(problems: Sequence[ProblemJson], many: Mapping[_Key, Sequence[ProblemJson]]) -> Iterator[ProblemJson]:
    for one in problems:
        found = many.get(_key(one))
        if found is None:
            yield one
        elif found[0] is one:
            yield _as_one(found)


def _as_one(found: Sequence[ProblemJson]) -> ProblemJson:
    sort = _SORTS[found[0]["code"]]
    head = f"{count(len(found), sort.noun)} {sort.told.format(address=found[0]['address'])}:"
    told = [one["message"] for one in found[:_FEW]]
    message = "\n".join([head, *told, f"and {len(found) - _FEW:,} more"])
    return {**found[0], "message": message, "source": None, "hint": sort.hint, "remote_id": None}
