"""Matching: desired services are paired with live services; problems say why some cannot be compared. Pure."""

from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from dataclasses import replace

from reconciler.kind import Matching, PlanningContext
from reconciler.model import Address, ByHand, Lapse, Mode, Pair, Problem, Unmanaged, Wish, error, note, warning
from reconciler.regions import partition_of

from .by_hand import matched_by_hand
from .connections import live_connections, standing, without_unadmitted
from .load_balancers import balancers_lost, conflicts
from .notifications import disabled
from .observe import Location, ObservedServices, locations_of
from .obsolete import gone, not_accepted, states_of
from .other_locations import found_elsewhere
from .pending import accepting, owners, pending_connections
from .private_dns import dns_records, unproven_name
from .publication import hosted_zone_problems, published
from .publishing import silent_topics
from .settle import is_verified
from .spec import BLANK, NO_NAME, EndpointServiceSpec, ObservedService, Paired, State, Wanted, title_of
from .titles import titles_of
from .unnamed import open_to_everyone, unnamed_grants
from .zones import zone_problems

UNREADABLE = "unreadable"
"""The code of a problem that makes a plan incomplete: exit code 7."""
FAILED = "Failed"
FEW = 3


def match(wish: Wish, observation: ObservedServices, context: PlanningContext) -> Matching:
    """Pair desired services with live ones, by location. Services in error or in an unread location have no pair."""
    locations = locations_of(wish, (*observation.live, *observation.unreadable))
    titles = titles_of(wish, context.references, {partition_of(region) for _, region in locations})
    if context.by_hand:
        return _by_hand(context.by_hand, locations, observation, context, titles)
    found = [
        _unread(location, wanted, observation, context)
        if location in observation.unreadable
        else _matched_at(observation, location, context, titles)
        for location, wanted in locations.items()
    ]
    pairs = tuple(pair for one in found for pair in one.pairs)
    left = found_elsewhere((desired for wanted in locations.values() for desired in wanted), pairs, observation.live)
    stale = not_accepted(pairs, context.acceptances, observation)
    problems = (*(one for each in found for one in each.problems), *left, *stale)
    return Matching(
        pairs=pairs,
        problems=tuple(problem for problem in problems if problem.address not in context.outside),
        reminders=(*(problem for one in found for problem in one.reminders), *gone(context.acceptances, observation)),
        dns_records=tuple(record for one in found for record in one.dns_records),
        residual_access=tuple(residual for one in found for residual in one.residual_access),
        unmanaged=_of_all(found),
        names={**_as_listed(titles, observation), **owners(pairs, titles)},
        wholes={address: pair for one in found for address, pair in one.wholes.items()},
    )


def _by_hand(
    asked: ByHand,
    locations: Mapping[Location, Collection[Wanted]],
    observation: ObservedServices,
    context: PlanningContext,
    titles: Mapping[str, str],
) -> Matching:
    """Match only the services of the endpoints *asked* for; what was not read matters only if one was not found."""
    pairs = [pair for found, _ in observation.pairings.values() for pair in found]
    missing = asked.endpoints - states_of(observation).keys()
    unread = [
        problem
        for location, wanted in locations.items()
        if location in observation.unreadable and missing
        for problem in _unread(location, wanted, observation, context).problems
    ]
    made = matched_by_hand(pairs, asked, titles)
    stale = gone(context.acceptances, observation)
    return replace(made, problems=(*unread, *made.problems), reminders=(*made.reminders, *stale))


def _of_all(found: Collection[Matching]) -> tuple[Unmanaged, ...]:
    """Join the unmanaged objects of all locations.

    A service that two sellers can reach is listed once, and not at all when a document of one of them manages it.
    """
    ours = {pair.observed.remote_id for one in found for pair in one.pairs if pair.observed}
    items = {item.rank(): item for one in found for item in one.unmanaged if item.remote_id not in ours}
    return tuple(items[rank] for rank in sorted(items))


def _as_listed(names: Mapping[str, str], observation: ObservedServices) -> Mapping[str, str]:
    """Return *names*, also by the other forms in which AWS lists the same principals."""
    forms = [one.facts.get("other_forms", {}) for live in observation.live.values() for one in live.values()]
    return {**names, **{form: names[normal] for many in forms for form, normal in many.items() if normal in names}}


def _matched_at(
    observation: ObservedServices, location: Location, context: PlanningContext, titles: Mapping[str, str]
) -> Matching:
    """Match the desired services of one seller in one region; *titles* are by the normal form of a principal."""
    (found, unpaired), live = observation.pairings[location], observation.live[location]
    records = observation.publications
    found = tuple(_held(pair) if pair.desired.address in context.held else pair for pair in found)
    paired = tuple(map(_without_removals, found)) if context.no_removals else found
    paired = tuple(map(without_unadmitted, paired)) if context.reject_connections else paired
    paired = tuple(accepting(pair, context.acceptances) for pair in paired)
    paired = tuple(published(pair, records.get(pair.desired.address)) for pair in paired)
    impossible = tuple(
        problem
        for pair in paired
        for problem in (*_impossible(pair), *hosted_zone_problems(pair, records.get(pair.desired.address)))
    )
    in_error = {problem.address for problem in (*unpaired, *impossible) if problem.address}
    wrong = (*unpaired, *impossible, *conflicts(paired, live, context.outside | in_error))
    left_out = context.outside | {problem.address for problem in wrong if problem.address}
    kept = tuple(pair for pair in paired if pair.desired.address not in left_out)
    return Matching(
        pairs=kept,
        problems=(*wrong, *(problem for pair in kept for problem in _notes(pair)), *_open(found, left_out)),
        reminders=tuple(
            problem
            for pair in kept
            for problem in (
                *unproven_name(pair),
                *silent_topics(pair),
                *zone_problems(pair),
                *pending_connections(pair, titles),
            )
        ),
        dns_records=tuple(record for pair in kept for record in dns_records(pair)),
        unmanaged=(*_unmanaged(paired, live), *_grants(found, context.outside)),
        residual_access=tuple(residual for pair in kept for residual in standing(pair)),
        wholes={pair.desired.address: pair for pair in found} if context.no_removals else {},
    )


