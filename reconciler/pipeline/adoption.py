"""The YAML that adopts one live object: with it in the repository, the next plan is empty."""

from reconciler.errors import Refused, UsageError
from reconciler.model import Address
from reconciler.ports import Clients
from reconciler.preflight import preflight

from .loading import Repository


def adopt(repository: Repository, clients: Clients, address: Address, remote_id: str) -> str:
    """Give the document that makes *remote_id* the object at *address*. Raises UsageError, Refused, Unreadable."""
    remote = repository.remotes.get(address.kind)
    if remote is None:
        raise UsageError(f"{address.kind!r} cannot be imported", f"kinds that can: {', '.join(repository.remotes)}")
    if address in repository.wish:
        source = repository.wish[address].document.source
        raise Refused(f"{address} is stated already, at {source}", "choose another name, or add id: there")
    preflight(repository.settings, clients)
    return remote.write(address, remote_id, repository.references, clients)
