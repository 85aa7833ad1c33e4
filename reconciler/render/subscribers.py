"""Who is subscribed, allowed and connected, as text: each offering with what was read of it, then its customers."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from reconciler.printed import ListedOfferingJson, ProposalJson, SubscriberFinding, SubscriberJson, SubscribersJson

from .page import Page, separated
from .problems import problem_lines
from .style import PLAIN, Style
from .words import clean, count

FINDINGS: Final[Mapping[SubscriberFinding, str]] = {
    "not_allowed": "subscribed and not allowed",
    "not_subscribed": "open and not subscribed",
    "ended_open": "ended and still open",
    "unknown": "unknown",
}
"""What each finding means, in a few words."""
_GRANTED: Final = "reconciler subscribers --write proposes documents for those that are subscribed and not allowed"
_NOTHING: Final = "Nothing is granted until reconciler apply."


def subscribers_lines(answer: SubscribersJson, style: Style = PLAIN, *, full: bool = False) -> Iterator[str]:
    """Show each offering and its customers; *full* shows all customers of an offering."""
    page = Page(style, full=full)
    return separated(
        [
            page.folded([subscribers_verdict(answer)]),
            page.messages(problem_lines(page, answer["problems"])),
            *(page.folded(_offering(page, one, rows_of(answer, one))) for one in answer["offerings"]),
            page.folded(proposal_lines(answer)),
        ]
    )


def rows_of(answer: SubscribersJson, one: ListedOfferingJson) -> Sequence[SubscriberJson]:
    """Return the rows of an offering."""
    key = (one["seller"], one["name"])
    return [row for row in answer["rows"] if (row["seller"], row["offering"]) == key]


def subscribers_verdict(answer: SubscribersJson) -> str:
    """Count customers and findings, as far as they could be read."""
    rows, read = answer["rows"], [one for one in answer["offerings"] if one["services"]]
    unread = any(one["agreements"] is None or one["entitlements"] is None for one in read)
    if not read:
        return "Nothing was compared: no service delivers an offering."
    if not rows:
        return "Not everything could be read." if unread else "No customers."
    counts = Counter(row["finding"] for row in rows if row["finding"])
    told = ", ".join(f"{counts[key]:,} {words}" for key, words in FINDINGS.items() if counts[key])
    part = ", as far as AWS could be read" if unread else ""
    whom = f"{count(len(rows), 'customer')} of {count(len(read), 'offering')}{part}"
    return f"{whom}: {told}." if told else f"{whom}: subscriptions and access agree."


def amount(one: ListedOfferingJson) -> str:
    """Say how much was read of an offering, or which action a read lacks."""
    if not one["services"]:
        return "delivered by no service"
    sources = (("agreement", one["agreements"]), ("entitlement", one["entitlements"]))
    told = [f"{noun}s unknown" if number is None else count(number, noun) for noun, number in sources]
    needs = f" (needs {', '.join(map(clean, one['needs']))})" if one["needs"] else ""
    return ", ".join(told) + needs


def nobody(one: ListedOfferingJson) -> str:
    """Say why an offering that was read has no rows."""
    if one["agreements"] is None or one["entitlements"] is None:
        return "nobody is known: no grant and no live connection, and not all sales were read"
    return "nobody is subscribed, has a grant or is connected"


def subscription(row: SubscriberJson, one: ListedOfferingJson) -> str:
    """Say what is known of a subscription: `active until 2027-01-31`, `unknown (needs ACTION)`."""
    state = row["subscription"]
    if state == "unknown" and one["needs"]:
        return f"unknown (needs {', '.join(map(clean, one['needs']))})"
    if state == "unknown":
        statuses = sorted({clean(each["status"]) for each in row["agreements"]})
        return f"unknown ({', '.join(statuses)})" if statuses else "unknown"
    if state == "none":
        return "not subscribed"
    day = clean(row["end"][:10]) if row["end"] else ""
    ends = {"active": f"active until {day}" if day else "active", "ended": f"ended {day}".rstrip()}
    return ends[state]


def access(row: SubscriberJson) -> str:
    """Say where an account is allowed: `allowed on 2 services`, `allowed by '*'`, `not allowed`.

    A service that admits only roles or users of it is told apart: `only a role or user allowed on 1 service`.
    """
    partly = len(row["roles_only"])
    whole = len(row["services"]) - partly
    told = [f"allowed on {count(whole, 'service')}"] if whole else []
    told += [f"only a role or user allowed on {count(partly, 'service')}"] if partly else []
    if told:
        return ", ".join(told)
    return "allowed by '*'" if row["open_to_all"] else "not allowed"


def finding_of(row: SubscriberJson) -> str:
    """Say where subscription and access of one account disagree; empty where they agree."""
    if row["finding"] == "not_subscribed":
        return f"{'allowed' if row['services'] else 'connected'} and not subscribed"
    return FINDINGS[row["finding"]] if row["finding"] else ""


def proposal_lines(answer: SubscribersJson) -> Iterator[str]:
    """Say what was written for subscribers that are not allowed, or how to have it written."""
    proposed = answer["proposed"]
    if proposed is None:
        if any(row["finding"] == "not_allowed" for row in answer["rows"]):
            yield f"{_GRANTED}."
        return
    written = [one for one in proposed if one["file"]]
    if not proposed:
        yield "Nothing to propose: no subscriber is known to lack a grant."
    if written:
        yield f"Wrote {count(len(written), 'file')}. {_NOTHING}"
    yield from (f"  {_proposed(one)}" for one in proposed)


def _proposed(one: ProposalJson) -> str:
    whom = f"{clean(one['account'])} ({clean(one['title'])})" if one["title"] else clean(one["account"])
    if one["file"] is None:
        return f"{whom}: not written: {clean(one['because'])}"
    return f"{whom}: {clean(one['file'])}, {', '.join(map(clean, one['services']))}"


def _offering(page: Page, one: ListedOfferingJson, rows: Sequence[SubscriberJson]) -> Iterator[str]:
    yield page.strong(f"offering {clean(one['name'])} of {clean(one['seller'])}  {clean(one['product'])}")
    yield f"  {amount(one)}"
    if one["services"]:
        yield f"  delivered by {', '.join(map(clean, one['services']))}"
    if one["services"] and not rows:
        yield f"  {nobody(one)}"
    for row in page.shown(rows):
        whom = f"{clean(row['account'])} ({clean(row['title'])})" if row["title"] else clean(row["account"])
        live = f"{count(len(row['connections']), 'connection')}" if row["connections"] else "not connected"
        finding = f"  <- {told}" if (told := finding_of(row)) else ""
        yield f"    {whom}  {subscription(row, one)}  {access(row)}  {live}{finding}"
    yield from page.rest(rows, "    ")