def _unread(
    location: Location, wanted: Collection[Wanted], observation: ObservedServices, context: PlanningContext
) -> Matching:
    """Return one problem for a location that could not be read, which names the services left out."""
    why, (seller, region) = observation.unreadable[location], location
    if not wanted:
        return Matching(
            problems=(error(UNREADABLE, f"{seller} in {region} could not be read: {why.message}", "", why.hint),)
        )
    left_out = [desired for desired in wanted if desired.address not in context.outside]
    if not left_out:
        return Matching()
    message = f"{seller} in {region} could not be read, so {_named(left_out)} not compared: {why.message}"
    return Matching(problems=(error(UNREADABLE, message, left_out[0].document.source, why.hint),))


def _named(left_out: Collection[Wanted]) -> str:
    """Name at most three services and count the others: `endpoint_service.a was`, `… and 2 more were`."""
    names = [str(desired.address) for desired in left_out]
    told = names if len(names) <= FEW else [*names[:FEW], f"{len(names) - FEW} more"]
    listed = " and ".join([", ".join(told[:-1]), told[-1]] if told[1:] else told)
    return f"{listed} {'was' if len(names) == 1 else 'were'}"


def _impossible(pair: Paired) -> Iterator[Problem]:
    """Find changes that AWS cannot make: set the payer back, or remove a load balancer of a connected service."""
    desired, live = pair.desired, pair.live
    if live and live.payer == "service_owner" and desired.spec.payer == "endpoint_owner":
        message = "the service owner pays already, and AWS cannot undo that"
        yield error(
            "payer-one-way", message, desired.document.at("payer"), "write payer: service_owner", desired.address
        )
    lost, connected = balancers_lost(pair), live_connections(pair.observed)
    if lost and connected:
        endpoint = connected[0].endpoint_id
        message = f"{min(lost)} cannot be removed: AWS keeps it while endpoints are connected, such as {endpoint}"
        hint = "keep it listed until no endpoint is connected; others can be added"
        yield error("load-balancer-connected", message, desired.document.at("load_balancers"), hint, desired.address)


def _notes(pair: Paired) -> Iterator[Problem]:
    """Warn about a failed service and disabled notifications, and note grants that reconciler does not change."""
    yield from disabled(pair)
    if pair.observed and pair.observed.facts.get("state") == FAILED:
        yield _failed(pair.desired, pair.observed)
    count = pair.observed.facts.get("other_grants") if pair.observed else 0
    if count and pair.desired.spec.state is not State.ABSENT:
        noun = (
            "grant for transit gateway attachments is" if count == 1 else "grants for transit gateway attachments are"
        )
        desired = pair.desired
        yield note("other-grants", f"{count} {noun} left alone", desired.document.source, "", desired.address)


def _failed(desired: Wanted, live: ObservedService) -> Problem:
    """Return the warning about a service in state Failed: no plan can repair it."""
    message = f"{desired.address} ({live.remote_id}) is in state Failed: nobody can connect to it"
    hint = "check its load balancers; if it stays Failed, write state: absent and create another service"
    return warning(Lapse.FAILED, message, desired.document.source, hint, desired.address)


def _held(pair: Paired) -> Paired:
    """Return *pair* with a desired state that keeps the grants that expire."""
    return Pair(replace(pair.desired, held=True), pair.observed)


def _without_removals(pair: Paired) -> Paired:
    """Return *pair* with a desired state that ends no service and removes no member of a list.

    It also keeps a private DNS name that would be removed, and a verified one that would be replaced.
    """
    spec, live = pair.desired.spec, pair.live or BLANK
    if spec.state is State.ABSENT:
        spec = EndpointServiceSpec(seller=spec.seller, region=spec.region, state=State.PRESENT)
    if spec.private_dns_name == NO_NAME or is_verified(pair.observed):
        spec = replace(spec, private_dns_name=None)
    kept = {
        name: getattr(spec, name) | (getattr(live, name) or frozenset())
        for name in ("load_balancers", "ip_address_types", "supported_regions", "notifications")
        if getattr(spec, name) is not None
    }
    mode = Mode.ADDITIVE if pair.desired.mode is Mode.EXCLUSIVE else pair.desired.mode
    return Pair(replace(pair.desired, spec=replace(spec, **kept), mode=mode, ended=()), pair.observed)


def _unmanaged(pairs: Collection[Paired], live: Mapping[str, ObservedService]) -> tuple[Unmanaged, ...]:
    ours = {pair.observed.remote_id for pair in pairs if pair.observed}
    return tuple(
        Unmanaged("endpoint_service", one.remote_id, title_of(one.spec))
        for one in live.values()
        if one.remote_id not in ours
    )


def _grants(pairs: Iterable[Paired], outside: Container[Address]) -> Iterator[Unmanaged]:
    """Return the grants that no document names, by the full desired state, before removals are left out."""
    return (grant for pair in pairs if pair.desired.address not in outside for grant in unnamed_grants(pair))


def _open(pairs: Iterable[Paired], left_out: Container[Address]) -> Iterator[Problem]:
    return (problem for pair in pairs if pair.desired.address not in left_out for problem in open_to_everyone(pair))
