"""The YAML that adopts Private Marketplace as it is: with it, the next plan is empty."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from reconciler.adoption import Written
from reconciler.errors import UsageError
from reconciler.model import Address, Wish
from reconciler.names import References
from reconciler.ports import Clients
from reconciler.rewriting import scalar

from .observe import ObservedEnabling, read
from .spec import NONE, ObservedMarketplace, PrivateMarketplaceSpec, Wanted


def find(remote_id: str, clients: Clients) -> ObservedMarketplace:
    """Read Private Marketplace of the organization *remote_id*. Raises UsageError for another organization."""
    found = read(clients).live
    if remote_id not in found:
        raise UsageError(f"the account belongs to {', '.join(found)}, not to {remote_id}", "give the id of its own")
    return found[remote_id]


def live(observation: ObservedEnabling) -> Mapping[str, ObservedMarketplace]:
    """Return what was read, by the organization's id."""
    return observation.live


def called(_one: ObservedMarketplace) -> Sequence[str]:
    """Return what the document may be called."""
    return ("organization",)


def claimants(wish: Wish, objects: Collection[ObservedMarketplace]) -> Mapping[str, Wanted]:
    """Return the document that is about Private Marketplace already: there is one for an organization."""
    documents = [one for one in wish.values() if isinstance(one.spec, PrivateMarketplaceSpec)]
    return {one.remote_id: documents[0] for one in objects if documents}


def paired(_wish: Wish, observation: ObservedEnabling) -> ObservedEnabling:
    """Return *observation*: it says the same whatever documents state."""
    return observation


def write(objects: Mapping[Address, ObservedMarketplace], references: References) -> Written:
    """Return the document that adopts what AWS has; what is not seen from here is left out, and said."""
    labels = {one.id: label for label, one in references.names.get("principal", {}).items()}
    unseen = [address for address, one in objects.items() if one.spec.service_linked_role is None]
    return Written(
        {address: "\n".join(_lines(address, one, labels)) + "\n" for address, one in objects.items()},
        left_out=dict.fromkeys(unseen, ("whether the service-linked role exists is not seen from here",)),
    )


def _lines(address: Address, one: ObservedMarketplace, labels: Mapping[str, str]) -> Iterator[str]:
    """Return the lines of the document, in canonical order."""
    spec = one.spec
    yield f"kind: {address.kind}"
    yield f"name: {scalar(address.name)}"
    yield f"trusted_access: {_word(spec.trusted_access)}"
    if spec.service_linked_role is not None:
        yield f"service_linked_role: {_word(spec.service_linked_role)}"
    accounts = sorted(spec.administrators or NONE)
    yield "delegated_administrators:"
    yield "  accounts:" if accounts else "  accounts: []"
    yield from (f"    - {scalar(labels.get(account, account))}" for account in accounts)
    yield "  mode: exclusive"


def _word(value: bool | None) -> str:  # noqa: FBT001 - the value of a field
    return "true" if value else "false"
