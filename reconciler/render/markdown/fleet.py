"""The answer of a fleet as a comment: a table of the members, and below it the comments of those that are not clean."""

from collections.abc import Mapping

from reconciler.printed import FleetJson
from reconciler.render.fleet import fleet_asides, fleet_harm, fleet_verdict, is_remarkable, member_gist, state_words
from reconciler.render.words import count

from .blocks import folded, table
from .inert import code, html, prose
from .limits import MOST, Limits, fitted
from .marker import Marker

_END = 100
"""Characters that are left for the line that counts members without room."""


def fleet_markdown(answer: FleetJson, texts: Mapping[str, str], marker: Marker) -> str:
    """Return a fleet as a comment; *texts* are the comments of its members, by name, as many as there is room for."""
    whole = fitted(lambda limits: marker.above(_lines(answer, limits), answer["digest"]))
    members = [one["member"] for one in answer["members"] if is_remarkable(answer, one)]
    left = 0
    for member in filter(texts.get, members):
        part = "\n".join([*folded(f"<b>{html(member)}</b>", texts[member].splitlines()[1:]), ""])
        room = len(whole) + len(part) <= MOST - _END
        whole, left = (whole + part, left) if room else (whole, left + 1)
    return whole + (f"\n… and the comments of {count(left, 'more member')}: there is no room.\n" if left else "")


def _lines(answer: FleetJson, limits: Limits) -> list[str]:
    members = [one for one in answer["members"] if is_remarkable(answer, one)]
    rows = [
        [code(one["member"]), prose(state_words(one["state"]), limits.value), prose(member_gist(one), limits.message)]
        for one in members[: limits.named]
    ]
    left = len(members) - len(rows)
    return [
        f"## {fleet_verdict(answer).removesuffix('.')}",
        *(["", f"**{fleet_harm(answer)}**"] if fleet_harm(answer) else []),
        *(line for one in fleet_asides(answer) for line in ("", one)),
        *(line for one in answer["problems"] for line in ("", prose(one["message"], limits.message))),
        *(["", *table(["Member", "State", "What"], rows)] if rows else []),
        *(["", f"… and {count(left, 'more member')}"] if left else []),
    ]
