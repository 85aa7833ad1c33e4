"""The answer of a fleet as text: the members together, a line for each that is not clean, then their own answers."""

from collections.abc import Iterator, Mapping, Sequence

from reconciler.printed import FleetJson, MemberJson

from .page import Page, separated
from .problems import problem_lines
from .style import PLAIN, Style
from .words import clean, count, joined

_WORDS = {"not_run": "not run"}
"""States whose words are not their names."""


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
            page.folded([page.strong(fleet_verdict(answer)), *_harm(answer)]),
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
    """Tell whether a member is shown: it is not clean, or an apply has changed it."""
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
    """Say what matters of one member: its changes, the rules that refuse it, and who loses something."""
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


def _losing(number: int, noun: str, what: str) -> list[str]:
    return [f"{count(number, noun)} {'loses' if number == 1 else 'lose'} {what}"] if number else []


def _harm(answer: FleetJson) -> list[str]:
    return [f"  {fleet_harm(answer)}"] if fleet_harm(answer) else []


def _table(page: Page, answer: FleetJson, shown: Sequence[MemberJson]) -> Iterator[str]:
    """Yield a line for each member that is shown, and say how many are not."""
    width = max((len(clean(one["member"])) for one in shown), default=0)
    for one in shown:
        yield f"  {clean(one['member']):<{width}}  {state_words(one['state']):<10}  {member_gist(one)}".rstrip()
    hidden = len(answer["members"]) - len(shown)
    more = sum(is_remarkable(answer, one) for one in answer["members"]) - len(shown)
    left = [
        count(number, noun) for number, noun in ((more, "other member"), (hidden - more, "clean member")) if number > 0
    ]
    if left and shown:
        yield page.faint(f"  … and {joined(left)} (--full shows them)")


def _member(page: Page, one: MemberJson, text: str) -> Iterator[str]:
    """Yield the answer of a member below its name; what it said on stderr where it has no answer."""
    yield page.strong(f"━━ {clean(one['member'])}: {state_words(one['state'])} ━━")
    yield ""
    yield from (text or one["told"] or "This member was not run.\n").rstrip("\n").split("\n")
