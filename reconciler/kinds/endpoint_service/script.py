"""The YAML documents of a live service, as `import` prints them."""

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from reconciler.model import Address
from reconciler.names import References
from reconciler.principal_forms import ALLOWED, account_of, normal_form, normal_forms, wrong_partition
from reconciler.privatelink_limits import (
    LOAD_BALANCER_ARN_PATTERN,
    PRIVATE_DNS_NAME_LENGTH,
    PRIVATE_DNS_NAME_PATTERN,
    SERVICE_IP_ADDRESS_TYPES,
    TOPIC_ARN_PATTERN,
)
from reconciler.regions import is_region, partition_of
from reconciler.rewriting import scalar
from reconciler.settings import Seller
from reconciler.spelling import printable, quoted

from .notifications import has_topic_twice, topics_told
from .spec import ObservedService

_APART = "# to give a customer a file of its own, move its principals to a document there, with a name of its own"
_LEFT_OUT = "# {} is left out and not managed: no document may state what AWS has there"


Spoken = Mapping[str, tuple[str, str | None]]
"""The names of principals in the repository, with their titles, by the normal form of the principal."""


def spoken_in(partition: str, references: References) -> Spoken:
    """Return the names that *references* have for principals in *partition*."""
    names = references.names.get("principal", {})
    return {normal_form(name.id, partition): (label, name.title) for label, name in names.items()}


def said_in(spoken: Spoken, principal: str) -> str:
    """Return how a list says *principal*: by its name in the repository, or as id, an account's root as 12 digits."""
    named = spoken.get(principal)
    return named[0] if named else _short(principal)


@dataclass(frozen=True, slots=True)
class GrantsScript:
    """The document *address* that names the *granted* principals of a service in *partition*.

    *nameless* are those that no document can name.
    """

    address: Address
    service: str
    granted: frozenset[str]
    partition: str
    spoken: Spoken
    nameless: Sequence[str]

    @classmethod
    def of(cls, address: Address, service: str, granted: frozenset[str], partition: str, spoken: Spoken) -> Self:
        """Find the grants that no document can name, once for all uses."""
        known = (one for one in granted if ALLOWED.fullmatch(one))
        nameless = granted.difference(one for one in known if not wrong_partition(one, partition))
        return cls(address, service, granted, partition, spoken, sorted(nameless))

    def lines(self) -> Iterator[str]:
        """Return the lines of the document."""
        known = sorted(normal_forms(self.granted.difference(self.nameless), self.partition))
        yield from (_APART,) * (len(known) > 1)
        yield f"kind: {self.address.kind}"
        yield f"name: {scalar(self.address.name)}"
        yield f"service: {scalar(self.service)}"
        yield from _list("principals", map(self._said, known)) if known else ("principals: []",)
        for principal in self.nameless:
            yield f"# {scalar(principal)} is granted too: no document can name it, and it stays as it is"

    def _said(self, principal: str) -> str:
        """Return a principal by its name in the repository, or as id; an account's root as its 12 digits."""
        title = self.spoken.get(principal, (None, None))[1]
        said = scalar(said_in(self.spoken, principal))
        return f"{said}  # {printable(title)}" if title else said


