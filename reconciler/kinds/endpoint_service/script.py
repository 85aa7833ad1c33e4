"""A live service in the words of its documents."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reconciler.kind import References
from reconciler.model import Address
from reconciler.ports import EndpointServiceConfiguration, Grants
from reconciler.principal_forms import ALLOWED, account_of, normal_form, normal_forms
from reconciler.regions import partition_of

from .spec import PAYERS

_NETWORK = ":loadbalancer/net/"


@dataclass(frozen=True, slots=True)
class Script:
    """What is written of one service, of *seller* in *region*; *references* has the repository's own words for ids."""

    address: Address
    one: EndpointServiceConfiguration
    grants: Grants
    seller: str
    region: str
    references: References

    def lines(self) -> Iterator[str]:
        """Give the service, and whom it admits."""
        yield from self._service()
        if self.grants.principals:
            yield "---"
            yield from self._principals()

    def _service(self) -> Iterator[str]:
        one = self.one
        yield f"kind: {self.address.kind}"
        yield f"name: {self.address.name}"
        yield f"id: {one.id}"
        if len(self.references.sellers) > 1:
            yield f"seller: {self.seller}"
        yield f"region: {self.region}"
        yield from _list("load_balancers", [json.dumps(arn) for arn in sorted(one.load_balancers) if _NETWORK in arn])
        yield f"acceptance_required: {json.dumps(one.acceptance_required)}"
        if one.private_dns_name:
            yield f"private_dns_name: {json.dumps(one.private_dns_name)}"
        yield from _list("ip_address_types", sorted(one.ip_address_types))
        yield from _list("supported_regions", sorted(one.supported_regions - {self.region}))
        yield f"payer: {PAYERS.get(one.payer)}"
        yield self._ownership()

    def _ownership(self) -> str:
        """Own the whole list, so that drift shows what is granted by hand; not where that takes a grant away."""
        if self._unwritable:
            why = "exclusive would take away what no document can name, see below"
            return f"principals: additive  # {why}"
        return "principals: exclusive  # who is not named here loses access; additive: only adds"

    @property
    def _unwritable(self) -> Sequence[str]:
        return sorted(one for one in self.grants.principals if not ALLOWED.fullmatch(one))

    def _principals(self) -> Iterator[str]:
        known = sorted(normal_forms(self.grants.principals.difference(self._unwritable), partition_of(self.region)))
        yield "kind: allowed_principals"
        yield f"name: {self.address.name}"
        yield f"service: {self.address.name}"
        yield from _list("principals", self._spoken(known)) if known else ("principals: []",)
        for principal in self._unwritable:
            yield f"# {json.dumps(principal)} is granted too: no document can name it, and it stays as it is"

    def _spoken(self, principals: Iterable[str]) -> Iterator[str]:
        """Write principals as the repository calls them, an account's root as its 12 digits."""
        partition = partition_of(self.region)
        names = {
            normal_form(name.id, partition): (label, name.title)
            for label, name in self.references.names.get("principal", {}).items()
        }
        for principal in principals:
            label, title = names.get(principal, (None, None))
            said = label or json.dumps(_short(principal))
            yield f"{said}  # {title}" if title else said


def _short(principal: str) -> str:
    return account_of(principal) or principal if principal.endswith(":root") else principal


def _list(key: str, members: Iterable[str]) -> Iterator[str]:
    lines = [f"  - {member}" for member in members]
    yield from (f"{key}:", *lines) if lines else ()
