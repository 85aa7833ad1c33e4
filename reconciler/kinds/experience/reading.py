"""What a plan reads of experiences: all of them, and more about those of documents.

All are read even if few are planned, since the proof needs the others, too.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from reconciler.kind import Surroundings
from reconciler.model import Pair, Wish
from reconciler.ports import Clients

from .history import History
from .matching import askable, pair_up, suspects
from .observe import ObservedExperiences, read_all, with_tags
from .spec import NONE, ExperienceSpec, Live, Paired, Wanted, placed

MOST_ASKED = 20
"""For how many experiences a plan asks who allowed a product.

Each takes a ListChangeSets, of which AWS allows 5 a second.
"""


def observe(wish: Wish, clients: Clients) -> ObservedExperiences:
    """Read every experience, and the tags of those whose documents state tags.

    Change sets are read where an id may have changed its form, where an allowed product may come from a user's request,
    and where no experience has a principal that a document places: a run may have ended during its move.
    """
    wanted = [desired for desired in wish.values() if isinstance(desired.spec, ExperienceSpec)]
    live, audiences = read_all(clients.catalog, progress=clients.progress)
    every, unpaired = pair_up(wanted, live)
    pairs = [pair for pair in every if pair.observed]
    tagged = sorted(pair.remote_id for pair in pairs if _wants_tags(pair.desired.spec))
    suspected = [pair.remote_id for pair in pairs if suspects(pair)[0]]
    history = History(clients.catalog, clients.progress)
    live = with_tags(live, tagged, clients.catalog, clients.progress) if tagged else live
    return ObservedExperiences(
        live=live,
        audiences=audiences,
        paired=tuple(Pair(pair.desired, live.get(pair.remote_id)) for pair in every),
        unpaired=unpaired,
        allowed_before={one: history.allowed_before(one) for one in suspected},
        by_us=_by_us(history, pairs),
        left=history.departures(_unheld(wanted, live)),
    )


def paired(wish: Wish, observation: ObservedExperiences) -> ObservedExperiences:
    """Return *observation* with the documents of *wish* instead of those that it was read for."""
    wanted = [desired for desired in wish.values() if isinstance(desired.spec, ExperienceSpec)]
    pairs, unpaired = pair_up(wanted, observation.live)
    return replace(observation, paired=pairs, unpaired=unpaired)


def in_error(wish: Wish, observation: ObservedExperiences) -> Sequence[Paired]:
    """Return the pairs of *observation*, and each document whose id is that of an archived experience."""
    paired = {pair.desired.address for pair in observation.paired}
    pinned = (one for one in wish.values() if isinstance(one.spec, ExperienceSpec) and one.pin in observation.live)
    archived = (Pair(one, observation.live[one.pin or ""]) for one in pinned if one.address not in paired)
    return (*observation.paired, *archived)


def _unheld(wanted: Iterable[Wanted], live: Live) -> frozenset[str]:
    """Return the principals that documents place and that no live experience lists, archived or not."""
    held = {principal for observed in live.values() for principal in observed.spec.principals or ()}
    return NONE.union(*map(placed, wanted)) - held


def _by_us(history: History, pairs: Iterable[Paired]) -> Mapping[str, frozenset[str]]:
    """Return, by experience, the products to be denied that our own change sets have left allowed.

    Experiences are left out if that is unknown.
    """
    asked = [(pair.remote_id, products) for pair in pairs if (products := askable(pair))]
    found = ((one, history.allowed_by_us(one, products)) for one, products in asked[:MOST_ASKED])
    return {one: products for one, products in found if products is not None}


def reread(experience_ids: Iterable[str], clients: Clients, before: ObservedExperiences) -> Live:
    """Observe some experiences again, with the audiences that are theirs or new since *before*."""
    wanted = frozenset(experience_ids)
    known = {audience for audience, experience in before.audiences.items() if experience not in wanted}
    return read_all(clients.catalog, only=wanted, without=known)[0]


def surroundings(observation: ObservedExperiences) -> Surroundings:
    """Return every live experience by the address of its document, even if the plan leaves that document out.

    A principal is held by one of them at most, whichever document names it.
    """
    names = {pair.remote_id: str(pair.desired.address) for pair in observation.paired if pair.observed}
    return Surroundings(
        live={names.get(id_, id_): observed for id_, observed in observation.live.items()},
        left={principal: names.get(one.experience, one.experience) for principal, one in observation.left.items()},
    )


def _wants_tags(wish: ExperienceSpec) -> bool:
    return bool(wish.tags) or "logo_url" in (wish.branding or {})
