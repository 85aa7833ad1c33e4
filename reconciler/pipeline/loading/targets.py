"""The targets of a repository: each account and region of its sellers, and its marketplace. Pure.

Example: seller saas has the regions eu-west-1 and us-east-1, and the settings have a marketplace. The targets are
`saas/eu-west-1`, `saas/us-east-1` and `marketplace`. A document about a service in eu-west-1 belongs to the first one,
and so do the documents that add to the permission list of the service.

A target is a `Repository` with the settings, the desired state, the names and the problems of that account and region.
What it plans is what the whole repository plans there. So an error that belongs to no target keeps the repository from
being divided: what could not be read may concern any of them.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any, Final

from reconciler.errors import InvalidInput
from reconciler.kind import Kind, Side
from reconciler.model import Address, Desired, Document, Marks, Problem, Severity, Wish, note
from reconciler.names import Name, References
from reconciler.settings import Seller, Settings
from reconciler.suggestions import did_you_mean

from .findings import Tally
from .repository import Repository, load_documents

MARKETPLACE: Final = "marketplace"
"""The name of the target that is the buyer's account."""
_NOBODY: Final[frozenset[str]] = frozenset()
_NOTHING_MANAGED: Final = "nothing-managed"


@dataclass(frozen=True, slots=True)
class Divided:
    """A repository and its *targets*, in the order of the settings; none if it cannot be divided.

    *problems* are the warnings and notes of the *whole* that belong to no target. The targets have no kinds, so that
    they can be sent elsewhere, where the kinds are known.
    """

    whole: Repository
    targets: tuple[Repository, ...] = ()
    problems: tuple[Problem, ...] = ()


def load_divided(config: Path, kinds: Mapping[str, Kind], *, today: date) -> Divided:
    """Read a repository as `load` does, once, and divide it into its targets."""
    return divided(*load_documents(config, kinds, today=today))


def load_target(config: Path, kinds: Mapping[str, Kind], name: str, *, today: date) -> Repository:
    """Read a repository and return its target *name*, or the whole of it if errors keep it from being divided.

    Raises InvalidInput if there is no target of that name.
    """
    found = load_divided(config, kinds, today=today)
    if found.whole.errors and not found.targets:
        return found.whole
    named = {one.target: one for one in found.targets}
    if name not in named:
        hint = did_you_mean(name, [one for one in named if one]) or "plan again"
        raise InvalidInput(f"{config} has no target {name}: it names no such account and region", hint=hint)
    return replace(named[name], kinds=kinds)


def divided(whole: Repository, documents: Sequence[Document]) -> Divided:
    """Divide *whole*, read from *documents*, into its targets.

    It is not divided if an error belongs to no target, or if nothing of it is managed.
    """
    names = target_settings(whole.settings)
    seats = seats_of(whole, documents)
    told: dict[str, list[Problem]] = {name: [] for name in names}
    rest: list[Problem] = []
    for problem in whole.problems:
        where = _targets_of(problem, seats)
        for name in where:
            told[name].append(problem)
        if not where:
            rest.append(problem)
    if any(one.severity is Severity.ERROR or one.code == _NOTHING_MANAGED for one in rest):
        return Divided(whole)
    stated, read, known = _by_target(names, whole.wish, seats), _read(names, documents, seats), _Names(whole.references)
    targets = tuple(
        replace(
            _target(whole, settings, stated[name], known.of(name, stated[name])),
            target=name,
            problems=tuple(told[name]),
            tally=Tally.of(read[name]),
        )
        for name, settings in names.items()
    )
    return Divided(whole, targets, (*rest, *_unread(whole.settings)))


def _targets_of(problem: Problem, seats: Mapping[Address, frozenset[str]]) -> Collection[str]:
    """Return the targets that *problem* belongs to.

    What is no error and concerns several targets is told once for all of them.
    """
    where = seats.get(problem.address, _NOBODY) if problem.address else _NOBODY
    return _NOBODY if len(where) > 1 and problem.severity is not Severity.ERROR else where


def target_settings(settings: Settings) -> Mapping[str, Settings]:
    """Return the settings of each target, by its name."""
    sellers = {
        f"{seller.name}/{region}": _only(settings, seller, region)
        for seller in settings.sellers
        for region in seller.regions
    }
    buyer = {MARKETPLACE: replace(settings, sellers=())} if settings.marketplace else {}
    return {**buyer, **sellers}


