"""Importing: the YAML that adopts a live service and its principals. With it, the next plan is empty."""

import re

from reconciler.errors import Unreadable, UsageError
from reconciler.limits import ENDPOINT_SERVICE_ID_PATTERN
from reconciler.model import Address
from reconciler.names import References
from reconciler.ports import Clients

from .observe import SERVICE
from .script import ServiceScript


def write(address: Address, remote_id: str, references: References, clients: Clients) -> str:
    """Return the documents for the service *remote_id*, which is searched in all regions of all sellers.

    Raises UsageError when no seller has it, and Unreadable when it may be in a region that could not be read.
    """
    if not re.fullmatch(ENDPOINT_SERVICE_ID_PATTERN, remote_id):
        hint = "an id is vpce-svc- and 17 hexadecimal digits; in a service name, the id follows the region"
        raise UsageError(f"{remote_id!r} is not the id of an endpoint service", hint)
    unread: list[Unreadable] = []
    for seller, known in clients.sellers.items():
        for region, services in known.regions.items():
            try:
                for one in services.configurations([remote_id]):
                    script = ServiceScript(address, one, services.grants(one.id), seller, region, references)
                    clients.progress.count(SERVICE)
                    return "\n".join(script.lines()) + "\n"
            except Unreadable as unreadable:
                unread.append(unreadable)
    if unread:
        raise unread[0]
    listed = ", ".join(f"{name} in {region}" for name, one in clients.sellers.items() for region in one.regions)
    raise UsageError(f"no seller has the endpoint service {remote_id!r}", f"looked at {listed}")
