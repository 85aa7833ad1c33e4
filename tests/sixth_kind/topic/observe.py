"""Live topics, and the endpoint services that they can name."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reconciler.kind import Matching, PlanningContext
from reconciler.model import Observed, Pair, Unmanaged, Wish
from reconciler.ports import Calls, Clients

from .spec import State, TopicSpec
from .verbs import ATTRIBUTES, LIST

Location = tuple[str, str]
"""A seller and a region."""
SERVICE = re.compile(r"vpc-endpoint-service/(vpce-svc-[0-9a-f]+)")
NAME_TAG = "reconciler:name"


@dataclass(frozen=True, slots=True)
class ObservedTopics:
    """Every topic by its ARN, and the ids of endpoint services by address."""

    live: Mapping[str, Observed[TopicSpec]]
    services: Mapping[str, str]


def observe(_wish: Wish, clients: Clients) -> ObservedTopics:
    """Read every region of every seller."""
    live: dict[str, Observed[TopicSpec]] = {}
    services: dict[str, str] = {}
    for seller, of_seller in clients.sellers.items():
        for region, api in of_seller.regions.items():
            named = {one.id: one.tags[NAME_TAG] for one in api.configurations() if NAME_TAG in one.tags}
            addresses = {id_: f"endpoint_service.{name}" for id_, name in named.items()}
            services |= {address: id_ for id_, address in addresses.items()}
            live |= {one.remote_id: one for one in _topics(of_seller.calls("sns", region), (seller, region), addresses)}
    return ObservedTopics(live, services)


def _topics(calls: Calls, location: Location, addresses: Mapping[str, str]) -> Iterator[Observed[TopicSpec]]:
    for topic in calls.read(LIST, {}):
        (found,) = calls.read(ATTRIBUTES, {"TopicArn": topic["arn"]})
        named = SERVICE.search(found["policy"])
        spec = TopicSpec(
            seller=location[0],
            region=location[1],
            state=State.PRESENT,
            display_name=found["display_name"],
            service=addresses.get(named[1], named[1]) if named else None,
        )
        yield Observed(spec=spec, remote_id=topic["arn"])


def match(wish: Wish, observation: ObservedTopics, _context: PlanningContext) -> Matching:
    """Match each document with the topic of its name; a missing topic that is to end needs nothing."""
    names = {one.remote_id.rpartition(":")[2]: one for one in observation.live.values()}
    pairs = [
        Pair(desired, _knowing(names.get(address.name), observation))
        for address, desired in wish.items()
        if address.kind == "topic" and (address.name in names or desired.spec.state is State.PRESENT)
    ]
    ours = {pair.observed.remote_id for pair in pairs if pair.observed}
    left = (Unmanaged("topic", arn, arn.rpartition(":")[2]) for arn in sorted(observation.live.keys() - ours))
    return Matching(pairs=tuple(pairs), unmanaged=tuple(left))


def _knowing(observed: Observed[TopicSpec] | None, observation: ObservedTopics) -> Observed[TopicSpec] | None:
    if observed is None:
        return None
    return Observed(spec=observed.spec, remote_id=observed.remote_id, facts={"services": observation.services})
