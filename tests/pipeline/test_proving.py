"""A plan carries its proof: it does what it says, in any order that it allows, and no change is needless."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.errors import PlanBug
from reconciler.model import Exposure, Group, Impact, Proof
from reconciler.pipeline.planning import PlanOptions
from reconciler.replay import Replay
from tests.effects import EFFECTS
from tests.fakes.world import FakeWorld, LiveExperience
from tests.kinds.experience.test_convergence import SITUATIONS, Wishes
from tests.pipeline.proofs import in_another_order, planned, replay_of

FINANCE, PAYROLL = "ou-abcd-finance0", "ou-abcd-payroll0"
DEFAULT = LiveExperience(
    id="exp-default", title="Default", status="enabled", allow=("prod-a", "prod-x"), principals=("o-abcdef1234",)
)
OLD = LiveExperience(id="exp-old", title="Old", status="enabled", allow=("prod-a", "prod-b"), principals=(FINANCE,))
NEW = LiveExperience(id="exp-new", title="New", status="enabled", allow=("prod-b", "prod-c"), principals=())
MOVE: dict[str, Mapping[str, Any]] = {
    "old": {"title": "Old", "principals": []},
    "new": {"title": "New", "principals": [FINANCE]},
}


def test_a_move_tells_its_impact_and_its_exposure() -> None:
    """Experiences are reported by address, or by AWS's id if unmanaged, with the accounts below (contract 4)."""
    made = planned(FakeWorld.of(DEFAULT, OLD, NEW), MOVE).plan
    accounts = ("333333333333", "444444444444")
    assert made.impact == Impact(
        (
            Group(
                before="experience.old",
                after="experience.new",
                accounts=accounts,
                gained=frozenset({"prod-c"}),
                lost=frozenset({"prod-a"}),
            ),
        )
    )
    assert made.exposures == (
        Exposure(
            principal=FINANCE,
            accounts=accounts,
            since="op-1",
            until="op-2",
            governed_by="exp-default",
            wider=True,
            narrower=True,
            seconds=30,
        ),
    )
    assert made.proof == Proof(change_sets=2, lower_bound=2, chain=2)
    assert {made.names[one] for one in (*accounts, FINANCE, "exp-default")} == {"Ledger", "Pay", "Finance", "Default"}


def test_an_empty_plan_has_no_impact() -> None:
    """An empty plan has no change set and needs none."""
    made = planned(FakeWorld.of(DEFAULT), {"default": {"title": "Default", "status": "enabled"}}).plan
    assert (made.impact, made.exposures, made.proof) == (Impact(), (), Proof(change_sets=0, lower_bound=0, chain=0))


@pytest.mark.parametrize("named", [{"title": "Default"}, {"id": "exp-default", "title": "Renamed"}])
def test_an_experience_left_out_of_a_plan_is_reported_by_its_address(named: Mapping[str, Any]) -> None:
    """Selectors leave out its document, or the document is in error."""
    options = PlanOptions(select=("experience.new",))
    wish: dict[str, Mapping[str, Any]] = {"default": named, "new": {"title": "New", "principals": [PAYROLL]}}
    made = planned(FakeWorld.of(DEFAULT, NEW), wish, options=options).plan
    assert [(group.before, group.after) for group in made.impact.groups] == [("experience.default", "experience.new")]


def test_an_experience_left_out_of_a_plan_is_the_live_one_of_its_title() -> None:
    """A live experience wins over an archived one (contract 1.2)."""
    archived = replace(DEFAULT, id="exp-before", status="archived", principals=())
    wish: dict[str, Mapping[str, Any]] = {
        "default": {"title": "Default"},
        "new": {"title": "New", "principals": [PAYROLL]},
    }
    made = planned(FakeWorld.of(archived, DEFAULT, NEW), wish, options=PlanOptions(select=("experience.new",))).plan
    assert [(group.before, group.after) for group in made.impact.groups] == [("experience.default", "experience.new")]


