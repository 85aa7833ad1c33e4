"""Who is subscribed, allowed and connected, as Markdown: a table of the customers of each offering."""

from reconciler.printed import ListedOfferingJson, SubscriberJson, SubscribersJson
from reconciler.render.subscribers import (
    access,
    amount,
    finding_of,
    nobody,
    proposal_lines,
    rows_of,
    subscribers_verdict,
    subscription,
)
from reconciler.render.words import count

from .blocks import entries, heading, table
from .inert import code, prose
from .limits import Limits, fitted
from .marker import Marker
from .problems import folded_notes, problem_section

_COLUMNS = ("Account", "Finding", "Subscription", "Access", "#Connections")


def subscribers_markdown(answer: SubscribersJson, marker: Marker) -> str:
    """Return the answer of `subscribers` as a comment."""
    return fitted(lambda limits: marker.above(_lines(answer, limits), None))


def _lines(answer: SubscribersJson, limits: Limits) -> list[str]:
    proposals = [prose(line.strip(), limits.value) for line in proposal_lines(answer)]
    return [
        f"## {subscribers_verdict(answer).removesuffix('.')}",
        *problem_section(answer["problems"], "error", limits),
        *problem_section(answer["problems"], "warning", limits),
        *(line for one in answer["offerings"] for line in _offering(one, answer, limits)),
        *(["", *entries(proposals[: limits.rows])] if proposals else []),
        *(["", f"… and {count(len(proposals) - limits.rows, 'more line')}"] if proposals[limits.rows :] else []),
        *folded_notes(answer["problems"], limits),
    ]


def _offering(one: ListedOfferingJson, answer: SubscribersJson, limits: Limits) -> list[str]:
    every = rows_of(answer, one)
    rows = [_row(row, one, limits) for row in every[: limits.rows]]
    left = len(every) - len(rows)
    by = f", delivered by {', '.join(map(code, one['services'][: limits.rows]))}" if one["services"] else ""
    return [
        *heading(f"Offering {code(one['name'])} of {code(one['seller'])}"),
        f"{code(one['product'])}: {prose(amount(one), limits.value)}{by}",
        *(["", *table(_COLUMNS, rows)] if rows else []),
        *(["", f"{nobody(one).capitalize()}."] if one["services"] and not rows else []),
        *(["", f"… and {count(left, 'more customer')}"] if left else []),
    ]


def _row(row: SubscriberJson, one: ListedOfferingJson, limits: Limits) -> list[str]:
    return [
        code(row["account"]) + (f" ({prose(row['title'], limits.value)})" if row["title"] else ""),
        finding_of(row),
        prose(subscription(row, one), limits.value),
        prose(access(row), limits.value),
        f"{len(row['connections']):,}",
    ]
