"""Who is connected to the endpoint services of the repository, and who waits to be accepted. Pure.

Example: `endpoint_service.api` has a grant for account 1, which is connected, and an endpoint of account 2 waits. The
service has two customers and two connections. With *pending*, only the connection of account 2 is listed.
"""

from collections.abc import Iterable, Mapping

from reconciler.errors import UsageError
from reconciler.model import FORMAT_VERSION, worst_first
from reconciler.pipeline.planning import Planning
from reconciler.principal_forms import account_of, normal_form
from reconciler.printed import (
    ConnectionJson,
    ConnectionsJson,
    ListedConnectionJson,
    ListedServiceJson,
    WorldServiceJson,
)
from reconciler.privatelink_limits import ENDED_CONNECTIONS, WAITING_CONNECTION
from reconciler.regions import partition_of
from reconciler.suggestions import did_you_mean

from .asking import customers_told

_KIND = "endpoint_service"
_TOLD = frozenset({"unreadable"})
"""Problems that say what the answer lacks; all others are about changes."""


def connections(planning: Planning, *, service: str | None = None, pending: bool = False) -> ConnectionsJson:
    """Return the endpoint services of documents that AWS has, with their connections; only *service* if it is given.

    It may be the name of a document, an address, an id, or the name by which customers connect. With *pending*, only
    endpoints that wait are listed, and services that have such. Raises UsageError for a service that no document names.
    """
    address = None if service is None else service_asked(service, planning)
    found = [one for one in planning.plan.world["services"] or () if one["address"] and one["id"]]
    names = customers_told(planning)
    told = [_service(one, names, pending=pending) for one in found if address in {None, one["address"]}]
    return {
        "format_version": FORMAT_VERSION,
        "services": [one for one in told if one["connections"] or not pending],
        "problems": [one.as_json() for one in worst_first(planning.plan.problems) if one.code in _TOLD],
    }


def service_asked(given: str, planning: Planning) -> str:
    """Return the address of the service that is *given*; it may be one that AWS does not have yet."""
    stated = [address for address in planning.repository.wish if address.kind == _KIND]
    called = {name: str(one) for one in stated for name in (one.name, str(one))}
    for one in planning.plan.world["services"] or ():
        if one["address"]:
            called |= {key: one["address"] for key in (one["id"], one["service_name"]) if key}
    if given not in called:
        hint = did_you_mean(given, list(called)) or "use the name of an endpoint_service document, or its id in AWS"
        raise UsageError(f"no document is about an endpoint service {given!r}", hint)
    return called[given]


def _service(one: WorldServiceJson, names: Mapping[str, str], *, pending: bool) -> ListedServiceJson:
    every = one["connections"] or []
    partition = partition_of(one["region"])
    return {
        "address": one["address"] or "",
        "id": one["id"] or "",
        "service_name": one["service_name"],
        "region": one["region"],
        "dns": one["dns"],
        "customers": len(_customers(one, every)),
        "connections": [
            _connection(each, names, partition) for each in every if not pending or each["state"] == WAITING_CONNECTION
        ],
    }


def _customers(one: WorldServiceJson, every: Iterable[ConnectionJson]) -> set[str]:
    """Return the accounts with a grant or a live connection; `*` and service principals name no account."""
    granted = (one["before"] or {"principals": None})["principals"] or ()
    accounts = {account for account in map(account_of, granted) if account}
    return accounts | {each["owner"] for each in every if each["state"] not in ENDED_CONNECTIONS}


def _connection(one: ConnectionJson, names: Mapping[str, str], partition: str) -> ListedConnectionJson:
    owner = one["owner"]
    return {
        "endpoint": one["endpoint"],
        "owner": owner,
        "title": names.get(owner) or names.get(normal_form(owner, partition)) or None,
        "state": one["state"],
        "since": one["since"],
        "region": one["region"],
    }
