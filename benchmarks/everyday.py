"""Three everyday plans in an organization of 10,000 accounts and 620 units: their calls beside the fewest, their time.

The three: nothing differs; an experience of one unit allows one product more; one account moves to another experience.
The repository has three experiences: of the organization, of a unit with 30 units below it, and of two accounts. The
fewest calls are computed from what the answer has to know (`organization`). AWS's request rates are kept, and each
answer takes 50 ms, so the time is what a user waits for.
"""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from sys import executable

from .figures import Beside, Figure
from .fresh import ROOT, Used, used
from .observed import entity_types, write_equal
from .offline import NOBODY
from .organization import ALWAYS, Needed, fewest_of_catalogue, fewest_of_organization, of_tree
from .repository import write_repository
from .server import calls_at, serving
from .world import Experience, World, make_world

LATENCY = 0.05
PLAN = (executable, "-m", "reconciler", "plan", "-q", "--out", "plan.json")
OF_ORGANIZATION, OF_UNIT, OF_ACCOUNTS = range(3)


@dataclass(frozen=True, slots=True)
class Everyday:
    """One plan: the *wished* world beside the live one, what its answer needs of the tree, its *changes*, an aim."""

    name: str
    wished: World
    needed: Needed
    changes: int
    aim: int


def everyday_figures(folder: Path) -> Iterator[Figure]:
    """Plan each once; yield its calls and its wall time."""
    live = small_world()
    for number, plan in enumerate(everyday_plans(live)):
        place = folder / f"everyday-{number}"
        write_repository(plan.wished, place)
        file = write_equal(live, place)
        run, calls = _planned(place, file)
        _require_changes(place / "plan.json", plan.changes)
        found = fewest_of_catalogue(entity_types(file)) + len(ALWAYS)
        tree = fewest_of_organization(live.organization, plan.needed)
        fewest = Beside("fewest for this answer", found + tree)
        note = f"of them {of_tree(calls)} about the tree, the fewest are {tree}"
        yield Figure(
            name=f"{plan.name}: calls", value=sum(calls.values()), unit="", aim=plan.aim, beside=fewest, note=note
        )
        waits = Beside("calls that wait for each other", round(LATENCY * IN_A_ROW, 2))
        cpu = f"{run.cpu:.2f} s of CPU; AWS's rates are kept"
        yield Figure(name=f"{plan.name}: wall", value=round(run.wall, 2), unit="s", beside=waits, note=cpu)


IN_A_ROW = 3
"""Calls of which each needs the answer before it, in any program: list experiences, describe them, then policies."""


def small_world() -> World:
    """Return the large organization with three experiences: of all, of one division, of two accounts elsewhere."""
    world = make_world()
    unit = next(iter(world.organization.units))
    elsewhere = _accounts_outside(world, unit)
    seats = ((world.organization.id,), (unit,), elsewhere)
    three = zip(world.experiences, seats, strict=False)
    plain = (replace(one, principals=seat, tagged=False, status="enabled") for one, seat in three)
    return replace(world, experiences=tuple(plain))


def everyday_plans(live: World) -> tuple[Everyday, ...]:
    """Return the three plans."""
    of_unit, of_accounts = live.experiences[OF_UNIT], live.experiences[OF_ACCOUNTS]
    allowed = {product.id for one in live.experiences for product in (*one.allow, *one.deny)}
    product = next(one for one in live.products if one.name and not one.group and one.id not in allowed)
    moves, stays = of_accounts.principals
    more = _wishing(live, replace(of_unit, allow=(*of_unit.allow, product)))
    moved = _wishing(
        _wishing(live, replace(of_unit, principals=(*of_unit.principals, moves))),
        replace(of_accounts, principals=(stays,)),
    )
    named = frozenset(principal for one in live.experiences for principal in one.principals)
    return (
        Everyday("no-op", live, Needed(named), 0, 13),
        Everyday("one product of a unit's experience", more, Needed(named, frozenset(of_unit.principals)), 1, 90),
        Everyday("one account moves", moved, Needed(named), 2, 15),
    )


def _wishing(world: World, changed: Experience) -> World:
    """Return *world* with one experience as *changed*."""
    return replace(
        world, experiences=tuple(changed if one.number == changed.number else one for one in world.experiences)
    )


def _accounts_outside(world: World, unit: str) -> tuple[str, ...]:
    """Return two open accounts that are not below *unit*."""
    organization = world.organization
    outside = (id_ for id_, one in organization.accounts.items() if one.open and unit not in organization.path(id_))
    return next(outside), next(outside)


def _planned(place: Path, file: Path) -> tuple[Used, Mapping[str, int]]:
    """Plan the repository in *place* once; return the process and its calls."""
    with serving("wire", file, LATENCY) as url:
        environment = {**os.environ, **NOBODY, "AWS_ENDPOINT_URL": url, "PYTHONPATH": str(ROOT)}
        return used(PLAN, cwd=place, environment=environment), calls_at(url)


def _require_changes(file: Path, number: int) -> None:
    """Raise AssertionError unless the plan has so many changes."""
    found = len(json.loads(file.read_bytes())["changes"])
    if found != number:
        raise AssertionError(f"{found} changes were planned, not {number}")
