"""Changes of services turned into EC2 calls: one for the configuration, one for the list, few others. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from reconciler.kind import Planned
from reconciler.model import Action, Address, Request, RequestKey, Terms, ValueChange, Verb

from .connections import live_connections
from .handover import Holding, Step, StepsByAddress, handed_over
from .parse import cite
from .spec import NAME_TAG, EndpointServiceSpec
from .verbs import CREATE, DELETE, MODIFY, PAYER, PERMIT, REJECT, TAG

DELTAS = {
    "ip_address_types": ("AddSupportedIpAddressTypes", "RemoveSupportedIpAddressTypes"),
    "supported_regions": ("AddSupportedRegions", "RemoveSupportedRegions"),
}
"""Lists that a modification edits by members, several in one call (facts: privatelink 1.2)."""


def requests(planned: Sequence[Planned], terms: Terms) -> tuple[Request, ...]:
    """Turn all changes of services into requests."""
    steps, _ = handed_over({one.change.address: Holding.planned(one) for one in planned})
    return tuple(request for one in planned for request in ServiceRequests(one, terms, steps).requests())


@dataclass(frozen=True, slots=True)
class ServiceRequests:
    """The requests that one changed service needs; *steps* are those in which load balancers change hands."""

    planned: Planned
    terms: Terms
    steps: StepsByAddress = field(default_factory=dict)

    def requests(self) -> Iterator[Request]:
        """Give every call that the change needs."""
        if self.planned.change.action is Action.DELETE:
            yield from self._ending()
            return
        if self.planned.change.action is Action.CREATE:
            yield self._stepping(CREATE, self._creation(), self._steps[0])
        else:
            yield from self._modification()
        yield from self._payer()
        edits = tuple(self._permissions())
        yield from edits
        yield from self._evictions(edits)

    def _creation(self) -> Mapping[str, Any]:
        spec = self._settled_values()
        tags = {**(self._wish.tags or {}), NAME_TAG: self._address.name}
        return _stated(
            {
                "NetworkLoadBalancerArns": _sorted(spec.load_balancers),
                "AcceptanceRequired": spec.acceptance_required,
                "PrivateDnsName": spec.private_dns_name,
                "SupportedIpAddressTypes": _sorted(spec.ip_address_types),
                "SupportedRegions": _sorted(spec.supported_regions),
                "TagSpecifications": [{"ResourceType": "vpc-endpoint-service", "Tags": _tags(tags)}],
            }
        )

    def _settled_values(self) -> EndpointServiceSpec:
        none = self.planned.change.value("private_dns_name") is None
        return replace(self._wish, private_dns_name=None) if none else self._wish

    def _modification(self) -> Iterator[Request]:
        details: dict[str, Any] = {}
        for path, (add, remove) in DELTAS.items():
            change = self.planned.change.members(path)
            details |= _stated({add: _sorted(change.added), remove: _sorted(change.removed)})
        acceptance = self.planned.change.value("acceptance_required")
        name = self.planned.change.value("private_dns_name")
        details |= {"AcceptanceRequired": acceptance.after} if acceptance else {}
        if name:
            details |= {"PrivateDnsName": name.after} if name.after else {"RemovePrivateDnsName": True}
        yield from self._modifying(details)
        tags = {
            one.path.removeprefix("tags."): one.after
            for one in self.planned.change.fields
            if isinstance(one, ValueChange) and one.path.startswith("tags.")
        }
        if tags:
            yield self._one(TAG, {"Tags": _tags(tags)})

    def _payer(self) -> Iterator[Request]:
        """Switch the payer: one-way, so only ever to the service's owner (facts: privatelink 1.10)."""
        change = self.planned.change.value("payer")
        if change and change.after == "service_owner":
            yield self._one(PAYER, {"PayerResponsibility": "ServiceOwner"})

    def _permissions(self) -> Iterator[Request]:
        """Edit the list in one call; beyond the settings' limit in several, adds before removes.

        Of several calls the first adds what documents name first: EC2 may not take them all.
        """
        change = self.planned.change.members("allowed_principals")
        size = self.terms.permission_edits_per_call
        positions = {one: position for position, one in enumerate(cite(self.planned.pair.desired))}
        added = sorted(change.added, key=lambda one: (positions.get(one, len(positions)), one))
        edits = [("Add", one) for one in added] + [("Remove", one) for one in sorted(change.removed)]
        for part, start in enumerate(range(0, len(edits), size)):
            chunk = edits[start : start + size]
            details = {
                f"{verb}AllowedPrincipals": sorted(principal for kind, principal in chunk if kind == verb)
                for verb in ("Add", "Remove")
                if any(kind == verb for kind, _ in chunk)
            }
            before = {RequestKey(self._address, PERMIT.name, part - 1)} if part else self._asking(change.added)
            yield replace(self._one(PERMIT, details, part), after=frozenset(before) | self._creation_key())

    def _asking(self, added: frozenset[str]) -> set[RequestKey]:
        """Have a service ask first, where it is to ask, and then admit more: nobody slips in unasked."""
        acceptance = self.planned.change.value("acceptance_required")
        asks = self.planned.change.action is Action.UPDATE and acceptance is not None and acceptance.after
        return {RequestKey(self._address, MODIFY.name)} if added and asks else set()

    def _evictions(self, edits: Sequence[Request]) -> Iterator[Request]:
        """Cut the connections that are wished to end, last: nobody can connect again then."""
        endpoints = sorted(self.planned.change.members("connections").removed)
        if endpoints:
            request = self._one(REJECT, {"VpcEndpointIds": endpoints})
            yield replace(request, after=frozenset(edit.key for edit in edits))

    def _ending(self) -> Iterator[Request]:
        """Reject what is connected, then delete: a service with connections is refused (facts: privatelink 1.5)."""
        endpoints = sorted(one.endpoint_id for one in live_connections(self.planned.pair.observed))
        if endpoints:
            yield self._one(REJECT, {"VpcEndpointIds": endpoints})
        before = {RequestKey(self._address, REJECT.name)} if endpoints else set()
        yield replace(self._one(DELETE, {}), after=frozenset(before))

    def _modifying(self, details: Mapping[str, Any]) -> Iterator[Request]:
        """Edit the configuration: with the first step of its load balancers goes all that it needs no step for."""
        for part, step in enumerate(self._steps if details or self._address in self.steps else ()):
            balancers = {
                "AddNetworkLoadBalancerArns": _sorted(step.taken),
                "RemoveNetworkLoadBalancerArns": _sorted(step.left),
            }
            yield self._stepping(MODIFY, _stated({**({} if part else details), **balancers}), step, part)

    def _stepping(self, verb: Verb, details: Mapping[str, Any], step: Step, part: int = 0) -> Request:
        """Have a request wait until the load balancers that it takes are free."""
        request = self._one(verb, details, part)
        return replace(request, after=request.after | step.after)

    @property
    def _steps(self) -> tuple[Step, ...]:
        return self.steps.get(self._address, (Step(),))

    @property
    def _address(self) -> Address:
        return self.planned.change.address

    @property
    def _wish(self) -> EndpointServiceSpec:
        spec: EndpointServiceSpec = self.planned.pair.desired.spec
        return spec

    def _creation_key(self) -> frozenset[RequestKey]:
        creates = self.planned.change.action is Action.CREATE
        return frozenset({RequestKey(self._address, CREATE.name)} if creates else ())

    def _one(self, verb: Verb, details: Mapping[str, Any], part: int = 0) -> Request:
        observed = self.planned.pair.observed
        return Request(
            address=self._address,
            verb=verb,
            part=part,
            details=details,
            remote_id=observed.remote_id if observed else None,
            after=frozenset() if verb is CREATE else self._creation_key(),
            seller=self._wish.seller or "",
            region=self._wish.region or "",
        )


def _stated(details: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in details.items() if value not in (None, [])}


def _sorted(members: frozenset[str] | None) -> list[str]:
    return sorted(members or ())


def _tags(tags: Mapping[str, str]) -> list[Mapping[str, str]]:
    return [{"Key": key, "Value": value} for key, value in sorted(tags.items())]
