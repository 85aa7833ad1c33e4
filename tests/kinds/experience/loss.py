"""A naive computation of what each account loses; the plan of a part is compared with it.

A state is LiveExperiences by id. An account has a set of products, of which `OTHER` stands for all that no list names,
and `GOVERNED`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product
from typing import Any

from reconciler.model import Organization
from tests.fakes.world import FakeWorld, LiveExperience

OTHER, GOVERNED = "any other product", "governed"

Wishes = Mapping[str, Mapping[str, Any]]
Owned = frozenset[tuple[str, str]]
NEW, NOTHING = "new", "nothing"
Meaning = tuple[str, str | None]
"""The experience that a document means, and the status that it would state without its error."""


def owned(world: FakeWorld, universe: frozenset[str]) -> Owned:
    """Return what every open account has."""
    return frozenset(
        (account.id, thing)
        for account in world.organization.accounts.values()
        if account.open
        for thing in _has(world, account.id, universe)
    )


def _has(world: FakeWorld, account: str, universe: frozenset[str]) -> frozenset[str]:
    governing = next(
        (
            one
            for principal in _upwards(world.organization, account)
            for one in world.experiences.values()
            if one.status == "enabled" and principal in (one.principals or ())
        ),
        None,
    )
    if governing is None:
        return universe
    bought = universe if governing.allow is None else frozenset(governing.allow) - frozenset(governing.deny)
    return bought | {GOVERNED}


def _upwards(organization: Organization, here: str) -> Iterator[str]:
    parents = {id_: one.parent for id_, one in organization.accounts.items()}
    parents |= {id_: one.parent for id_, one in organization.units.items()}
    while here != organization.root:
        yield here
        here = parents[here]
    yield organization.id


def universe_of(world: FakeWorld, wishes: Wishes) -> frozenset[str]:
    """Return all products that any list names, and one that none names."""
    named = {p for one in world.experiences.values() for p in (*(one.allow or ()), *one.deny)}
    named |= {p for wish in wishes.values() for ids in wish.get("products", {}).values() for p in ids}
    return frozenset(named | {OTHER})


def wholes(world: FakeWorld, wishes: Wishes) -> Iterator[FakeWorld]:
    """Yield the state after all documents are applied, for every live experience that each of them may mean."""
    meanings = [[*_meanings(world, wishes, name)] for name in wishes]
    for case in product(*meanings):
        meant = [id_ for id_, _ in case if id_ not in {NEW, NOTHING}]
        if len(meant) == len(set(meant)):
            yield _after(world, wishes, dict(zip(wishes, case, strict=True)))


def _meanings(world: FakeWorld, wishes: Wishes, name: str) -> Iterator[Meaning]:
    """Yield every meaning; an archived experience that is pinned, or one of several, needs a status."""
    found = [*_identities(world, wishes, name)]
    for id_ in found:
        archived = id_ in world.experiences and world.experiences[id_].status == "archived"
        is_open = archived and "status" not in wishes[name] and ("id" in wishes[name] or len(found) > 1)
        yield from ((id_, status) for status in (["archived", "disabled", "enabled"] if is_open else [None]))


def _identities(world: FakeWorld, wishes: Wishes, name: str) -> Iterator[str]:
    wish, live = wishes[name], world.experiences
    pinned = {one.get("id") for one in wishes.values()}
    titles = {one["title"] for one in wishes.values() if "id" not in one}
    strangers = [id_ for id_, one in live.items() if id_ not in pinned and one.title not in titles]
    if "id" in wish:
        yield from [wish["id"]] if wish["id"] in live else [NEW, *strangers]
        return
    same = [id_ for id_, one in live.items() if id_ not in pinned and one.title == wish["title"]]
    alive = [id_ for id_ in same if live[id_].status != "archived"]
    if wish.get("status") == "archived":
        yield from alive or same[:1] or [NOTHING]
    elif same:
        yield from alive or same
    else:
        yield NEW
        yield from (id_ for id_ in strangers if _alike(wish, live[id_]))


def _alike(wish: Mapping[str, Any], one: LiveExperience) -> bool:
    if one.status == "archived":
        return False
    named = set(wish.get("principals", ()))
    same_principals = bool(named) and named == set(one.principals or ())
    return one.title.strip().lower() == wish["title"].strip().lower() or same_principals


def _after(world: FakeWorld, wishes: Wishes, meant: Mapping[str, Meaning]) -> FakeWorld:
    named = {p: name for name, wish in wishes.items() for p in wish.get("principals", ()) if _acts(wish)}
    after = {id_: _less(one, set(named)) for id_, one in world.experiences.items()}
    for name, (id_, status) in meant.items():
        if id_ != NOTHING and _acts(wishes[name]):
            live = world.experiences.get(id_)
            others = {p for p, taker in named.items() if taker != name}
            said = {**wishes[name], **({"status": status} if status else {})}
            one = _less(_carried_out(said, live), others)
            after[one.id if live else f"new {name}"] = one
    return replace(world, experiences=after)


def _acts(wish: Mapping[str, Any]) -> bool:
    return wish.get("mode") != "observe"


def _less(one: LiveExperience, principals: set[str]) -> LiveExperience:
    return replace(one, principals=tuple(p for p in one.principals or () if p not in principals))


def _carried_out(wish: Mapping[str, Any], live: LiveExperience | None) -> LiveExperience:
    before = live or LiveExperience(id="new", title=wish["title"], allow=None)
    additive = wish.get("mode") == "additive"
    status = wish.get("status") or ("disabled" if before.status == "archived" else before.status)
    if status == "archived" and before.status == "archived":
        return before
    principals = {*wish.get("principals", before.principals or ()), *((before.principals or ()) if additive else ())}
    products = wish.get("products", {})
    restricted = live is None or before.allow is not None or bool(products) or "user_requests" in wish
    had = set(before.allow or ()) - set(before.deny)
    kept = had if additive or "allow" not in products else set()
    allow = set(products.get("allow", ())) | (kept - set(products.get("deny", ())))
    return replace(
        before,
        status=status,
        principals=tuple(sorted(principals)),
        allow=tuple(sorted(allow)) if restricted else None,
        deny=(),
    )