@pytest.mark.parametrize(
    ("lost", "finding"),
    [
        (
            "DisassociateAudience",
            f"AWS would refuse op-1: {FINANCE} is held by experience.old when experience.new takes it",
        ),
        ("AssociateAudience", f"experience.new principals is [] in the end, not ['{FINANCE}']"),
    ],
)
def test_a_plan_that_fails_its_replay_is_a_bug_that_can_be_repeated(lost: str, finding: str) -> None:
    """The plan is not shown, and the replay of the bug report has the same findings."""
    with pytest.raises(PlanBug) as raised:
        planned(FakeWorld.of(DEFAULT, OLD, NEW), MOVE, without=lost)
    assert raised.value.findings == (finding,)
    assert raised.value.message == f"the plan fails its own proof, so it is not shown\n{finding}"
    assert Replay.read(raised.value.dump, EFFECTS).run().findings == (finding,)


@given(situation=SITUATIONS)
def test_any_plan_does_what_its_changes_say(situation: tuple[FakeWorld, Wishes]) -> None:
    """For any live and desired state, the operations lead from the one to the other."""
    world, wished = situation
    assert replay_of(planned(world, wished)).run().findings == ()


@given(situation=SITUATIONS, seed=st.integers(0, 9))
def test_any_order_that_the_operations_allow_leads_to_the_same_end(
    situation: tuple[FakeWorld, Wishes], seed: int
) -> None:
    """Every necessary order is an edge, so any order that keeps the edges is right."""
    world, wished = situation
    replay = replay_of(planned(world, wished))
    ordered = in_another_order(replay.operations, Random(seed))  # noqa: S311 - repeatable, nothing secret
    other = replace(replay, operations=ordered).run()
    assert other.findings == ()
    assert other.states[-1] == replay.run().states[-1]


@given(situation=SITUATIONS)
def test_no_plan_can_do_without_any_of_its_changes(situation: tuple[FakeWorld, Wishes]) -> None:
    """Without any one operation or change, AWS refuses the rest or the end differs."""
    world, wished = situation
    replay = replay_of(planned(world, wished))
    for smaller in with_less(replay.operations):
        assert replace(replay, operations=locked_again(replace(replay, operations=smaller))).run().findings


def with_less(operations: Sequence[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    """Yield the operations without each operation, then without each change of each set."""
    for index, operation in enumerate(operations):
        before, later = list(operations[:index]), list(operations[index + 1 :])
        yield [*before, *later]
        changes = operation["parameters"].get("ChangeSet", ())
        for number in range(len(changes) if len(changes) > 1 else 0):
            kept, about = without(changes, number), without(operation["about"], number)
            yield [*before, {**operation, "parameters": {"ChangeSet": kept}, "about": about}, *later]


def without(many: Sequence[Any], number: int) -> list[Any]:
    """Return the sequence without the item of that number."""
    return [*many[:number], *many[number + 1 :]]


def locked_again(replay: Replay) -> list[Mapping[str, Any]]:
    """Return operations that wait for no missing one and lock each change on the last set before it."""
    remote_ids = {address: id_ for id_, address in replay.ids.items()}
    last: dict[str, str] = {}
    found: list[Mapping[str, Any]] = []
    for operation, (id_, _, sent) in zip(replay.operations, replay.calls, strict=True):
        changes = [_locked_again(one, last, remote_ids) for one in operation["parameters"].get("ChangeSet", ())]
        after = [one for one in operation["after"] if one in {earlier["id"] for earlier in found}]
        parameters = {**operation["parameters"], "ChangeSet": changes}
        found.append({**operation, "after": after, "parameters": parameters})
        last.update((change.about, id_) for change in sent)
    return found


def _locked_again(
    change: Mapping[str, Any], last: Mapping[str, str], remote_ids: Mapping[str, str]
) -> Mapping[str, Any]:
    identifier = change["Entity"].get("Identifier")
    if not isinstance(identifier, Mapping):
        return change
    address = identifier["address"]
    here = {"known_after": last[address], "address": address} if address in last else remote_ids.get(address, address)
    return {**change, "Entity": {"Type": "Experience@1.0", "Identifier": here}}
