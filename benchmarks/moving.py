"""`python -m benchmarks.moving [--isolated]`: a plan of 2,000 moves and 5,000 product changes, from changes to proof.

Prints as JSON the seconds of CPU of each step, the number of change sets and the lower bound.
"""

import gc
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from random import Random
from time import process_time
from typing import Any

from reconciler.batch import batch, lower_bound
from reconciler.diff import diff
from reconciler.fewest import fewest
from reconciler.impact import exposures, impact, in_succession
from reconciler.kind import Planned
from reconciler.kinds.experience.proof import EFFECTS
from reconciler.kinds.experience.requests import requests
from reconciler.kinds.experience.settle import settle
from reconciler.kinds.experience.spec import ExperienceSpec, ExperienceStatus
from reconciler.model import Action, Address, Change, Desired, Document, Marks, Observed, Operation, Pair, Plan
from reconciler.model.document import mark
from reconciler.model.fields import stated
from reconciler.model.terms import Terms
from reconciler.pipeline.proving import costed, told
from reconciler.replay import Replay

from .figures import Figure
from .fresh import typical, used
from .world import EXPERIENCES, MANAGEMENT, SEED, World, make_world

MOVES = 2_000
PRODUCTS_CHANGED = 10
"""Products that join or leave the list of each experience: 5,000 in all."""
SECONDS = 3.0


def moving_figures(repetitions: int) -> Iterator[Figure]:
    """Yield the time of impact and proof of a large plan, and its distance from the lower bound."""
    for isolated, name in ((False, "2,000 moves"), (True, "2,000 moves, isolated")):
        command = [sys.executable, "-m", "benchmarks.moving", *(["--isolated"] if isolated else [])]
        taken = typical([json.loads(used(command).output) for _ in range(repetitions)], key=lambda one: sum(_cpu(one)))
        whole = sum(_cpu(taken))
        yield Figure(name=f"{name}, impact and proof: CPU", value=whole, unit="s", aim=SECONDS, note=_steps(taken))
        aim = None if isolated else taken["bound"]
        note = f"{taken['changes']} changes: " + (
            "no packing needs fewer"
            if taken["sets"] == taken["bound"]
            else f"any packing needs at least {taken['bound']}"
        )
        note += f"; any cut into changes needs at least {taken['needed']}"
        yield Figure(name=f"{name}: change sets", value=taken["sets"], unit="", aim=aim, note=note)


def _cpu(taken: Mapping[str, Any]) -> list[float]:
    return list(taken["cpu"].values())


def _steps(taken: Mapping[str, Any]) -> str:
    return ", ".join(f"{step} {seconds:.2f}" for step, seconds in taken["cpu"].items())


def measure(*, isolated: bool = False) -> Mapping[str, Any]:
    """Run each step once and return its figures."""
    world = make_world()
    pairs = tuple(pairs_of(world, MOVES))
    planned = [Planned(change=change, pair=pair) for pair in pairs if (change := change_of(pair))]
    terms = Terms(organization=world.organization, isolated=isolated)
    cpu: dict[str, float] = {}
    began = process_time()

    def ended(step: str) -> None:
        nonlocal began
        cpu[step], began = round(process_time() - began, 4), process_time()

    wanted = requests(planned, terms)
    ended("requests")
    operations = batch(wanted, account=MANAGEMENT, isolated=isolated)
    ended("batch")
    worlds = replayed(pairs, planned, operations)
    ended("replay")
    felt = impact(world.organization, worlds[0], worlds[-1])
    ended("impact")
    exposed = exposures(world.organization, worlds, in_succession(world.organization, worlds, operations))
    ended("exposure")
    needed = fewest(wanted, world.organization, (worlds[0], worlds[-1]), isolated=isolated)
    ended("fewest")
    noted = costed(_plan(planned, operations), partial(requests, planned), terms)
    ended("cost of safety")
    bound = lower_bound(wanted, isolated=isolated)
    found = {"groups": len(felt.groups), "exposures": len(exposed), "costs": len(noted.problems)}
    return {"cpu": cpu, "changes": len(wanted), "sets": len(operations), "bound": bound, "needed": needed, **found}


