"""Many moves at the same time: more than a change and a set can hold."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest

from reconciler.batch import lower_bound
from reconciler.model import Account, Organization, OrganizationalUnit
from reconciler.pipeline.planning import Planning
from tests.batch.rules import Rules
from tests.fakes.world import FakeWorld, LiveExperience
from tests.pipeline.proofs import in_another_order, planned, replay_of
from tests.pipeline.test_safe_order import in_between, moves_in

EXPERIENCES, UNITS, ACCOUNTS = 30, 20, 400


def organization(random: Random) -> Organization:
    """Return an organization of nested units with accounts."""
    units: dict[str, OrganizationalUnit] = {}
    for number in range(UNITS):
        parent = random.choice(["r-abcd", *units])
        units[f"ou-abcd-{number:08}"] = OrganizationalUnit(f"ou-abcd-{number:08}", "Unit", parent)
    accounts = [Account(f"{number:012}", "Account", random.choice([*units])) for number in range(1, ACCOUNTS + 1)]
    return Organization(
        id="o-abcdef1234",
        management_account="111111111111",
        root="r-abcd",
        units=units,
        accounts={account.id: account for account in accounts},
    )


def planning(seed: int) -> Planning:
    """Plan a state in which most principals move, some arrive or leave, and some experiences are new or enabled."""
    random = Random(seed)  # noqa: S311 - repeatable, nothing secret
    tree = organization(random)
    principals = [*tree.units, *tree.accounts]
    spread = random.choice([2, 5, EXPERIENCES])
    before: list[list[str]] = [[] for _ in range(EXPERIENCES)]
    after: list[list[str]] = [[] for _ in range(EXPERIENCES)]
    for principal in principals:
        here = random.randrange(EXPERIENCES)
        there = random.choice([here, (here + random.randrange(spread)) % EXPERIENCES])
        if random.random() < 0.95:
            before[here].append(principal)
        if random.random() < 0.95:
            after[there].append(principal)
    live: list[LiveExperience] = []
    wish: dict[str, dict[str, Any]] = {}
    for number in range(EXPERIENCES):
        status = random.choice(["enabled", "enabled", "enabled", "disabled", "archived"])
        title = f"Title {number}"
        if random.random() < 0.9:
            held = tuple(before[number])
            live.append(LiveExperience(id=f"exp-{number}", title=title, status=status, allow=(), principals=held))
        wanted = "enabled" if random.random() < 0.8 else "disabled"
        products = {"allow": [f"prod-{one:04}" for one in range(random.choice([0, 3, 70]))]}
        wish[f"e{number}"] = {"title": title, "status": wanted, "products": products, "principals": after[number]}
    return planned(replace(FakeWorld.of(*live), organization=tree), wish)


@pytest.mark.parametrize("seed", range(8))
def test_many_moves_keep_all_rules_at_once(seed: int) -> None:
    """Halves are in consecutive sets, and no account is ungoverned that need not be."""
    made = planning(seed)
    operations = made.plan.operations
    rules = Rules([request for one in operations for request in one.requests], operations)
    assert rules.broken() == []
    replay = replay_of(made)
    worlds = replay.run().states
    numbers = {operation.id: number for number, operation in enumerate(operations)}
    for move in moves_in(made):
        source = move.source
        opens = worlds[-1][source].status == "enabled" and getattr(worlds[0].get(source), "status", "") != "enabled"
        if not opens:
            assert numbers[move.arrives] == numbers[move.leaves] + 1
            assert rules.before[move.arrives] == rules.before[move.leaves] | {move.leaves}
    ordered = in_another_order(replay.operations, Random(seed))  # noqa: S311 - repeatable, nothing secret
    told = {one for exposure in made.plan.exposures if exposure.governed_by is None for one in exposure.accounts}
    tree = organization(Random(seed))  # noqa: S311 - repeatable, nothing secret
    assert in_between(tree, replace(replay, operations=ordered).run().states) <= told
    assert made.plan.proof
    assert made.plan.proof.lower_bound <= len(operations)
    assert len(operations) <= 1.15 * lower_bound(rules.requests) + 1
