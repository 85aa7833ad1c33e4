"""The answer of a fleet as one page: all members together, and the page that each one has alone.

The page of a member is made by the same scripts and styles as that of a plan, which stand in the file once. Beside them
it has only the payload of each member, so 200 members take 7 MB instead of 50. The address `?member=orgs/acme` opens
the page of that member in the place of the fleet's. Without scripts, the texts of the members are there.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from importlib.resources import files
from typing import Any, Final

from reconciler.printed import FleetJson, MemberJson
from reconciler.render.fleet import fleet_asides, fleet_verdict, is_remarkable, member_reasons, state_words
from reconciler.render.markdown import Marker
from reconciler.render.pasting import APPLY
from reconciler.render.words import clean, clean_lines, count

from .page import SCRIPTS, STYLES, joined_files
from .payload import payload_text
from .report import drift_report, plan_report

FLEET_STYLES: Final = (*STYLES, "fleet")
"""The style sheets: those of a plan, and that of the fleet's own page."""
OPENING: Final = ("dom", "fleet_member")
"""The scripts that open the page of a member."""
FLEET_SCRIPTS: Final = ("dom", "words", "theme", "fleet_pages", "fleet_filter", "fleet_start")
"""The scripts of the fleet's own page."""
MOST: Final = 100_000_000
"""Characters of all members' payloads: browsers open larger files slowly or not at all."""
_ATTENTION: Final = (
    "interrupted",
    "invalid",
    "unreadable",
    "refused",
    "stale",
    "partial",
    "not_run",
    "failed",
    "changed",
    "clean",
)
"""States, those before others that need attention first; the order of exit codes (contract 3)."""
_KINDS: Final = {"clean": "ok", "changed": "warn"}
"""The kinds of tags of states; all others are refused."""
_TITLES: Final = {"plan": "Plan of a fleet", "drift": "Drift of a fleet"}
_HOME = files(__package__)


def fleet_html(
    answer: FleetJson,
    texts: Mapping[str, str],
    marker: Marker,
    commands: Mapping[str, Sequence[str]],
    *,
    full: bool = False,
) -> Iterator[str]:
    """Return the page of a fleet in pieces; members that are clean have a line in it, and no page unless *full*.

    *texts* are the answers of the members as text, *commands* the parts of the command that would apply each one, both
    by the name of the member.
    """
    from jinja2 import Environment  # noqa: PLC0415 - takes 50 ms, and few answers are shown as a page
    from markupsafe import Markup  # noqa: PLC0415 - as above

    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters.update(clean=clean, words=state_words, kind=lambda state: _KINDS.get(state, "refused"))
    environment.filters.update(text=lambda one: _text(one, texts))
    ordered = sorted(answer["members"], key=lambda one: _ATTENTION.index(one["state"]))
    shown = [one for one in ordered if full or is_remarkable(answer, one)]
    return environment.from_string(_HOME.joinpath("fleet.html.j2").read_text("utf-8")).generate(
        **_summary(answer, marker),
        members=[_row(number, one) for number, one in enumerate(ordered, 1)],
        shown={one["member"] for one in shown},
        payloads=((one, Markup(text)) for one, text in _payloads(answer, shown, commands)),  # noqa: S704 - escaped
        style=Markup(joined_files("style", FLEET_STYLES, "css")),  # noqa: S704 - files of this package
        opening=Markup(joined_files("script", OPENING, "js")),  # noqa: S704 - files of this package
        script=Markup(joined_files("script", FLEET_SCRIPTS, "js")),  # noqa: S704 - files of this package
        report=Markup(joined_files("script", SCRIPTS, "js")),  # noqa: S704 - files of this package
    )


