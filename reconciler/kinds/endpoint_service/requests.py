"""Requests: a changed service takes one EC2 call for its configuration, one for its principals, and few others. Pure.

Example: a change adds 700 principals and removes 100, with at most 500 edits in a call. The first call adds 500, and
the second adds 200 and removes 100. With `acceptance_required: true` in the same change, the call for the configuration
comes first, so that new principals cannot connect without acceptance.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from reconciler.kind import Planned
from reconciler.model import ACCEPTED, Action, Address, Request, RequestKey, Terms, ValueChange, Verb
from reconciler.privatelink_limits import DECIDED_PER_CALL

from .connections import live_connections
from .handover import Holding, Step, StepsByAddress, handed_over
from .notifications import PATH, edits, targets_of
from .parse import cite
from .record_requests import RecordRequests
from .spec import NAME_TAG, EndpointServiceSpec
from .verbs import ACCEPT, CREATE, DELETE, MODIFY, NOTIFY, PAYER, PERMIT, REJECT, RENOTIFY, TAG, UNNOTIFY

DELTAS = {
    "ip_address_types": ("AddSupportedIpAddressTypes", "RemoveSupportedIpAddressTypes"),
    "supported_regions": ("AddSupportedRegions", "RemoveSupportedRegions"),
}
"""Lists that ModifyVpcEndpointServiceConfiguration edits by members (facts: privatelink 1.2)."""


def requests(planned: Sequence[Planned], terms: Terms) -> tuple[Request, ...]:
    """Return the requests for all changes of services."""
    steps, _ = handed_over({one.change.address: Holding.planned(one) for one in planned})
    return tuple(request for one in planned for request in ServiceRequests(one, terms, steps).requests())


@dataclass(frozen=True, slots=True)
class ServiceRequests:
    """Makes the requests for one changed service; *steps* are the steps of the handover of load balancers."""

    planned: Planned
    terms: Terms
    steps: StepsByAddress = field(default_factory=dict)

    def requests(self) -> Iterator[Request]:
        """Return every request that the change needs; the record of a name goes before the name does."""
        records = RecordRequests(self.planned, self._one)
        removed = tuple(records.removals())
        yield from removed
        before = frozenset(request.key for request in removed)
        for request in self._besides_records():
            yield replace(request, after=request.after | before) if request.verb in {MODIFY, DELETE} else request
        yield from records.additions()

    def _besides_records(self) -> Iterator[Request]:
        if self.planned.change.action is Action.DELETE:
            yield from self._ending()
            return
        if self.planned.change.action is Action.CREATE:
            yield self._stepping(CREATE, self._creation(), self._steps[0])
        else:
            yield from self._modification()
        yield from self._payer()
        yield from self._notifications()
        grants = tuple(self._permissions())
        yield from grants
        yield from self._evictions(grants)
        yield from self._acceptances(grants)

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
        edits = tuple(self._modifying(details))
        yield from edits
        yield from self._taking_over(edits)
        tags = {
            one.path.removeprefix("tags."): one.after
            for one in self.planned.change.fields
            if isinstance(one, ValueChange) and one.path.startswith("tags.")
        }
        if tags:
            yield self._one(TAG, {"Tags": _tags(tags)})

    def _taking_over(self, edits: Sequence[Request]) -> Iterator[Request]:
        """Take over zones that were added to the load balancers: by a call of its own that changes nothing else.

        The guide documents such a call; whether a call with changes takes zones over, too, is unknown (privatelink
        1.2).
        """
        if self.planned.change.value("zones"):
            request = self._one(MODIFY, {}, len(edits))
            yield replace(request, after=request.after | {edit.key for edit in edits})

    def _payer(self) -> Iterator[Request]:
        """Set the payer to the service's owner; AWS cannot set it back (facts: privatelink 1.10)."""
        change = self.planned.change.value("payer")
        if change and change.after == "service_owner":
            yield self._one(PAYER, {"PayerResponsibility": "ServiceOwner"})

    def _notifications(self) -> Iterator[Request]:
        """Make, edit and delete notifications; one call deletes all that go (facts: privatelink 1.9).

        The way from documents to AWS, which an adoption shows to guards and never sends, has topics that AWS does not
        tell; a topic stands for the id there.
        """
        observed, gone = self.planned.pair.observed, list[str]()
        ids = {target: one.id for target, one in targets_of(observed).items()}
        for part, (target, before, after) in enumerate(edits(self.planned.change.members(PATH), observed)):
            told = {"ConnectionNotificationArn": target, "ConnectionEvents": list(after)}
            if not after:
                gone.append(ids.get(target, target))
            elif before:
                yield self._one(RENOTIFY, {"ConnectionNotificationId": ids.get(target, target), **told}, part)
            else:
                yield self._one(NOTIFY, told, part)
        if gone:
            yield self._one(UNNOTIFY, {"ConnectionNotificationIds": sorted(gone)})

    def _permissions(self) -> Iterator[Request]:
        """Edit the list of principals in one call, or in several when the settings' limit demands it, adds first.

        Principals are added in the order of the documents: EC2 may refuse the last ones when there are too many.
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
        """Return the call that turns acceptance on, if there is one: principals are added after it.

        Otherwise a new principal could connect without acceptance in between.
        """
        acceptance = self.planned.change.value("acceptance_required")
        asks = self.planned.change.action is Action.UPDATE and acceptance is not None and acceptance.after
        return {RequestKey(self._address, MODIFY.name)} if added and asks else set()

    def _evictions(self, edits: Sequence[Request]) -> Iterator[Request]:
        """Reject the connections that are to end, after all edits, so that they cannot be made again."""
        return self._deciding(REJECT, self.planned.change.members("connections").removed, edits)

    def _acceptances(self, grants: Sequence[Request]) -> Iterator[Request]:
        """Accept the endpoints that wait, after all grants."""
        return self._deciding(ACCEPT, self.planned.change.members(ACCEPTED).added, grants)

    def _deciding(self, verb: Verb, endpoints: Iterable[str], after: Sequence[Request] = ()) -> Iterator[Request]:
        """Accept or reject *endpoints*, as many as a call takes."""
        chosen = sorted(endpoints)
        for part, start in enumerate(range(0, len(chosen), DECIDED_PER_CALL)):
            request = self._one(verb, {"VpcEndpointIds": chosen[start : start + DECIDED_PER_CALL]}, part)
            yield replace(request, after=frozenset(one.key for one in after))

    def _ending(self) -> Iterator[Request]:
        """Reject all connections, then delete: EC2 does not delete a connected service (facts: privatelink 1.5)."""
        endpoints = [one.endpoint_id for one in live_connections(self.planned.pair.observed)]
        rejections = tuple(self._deciding(REJECT, endpoints))
        yield from rejections
        yield replace(self._one(DELETE, {}), after=frozenset(one.key for one in rejections))

    def _modifying(self, details: Mapping[str, Any]) -> Iterator[Request]:
        """Edit the configuration; the first step of the load balancers also carries all other edits."""
        for part, step in enumerate(self._steps if details or self._address in self.steps else ()):
            balancers = {
                "AddNetworkLoadBalancerArns": _sorted(step.taken),
                "RemoveNetworkLoadBalancerArns": _sorted(step.left),
            }
            yield self._stepping(MODIFY, _stated({**({} if part else details), **balancers}), step, part)

    def _stepping(self, verb: Verb, details: Mapping[str, Any], step: Step, part: int = 0) -> Request:
        """Make a request that waits until the load balancers that it takes are free."""
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
