"""The YAML of one live object, as kinds write it."""

from reconciler.kinds import all_kinds
from reconciler.model import Address
from reconciler.names import References
from reconciler.pipeline.adopting import text_of
from reconciler.ports import Clients


def adopted(address: Address, remote_id: str, references: References, clients: Clients) -> str:
    """Return the documents that adopt *remote_id* as the object *address*."""
    remote = all_kinds()[address.kind].remote
    assert remote is not None
    assert remote.adoption is not None
    return text_of(remote.adoption.write({address: remote.adoption.find(remote_id, clients)}, references))
