"""Plans of experiences on plain data, and their replays made from the plan's JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Any

from reconciler.kind import Kind, Planned
from reconciler.kinds import all_kinds
from reconciler.model import Address, Change, Document, Marks, Request, SetChange
from reconciler.model.document import mark
from reconciler.model.fields import stated
from reconciler.model.terms import Terms
from reconciler.pipeline.loading import understand
from reconciler.pipeline.planning import Planning, PlanOptions, plan
from reconciler.pipeline.proving import told
from reconciler.replay import Replay
from reconciler.settings import ChangeSets, Guards, Marketplace, Settings
from tests.effects import EFFECTS
from tests.fakes.ports import FakeClock, clients
from tests.fakes.world import FakeWorld

SETTINGS = Settings(file="reconciler.yaml", marketplace=Marketplace("111111111111"))
Fields = Mapping[str, Any]


def planned(
    world: FakeWorld,
    wished: Mapping[str, Fields],
    *,
    guards: Guards | None = None,
    without: str = "",
    options: PlanOptions | None = None,
    isolated: bool = False,
    fastest: bool = False,
) -> Planning:
    """Plan the experiences *wished*, by name; requests of the verb *without* are dropped."""
    documents = [
        Document(Address("experience", name), body, f"{name}.yaml", Marks(mark(1, 1))) for name, body in wished.items()
    ]
    kinds = {**all_kinds(), **_losing(all_kinds(), without)} if without else all_kinds()
    change_sets = ChangeSets.ISOLATED if isolated else ChangeSets.FASTEST if fastest else ChangeSets.MINIMAL
    settings = replace(SETTINGS, guards=guards or SETTINGS.guards, change_sets=change_sets)
    repository = understand(settings, kinds, documents)
    return plan(repository, clients(world), options or PlanOptions(), clock=FakeClock(), commit=None)


def _losing(kinds: Mapping[str, Kind], verb: str) -> Mapping[str, Kind]:
    kind = kinds["experience"]
    assert kind.remote
    whole = kind.remote.requests

    def requests(planned: Sequence[Planned], terms: Terms) -> tuple[Request, ...]:
        return tuple(one for one in whole(planned, terms) if one.verb.name != verb)

    return {"experience": replace(kind, remote=replace(kind.remote, requests=requests))}


def replay_of(planning: Planning) -> Replay:
    """Return the replay of a plan; the desired state is taken from its changes."""
    ids = {observed.remote_id: str(address) for address, observed in planning.observed.items()}
    live = planning.observations["experience"].live
    before = {ids.get(id_, id_): stated(observed.spec) for id_, observed in live.items()}
    wish = {
        str(change.address): _after(before.get(str(change.address), {}), change) for change in planning.plan.changes
    }
    return Replay(
        effects=EFFECTS,
        before={"experience": before},
        wish={"experience": wish},
        ids=ids,
        operations=[told(operation) for operation in planning.plan.operations],
    )


def _after(before: Fields, change: Change) -> Fields:
    """Return an experience after *change*."""
    after = dict(before)
    for field in change.fields:
        if isinstance(field, SetChange):
            after[field.path] = (after.get(field.path, frozenset()) | field.added) - field.removed
        else:
            after[field.path] = field.after
    return after


def in_another_order(operations: Sequence[Mapping[str, Any]], random: Random) -> list[Mapping[str, Any]]:
    """Return *operations* in an order that what they wait for allows."""
    left, ordered = list(operations), list[Mapping[str, Any]]()
    while left:
        done = {one["id"] for one in ordered}
        ordered.append(random.choice([one for one in left if done.issuperset(one["after"])]))
        left.remove(ordered[-1])
    return ordered
