"""Everything that planning experiences reads of AWS: all of them, and more of those that a wish is about."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from reconciler.model import Observed, Pair, Wish
from reconciler.ports import Catalog, ChangeSetSummary, Clients

from .aliases import suspects
from .departures import Departures, departures, nowhere
from .observe import Live, read_all, with_tags
from .pairing import pair_up
from .spec import ExperienceSpec

HISTORY = 20
"""How many of the newest change sets of an experience are looked at for an id that vanished."""


@dataclass(frozen=True, slots=True)
class Observation:
    """Everything read: the *live* experiences by id, and which experience each audience belongs to, for good.

    *allowed_before* holds, for experiences where an allowed id may have changed its form, the ids that change sets
    which succeeded have allowed; *left* says of principals that are nowhere, and shall be somewhere, what they left.
    """

    live: Live
    audiences: Mapping[str, str]
    allowed_before: Mapping[str, frozenset[str]] = field(default_factory=dict)
    left: Departures = field(default_factory=dict)


def observe(wish: Wish, clients: Clients) -> Observation:
    """Read every experience, tags where the wish states some, history where an id may have changed its form.

    And where a principal that the wish places is nowhere: a run may have ended while it moved.
    """
    wanted = [desired for desired in wish.values() if isinstance(desired.spec, ExperienceSpec)]
    live, audiences = read_all(clients.catalog)
    pairs = [pair for pair in pair_up(wanted, live)[0] if pair.observed]
    tagged = sorted(_id(pair) for pair in pairs if _wants_tags(pair.desired.spec))
    suspected = [_id(pair) for pair in pairs if suspects(pair)[0]]
    allowed = {experience: _allowed_before(clients.catalog, experience) for experience in suspected}
    left = departures(clients.catalog, nowhere(wanted, live))
    return Observation(with_tags(live, tagged, clients.catalog) if tagged else live, audiences, allowed, left)


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


def _allowed_before(catalog: Catalog, experience: str) -> frozenset[str]:
    """Give every product id that the newest successful change sets allowed in *experience*."""
    history = catalog.list_change_sets(status=("SUCCEEDED",), entity_id=experience)[:HISTORY]
    return frozenset(product for summary in history for product in _allowed_by(catalog, summary, experience))


def _allowed_by(catalog: Catalog, summary: ChangeSetSummary, experience: str) -> Iterable[str]:
    for change in catalog.describe_change_set(summary.id).changes:
        if change.type == "AllowProductProcurement" and change.entity == experience:
            for block in change.details.get("Products", ()):
                yield from block.get("Ids", ())
