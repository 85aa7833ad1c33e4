"""A valid document becomes a wish; what no schema can see is found here, offline."""

import re
from collections.abc import Iterator
from dataclasses import replace

from reconciler.kind import Parsed, References
from reconciler.model import Desired, Document, Feed, Mode, Problem, Wish
from reconciler.model.problem import error, warning
from reconciler.principal_forms import normal_form, partition_of, wrong_partition
from reconciler.settings import Seller
from reconciler.spelling import did_you_mean

from .spec import EndpointServiceSpec, State

_BALANCER = re.compile(r"arn:([a-z-]+):elasticloadbalancing:([a-z0-9-]+):([0-9]{12}):loadbalancer/net/.+")


def parse(document: Document, references: References) -> Parsed:
    """Turn a valid document into a wish of one seller in one region."""
    seller = _seller(document, references)
    if isinstance(seller, Problem):
        return Parsed(None, (seller,))
    problems = (
        *_region(document, seller),
        *_load_balancers(document, seller),
        *_enough_to_create(document),
    )
    return Parsed(None if problems else _desired(document, seller), tuple(problems))


def _desired(document: Document, seller: Seller) -> Desired[EndpointServiceSpec]:
    body = document.body
    mode = Mode(body.get("principals", Mode.ADDITIVE))
    spec = EndpointServiceSpec(
        seller=seller.name,
        region=body["region"],
        state=State(body.get("state", State.PRESENT)),
        load_balancers=_members(body.get("load_balancers")),
        acceptance_required=body.get("acceptance_required"),
        private_dns_name=body.get("private_dns_name"),
        ip_address_types=_members(body.get("ip_address_types")),
        supported_regions=_members(body.get("supported_regions"), body["region"]),
        payer=body.get("payer"),
        tags=body.get("tags"),
        allowed_principals=frozenset() if mode is Mode.EXCLUSIVE else None,
    )
    return Desired(address=document.address, spec=spec, document=document, mode=mode, pin=body.get("id"))


def absorb(desired: Desired[EndpointServiceSpec], feeds: tuple[Feed, ...]) -> Desired[EndpointServiceSpec]:
    """Take the principals that documents feed into the list, in normal form."""
    partition = partition_of(desired.spec.region or "")
    principals = frozenset(normal_form(member, partition) for feed in feeds for member in feed.members)
    return replace(desired, spec=replace(desired.spec, allowed_principals=principals), fed=feeds)


def _members(stated: list[str] | None, but: str = "") -> frozenset[str] | None:
    return None if stated is None else frozenset(stated) - {but}


def _seller(document: Document, references: References) -> Seller | Problem:
    """Find the seller that the document names, or the only one."""
    known = {seller.name: seller for seller in references.sellers}
    name = document.body.get("seller")
    if name is None and len(known) == 1:
        return next(iter(known.values()))
    if name in known:
        return known[str(name)]
    listed = ", ".join(known) or "none"
    if name is None:
        message, hint = f"there are several sellers ({listed})", "say which one with seller:"
        return error("no-seller", message, document.source, hint, document.address)
    hint = did_you_mean(str(name), list(known)) or f"sellers in reconciler.yaml: {listed}"
    return error("unknown-seller", f"no seller is called {name!r}", document.at("seller"), hint, document.address)


def _region(document: Document, seller: Seller) -> Iterator[Problem]:
    region = document.body["region"]
    if region not in seller.regions:
        hint = f"add {region} to sellers.{seller.name}.regions, or use one of {', '.join(seller.regions)}"
        message = f"{region} is not among the regions of seller {seller.name}"
        yield error("region-not-listed", message, document.at("region"), hint, document.address)
    for position, other in enumerate(document.body.get("supported_regions", ())):
        if partition_of(other) != partition_of(region):
            message = f"{other} is of another partition than {region}"
            yield error("other-partition", message, document.at("supported_regions", position), "", document.address)


def _load_balancers(document: Document, seller: Seller) -> Iterator[Problem]:
    """An NLB lives where its service lives (facts: privatelink 1.1)."""
    region = document.body["region"]
    for position, arn in enumerate(document.body.get("load_balancers", ())):
        found = _BALANCER.fullmatch(arn)
        source = document.at("load_balancers", position)
        if found and found.group(2) != region:
            yield error("other-region", f"the load balancer is in {found.group(2)}, the service in {region}", source)
        if found and found.group(3) != seller.account:
            message = f"the load balancer belongs to {found.group(3)}, seller {seller.name} is {seller.account}"
            yield error("other-account", message, source)


def _enough_to_create(document: Document) -> Iterator[Problem]:
    body = document.body
    if "id" not in body and "load_balancers" not in body and body.get("state") != State.ABSENT:
        hint = "give it load_balancers:, or the id: of a service that exists"
        yield error("nothing-to-create", "a service needs a network load balancer", document.source, hint)


def check(wish: Wish) -> tuple[Problem, ...]:
    """Find what services may not share, and principals that their lists may not hold."""
    services = [desired for desired in wish.values() if isinstance(desired.spec, EndpointServiceSpec)]
    return (
        *_shared(services, "id"),
        *_shared(services, "load_balancers"),
        *(problem for desired in services for problem in _grants(desired)),
    )


def _shared(services: list[Desired[EndpointServiceSpec]], field: str) -> Iterator[Problem]:
    """One NLB backs one service, one id is one service (facts: privatelink 1.1)."""
    seen: dict[str, Desired[EndpointServiceSpec]] = {}
    for desired in services:
        values = [desired.pin] if field == "id" else sorted(desired.spec.load_balancers or ())
        for value in filter(None, values):
            first = seen.setdefault(value, desired)
            if first is not desired:
                message = f"{value} is {first.address}'s already, at {first.document.at(field)}"
                yield error(f"shared-{field}", message, desired.document.at(field), "", desired.address)


def _grants(desired: Desired[EndpointServiceSpec]) -> Iterator[Problem]:
    partition = partition_of(desired.spec.region or "")
    seen: dict[str, Feed] = {}
    for feed in desired.fed:
        for member in feed.members:
            if wrong_partition(member, partition):
                message = f"{member} is of another partition than {desired.address} in {desired.spec.region}"
                yield error("other-partition", message, feed.at(member), "", feed.source)
    if len(desired.fed) > 1:
        yield from _twice(desired, partition, seen)


def _twice(desired: Desired[EndpointServiceSpec], partition: str, seen: dict[str, Feed]) -> Iterator[Problem]:
    """Find principals that several documents grant: one grant, told with both places."""
    for feed in desired.fed:
        for member in feed.members:
            principal = normal_form(member, partition)
            first = seen.setdefault(principal, feed)
            if first is not feed:
                message = (
                    f"{principal} is granted on {desired.address} by {first.source} too, at {first.document.source}"
                )
                yield warning("granted-twice", message, feed.at(member), "it is one grant", feed.source)
