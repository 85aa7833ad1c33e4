"""Documents for subscribers that are not allowed: one for each account, with the services of its offerings. Pure.

Nothing is granted by them before a user applies. An account that a document names already gets none, also if the
document has ended the grant: that was a decision of somebody.

Example: account 333333333333, which the principal `acme` names, is subscribed to an offering that `api-us` and `api-eu`
deliver. It gets the document `allowed_principals.acme`, which names `acme` for both services.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from reconciler.adoption import Written
from reconciler.model import Address, Desired, Feed, Wish
from reconciler.pipeline.querying import Subscribers
from reconciler.pipeline.subscribing import CustomerFinding
from reconciler.principal_forms import account_of
from reconciler.printed import ProposalJson
from reconciler.rewriting import scalar

from .drafting import drafted, file_of
from .naming import PRINCIPAL, addressed

_KIND: Final = "allowed_principals"
_ABSENT: Final = "absent"


@dataclass(frozen=True, slots=True)
class Proposed:
    """The text of each new file, below the folder of documents, and what is said of each subscriber."""

    files: Mapping[str, str] = field(default_factory=dict)
    told: tuple[ProposalJson, ...] = ()


@dataclass(frozen=True, slots=True)
class _Lacking:
    """A subscriber without a grant, and the services that deliver what it has bought."""

    account: str
    title: str | None
    services: tuple[Address, ...]

    def told(self, address: Address | None, because: str = "") -> ProposalJson:
        """Return what is said of it: the file of *address* was written, or why not."""
        return {
            "account": self.account,
            "title": self.title,
            "address": str(address) if address else None,
            "file": file_of(address) if address and not because else None,
            "services": [str(one) for one in self.services],
            "because": because,
        }


def propose(customers: Subscribers, occupied: Collection[Address] = ()) -> Proposed:
    """Return a document for each subscriber that is not allowed and that no document names.

    Names of new documents differ from those of the repository and from *occupied* ones, whose files exist. Raises
    ReconcilerError if the repository would be in error with them.
    """
    repository = customers.planning.repository
    lacking = {one.account: one for one in _lacking(customers)}
    named = _named(repository.wish)
    why = {id_: reason for id_, one in lacking.items() if (reason := _left_out(one, named.get(id_, ())))}
    labels = _labels(customers)
    called = {id_: _names(one, labels) for id_, one in lacking.items() if id_ not in why}
    addresses = addressed(_KIND, called, {*repository.references.stated, *occupied})
    texts = {address: _text(address, lacking[id_], labels) for id_, address in addresses.items()}
    draft, refused = drafted(repository, [Written(documents=texts)], {})
    why |= {id_: refused[address].message for id_, address in addresses.items() if address in refused}
    return Proposed(
        draft.files(), tuple(one.told(addresses.get(id_), why.get(id_, "")) for id_, one in lacking.items())
    )


def _lacking(customers: Subscribers) -> Iterator[_Lacking]:
    """Return each subscriber that is not allowed, once, with the services of all its offerings, by account."""
    wish = customers.planning.repository.wish
    services: dict[str, set[Address]] = {}
    for one in customers.offerings:
        kept = {address for address in one.read.delivered.services if not _ends(wish[address])}
        for row in one.rows:
            if row.finding is CustomerFinding.NOT_ALLOWED:
                services.setdefault(row.account, set()).update(kept)
    for account in sorted(services):
        yield _Lacking(account, customers.title(account), tuple(sorted(services[account])))


def _ends(desired: Desired[Any]) -> bool:
    """Tell whether a document ends its service."""
    return desired.document.body.get("state") == _ABSENT


def _named(wish: Wish) -> Mapping[str, Sequence[Feed]]:
    """Return by account what documents add to services for it, also what has ended."""
    found: dict[str, list[Feed]] = {}
    for desired in wish.values():
        for feed in (*desired.fed, *desired.ended):
            for account in {account_of(member) or "" for member in feed.members}:
                found.setdefault(account, []).append(feed)
    return found


def _left_out(one: _Lacking, feeds: Sequence[Feed]) -> str:
    """Say why a subscriber gets no document; empty if it gets one."""
    if not one.services:
        return "all services that deliver the offering have state: absent"
    for feed in feeds:
        if feed.target in one.services:
            return f"{feed.source} names it already" + (f" (expires {feed.ends})" if feed.ends else "")
    return ""


def _labels(customers: Subscribers) -> Mapping[str, str]:
    """Return the names of `principal` documents that are an account, by the account."""
    names = customers.planning.repository.references.names.get(PRINCIPAL, {})
    return {name.id: label for label, name in names.items() if account_of(name.id) == name.id}


def _names(one: _Lacking, labels: Mapping[str, str]) -> Sequence[str]:
    """Return the texts that may name the document, the best first."""
    return [*filter(None, (labels.get(one.account), one.title)), f"subscriber-{one.account}"]


def _text(address: Address, one: _Lacking, labels: Mapping[str, str]) -> str:
    names = [scalar(service.name) for service in one.services]
    services = ["services:", *(f"  - {name}" for name in names)] if names[1:] else [f"service: {names[0]}"]
    principal = scalar(labels.get(one.account, one.account))
    lines = [f"kind: {_KIND}", f"name: {scalar(address.name)}", *services, "principals:", f"  - {principal}"]
    return "\n".join(lines) + "\n"
