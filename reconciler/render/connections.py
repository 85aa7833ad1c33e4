"""The connections of endpoint services as text: each service with its names and DNS state, then its connections."""

from collections import Counter
from collections.abc import Iterator, Sequence

from reconciler.printed import ConnectionsJson, ListedConnectionJson, ListedServiceJson

from .page import Page, separated
from .problems import problem_lines
from .style import PLAIN, Style
from .words import clean, count


def connections_lines(answer: ConnectionsJson, style: Style = PLAIN, *, full: bool = False) -> Iterator[str]:
    """Show each service and its connections; *full* shows all connections of a service."""
    page = Page(style, full=full)
    return separated(
        [
            page.folded([connections_verdict(answer)]),
            page.messages(problem_lines(page, answer["problems"])),
            *(page.folded(_service(page, one)) for one in answer["services"]),
        ]
    )


def connections_verdict(answer: ConnectionsJson) -> str:
    """Count services, connections and those that wait, as far as they could be read."""
    services = answer["services"]
    every = [each for one in services for each in one["connections"]]
    if not services:
        return "Not everything could be read." if answer["problems"] else "Nothing to list."
    told = f"{count(len(services), 'endpoint service')} with {count(len(every), 'connection')}"
    part = ", as far as AWS could be read" if answer["problems"] else ""
    return f"{told}: {states(every)}{part}." if every else f"{told}{part}."


def states(connections: Sequence[ListedConnectionJson]) -> str:
    """Count connections by their state, in the order of the states' names: `2 available, 1 pendingAcceptance`."""
    counts = Counter(one["state"] for one in connections)
    return ", ".join(f"{counts[state]:,} {clean(state)}" for state in sorted(counts))


def dns_state(one: ListedServiceJson) -> str:
    """Say which private DNS name a service has, and whether AWS has verified it."""
    return f"{clean(one['dns']['name'])} ({clean(one['dns']['state'])})" if one["dns"] else "none"


def _service(page: Page, one: ListedServiceJson) -> Iterator[str]:
    yield page.strong(f"{clean(one['address'])}  {clean(one['id'])}  {clean(one['region'])}")
    yield f"  service name: {clean(one['service_name'] or 'unknown')}"
    yield f"  private DNS name: {dns_state(one)}"
    yield f"  {count(one['customers'], 'customer')}, {count(len(one['connections']), 'connection')}"
    for each in page.shown(one["connections"]):
        owner = f"{clean(each['owner'])} ({clean(each['title'])})" if each["title"] else clean(each["owner"])
        state, region, since = clean(each["state"]), clean(each["region"]), clean(each["since"])
        yield f"    {clean(each['endpoint'])}  {state}  {owner}  {region}  since {since}"
    yield from page.rest(one["connections"], "    ")
