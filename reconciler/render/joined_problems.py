"""The problems of all members of a fleet in one list, for formats that have nothing but problems.

Programs that show such a list often show its beginning alone. So errors come before warnings, and the first problem of
each member comes before the second of any.

Example: two members include one file that has a mistake. The list has it once, with the hint `Members: orgs/a, orgs/b`.
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from reconciler.errors import ExitCode
from reconciler.model import Severity, error
from reconciler.printed import FleetJson, MemberJson, ProblemJson

from .words import clean_lines, first

_NAMED: Final = 5
"""How many members a problem names that several of them have."""
_WELL: Final = frozenset({ExitCode.DONE, ExitCode.CHANGES})
_RANKS: Final[Mapping[str, int]] = {severity.value: rank for rank, severity in enumerate(Severity)}


class _FirstSeen(NamedTuple):
    """A problem, and its place among those of its member."""

    problem: ProblemJson
    place: int


def fleet_problems(answer: FleetJson) -> list[ProblemJson]:
    """Return the problems of the fleet and of all members, each with the members that have it in its hint.

    One without a place in a file is at the settings of its member. A member that failed without a word in its answer
    has a problem that says so.
    """
    found: dict[tuple[str | None, ...], _FirstSeen] = {}
    members: dict[tuple[str | None, ...], dict[str, None]] = {}
    for one in answer["members"]:
        for place, problem in enumerate(_problems(one)):
            key = (problem["severity"], problem["code"], problem["message"], problem["hint"], problem["source"])
            found.setdefault(key, _FirstSeen(problem, place))
            members.setdefault(key, {})[one["member"]] = None
    ordered = sorted(found, key=lambda key: found[key].place)
    named = (_named(found[key].problem, tuple(members[key])) for key in ordered)
    return sorted([*answer["problems"], *named], key=lambda problem: _RANKS[problem["severity"]])


def _problems(one: MemberJson) -> Sequence[ProblemJson]:
    stated: Sequence[ProblemJson] = (one["answer"] or {}).get("problems", ())
    told = any(problem["severity"] in {Severity.ERROR, Severity.REFUSED} for problem in stated)
    jointly = one["code"] == ExitCode.REFUSED and bool(one["refused"])  # a problem of the fleet says so
    unsaid = [] if told or jointly or one["code"] in _WELL else [_unsaid(one)]
    placed: list[ProblemJson] = [{**problem, "source": problem["source"] or one["config"]} for problem in stated]
    return [*unsaid, *placed]


def _unsaid(one: MemberJson) -> ProblemJson:
    """Return the problem of a member that has no answer, or none that says why it failed."""
    said = clean_lines(one["told"].removeprefix("error: "))[0] or "it was not run"
    hint = f"run it alone: --config {one['config']}"
    return error("no-answer", f"this member has no complete answer: {said}", one["config"], hint).as_json()


def _named(problem: ProblemJson, members: Sequence[str]) -> ProblemJson:
    noun = "Member" if len(members) == 1 else "Members"
    named = f"{noun}: {', '.join(first(members, _NAMED))}"
    return {**problem, "hint": "\n".join(filter(None, [problem["hint"], named]))}
