"""From wishes and observation to pairs that can be compared, and what stands in the way. Pure."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from reconciler.kind import Matching, World
from reconciler.model import Mode, Pair, Problem, Unmanaged, Wish
from reconciler.model.problem import error, note
from reconciler.principal_forms import normal_form, partition_of

from .observe import Observation, Paired, Wanted, place_of
from .pairing import pair_up
from .spec import EndpointServiceSpec

UNREADABLE = "unreadable"
"""The code of a problem that makes a plan incomplete: exit code 7."""


def match(wish: Wish, observation: Observation, world: World) -> Matching:
    """Pair wishes with live services, place by place; a wish in error, or in an unread place, is no pair."""
    wanted = [desired for desired in wish.values() if isinstance(desired.spec, EndpointServiceSpec)]
    seen = [desired for desired in wanted if place_of(desired) in observation.live]
    paired, unpaired = _by_place(seen, observation)
    impossible = tuple(problem for pair in paired for problem in _impossible(pair))
    unread = tuple(_unread(desired, observation) for desired in wanted if place_of(desired) not in observation.live)
    left_out = world.outside | {problem.address for problem in (*unpaired, *impossible) if problem.address}
    kept = [pair for pair in paired if pair.desired.address not in left_out]
    notes = tuple(problem for pair in kept for problem in _notes(pair))
    return Matching(
        pairs=tuple(_without_removals(pair) for pair in kept) if world.no_removals else tuple(kept),
        problems=tuple(p for p in (*unpaired, *impossible, *unread, *notes) if p.address not in world.outside),
        unmanaged=_unmanaged(paired, observation),
        names=_names(world, {partition_of(region) for _, region in observation.live}),
    )


def _names(world: World, partitions: Collection[str]) -> Mapping[str, str]:
    """Give the titles of principals in the form that lists have them in."""
    titled = [name for name in world.references.names.get("principal", {}).values() if name.title]
    return {normal_form(name.id, partition): name.title or "" for name in titled for partition in partitions}


def _by_place(wanted: Collection[Wanted], observation: Observation) -> tuple[list[Paired], list[Problem]]:
    pairs: list[Paired] = []
    problems: list[Problem] = []
    for place, live in observation.live.items():
        found, wrong = pair_up([desired for desired in wanted if place_of(desired) == place], live)
        pairs.extend(found)
        problems.extend(wrong)
    return pairs, problems


def _unread(desired: Wanted, observation: Observation) -> Problem:
    why = observation.unreadable[place_of(desired)]
    where = f"{desired.spec.seller} in {desired.spec.region}"
    return error(
        UNREADABLE, f"{where} could not be read: {why.message}", desired.document.source, why.hint, desired.address
    )


def _impossible(pair: Paired) -> Iterator[Problem]:
    """Find what AWS cannot do: un-pay a service, create one without a load balancer."""
    desired, live = pair.desired, pair.observed.spec if pair.observed else None
    if live and live.payer == "service_owner" and desired.spec.payer == "endpoint_owner":
        message = "the service's owner pays already, and AWS can't set that back"
        yield error(
            "payer-one-way", message, desired.document.at("payer"), "write payer: service_owner", desired.address
        )


def _notes(pair: Paired) -> Iterator[Problem]:
    """Tell what a reader would ask next: the record that proves the name, grants that are left alone."""
    if pair.observed is None:
        return
    desired, facts = pair.desired, pair.observed.facts
    dns = facts.get("private_dns")
    name = pair.observed.spec.private_dns_name
    if dns and dns.state != "verified" and name:
        domain = name.removeprefix("*.")
        message = f'{name} is {dns.state}: publish the TXT record {dns.name}.{domain} with the value "{dns.value}"'
        yield note("private-dns", message, desired.document.source, "", desired.address)
    if facts.get("other_grants"):
        message = f"{facts['other_grants']} grants for transit gateway attachments are left alone"
        yield note("other-grants", message, desired.document.source, "", desired.address)


def _without_removals(pair: Paired) -> Paired:
    """Turn a wish into one that takes no member out of any list."""
    spec, live = pair.desired.spec, pair.observed.spec if pair.observed else EndpointServiceSpec()
    kept = {
        name: getattr(spec, name) | (getattr(live, name) or frozenset())
        for name in ("load_balancers", "ip_address_types", "supported_regions")
        if getattr(spec, name) is not None
    }
    mode = Mode.ADDITIVE if pair.desired.mode is Mode.EXCLUSIVE else pair.desired.mode
    return Pair(replace(pair.desired, spec=replace(spec, **kept), mode=mode), pair.observed)


def _unmanaged(pairs: Collection[Paired], observation: Observation) -> tuple[Unmanaged, ...]:
    ours = {pair.observed.remote_id for pair in pairs if pair.observed}
    others = sorted(
        (one.remote_id, (one.spec.tags or {}).get("Name", ""))
        for live in observation.live.values()
        for one in live.values()
        if one.remote_id not in ours
    )
    return tuple(Unmanaged("endpoint_service", service_id, title) for service_id, title in others)
