"""One endpoint service as its document and a plan know it: what it wants, and what AWS has. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from reconciler.model import Address, Desired, Observed, Severity
from reconciler.pipeline.planning import Planning

KIND = "endpoint_service"


@dataclass(frozen=True, slots=True)
class ServiceState:
    """A service of a document, and what a plan has read of it. *unread* says why nothing was read.

    *wished* are the principals that the plan leaves it with.
    """

    desired: Desired[Any]
    observed: Observed[Any] | None
    wished: frozenset[str]
    account: str
    unread: str = ""

    @property
    def address(self) -> Address:
        """Return the address of its document."""
        return self.desired.address

    @property
    def seller(self) -> str:
        """Return the name of its seller in the settings."""
        return str(self.desired.spec.seller or "")

    @property
    def region(self) -> str:
        """Return its region."""
        return str(self.desired.spec.region or "")

    @property
    def balancers(self) -> tuple[str, ...]:
        """Return the ARNs of its load balancers: those that AWS has, or else those that the document states."""
        stated = self.observed.spec.load_balancers if self.observed else self.desired.spec.load_balancers
        return tuple(sorted(stated or ()))

    @property
    def private_name(self) -> str | None:
        """Return its private DNS name: the one that AWS has, or else the one that the document states."""
        found = self.observed.spec.private_dns_name if self.observed else None
        return found or self.wished_name

    @property
    def wished_name(self) -> str | None:
        """Return the private DNS name that the document states; None where it states none, or that there is none."""
        stated = self.desired.spec.private_dns_name
        return None if stated in {None, "none"} else str(stated)

    @property
    def friendly_name(self) -> str | None:
        """Return the user-friendly DNS name that the document states."""
        found: str | None = self.desired.document.body.get("user_friendly_name")
        return found

    @property
    def name_servers(self) -> tuple[str, ...]:
        """Return the name servers that AWS Marketplace gave, in lower case and without the last dot."""
        stated = self.desired.document.body.get("name_servers", ())
        return tuple(sorted({one.lower().removesuffix(".") for one in stated}))

    @property
    def wants_certificate(self) -> bool:
        """Tell whether the document asks for a certificate."""
        return self.desired.document.body.get("certificate") is True

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names that a certificate has to cover: the user-friendly one, then the private one."""
        return tuple(dict.fromkeys(filter(None, (self.friendly_name, self.private_name))))

    def fact(self, name: str) -> Any:  # noqa: ANN401 - a fact of any type
        """Return what a plan has read of the service besides its spec; None without it."""
        return self.observed.facts.get(name) if self.observed else None


def services_of(planning: Planning) -> Iterator[ServiceState]:
    """Return every service of a document that wants it, by address."""
    accounts = {one.name: one.account for one in planning.repository.settings.sellers}
    evidence = planning.evidence
    for address in sorted(one for one in planning.repository.wish if one.kind == KIND):
        desired: Desired[Any] = planning.repository.wish[address]
        if desired.spec.state == "absent":
            continue
        observed = planning.observed.get(address)
        settled = evidence.settled.get(address) if evidence else None
        wished = (settled or (observed.spec if observed else desired.spec)).allowed_principals
        unread = "" if observed else _why_unread(planning, address)
        yield ServiceState(desired, observed, wished or frozenset(), accounts.get(desired.spec.seller, ""), unread)


def _why_unread(planning: Planning, address: Address) -> str:
    """Return why a service could not be read; empty for one that AWS does not have."""
    for one in planning.plan.problems:
        if one.code == "unreadable" and one.severity is Severity.ERROR and one.address in {None, address}:
            return f"{one.message}: {one.hint}" if one.hint else one.message
    return ""
