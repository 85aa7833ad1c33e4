"""The answer of a fleet as text: the members together, a line for each that is not clean, then their own answers."""

from collections.abc import Iterator, Mapping, Sequence

from reconciler.printed import FleetJson, MemberJson

from .page import Page, separated
from .problems import problem_lines
from .style import PLAIN, Style
from .words import clean, count, joined

_WORDS = {"not_run": "not run"}
"""States whose words are not their names."""
_VALIDATE = "validate"
"""The command that has no --full."""
_STATE = 10
"""The width of the column of states, which a longer word makes wider."""


def fleet_lines(
    answer: FleetJson, texts: Mapping[str, str], style: Style = PLAIN, *, full: bool = False
) -> Iterator[str]:
    """Show the fleet, then the text of each member in *texts*, by its name; the others only if *full*.

    Of many members that are not clean, only so many are shown: those first that are more than changed.
    """
    page = Page(style, full=full)
    shown = _shown(page, [one for one in answer["members"] if full or is_remarkable(answer, one)])
    return separated(
        [
            page.folded([page.strong(fleet_verdict(answer)), *_harm(answer), *_asides(page, answer)]),
            page.messages(problem_lines(page, answer["problems"])),
            page.folded(_table(page, answer, shown)),
            *(_member(page, one, texts.get(one["member"], "")) for one in shown),
            page.folded([page.strong(fleet_verdict(answer))]) if shown else iter(()),
        ]
    )


def _shown(page: Page, members: Sequence[MemberJson]) -> Sequence[MemberJson]:
    """Return those of *members* that the page has room for, in their order."""
    urgent = sorted(members, key=lambda one: one["state"] in {"clean", "changed"})
    names = {one["member"] for one in page.shown(urgent)}
    return [one for one in members if one["member"] in names]


def fleet_verdict(answer: FleetJson) -> str:
    """Count the members by their state: `3 members: 1 clean, 1 changed, 1 refused.`."""
    states = [f"{number:,} {state_words(state)}" for state, number in answer["summary"]["states"].items()]
    counted = count(answer["summary"]["members"], "member")
    return f"{counted}: {', '.join(states)}." if states else "No member was chosen, so nothing was done."


def is_remarkable(answer: FleetJson, one: MemberJson) -> bool:
    """Tell whether a member is shown: it is not clean, an apply has changed it, or a validation has found something."""
    if answer["command"] == _VALIDATE and (one["answer"] or {}).get("problems"):
        return True
    return one["state"] != "clean" or (answer["command"] == "apply" and one["changes"] > 0)


def state_words(state: str) -> str:
    """Return a state in words."""
    return _WORDS.get(state, state)


def fleet_harm(answer: FleetJson) -> str:
    """Count who loses something in all members; empty if nobody does."""
    summary = answer["summary"]
    losing = [
        count(number, noun)
        for number, noun in ((summary["accounts_losing"], "account"), (summary["customers_losing"], "customer"))
        if number
    ]
    loses = "loses" if summary["accounts_losing"] + summary["customers_losing"] == 1 else "lose"
    return f"{joined(losing)} {loses} something." if losing else ""


def member_gist(one: MemberJson) -> str:
    """Say what matters of one member: its changes, the rules that refuse it, and who loses something.

    Nobody loses anything by a plan that is stale.
    """
    if one["state"] == "stale":
        return f"{count(one['changes'], 'change')}, not applied" if one["changes"] else "not applied"
    told = [
        *([count(one["changes"], "change")] if one["changes"] else []),
        *filter(None, [member_reasons(one)]),
        *_losing(one["accounts_losing"], "account", "products"),
        *_losing(one["customers_losing"], "customer", "access"),
    ]
    return "; ".join(told)


def member_reasons(one: MemberJson) -> str:
    """Name the rules that refuse a member; empty if none does."""
    return f"refused by {joined(one['refused'])}" if one["refused"] else ""


def fleet_asides(answer: FleetJson) -> list[str]:
    """Say what the members that are not shown tell though they are clean: objects that no document names, and problems.

    Example: `1 clean member has 1 warning and 2 notes.`
    """
    calm = [one["answer"] or {} for one in answer["members"] if not is_remarkable(answer, one)]
    unmanaged = [len(one.get("unmanaged", ())) for one in calm if one.get("unmanaged")]
    told = [[problem["severity"] for problem in one["problems"]] for one in calm if one.get("problems")]
    counts = [(sum(one.count(severity) for one in told), severity) for severity in ("warning", "note")]
    members, has = count(len(told), "clean member"), "has" if len(told) == 1 else "have"
    nameless = f"AWS has {count(sum(unmanaged), 'object')} that no document names"
    return [
        *([f"{nameless}, in {count(len(unmanaged), 'clean member')}."] if unmanaged else []),
        *([f"{members} {has} {joined([count(number, noun) for number, noun in counts if number])}."] if told else []),
    ]


def _losing(number: int, noun: str, what: str) -> list[str]:
    return [f"{count(number, noun)} {'loses' if number == 1 else 'lose'} {what}"] if number else []


def _harm(answer: FleetJson) -> list[str]:
    return [f"  {fleet_harm(answer)}"] if fleet_harm(answer) else []


def _asides(page: Page, answer: FleetJson) -> list[str]:
    return [] if page.full else [f"  {one.removesuffix('.')} (--full shows them)." for one in fleet_asides(answer)]


def _table(page: Page, answer: FleetJson, shown: Sequence[MemberJson]) -> Iterator[str]:
    """Yield a line for each member that is shown, and say how many are not."""
    width = max((len(clean(one["member"])) for one in shown), default=0)
    wide = max((len(state_words(one["state"])) for one in shown), default=0)
    for one in shown:
        state = f"{state_words(one['state']):<{max(wide, _STATE)}}"
        yield f"  {clean(one['member']):<{width}}  {state}  {member_gist(one)}".rstrip()
    hidden = len(answer["members"]) - len(shown)
    more = max(sum(is_remarkable(answer, one) for one in answer["members"]) - len(shown), 0)
    left = [
        count(number, noun) for number, noun in ((more, "other member"), (hidden - more, "clean member")) if number > 0
    ]
    if left and shown:
        how = "" if answer["command"] == _VALIDATE else " (--full shows them)"
        yield page.faint(f"  … and {joined(left)}{how}")


def _member(page: Page, one: MemberJson, text: str) -> Iterator[str]:
    """Yield the answer of a member below its name; what it said on stderr where it has no answer."""
    yield page.strong(f"━━ {clean(one['member'])}: {state_words(one['state'])} ━━")
    yield ""
    yield from (text or one["told"] or "This member was not run.\n").rstrip("\n").split("\n")