def _summary(answer: FleetJson, marker: Marker) -> Mapping[str, Any]:
    """Return what the page says of all members together."""
    states = answer["summary"]["states"]
    worst = next((state for state in _ATTENTION if state in states), "clean")
    return {
        "verdict": fleet_verdict(answer),
        "title": _TITLES.get(answer["command"], answer["command"]),
        "config": marker.config,
        "worst": worst,
        "states": sorted(states.items(), key=lambda one: _ATTENTION.index(one[0])),
        "made": _made(answer),
        "tiles": _tiles(answer),
        "problems": answer["problems"],
        "asides": fleet_asides(answer),
        "harms": _harms(answer),
    }


def _tiles(answer: FleetJson) -> list[tuple[int, str, str]]:
    """Return the numbers at the top of the page, each with its text and the kind of its colour."""
    summary = answer["summary"]
    changed, calm = (summary["states"].get(state, 0) for state in ("changed", "clean"))
    failed, objects = summary["members"] - changed - calm, sum(one["changes"] for one in answer["members"])
    first = (failed, f"{_noun(failed, 'member needs', 'members need')} attention first", "refused")
    differing = (changed, f"{_noun(changed, 'member differs', 'members differ')} from AWS", "warn")
    if not _harms(answer):
        return [first, differing, (objects, f"{_noun(objects, 'object differs', 'objects differ')} there", "plain")]
    return [first, *_losing(summary["accounts_losing"], summary["customers_losing"]), differing]


def _losing(accounts: int, customers: int) -> list[tuple[int, str, str]]:
    return [
        (accounts, _noun(accounts, "account loses products", "accounts lose products"), "loss"),
        (customers, _noun(customers, "customer loses access", "customers lose access"), "loss"),
    ]


def _noun(number: int, one: str, many: str) -> str:
    return one if number == 1 else many


def _harms(answer: FleetJson) -> bool:
    """Tell whether somebody could lose something by what is shown: nobody does by looking."""
    return answer["command"] != "drift"


def _made(answer: FleetJson) -> str:
    """Return when the last member was compared; empty if none was."""
    answers = [one["answer"] or {} for one in answer["members"]]
    times = [one["created_at"] for one in answers if one.get("created_at")]
    if not times:
        return ""
    last = datetime.fromisoformat(max(times))
    return f"{last.day} {last:%b %Y, %H:%M} UTC"


def _row(number: int, one: MemberJson) -> Mapping[str, Any]:
    """Return a member as the page lists it: its numbers, and why it is refused or failed."""
    return {
        **one,
        "number": number,
        "numbers": [
            (one["changes"], _noun(one["changes"], "change", "changes"), ""),
            *_losing(one["accounts_losing"], one["customers_losing"]),
        ],
        "remarks": member_reasons(one) or _failure(one),
    }


def _text(one: Mapping[str, Any], texts: Mapping[str, str]) -> str:
    """Return the answer of a member as text, made when the page has come to it."""
    text = texts.get(one["member"], "") or one["told"] or "This member was not run.\n"
    return str(text).rstrip("\n")


def _failure(one: MemberJson) -> str:
    """Return the first error of a member, and how many more it has; empty if it has none."""
    if one["answer"] is None:
        return clean_lines(one["told"].removeprefix("error: "))[0]
    errors = [problem["message"] for problem in one["answer"].get("problems", ()) if problem["severity"] == "error"]
    more = f" (and {count(len(errors) - 1, 'more error')})" if errors[1:] else ""
    return f"{clean_lines(errors[0])[0]}{more}" if errors else ""


def _payloads(
    answer: FleetJson, members: Sequence[MemberJson], commands: Mapping[str, Sequence[str]]
) -> Iterator[tuple[MemberJson, str]]:
    """Yield the payload of the page of each member that has an answer, as far as there is room."""
    made = drift_report if answer["command"] == "drift" else plan_report
    left = MOST
    for one in members:
        plan: Any = one["answer"]
        if plan is not None:
            marker = Marker(answer["command"], one["config"])
            command = [*map(clean, commands.get(one["member"], APPLY))]
            text = payload_text(made(plan, marker, command))
            left -= len(text)
            if left >= 0:
                yield one, text
