"""Private Marketplace itself, which the sample's stack EnablePMPStack has enabled, as one more object of the import.

That stack turns on trusted access, creates the service-linked role and registers a delegated administrator, unless its
parameter says 000000000000 (samples 5). AWS is the truth here, too: the document says what AWS has.
"""

from dataclasses import replace
from typing import Final

from reconciler.pipeline.adopting import LiveState
from reconciler.ports import Clients

KIND: Final = "private_marketplace"


def with_administrators(state: LiveState, clients: Clients) -> LiveState:
    """Return *state* with Private Marketplace, if accounts administer it and no document states it.

    Only the management account can change it, so that a delegated administrator imports nothing of it.
    """
    remote = state.repository.remotes.get(KIND)
    summary = clients.organizations.describe()
    stated = any(address.kind == KIND for address in state.repository.wish)
    if remote is None or remote.adoption is None or stated or clients.identity.account() != summary.management_account:
        return state
    found = remote.adoption.find(summary.id, clients)
    return replace(state, beside={KIND: {summary.id: found}}) if found.spec.administrators else state
