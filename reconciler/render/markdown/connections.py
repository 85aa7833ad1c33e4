"""The connections of endpoint services as Markdown: a table of services, and one of the connections of each."""

from reconciler.printed import ConnectionsJson, ListedServiceJson
from reconciler.render.connections import connections_verdict, dns_state
from reconciler.render.words import count

from .blocks import heading, table
from .inert import code, prose
from .limits import Limits, fitted
from .marker import Marker
from .problems import problem_section

_COLUMNS = ("Endpoint", "State", "Owner", "Region", "Since")


def connections_markdown(answer: ConnectionsJson, marker: Marker) -> str:
    """Return the answer of `connections` as a comment."""
    return fitted(lambda limits: marker.above(_lines(answer, limits), None))


def _lines(answer: ConnectionsJson, limits: Limits) -> list[str]:
    rows = [
        [
            code(one["address"]),
            code(one["id"]),
            code(one["service_name"] or "unknown"),
            prose(dns_state(one), limits.value),
            f"{one['customers']:,}",
            f"{len(one['connections']):,}",
        ]
        for one in answer["services"][: limits.rows]
    ]
    columns = ["Service", "Id", "Service name", "Private DNS name", "#Customers", "#Connections"]
    left = len(answer["services"]) - len(rows)
    return [
        f"## {connections_verdict(answer).removesuffix('.')}",
        *problem_section(answer["problems"], "error", limits),
        *(["", *table(columns, rows)] if rows else []),
        *(["", f"… and {count(left, 'more service')}"] if left else []),
        *(line for one in answer["services"][: limits.rows] for line in _connections(one, limits)),
    ]


def _connections(one: ListedServiceJson, limits: Limits) -> list[str]:
    rows = [
        [
            code(each["endpoint"]),
            prose(each["state"], limits.value),
            code(each["owner"]) + (f" ({prose(each['title'], limits.value)})" if each["title"] else ""),
            prose(each["region"], limits.value),
            prose(each["since"], limits.value),
        ]
        for each in one["connections"][: limits.rows]
    ]
    left = len(one["connections"]) - len(rows)
    more = ["", f"… and {count(left, 'more connection')}"] if left else []
    return [*heading(f"Connections of {code(one['address'])}"), *table(_COLUMNS, rows), *more] if rows else []
