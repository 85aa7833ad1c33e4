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
    _not_pinned(repository, address.kind, remote_id)
    preflight(repository.settings, clients)
    return remote.write(address, remote_id, repository.references, clients)


def _not_pinned(repository: Repository, kind: str, remote_id: str) -> None:
    """Refuse an id that another document pins: two documents of one object are an error."""
    for desired in repository.wish.values():
        if desired.address.kind == kind and desired.pin == remote_id:
            raise Refused(f"{remote_id} is {desired.address}'s already, at {desired.document.at('id')}")
