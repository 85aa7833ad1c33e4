"""Everything that planning experiences reads of AWS: all of them, and more of those that a wish is about."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from reconciler.model import Observed, Pair, Wish
from reconciler.ports import Clients

from .aliases import suspects
from .approvals import askable
from .departures import Departures, departures, nowhere
from .history import History
from .observe import Live, read_all, with_tags
from .pairing import pair_up
from .spec import ExperienceSpec

MOST_ASKED = 20
"""Of how many experiences a plan asks who allowed a product: each takes a ListChangeSets, 5 of which go a second."""


@dataclass(frozen=True, slots=True)
class Observation:
    """Everything read: the *live* experiences by id, and which experience each audience belongs to, for good.

    *allowed_before* holds, for experiences where an allowed id may have changed its form, the ids that change sets
    which succeeded have allowed; *by_us* holds, for experiences where an allowed product may come from a request, those
    that our own sets have left allowed; *left* says of principals that are nowhere, and shall be somewhere, what they
    left.
    """

    live: Live
    audiences: Mapping[str, str]
    allowed_before: Mapping[str, frozenset[str]] = field(default_factory=dict)
    by_us: Mapping[str, frozenset[str]] = field(default_factory=dict)
    left: Departures = field(default_factory=dict)


def observe(wish: Wish, clients: Clients) -> Observation:
    """Read every experience, and tags where the wish states some.

    History is read where an id may have changed its form, where an allowed product may come from a request, and where
    a principal that the wish places is nowhere: a run may have ended while it moved.
    """
    wanted = [desired for desired in wish.values() if isinstance(desired.spec, ExperienceSpec)]
    live, audiences = read_all(clients.catalog)
    pairs = [pair for pair in pair_up(wanted, live)[0] if pair.observed]
    tagged = sorted(_id(pair) for pair in pairs if _wants_tags(pair.desired.spec))
    suspected = [_id(pair) for pair in pairs if suspects(pair)[0]]
    history = History(clients.catalog)
    return Observation(
        live=with_tags(live, tagged, clients.catalog) if tagged else live,
        audiences=audiences,
        allowed_before={one: history.allowed_before(one) for one in suspected},
        by_us=_by_us(history, pairs),
        left=departures(clients.catalog, nowhere(wanted, live)),
    )


def _by_us(history: History, pairs: Iterable[Pair[ExperienceSpec]]) -> Mapping[str, frozenset[str]]:
    """Return what our sets have left allowed of what would be denied, as far as that is known, by experience."""
    asked = [(_id(pair), products) for pair in pairs if (products := askable(pair))]
    found = ((one, history.allowed_by_us(one, products)) for one, products in asked[:MOST_ASKED])
    return {one: products for one, products in found if products is not None}


def reread(
    experience_ids: Iterable[str], clients: Clients, before: Observation
) -> Mapping[str, Observed[ExperienceSpec]]:
    """Observe some experiences again; of the audiences only theirs, and those that are new since *before*."""
    wanted = frozenset(experience_ids)
    known = {audience for audience, experience in before.audiences.items() if experience not in wanted}
    return read_all(clients.catalog, only=wanted, without=known)[0]


def _id(pair: Pair[ExperienceSpec]) -> str:
    return pair.observed.remote_id if pair.observed else ""


def _wants_tags(wish: ExperienceSpec) -> bool:
    return bool(wish.tags) or "logo_url" in (wish.branding or {})
