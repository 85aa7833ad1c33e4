"""Changes of records as they are sent: with the values that the record set has right before the call.

The plan's values may be old by then: another run, another service of the same plan or a person may have added one. And
the record of a new name is known only now.
"""

from collections.abc import Mapping
from typing import Any

from reconciler.errors import Throttled
from reconciler.model import Request
from reconciler.ports import Clients, PrivateDns

from .publication import domain_of, holds, record_name
from .record_changes import with_value, without
from .record_requests import REMOVAL
from .verbs import RECORDS


def completed(
    request: Request, service_id: str, parameters: Mapping[str, Any], clients: Clients
) -> Mapping[str, Any] | None:
    """Return the call that adds or removes the service's value; None if the value is there, or gone, already.

    Raises Throttled while EC2 does not show the name that an earlier call has set: the call is made later.
    """
    seller, zone = clients.sellers[request.seller], str(parameters["HostedZoneId"])
    planned = str(parameters["ChangeBatch"]["Changes"][0]["ResourceRecordSet"]["Name"])
    dns, name = _named(request, service_id, clients)
    where = record_name(dns, name)
    if planned.partition(".")[2] not in {domain_of(name), where.partition(".")[2]}:
        raise _unseen(service_id)
    records = seller.zones.texts(zone, where)
    there = holds(records, dns.value)
    if request.part == REMOVAL:
        return without(zone, records, dns.value) if records and there else None
    return None if there else with_value(zone, where, records, dns.value)


def _named(request: Request, service_id: str, clients: Clients) -> tuple[PrivateDns, str]:
    """Return the record and the private name of the service as EC2 has them now. Raises Throttled without a name."""
    found = clients.sellers[request.seller].regions[request.region].configurations([service_id])
    dns, name = (found[0].private_dns, found[0].private_dns_name) if found else (None, None)
    if dns is None or not name:
        raise _unseen(service_id)
    return dns, name


def _unseen(service_id: str) -> Throttled:
    message = f"EC2 does not show the private name of {service_id} yet"
    return Throttled(message, code="NotShown", operation=RECORDS.name)
