"""`python -m benchmarks.governing`: computes what governs every account of a very large organization, with the path.

Prints the seconds of CPU as JSON.
"""

import gc
import json
import sys
from collections.abc import Iterator
from random import Random
from time import process_time

from reconciler.governance import Experience, Experiences, govern
from reconciler.model import Account, Organization, OrganizationalUnit

from .figures import Figure
from .fresh import typical, used
from .world import SEED

ACCOUNTS, UNITS, EXPERIENCES, PRINCIPALS_EACH = 50_000, 3_000, 1_000, 5
ROOT = "r-abcd"
DEEPEST = 5
"""Levels of OUs under a root: the quota of AWS Organizations."""
SECONDS = 0.5


def governing_figures(repetitions: int) -> Iterator[Figure]:
    """Yield the time that the decision for every account takes."""
    command = [sys.executable, "-m", "benchmarks.governing"]
    taken = typical([float(json.loads(used(command).output)) for _ in range(repetitions)], key=lambda one: one)
    name = f"governance of {ACCOUNTS:,} accounts, with paths: CPU"
    yield Figure(name=name, value=taken, unit="s", aim=SECONDS, note=f"{EXPERIENCES:,} experiences")


def large(random: Random) -> tuple[Organization, Experiences]:
    """Return an organization of AWS's largest size, and experiences for some of its units and accounts."""
    depths = {ROOT: 0}
    above = [ROOT]
    units: dict[str, OrganizationalUnit] = {}
    for number in range(UNITS):
        unit = OrganizationalUnit(f"ou-{number}", f"Unit {number}", random.choice(above))
        units[unit.id], depths[unit.id] = unit, depths[unit.parent] + 1
        if depths[unit.id] < DEEPEST:
            above.append(unit.id)
    parents = list(depths)
    accounts = {f"{n:012d}": Account(f"{n:012d}", f"Account {n}", random.choice(parents)) for n in range(ACCOUNTS)}
    seats = random.sample([*units, *accounts], EXPERIENCES * PRINCIPALS_EACH)
    experiences = {
        f"experience.e{n}": Experience(id=f"experience.e{n}", principals=frozenset(seats[n::EXPERIENCES]))
        for n in range(EXPERIENCES)
    }
    organization = Organization(
        id="o-abcdef1234", management_account="000000000000", root=ROOT, units=units, accounts=accounts
    )
    return organization, experiences


def measure() -> float:
    """Return the seconds of CPU of one run."""
    organization, experiences = large(Random(SEED))  # noqa: S311 - repeatable, nothing secret
    began = process_time()
    governance = govern(organization, experiences)
    decisions = governance.decisions(organization.accounts)
    taken = process_time() - began
    if len(decisions) != ACCOUNTS:
        raise AssertionError(len(decisions))
    return round(taken, 4)


if __name__ == "__main__":
    gc.disable()  # as reconciler's own main does
    print(json.dumps(measure()))
