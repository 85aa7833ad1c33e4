"""The service that is verified: where it is, whom it admits, and who observes it. Pure."""

from dataclasses import dataclass
from typing import Any

from reconciler.errors import InvalidInput, Unreadable, UsageError
from reconciler.model import Address, Observed, Severity, error
from reconciler.parties import Observer, Seller
from reconciler.pipeline.planning import Planning
from reconciler.pipeline.querying import service_asked
from reconciler.principal_forms import account_of
from reconciler.privatelink_limits import EVERYONE
from reconciler.regions import partition_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A service of *seller* as AWS has it, and its observer.

    *here* is the region that the observer looks from. *served* are all regions in which customers may create endpoints.
    *grants* are the allowed principals as AWS lists them, None if they were not read.
    """

    address: Address
    seller: str
    account: str
    observer: Observer
    here: str
    name: str
    region: str
    served: frozenset[str]
    grants: frozenset[str] | None
    private_dns_name: str | None = None

    @property
    def away(self) -> bool:
        """Tell whether the observer looks from another region than that of the service."""
        return self.here != self.region

    @property
    def named(self) -> bool:
        """Tell whether a grant names the observer: its role, or its account as a whole."""
        parts = self.observer.role.arn.rsplit("/", 1)
        role = f"{parts[0].partition('/')[0]}/{parts[-1]}"
        root = f"arn:{partition_of(self.region)}:iam::{self.observer.account}:root"
        return not {role, root, self.observer.account}.isdisjoint(self.grants or ())

    @property
    def public(self) -> bool:
        """Tell whether a grant names everyone."""
        return EVERYONE in (self.grants or ())

    @property
    def others(self) -> tuple[str, ...]:
        """Return the grants to other identities of the observer's account."""
        return tuple(sorted(one for one in self.grants or () if account_of(one) == self.observer.account))


def subject_of(planning: Planning, given: str) -> Subject:
    """Return the service that *given* names.

    Raises UsageError for a service that no document names or that AWS does not have, InvalidInput without an observer,
    and Unreadable if the service could not be read.
    """
    asked = service_asked(given, planning)
    address, desired = next(one for one in planning.repository.wish.items() if str(one[0]) == asked)
    seller = _seller(planning, desired.spec.seller)
    observer = _observer(planning, seller)
    found = _observed(planning, address)
    spec, region = found.spec, desired.spec.region
    return Subject(
        address=address,
        seller=seller.name,
        account=seller.account,
        observer=observer,
        here=observer.region or region,
        name=found.facts.get("name") or f"com.amazonaws.vpce.{region}.{found.remote_id}",
        region=region,
        served=frozenset({region, *(spec.supported_regions or ())}),
        grants=spec.allowed_principals,
        private_dns_name=spec.private_dns_name,
    )


def _seller(planning: Planning, name: str) -> Seller:
    return next(one for one in planning.repository.settings.sellers if one.name == name)


def _observer(planning: Planning, seller: Seller) -> Observer:
    if seller.observer:
        return seller.observer
    place = planning.repository.settings.at("sellers", seller.name)
    hint = f"state sellers.{seller.name}.observer: {{role: arn:…}}, a role in another account that you have"
    problem = error("no-observer", f"seller {seller.name} has no observer to look from", place, hint)
    raise InvalidInput(problem.message, (problem,))


def _observed(planning: Planning, address: Address) -> Observed[Any]:
    """Return the service as AWS has it; what stands in the way of that comes before its absence."""
    found = planning.evidence.observed.get(address) if planning.evidence else None
    if found:
        return found
    errors = [one for one in planning.plan.problems if one.severity is Severity.ERROR]
    unreadable = next((one for one in errors if one.code == "unreadable"), None)
    if unreadable:
        raise Unreadable(unreadable.message, unreadable.hint)
    ours = tuple(one for one in errors if one.address in {None, address})
    if ours:
        raise InvalidInput(f"{address} has errors, so it was not looked at", ours)
    raise UsageError(f"AWS has no {address} yet", "apply it first: reconciler apply")
