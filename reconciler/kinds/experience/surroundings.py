"""What a plan of experiences is proven among: every other experience, and principals on their way. Pure."""

from collections.abc import Mapping

from reconciler.kind import Surroundings
from reconciler.model import Wish

from .observe import Observation
from .spec import ExperienceSpec, ExperienceStatus, Live, Pairs


def surroundings(wish: Wish, observation: Observation, pairs: Pairs) -> Surroundings:
    """Return every live experience by its name: a principal is in one of them at most, whoever names it."""
    names = _addresses(wish, observation.live, pairs)
    return Surroundings(
        live={names.get(id_, id_): observed for id_, observed in observation.live.items()},
        left={principal: names.get(one.experience, one.experience) for principal, one in observation.left.items()},
    )


def _addresses(wish: Wish, live: Live, pairs: Pairs) -> Mapping[str, str]:
    """Return the address of every live experience that a document names, also of those that the plan leaves out.

    Of several with its title, one that is not archived is meant (contract 1.2).
    """
    found = {pair.observed.remote_id: str(pair.desired.address) for pair in pairs if pair.observed}
    titles: dict[str | None, list[str]] = {}
    for id_, observed in live.items():
        titles.setdefault(observed.spec.title, []).append(id_)
    for title, named in titles.items():
        titles[title] = [id_ for id_ in named if live[id_].spec.status is not ExperienceStatus.ARCHIVED] or named
    planned = {pair.desired.address for pair in pairs}
    for address, desired in wish.items():
        if isinstance(desired.spec, ExperienceSpec) and address not in planned:
            named = [desired.pin] if desired.pin else titles.get(desired.spec.title, [])
            found.update((id_, str(address)) for id_ in named if len(named) == 1 and id_ not in found)
    return found
