"""Parsing: a valid document becomes a desired service. Errors that a schema cannot find are found here, offline."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain

from reconciler.kind import Parsed
from reconciler.model import Desired, Document, Feed, Mode, Problem, Severity, Wish, error, warning
from reconciler.names import References
from reconciler.principal_forms import all_arns_of, normal_form, normal_forms, wrong_partition
from reconciler.regions import is_region, known_regions, likely_region, partition_of, region_problem
from reconciler.settings import Seller
from reconciler.spelling import quoted
from reconciler.suggestions import did_you_mean

from .notifications import stated_members
from .spec import EndpointServiceSpec, State, Wanted
from .topics import misplaced_topics


def parse(document: Document, references: References) -> Parsed:
    """Return the desired service of a valid document, of one seller in one region, and its problems."""
    if not references.sellers:
        return Parsed(None)  # another problem says that the settings have no sellers
    seller = _seller(document, references)
    if isinstance(seller, Problem):
        return Parsed(None, (seller,))
    problems = (
        *_region(document, seller),
        *_supported_regions(document),
        *_load_balancers(document, seller),
        *misplaced_topics(document, seller),
        *_enough_to_create(document),
        *_offering(document, seller),
    )
    wrong = any(problem.severity is Severity.ERROR for problem in problems)
    return Parsed(None if wrong else _desired(document, seller), problems)


def _desired(document: Document, seller: Seller) -> Wanted:
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
        notifications=stated_members(body.get("notifications")),
        allowed_principals=frozenset() if mode is Mode.EXCLUSIVE else None,
    )
    return Desired(address=document.address, spec=spec, document=document, mode=mode, pin=body.get("id"))


def absorb(desired: Wanted, feeds: tuple[Feed, ...]) -> Wanted:
    """Add the principals of *feeds* to the list, in normal form."""
    partition = partition_of(desired.spec.region or "")
    principals = normal_forms(chain.from_iterable(feed.members for feed in feeds), partition)
    return replace(desired, spec=replace(desired.spec, allowed_principals=principals), fed=feeds)


def cite(desired: Wanted) -> Mapping[str, str]:
    """Return the place where each principal of the list is first named, in the order of the documents."""
    partition = partition_of(desired.spec.region or "")
    found: dict[str, str] = {}
    for feed in desired.fed:
        for member in feed.members:
            found.setdefault(normal_form(member, partition), feed.at(member))
    return found


def _members(stated: list[str] | None, but: str = "") -> frozenset[str] | None:
    return None if stated is None else frozenset(stated) - {but}


def _seller(document: Document, references: References) -> Seller | Problem:
    """Return the seller that the document names, or the only one; a problem when it is unknown or not clear."""
    known = {seller.name: seller for seller in references.sellers}
    name = document.body.get("seller")
    if name is None and len(known) == 1:
        return next(iter(known.values()))
    if name in known:
        return known[str(name)]
    listed = ", ".join(known) or "none"
    if name is None:
        message, hint = f"there are several sellers ({listed})", "name one of them with seller:"
        return error("no-seller", message, document.source, hint, document.address)
    hint = did_you_mean(str(name), list(known)) or f"sellers in reconciler.yaml: {listed}"
    return error("unknown-seller", f"no seller is called {name!r}", document.at("seller"), hint, document.address)


def _offering(document: Document, seller: Seller) -> Iterator[Problem]:
    """Find an offering that the seller does not state."""
    name = document.body.get("offering")
    known = [one.name for one in seller.offerings]
    if name is None or name in known:
        return
    hint = did_you_mean(name, known) or (
        f"offerings of seller {seller.name}: {', '.join(known)}"
        if known
        else f"state it in reconciler.yaml: sellers.{seller.name}.offerings"
    )
    message = f"seller {seller.name} has no offering {name!r}"
    yield error("unknown-offering", message, document.at("offering"), hint, document.address)


def _region(document: Document, seller: Seller) -> Iterator[Problem]:
    """Find a region that the seller does not list. Problems of listed regions are problems of the settings."""
    region, source = document.body["region"], document.at("region")
    if region in seller.regions:
        return
    near = likely_region(region, seller.regions)
    likely = f"did you mean {quoted(near)}?" if near and region not in known_regions() else ""
    if is_region(region):
        hint = likely or f"add {region} to sellers.{seller.name}.regions, or use one of {', '.join(seller.regions)}"
        message = f"{region} is not among the regions of seller {seller.name}"
        yield error("region-not-listed", message, source, hint, document.address)
    elif problem := region_problem(region, source):
        yield replace(problem, hint=likely or problem.hint, address=document.address)


def _supported_regions(document: Document) -> Iterator[Problem]:
    """Find unknown or doubtful regions, and regions of another partition, from which consumers cannot connect."""
    region = document.body["region"]
    for position, other in enumerate(document.body.get("supported_regions", ())):
        source = document.at("supported_regions", position)
        if problem := region_problem(other, source):
            yield replace(problem, address=document.address)
        if is_region(other) and is_region(region) and partition_of(other) != partition_of(region):
            message = f"{other} is in another partition than {region}"
            hint = f"consumers connect from regions of {partition_of(region)} only"
            yield error("other-partition", message, source, hint, document.address)


def _load_balancers(document: Document, seller: Seller) -> Iterator[Problem]:
    """Find load balancers in another region, partition or account than the service (facts: privatelink 1.1)."""
    region = document.body["region"]
    placed = region in {*known_regions(), *seller.regions}
    for position, arn in enumerate(document.body.get("load_balancers", ())):
        _, partition, _, its_region, account, _ = arn.split(":", 5)
        source = document.at("load_balancers", position)
        if placed and its_region != region:
            message = f"the load balancer is in {quoted(its_region)}, the service in {region}"
            hint = "a load balancer backs services of its region"
            yield error("other-region", message, source, hint, document.address)
        elif placed and partition != partition_of(region):
            message = f"the load balancer's ARN is of partition {partition}, {region} is of {partition_of(region)}"
            hint = f"ARNs in {region} begin with arn:{partition_of(region)}:"
            yield error("other-partition", message, source, hint, document.address)
        if account != seller.account:
            message = f"the load balancer belongs to {account}, seller {seller.name} is {seller.account}"
            hint = (
                "a load balancer backs services of its account: name the seller that owns it, or correct "
                f"sellers.{seller.name}.account in reconciler.yaml"
            )
            yield error("other-account", message, source, hint, document.address)


def _enough_to_create(document: Document) -> Iterator[Problem]:
    body = document.body
    if "id" not in body and "load_balancers" not in body and body.get("state") != State.ABSENT:
        hint = "add load_balancers:, or the id: of an existing service"
        message = "a service needs a network load balancer"
        yield error("nothing-to-create", message, document.source, hint, document.address)


def check(wish: Wish) -> tuple[Problem, ...]:
    """Find ids and load balancers that two documents state, and principals that a list may not have."""
    services = [desired for desired in wish.values() if isinstance(desired.spec, EndpointServiceSpec)]
    return (
        *_shared_ids(services),
        *_shared_load_balancers(services),
        *(problem for desired in services if desired.fed for problem in _grants(desired)),
    )


def _shared_ids(services: Iterable[Wanted]) -> Iterator[Problem]:
    """Find ids that two documents state: an id is one service."""
    seen: dict[str, Wanted] = {}
    for desired in services:
        first = seen.setdefault(desired.pin, desired) if desired.pin else desired
        if first is not desired:
            message = f"{desired.pin} already belongs to {first.address}, at {first.document.at('id')}"
            hint = "one service has one document"
            yield error("shared-id", message, desired.document.at("id"), hint, desired.address)


def _shared_load_balancers(services: Iterable[Wanted]) -> Iterator[Problem]:
    """Find load balancers that two documents state (facts: privatelink 1.1), except those of a service that ends."""
    seen: dict[str, tuple[Wanted, str]] = {}
    for desired in (one for one in services if one.spec.state is not State.ABSENT):
        for position, arn in enumerate(desired.document.body.get("load_balancers", ())):
            source = desired.document.at("load_balancers", position)
            first, place = seen.setdefault(arn, (desired, source))
            if first is not desired:
                message = f"{arn} backs {first.address} already, at {place}"
                hint = "a load balancer backs one service: take another one"
                yield error("shared-load-balancer", message, source, hint, desired.address)


def _grants(desired: Wanted) -> Iterator[Problem]:
    """Find principals of another partition, and principals that are granted more than once."""
    partition = partition_of(desired.spec.region or "")
    principals = desired.spec.allowed_principals or frozenset()
    for feed in () if all_arns_of(partition, principals) else desired.fed:
        for member in feed.members:
            if wrong_partition(member, partition):
                message = f"{member} is in another partition than {desired.address} in {desired.spec.region}"
                hint = _of_partition(member, partition)
                yield error("other-partition", message, feed.at(member), hint, feed.source)
    if len(principals) < sum(len(feed.members) for feed in desired.fed):
        yield from _repeated(desired, partition)


def _of_partition(member: str, partition: str) -> str:
    if not member.startswith("arn:"):
        return f"write {member.removesuffix('.cn')}"
    return f"principals there begin with arn:{partition}:iam::, an account may be written as its 12 digits"


def _repeated(desired: Wanted, partition: str) -> Iterator[Problem]:
    """Warn about principals that are granted in several places, which are one grant."""
    seen: dict[str, tuple[Feed, str]] = {}
    for feed in desired.fed:
        for member in feed.members:
            principal = normal_form(member, partition)
            first, spelt = seen.setdefault(principal, (feed, member))
            if (first, spelt) != (feed, member):
                message = f"{principal} is granted on {desired.address} by {first.source} too, at {first.at(spelt)}"
                yield warning(
                    "granted-twice", message, feed.at(member), "the two are one grant: remove one of them", feed.source
                )
