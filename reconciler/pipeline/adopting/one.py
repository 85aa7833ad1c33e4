"""The YAML that adopts one live object: with it in the repository, the next plan is empty."""

from typing import Any, Final

from reconciler.errors import Refused, UsageError
from reconciler.kind import Side
from reconciler.model import Address, Desired
from reconciler.pipeline.loading import Repository
from reconciler.pipeline.observing import without
from reconciler.ports import Clients
from reconciler.preflight import preflight, seller_preflight
from reconciler.settings import Settings

from .texts import text_of

_ONE: Final = "there is one for an organization: state everything in that document"


def adopt(repository: Repository, clients: Clients, address: Address, remote_id: str) -> str:
    """Return the YAML that makes *remote_id* the object at *address*. Raises UsageError, Refused, Unreadable."""
    remote = repository.remotes.get(address.kind)
    if remote is None or remote.adoption is None:
        known = ", ".join(name for name, one in repository.remotes.items() if one.adoption)
        raise UsageError(f"{address.kind!r} cannot be imported", f"kinds that can: {known}")
    pinned = "id" in repository.kinds[address.kind].schema["properties"]
    if address in repository.wish:
        source = repository.wish[address].document.source
        hint = "choose another name, or add id: there" if pinned else _ONE
        raise Refused(f"{address} is already stated, at {source}", hint)
    _not_pinned(repository, address.kind, remote_id)
    checked = _checked(repository.settings, clients, remote.side)
    live = remote.adoption.find(remote_id, checked)
    if claimant := remote.adoption.claimants(repository.wish, [live]).get(remote_id):
        raise claimed(remote_id, claimant) if pinned else _only_one(remote_id, claimant)
    written = remote.adoption.write({address: live}, repository.references)
    clients.progress.end()
    return text_of(written)


def claimed(remote_id: str, claimant: Desired[Any]) -> Refused:
    """Return the refusal of an object that a document without id is about, or may be."""
    hint = f"add id: {remote_id} there if the document means it, else the id of its own object"
    message = f"{claimant.address} means {remote_id} or an object like it, at {claimant.document.source}"
    return Refused(message, hint)


def _only_one(remote_id: str, claimant: Desired[Any]) -> Refused:
    """Return the refusal of an object of a kind without ids, of which AWS has one."""
    message = f"{claimant.address} is about {remote_id} already, at {claimant.document.source}"
    return Refused(message, _ONE)


def _checked(settings: Settings, clients: Clients, side: Side) -> Clients:
    """Check that the credentials are those of the account that the settings name for *side*."""
    if not getattr(settings, side):
        raise UsageError(f"{settings.file} has no section {side}", f"add {side}: with an account")
    if side is Side.SELLERS:
        return without(clients, seller_preflight(settings, clients, [seller.name for seller in settings.sellers]))
    preflight(settings, clients)
    return clients


def _not_pinned(repository: Repository, kind: str, remote_id: str) -> None:
    """Refuse an id that another document pins, since one object must not have two documents."""
    for desired in repository.wish.values():
        if desired.address.kind == kind and desired.pin == remote_id:
            raise Refused(f"{remote_id} already belongs to {desired.address}, at {desired.document.at('id')}")
