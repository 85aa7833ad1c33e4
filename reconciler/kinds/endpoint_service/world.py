"""The services of the plan's `world`: as they were read, and as they are after the plan. Pure.

Example: `vpce-svc-1` is the live service of `endpoint_service.api` and grants accounts 1 and 2. The plan revokes the
grant of account 2, whose endpoint is connected. `before` has both principals, `after` that of account 1, and the
connection of account 2 has no grant in `admitted_by`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from reconciler.model import Address
from reconciler.names import References
from reconciler.ports import EndpointConnection
from reconciler.printed import ConnectionJson, ServiceDnsJson, ServiceStateJson, WorldPart, WorldServiceJson
from reconciler.spelling import by_number

from .connections import grants_by_owner
from .observe import ObservedServices
from .spec import BLANK, NONE, EndpointServiceSpec, ObservedService, State, title_of


def world(
    observation: ObservedServices, settled: Mapping[Address, EndpointServiceSpec], _references: References
) -> WorldPart:
    """Return every service that was read and those that the plan creates: first those of documents, by address.

    *settled* is what AWS will hold of each service that changes. Nothing is returned if no seller could be read.
    """
    if observation.unreadable and not observation.live:
        return {}
    managed = dict(_managed(observation))
    made = dict.fromkeys(settled.keys() - managed.keys())
    ours = {one.remote_id for one in managed.values()}
    others = {one.remote_id: one for live in observation.live.values() for one in live.values()}
    found = sorted({**managed, **made}.items(), key=lambda item: by_number(str(item[0])))
    return {
        "services": [
            *(_service(address, observed, settled.get(address)) for address, observed in found),
            *(_service(None, others[id_], None) for id_ in sorted(others.keys() - ours)),
        ]
    }


def _managed(observation: ObservedServices) -> Iterator[tuple[Address, ObservedService]]:
    """Return the live services of documents by address, also of documents that the plan leaves out."""
    for pairs, _ in observation.pairings.values():
        yield from ((pair.desired.address, pair.observed) for pair in pairs if pair.observed)


def _service(
    address: Address | None, observed: ObservedService | None, settled: EndpointServiceSpec | None
) -> WorldServiceJson:
    """Return one service; *settled* is None if the plan does not change it."""
    before = observed.spec if observed else None
    at_first = _state(before)
    after = settled or before or BLANK
    if observed is None:  # nobody is granted and nobody is connected but by the plan
        after = replace(after, allowed_principals=after.allowed_principals or NONE)
    facts: Mapping[str, Any] = observed.facts if observed else {"connections": ()}
    return {
        "address": str(address) if address else None,
        "id": observed.remote_id if observed else None,
        "service_name": facts.get("name"),
        "region": after.region or "",
        "title": title_of(after) or (address.name if address else ""),
        "dns": _dns(observed),
        "before": at_first,
        "after": at_first if after is before else _state(after),
        "connections": _connections(facts.get("connections"), after),
    }


def _dns(observed: ObservedService | None) -> ServiceDnsJson | None:
    found = observed.facts.get("private_dns") if observed else None
    name = observed.spec.private_dns_name if observed else None
    return {"name": name, "state": found.state} if found and name else None


def _state(spec: EndpointServiceSpec | None) -> ServiceStateJson | None:
    """Return a service at one end of the plan; None where it does not exist."""
    if spec is None or spec.state is State.ABSENT:
        return None
    return {"principals": None if spec.allowed_principals is None else sorted(spec.allowed_principals)}


def _connections(
    found: tuple[EndpointConnection, ...] | None, after: EndpointServiceSpec
) -> list[ConnectionJson] | None:
    """Return the connections as they were read, with the grants that admit their owners *after* the plan."""
    if found is None:
        return None
    granted = NONE if after.state is State.ABSENT else after.allowed_principals or NONE
    admitting = grants_by_owner(found, granted)
    return [
        {
            "endpoint": one.endpoint_id,
            "owner": one.owner,
            "state": one.state,
            "since": one.created_at,
            "region": one.region,
            "admitted_by": list(admitting[one.owner]),
        }
        for one in sorted(found, key=lambda one: one.endpoint_id)
    ]