@dataclass(frozen=True, slots=True)
class ServiceScript:
    """The document of a live service that belongs to one of *sellers*; *grants* is the document of its principals."""

    address: Address
    one: ObservedService
    sellers: tuple[Seller, ...]
    grants: GrantsScript

    def lines(self) -> Iterator[str]:
        """Return the lines of the service's document, and of the document with its principals if it has any."""
        yield from self._service()
        if self.grants.granted:
            yield "---"
            yield from self.grants.lines()

    def left_out(self) -> Iterator[str]:
        """Return what no document may state."""
        for line in self._stated():
            if line.startswith("#"):
                yield f"no document may state what AWS has as {line.split()[1]}"
        yield from (f"no document can name the grant of {quoted(one)}" for one in self.grants.nameless)

    def _service(self) -> Iterator[str]:
        spec = self.one.spec
        yield f"kind: {self.address.kind}"
        yield f"name: {scalar(self.address.name)}"
        if len(self.sellers) > 1:
            yield f"seller: {scalar(spec.seller or '')}"
        yield f"region: {spec.region}"
        yield f"id: {self.one.remote_id}"
        yield from self._stated()
        yield self._ownership()

    def _stated(self) -> Iterator[str]:
        """Return the fields of the service; those that no document may state are comments."""
        spec = self.one.spec
        yield from _whole("load_balancers", spec.load_balancers, self._backs)
        yield f"acceptance_required: {json.dumps(spec.acceptance_required)}"
        yield from _value("private_dns_name", spec.private_dns_name, _is_name)
        yield from _whole("ip_address_types", spec.ip_address_types, SERVICE_IP_ADDRESS_TYPES.__contains__)
        yield from _whole("supported_regions", spec.supported_regions, self._is_near)
        yield f"payer: {spec.payer}" if spec.payer else _LEFT_OUT.format("payer")
        yield from self._notifications()

    def _notifications(self) -> Iterator[str]:
        """Return the topics and their events, or a comment when AWS has a topic twice."""
        told = topics_told(self.one)
        if has_topic_twice(self.one) or not all(map(_is_topic, told)):
            yield _LEFT_OUT.format("notifications")
        elif told:
            yield "notifications:"
            yield from (f"  {scalar(topic)}: [{', '.join(events)}]" for topic, events in told.items())

    def _backs(self, arn: str) -> bool:
        """Tell whether a document may state a load balancer: a network one in the service's region and account."""
        found = re.fullmatch(LOAD_BALANCER_ARN_PATTERN, arn)
        accounts = {one.account for one in self.sellers if one.name == self.one.spec.seller}
        home = (self.grants.partition, self.one.spec.region, "net")
        return (
            found is not None and found.group("partition", "region", "type") == home and accounts <= {found["account"]}
        )

    def _is_near(self, region: str) -> bool:
        """Tell whether a document may state *region* as a supported region."""
        return is_region(region) and partition_of(region) == self.grants.partition

    def _ownership(self) -> str:
        """Return the ownership of the list: exclusive, so that drift shows grants made by hand.

        It is additive when exclusive would revoke a grant that no document can name.
        """
        if self.grants.nameless:
            why = "exclusive would revoke grants that no document can name, see below"
            return f"principals: additive  # {why}"
        return "principals: exclusive  # apply revokes grants that no document names; additive only adds"


def _short(principal: str) -> str:
    return account_of(principal) or principal if principal.endswith(":root") else principal


def _is_topic(arn: str) -> bool:
    return re.fullmatch(TOPIC_ARN_PATTERN, arn) is not None


def _is_name(name: str) -> bool:
    longest = PRIVATE_DNS_NAME_LENGTH[1]
    return len(name) <= longest and re.fullmatch(PRIVATE_DNS_NAME_PATTERN, name) is not None


def _value(key: str, value: str | None, fits: Callable[[str], bool]) -> Iterator[str]:
    """Return the line of a value, or a comment when no document may state it."""
    if value:
        yield f"{key}: {scalar(value)}" if fits(value) else _LEFT_OUT.format(key)


def _whole(key: str, members: Collection[str] | None, fits: Callable[[str], bool]) -> Iterator[str]:
    """Return the lines of a list, or a comment when no document may state one of its members.

    Stating only the other members would remove that one.
    """
    found = sorted(members or ())
    if all(map(fits, found)):
        yield from _list(key, map(scalar, found))
    else:
        yield _LEFT_OUT.format(key)


def _list(key: str, members: Iterable[str]) -> Iterator[str]:
    lines = [f"  - {member}" for member in members]
    yield from (f"{key}:", *lines) if lines else ()
