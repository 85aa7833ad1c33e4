"""What a plan is proven on: the world that it was made from, the wish, and its calls as they are told."""

from collections.abc import Mapping, Sequence
from typing import Any

from reconciler.kind import Matching, Planned, Remote
from reconciler.model import Observed, Operation, Pair, Wish
from reconciler.model.fields import Fields, stated
from reconciler.replay import Replay

from .loading import Repository
from .observing import Seen

EXPERIENCE, ARCHIVED = "experience", "archived"

Objects = Mapping[str, Fields]
"""Objects of one kind, by address, or by AWS's id where no document names them."""

Live = Mapping[str, Observed[Any]]
"""Every experience that AWS has, by id."""

Pairs = Sequence[Pair[Any]]
Matchings = Mapping[str, Matching]
Work = Mapping[str, Sequence[Planned]]
"""What changes, by kind."""


def replay_of(
    operations: Sequence[Operation],
    repository: Repository,
    seen: Seen,
    matchings: Matchings,
    planned: Work,
) -> Replay:
    """Put together what replaying takes; an experience that no document names is there too, by its id."""
    live: Live = seen.observations[EXPERIENCE].live if EXPERIENCE in seen.observations else {}
    pairs = [pair for matching in matchings.values() for pair in matching.pairs]
    names = addresses(repository.wish, live, pairs)
    before: dict[str, dict[str, Fields]] = {kind: {} for kind in repository.remotes}
    before[EXPERIENCE] |= {names.get(id_, id_): stated(observed.spec) for id_, observed in live.items()}
    for pair in pairs:
        if pair.observed:
            before[pair.desired.address.kind][str(pair.desired.address)] = stated(pair.observed.spec)
    wish = {kind: _ends(repository.remotes[kind], works, before[kind]) for kind, works in planned.items()}
    accounts = {seller.name: seller.account for seller in repository.settings.sellers}
    return Replay(
        effects={kind: remote.effects for kind, remote in repository.remotes.items()},
        before=_placed(before, accounts),
        wish=_placed(wish, accounts),
        ids=names,
        operations=[told(operation) for operation in operations],
    )


def told(operation: Operation) -> Mapping[str, Any]:
    """Return *operation* as the plan document has it, and what each of its changes is about."""
    return {**operation.as_json(), "about": [str(request.address) for request in operation.requests]}


def _ends(remote: Remote, works: Sequence[Planned], before: Objects) -> Objects:
    """Return for each object that changes all that is wished of it."""
    ends = {str(one.change.address): stated(remote.settle(one.pair.desired, one.pair.observed)) for one in works}
    return {name: {**dict.fromkeys(before.get(name, ())), **will} for name, will in ends.items()}


def _placed(world: Mapping[str, Objects], accounts: Mapping[str, str]) -> Mapping[str, Objects]:
    """Say the account of what belongs to a seller: calls know no names."""
    return {
        kind: {name: _with_account(fields, accounts) for name, fields in objects.items()}
        for kind, objects in world.items()
    }


def _with_account(fields: Fields, accounts: Mapping[str, str]) -> Fields:
    if "seller" not in fields:
        return fields
    rest = {path: value for path, value in fields.items() if path != "seller"}
    return {**rest, "account": accounts[fields["seller"]]}


def addresses(wish: Wish, live: Live, pairs: Pairs) -> Mapping[str, str]:
    """Give the address of every live experience that a document names, also of those that the plan leaves out.

    Of several with its title, one that is not archived is meant (contract 1.2).
    """
    found = {pair.observed.remote_id: str(pair.desired.address) for pair in pairs if pair.observed}
    titles: dict[str, list[str]] = {}
    for id_, observed in live.items():
        titles.setdefault(observed.spec.title, []).append(id_)
    for title, named in titles.items():
        titles[title] = [id_ for id_ in named if live[id_].spec.status != ARCHIVED] or named
    planned = {pair.desired.address for pair in pairs}
    for address, desired in wish.items():
        if address.kind == EXPERIENCE and address not in planned:
            named = [desired.pin] if desired.pin else titles.get(desired.spec.title, [])
            found.update((id_, str(address)) for id_ in named if len(named) == 1 and id_ not in found)
    return found