def _only(settings: Settings, seller: Seller, region: str) -> Settings:
    """Return *settings* with one seller in one region, and with the places of the values that are left."""
    marks = settings.marks
    sellers = marks.child("sellers") if marks else None
    if marks and isinstance(marks.inside, Mapping) and isinstance(sellers, Marks):
        kept = sellers.child(seller.name)
        inside = {} if kept is None else {seller.name: kept}
        marks = replace(marks, inside={**marks.inside, "sellers": replace(sellers, inside=inside, keys=None)})
    return replace(
        settings, marketplace=None, sellers=(replace(seller, regions=(region,)),), notify=(), problems=(), marks=marks
    )


def seats_of(whole: Repository, documents: Iterable[Document]) -> Mapping[Address, frozenset[str]]:
    """Return by address the targets that its *documents* belong to; none where that cannot be told.

    A document that adds to other objects belongs to the targets of all of them, or to none if one of them is unknown.
    """
    names, kinds = target_settings(whole.settings).keys(), whole.kinds
    seats: dict[Address, frozenset[str]] = {}
    adding: list[tuple[Document, Collection[Address]]] = []
    for document in documents:
        kind = kinds.get(document.address.kind)
        if kind and kind.remote:
            found = _seat(document, kind.remote.side, whole.settings)
            seats[document.address] = seats.get(document.address, _NOBODY) | ({found} & names)
        elif kind:
            adding.append((document, kind.adds_to(document)))
    for document, fed in adding:
        found_all = [seats.get(address, _NOBODY) for address in fed]
        known = frozenset().union(*found_all) if all(found_all) else _NOBODY
        seats[document.address] = seats.get(document.address, _NOBODY) | known
    return seats


def _seat(document: Document, side: Side, settings: Settings) -> str:
    """Return the name of the target that a document states, whether or not there is such a target."""
    if side is Side.MARKETPLACE:
        return MARKETPLACE
    only = settings.sellers[0].name if len(settings.sellers) == 1 else ""
    return f"{document.body.get('seller', only)}/{document.body.get('region', '')}"


def _by_target(
    names: Iterable[str], wish: Wish, seats: Mapping[Address, frozenset[str]]
) -> Mapping[str, dict[Address, Desired[Any]]]:
    """Return the desired objects of each target in their order, without those that only give names."""
    found: dict[str, dict[Address, Desired[Any]]] = {name: {} for name in names}
    for address, desired in wish.items():
        for name in seats.get(address, _NOBODY):
            found[name][address] = desired
    return found


def _read(
    names: Iterable[str], documents: Iterable[Document], seats: Mapping[Address, frozenset[str]]
) -> Mapping[str, list[Document]]:
    """Return the documents of each target, also those with errors."""
    found: dict[str, list[Document]] = {name: [] for name in names}
    for document in documents:
        for name in seats.get(document.address, _NOBODY):
            found[name].append(document)
    return found


def _target(whole: Repository, settings: Settings, wish: Wish, names: Mapping[str, Mapping[str, Name]]) -> Repository:
    """Return the part of *whole* that wants *wish*, and knows the *names*."""
    every = (Address(kind, label) for kind, named in names.items() for label in named)
    naming = {address: whole.wish[address] for address in every if address in whole.wish}
    desired = {**wish, **naming}
    return Repository(
        settings=settings,
        kinds={},
        wish=desired,
        references=replace(References.to(names, settings.sellers), stated=frozenset(desired)),
        today=whole.today,
    )


class _Names:
    """The names of a repository, of which a seller's target gets those of the ids in its lists."""

    def __init__(self, references: References) -> None:
        self._all = references.names
        self._by_id: dict[str, list[Address]] = {}
        for kind, named in references.names.items():
            for label, name in named.items():
                self._by_id.setdefault(name.id, []).append(Address(kind, label))

    def of(self, target: str, wish: Wish) -> Mapping[str, Mapping[str, Name]]:
        """Return the names by kind that *target* needs: all for the marketplace, whose accounts may have any."""
        if target == MARKETPLACE:
            return self._all
        feeds = (feed for one in wish.values() for feed in (*one.fed, *one.ended))
        ids = dict.fromkeys(chain.from_iterable(feed.members for feed in feeds))
        found: dict[str, dict[str, Name]] = {kind: {} for kind in self._all}
        for address in (one for id_ in ids for one in self._by_id.get(id_, ())):
            found[address.kind][address.name] = self._all[address.kind][address.name]
        return found


def _unread(settings: Settings) -> Iterator[Problem]:
    """Note that targets do not compare customers with subscribers: one offering is delivered in several regions."""
    offering = next((seller for seller in settings.sellers if seller.offerings), None)
    if offering:
        what = "targets do not compare who is subscribed with who may connect, since an offering has several regions"
        source = settings.at("sellers", offering.name, "offerings")
        yield note("subscriptions-unread", what, source, "reconciler subscribers compares them")