def _plan(planned: list[Planned], operations: tuple[Operation, ...]) -> Plan:
    return Plan(created_at="", commit=None, changes=tuple(one.change for one in planned), operations=operations)


def replayed(pairs: tuple[Pair[Any], ...], planned: list[Planned], operations: tuple[Operation, ...]) -> Any:  # noqa: ANN401 - worlds
    """Return the experiences before *operations* and after each; raise AssertionError if the replay has a finding."""
    replay = Replay(
        effects={"experience": EFFECTS},
        before={
            "experience": {str(pair.desired.address): stated(pair.observed.spec) for pair in pairs if pair.observed}
        },
        wish={
            "experience": {
                str(one.change.address): stated(settle(one.pair.desired, one.pair.observed)) for one in planned
            }
        },
        ids={pair.observed.remote_id: str(pair.desired.address) for pair in pairs if pair.observed},
        operations=[told(operation) for operation in operations],
    )
    replayed = replay.run()
    if replayed.findings:
        raise AssertionError(replayed.findings[0])
    return replayed.states


def change_of(pair: Pair[ExperienceSpec]) -> Change | None:
    """Return the change of an experience, or None."""
    fields = diff(pair.observed.spec, settle(pair.desired, pair.observed)) if pair.observed else ()
    address, id_ = pair.desired.address, pair.observed.remote_id if pair.observed else None
    change = Change(address=address, action=Action.UPDATE, fields=fields, remote_id=id_, reason="", source="")
    return change if fields else None


def pairs_of(world: World, moves: int) -> Iterator[Pair[ExperienceSpec]]:
    """Return the experiences of *world* with their units, before and after *moves* of its accounts move.

    The list of each changes by ten products, too.
    """
    random = Random(SEED)  # noqa: S311 - repeatable, nothing secret
    held, wanted = _seats(world, random, moves)
    products = sorted(product.id for product in world.products)
    for one in world.experiences:
        change = random.sample(products, PRODUCTS_CHANGED)
        allowed = frozenset(product.id for product in one.allow) | frozenset(change[: PRODUCTS_CHANGED // 2])
        observed = ExperienceSpec(
            title=one.title,
            status=ExperienceStatus.ENABLED,
            policy="restricted",
            user_requests="deny",
            allow=allowed - frozenset(change[PRODUCTS_CHANGED // 2 :]),
            deny=frozenset(),
            principals=frozenset(held[one.number]),
        )
        wish = replace(
            observed,
            policy=None,
            allow=(allowed | frozenset(change)) - frozenset(change[: PRODUCTS_CHANGED // 2]),
            principals=frozenset(wanted[one.number]),
        )
        yield _pair(one.name, f"exp-{one.number}", observed, wish)


def _seats(world: World, random: Random, moves: int) -> tuple[list[set[str]], list[set[str]]]:
    """Return the principals of each experience before and after: the organization, its units, accounts that move."""
    still = [{world.organization.id}, *({unit} for unit in world.organization.units)]
    held = [set(still[n]) if n < len(still) else set[str]() for n in range(EXPERIENCES)]
    wanted = [set(seats) for seats in held]
    for account in random.sample(sorted(world.organization.accounts), moves):
        here, there = random.sample(range(EXPERIENCES), 2)
        held[here].add(account)
        wanted[there].add(account)
    return held, wanted


def _pair(name: str, id_: str, observed: ExperienceSpec, wish: ExperienceSpec) -> Pair[ExperienceSpec]:
    address = Address("experience", name)
    document = Document(address, {}, f"{name}.yaml", Marks(mark(1, 1)))
    live = Observed(spec=observed, remote_id=id_, revision="3", facts={"has_branding": False, "arn": id_})
    return Pair(Desired(address=address, spec=wish, document=document), live)


if __name__ == "__main__":
    gc.disable()  # as reconciler's own main does
    print(json.dumps(measure(isolated="--isolated" in sys.argv[1:])))
