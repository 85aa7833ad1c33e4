"""The YAML that adopts a live service, its permissions as an allowed_principals document; with it the plan is empty."""

import json
from collections.abc import Iterator, Mapping

from reconciler.errors import UsageError
from reconciler.kind import References
from reconciler.model import Address
from reconciler.ports import Clients, EndpointServiceConfiguration, EndpointServices
from reconciler.principal_forms import account_of

from .spec import PAYERS


def write(address: Address, remote_id: str, references: References, clients: Clients) -> str:
    """Give the documents for *remote_id*, wherever the sellers have it. Raises UsageError when none does."""
    for seller, known in clients.sellers.items():
        for region, services in known.regions.items():
            for one in services.configurations([remote_id]):
                several = len(references.sellers) > 1
                place = {"seller": seller, "region": region} if several else {"region": region}
                return "\n".join(_documents(address, one, place, services)) + "\n"
    listed = ", ".join(f"{name} in {region}" for name, one in clients.sellers.items() for region in one.regions)
    raise UsageError(f"no seller has the endpoint service {remote_id!r}", f"looked at {listed or 'no seller at all'}")


def _documents(
    address: Address, one: EndpointServiceConfiguration, place: Mapping[str, str], services: EndpointServices
) -> Iterator[str]:
    yield f"kind: {address.kind}"
    yield f"name: {address.name}"
    yield f"id: {one.id}"
    yield from (f"{key}: {value}" for key, value in place.items())
    yield from _list("load_balancers", one.load_balancers)
    yield f"acceptance_required: {json.dumps(one.acceptance_required)}"
    if one.private_dns_name:
        yield f"private_dns_name: {json.dumps(one.private_dns_name)}"
    yield from _list("ip_address_types", one.ip_address_types)
    yield from _list("supported_regions", one.supported_regions - {place["region"]})
    yield f"payer: {PAYERS.get(one.payer)}"
    principals = services.grants(one.id).principals
    if principals:
        yield "---"
        yield from _grants(address, principals)


def _grants(address: Address, principals: frozenset[str]) -> Iterator[str]:
    yield "kind: allowed_principals"
    yield f"name: {address.name}"
    yield f"service: {address.name}"
    yield from _list("principals", frozenset(map(_short, principals)))


def _short(principal: str) -> str:
    """Write an account's root as its 12 digits."""
    return account_of(principal) or principal if principal.endswith(":root") else principal


def _list(key: str, members: frozenset[str]) -> Iterator[str]:
    if not members:
        return
    yield f"{key}:"
    yield from (f"  - {json.dumps(member)}" for member in sorted(members))
