"""The YAML documents of a live service, as `import` prints them."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count, islice

from reconciler.limits import (
    LOAD_BALANCER_ARN_PATTERN,
    PRIVATE_DNS_NAME_LENGTH,
    PRIVATE_DNS_NAME_PATTERN,
    SERVICE_IP_ADDRESS_TYPES,
)
from reconciler.model import Address
from reconciler.names import References
from reconciler.ports import EndpointServiceConfiguration, Grants
from reconciler.principal_forms import ALLOWED, account_of, normal_form, normal_forms, wrong_partition
from reconciler.regions import is_region, partition_of
from reconciler.spelling import printable

from .spec import PAYERS

_LIST = "allowed_principals"
_LEFT_OUT = "# {} is left out and not managed: no document may state what AWS has there"


@dataclass(frozen=True, slots=True)
class ServiceScript:
    """The documents of the service *one* of *seller* in *region*; *references* has the repository's names of ids."""

    address: Address
    one: EndpointServiceConfiguration
    grants: Grants
    seller: str
    region: str
    references: References

    def lines(self) -> Iterator[str]:
        """Return the lines of the service's document, and of the document with its principals if it has any."""
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
        yield from _whole("load_balancers", one.load_balancers, self._backs)
        yield f"acceptance_required: {json.dumps(one.acceptance_required)}"
        yield from _value("private_dns_name", one.private_dns_name, _is_name)
        yield from _whole("ip_address_types", one.ip_address_types, SERVICE_IP_ADDRESS_TYPES.__contains__)
        yield from _whole("supported_regions", one.supported_regions - {self.region}, self._is_near)
        yield from _value("payer", PAYERS.get(one.payer, str(one.payer)), [*PAYERS.values()].__contains__)
        yield self._ownership()

    def _backs(self, arn: str) -> bool:
        """Tell whether a document may state a load balancer: a network one in the service's region and account."""
        found = re.fullmatch(LOAD_BALANCER_ARN_PATTERN, arn)
        accounts = {one.account for one in self.references.sellers if one.name == self.seller}
        home = (partition_of(self.region), self.region, "net")
        return (
            found is not None and found.group("partition", "region", "type") == home and accounts <= {found["account"]}
        )

    def _is_near(self, region: str) -> bool:
        """Tell whether a document may state *region* as a supported region."""
        return is_region(region) and partition_of(region) == partition_of(self.region)

    def _ownership(self) -> str:
        """Return the ownership of the list: exclusive, so that drift shows grants made by hand.

        It is additive when exclusive would revoke a grant that no document can name.
        """
        if self._unwritable:
            why = "exclusive would revoke grants that no document can name, see below"
            return f"principals: additive  # {why}"
        return "principals: exclusive  # apply revokes grants that no document names; additive only adds"

    @property
    def _unwritable(self) -> Sequence[str]:
        partition = partition_of(self.region)
        known = (one for one in self.grants.principals if ALLOWED.fullmatch(one))
        return sorted(self.grants.principals.difference(one for one in known if not wrong_partition(one, partition)))

    def _principals(self) -> Iterator[str]:
        known = sorted(normal_forms(self.grants.principals.difference(self._unwritable), partition_of(self.region)))
        yield f"kind: {_LIST}"
        yield f"name: {self._free_name()}"
        yield f"service: {self.address.name}"
        yield from _list("principals", self._spoken(known)) if known else ("principals: []",)
        for principal in self._unwritable:
            yield f"# {json.dumps(principal)} is granted too: no document can name it, and it stays as it is"

    def _free_name(self) -> str:
        """Return the name of the list's document: that of the service, with a number when it is already used."""
        name = self.address.name
        numbered = (f"{name[:60]}-{number}" for number in count(2))
        return next(one for one in (name, *islice(numbered, 99)) if Address(_LIST, one) not in self.references.stated)

    def _spoken(self, principals: Iterable[str]) -> Iterator[str]:
        """Return principals by their names in the repository, or as ids; an account's root as its 12 digits."""
        partition = partition_of(self.region)
        names = {
            normal_form(name.id, partition): (label, name.title)
            for label, name in self.references.names.get("principal", {}).items()
        }
        for principal in principals:
            label, title = names.get(principal, (None, None))
            said = label or json.dumps(_short(principal))
            yield f"{said}  # {printable(title)}" if title else said


def _short(principal: str) -> str:
    return account_of(principal) or principal if principal.endswith(":root") else principal


def _is_name(name: str) -> bool:
    longest = PRIVATE_DNS_NAME_LENGTH[1]
    return len(name) <= longest and re.fullmatch(PRIVATE_DNS_NAME_PATTERN, name) is not None


def _value(key: str, value: str | None, fits: Callable[[str], bool]) -> Iterator[str]:
    """Return the line of a value, or a comment when no document may state it."""
    if value:
        yield f"{key}: {_scalar(value)}" if fits(value) else _LEFT_OUT.format(key)


def _whole(key: str, members: Iterable[str], fits: Callable[[str], bool]) -> Iterator[str]:
    """Return the lines of a list, or a comment when no document may state one of its members.

    Stating only the other members would remove that one.
    """
    found = sorted(members)
    if all(map(fits, found)):
        yield from _list(key, map(_scalar, found))
    else:
        yield _LEFT_OUT.format(key)


def _scalar(value: str) -> str:
    return value if re.fullmatch("[a-z][a-z0-9_-]*", value) else json.dumps(value)


def _list(key: str, members: Iterable[str]) -> Iterator[str]:
    lines = [f"  - {member}" for member in members]
    yield from (f"{key}:", *lines) if lines else ()
