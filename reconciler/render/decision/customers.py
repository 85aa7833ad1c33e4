"""What a plan means for customers of endpoint services: who loses access, whose grants end, and who gets grants."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from reconciler.model import Rule
from reconciler.principal_forms import EVERYONE
from reconciler.printed import PlanJson
from reconciler.render.naming import by_name, some
from reconciler.render.page import Page
from reconciler.render.scope import asked_by_hand
from reconciler.render.surroundings import rejected_endpoints
from reconciler.render.words import count, first

from .point import Point, clauses, refusing

_Way = Literal["added", "removed"]
_SERVICES = 3
_GRANTS = "allowed_principals"
_ACCEPTED, _CONNECTIONS = "accept", "connections"


def losing(page: Page, plan: PlanJson) -> Iterator[Point]:
    """Say which customers lose an endpoint service: first those that are connected to it, then the others."""
    services = plan["impact"].get("lost_services", ())
    connected = {one["service"]: one["connected"] or [] for one in services}
    others = {
        one["service"]: [id_ for id_ in one["customers"] if id_ not in (one["connected"] or ())] for one in services
    }
    live = _ids(connected)
    if live:
        who = clauses([_by_service(page, connected), _fate(plan, live)])
        yield Point(f"{_customers(live, 'connected customer')} access", who, refusing(plan, Rule.CONNECTED))
    if _ids(others):
        unread = "connections were not read" if any(one["connected"] is None for one in services) else ""
        what = "customer" if unread else "customer without a connection"
        yield Point(f"{_customers(_ids(others), what)} access", clauses([_by_service(page, others), unread]))


def _ids(by_service: Mapping[str, Sequence[str]]) -> set[str]:
    return {id_ for found in by_service.values() for id_ in found}


def _customers(ids: set[str], what: str) -> str:
    """Count customers; `*` stands for everyone who has no grant."""
    noun, *rest = what.split(" ", 1) if what.startswith("customer ") else (what,)
    number = len(ids - {EVERYONE})
    counted = " ".join([count(number, noun), *rest])
    if EVERYONE not in ids:
        return f"{counted} {'loses' if number == 1 else 'lose'}"
    return f"{counted} and everyone without a grant lose" if number else "Everyone without a grant loses"


def revoked(page: Page, plan: PlanJson) -> Iterator[Point]:
    """Say how many grants the plan revokes, on which services."""
    yield from grants(page, plan, "removed", ("grant is revoked", "grants are revoked"), refusing(plan, Rule.GRANTS))


def granted(page: Page, plan: PlanJson) -> Iterator[Point]:
    """Say how many grants the plan adds, on which services."""
    yield from grants(page, plan, "added", ("grant is added", "grants are added"), ())


def accepted(page: Page, plan: PlanJson) -> Iterator[Point]:
    """Say how many endpoints that wait the plan accepts, and whose they are."""
    yield from _counted(page, plan, (_ACCEPTED, "added"), ("endpoint is accepted", "endpoints are accepted"))


def rejected(page: Page, plan: PlanJson) -> Iterator[Point]:
    """Say how many endpoints a user rejects by hand, and whose they are."""
    if asked_by_hand(plan):
        yield from _counted(page, plan, (_CONNECTIONS, "removed"), ("endpoint is rejected", "endpoints are rejected"))


def grants(page: Page, plan: PlanJson, side: _Way, words: tuple[str, str], rules: tuple[str, ...]) -> Iterator[Point]:
    """Count the grants on one side of a plan, in *words* for one and for many, and name some on each service."""
    yield from _counted(page, plan, (_GRANTS, side), words, rules)


def _counted(
    page: Page, plan: PlanJson, of: tuple[str, _Way], words: tuple[str, str], rules: tuple[str, ...] = ()
) -> Iterator[Point]:
    path, side = of
    by_service = {
        change["address"]: field[side]
        for change in plan["changes"]
        for field in change["fields"]
        if field["path"] == path and "added" in field and field[side]
    }
    number = sum(map(len, by_service.values()))
    if number:
        yield Point(f"{number:,} {words[number != 1]}", _by_service(page, by_service), rules)


def _by_service(page: Page, members: Mapping[str, Sequence[str]]) -> str:
    """Name some members of each service: `Acme and Globex on endpoint_service.api-us; …`."""
    told = [
        f"{some(page, by_name(page, found))} on {page.told(service)}" for service, found in members.items() if found
    ]
    return clauses(first(told, _SERVICES, "endpoint services"))


def _fate(plan: PlanJson, connected: set[str]) -> str:
    """Say whether the live connections of *connected* customers remain after the plan."""
    live = {one["endpoint"] for one in plan["residual_access"] if one["owner"] in connected}
    if not live:
        return ""
    ended = rejected_endpoints(plan).intersection(live)
    if not ended:
        return f"their live {'connection remains' if len(live) == 1 else 'connections remain'}"
    if len(ended) == len(live):
        return "their live connection is cut" if len(live) == 1 else "their live connections are cut"
    return f"{len(ended)} of their {len(live):,} live connections {'is' if len(ended) == 1 else 'are'} cut"
