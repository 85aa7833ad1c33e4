"""The answer of `sheet`: what a customer needs to connect to the services that admit it. Pure.

It holds nothing of other customers, no load balancer and no other id of the seller. A customer is admitted by a grant
of any ARN of its accounts, or of `*`.

Example: acme may connect to `api-us`, and the plan grants it `api-eu`. The sheet has both, the second with access
`not_yet`. An endpoint of acme that is connected to `old` is on the sheet, too, with access `none`.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from reconciler.model import FORMAT_VERSION, Desired, Observed, Problem, Severity, error
from reconciler.pipeline.planning import Planning
from reconciler.ports import EndpointConnection
from reconciler.principal_forms import account_of, admits_anyone
from reconciler.printed import ServiceDnsJson, SheetAccess, SheetEndpointJson, SheetJson, SheetServiceJson
from reconciler.privatelink_limits import ENDED_CONNECTIONS

from .creation import creation
from .customer import Customer, customer_asked

_SERVICE = "endpoint_service"
_INCOMPLETE = "a part could not be read or is in error, so services may be missing here"
_HINT = "reconciler plan says what and why"
_ACCESS: dict[tuple[bool, bool], SheetAccess] = {
    (True, True): "allowed",
    (False, True): "not_yet",
    (True, False): "ending",
    (False, False): "none",
}


def sheet(planning: Planning, customer: str) -> SheetJson:
    """Return what *customer* needs; it is named as `customer_asked` says. Raises UsageError for an unknown one."""
    asked = customer_asked(customer, planning.repository)
    wish = planning.repository.wish.values()
    services = [_ServiceView.of(planning, one, asked) for one in wish if one.address.kind == _SERVICE]
    return {
        "format_version": FORMAT_VERSION,
        "customer": {"title": asked.title, "accounts": sorted(asked.accounts)},
        "services": [one.as_json() for one in sorted(services, key=lambda one: one.rank) if one.concerns],
        "problems": [one.as_json() for one in _problems(planning.plan.problems)],
    }


def _problems(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Return one error for each code of an error; its message may name other customers, so it is left out."""
    for code in dict.fromkeys(one.code for one in problems if one.severity is Severity.ERROR):
        yield error(code, _INCOMPLETE, "", _HINT)


@dataclass(frozen=True, slots=True)
class _ServiceView:
    """A service with a document as one *customer* sees it; *before* and *after* are the grants that admit it."""

    desired: Desired[Any]
    observed: Observed[Any] | None
    customer: Customer
    before: tuple[str, ...]
    after: tuple[str, ...]

    @classmethod
    def of(cls, planning: Planning, desired: Desired[Any], customer: Customer) -> "_ServiceView":
        evidence = planning.evidence
        observed = evidence.observed.get(desired.address) if evidence else None
        settled = evidence.settled.get(desired.address) if evidence else None
        live = observed.spec if observed else None
        ends = (live, settled or live)
        before, after = (_admitting(spec, customer.accounts) for spec in ends)
        return cls(desired, observed, customer, before, after)

    @property
    def rank(self) -> tuple[str, str]:
        """Return the sort key: the region, then the name of the document."""
        return self.desired.spec.region or "", self.desired.address.name

    @property
    def concerns(self) -> bool:
        """Tell whether the customer may connect, is connected, or will be able to connect."""
        return bool(self.before or self.after or self._connections())

    def as_json(self) -> SheetServiceJson:
        """Return the service as the sheet has it."""
        facts = self.observed.facts if self.observed else {}
        spec = self.observed.spec if self.observed else self.desired.spec
        name, dns = facts.get("name"), self._dns()
        asks = spec.acceptance_required
        usable = bool(dns and dns["state"] == "verified" and asks is False)
        label, region = self.desired.address.name, self.desired.spec.region or ""
        return {
            "address": str(self.desired.address),
            "service_name": name,
            "region": region,
            "supported_regions": sorted(spec.supported_regions or ()),
            "access": _ACCESS[bool(self.before), bool(self.after)],
            "granted_to": list(self.after or self.before),
            "expires": self._expires(),
            "acceptance_required": asks,
            "private_dns": dns,
            "zone_ids": sorted(facts.get("zone_ids", ())),
            "ip_address_types": sorted(spec.ip_address_types or ()),
            "endpoints": [self._endpoint(one) for one in self._connections()],
            "creation": creation(label, name, region, private_name=usable) if name else None,
        }

    def _connections(self) -> list[EndpointConnection]:
        found: tuple[EndpointConnection, ...] = self.observed.facts.get("connections", ()) if self.observed else ()
        ours = (one for one in found if one.owner in self.customer.accounts and one.state not in ENDED_CONNECTIONS)
        return sorted(ours, key=lambda one: one.endpoint_id)

    def _dns(self) -> ServiceDnsJson | None:
        found = self.observed.facts.get("private_dns") if self.observed else None
        name = self.observed.spec.private_dns_name if self.observed else None
        return {"name": name, "state": found.state} if found and name else None

    def _expires(self) -> str | None:
        """Return the latest end of the documents that name the customer; None if one of them has no end."""
        ends = [
            feed.ends
            for feed in (*self.desired.fed, *self.desired.ended)
            if self.customer.accounts.intersection(filter(None, map(account_of, feed.members)))
        ]
        days = [day for day in ends if day]
        return max(days).isoformat() if days and len(days) == len(ends) else None

    def _endpoint(self, one: EndpointConnection) -> SheetEndpointJson:
        regional, zonal, private = _by_reach(one)
        return {
            "endpoint": one.endpoint_id,
            "account": one.owner,
            "region": one.region,
            "state": one.state,
            "since": one.created_at,
            "regional": regional,
            "zonal": zonal,
            "private": private,
        }


def _admitting(spec: Any, accounts: Collection[str]) -> tuple[str, ...]:  # noqa: ANN401 - the spec of an endpoint service
    """Return the grants of *spec* that admit one of *accounts*, sorted."""
    granted: Iterable[str] = (spec.allowed_principals if spec else None) or ()
    return tuple(sorted(one for one in granted if account_of(one) in accounts or admits_anyone(one)))


def _by_reach(one: EndpointConnection) -> tuple[list[str], list[str], list[str]]:
    """Return the regional, the zonal and the private names of an endpoint (facts: readiness, Consumer side).

    Names of AWS begin with the id of the endpoint; a zonal one has the zone of the customer's account behind it:
    `vpce-0123-ab12-us-east-1a.vpce-svc-….us-east-1.vpce.amazonaws.com`.
    """
    own = [name for name in one.dns_names if name.startswith(one.endpoint_id)]
    zonal = [name for name in own if re.search(r"-[a-z]+(-[a-z]+)+-\d+[a-z]$", name.partition(".")[0])]
    return [name for name in own if name not in zonal], zonal, [name for name in one.dns_names if name not in own]
