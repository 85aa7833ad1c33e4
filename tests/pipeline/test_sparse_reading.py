"""A plan reads what it relies on of the organization, and is the same plan as with all of the organization."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from reconciler.model import Account, AccountState, Organization, OrganizationalUnit
from reconciler.pipeline import PlanOptions
from reconciler.pipeline.planning import Planning
from reconciler.render import plan_lines
from reconciler.settings import Guards, MaxRemovals, Ruling
from tests.fakes.world import ORGANIZATION, FakeWorld
from tests.kinds.experience.test_convergence import SITUATIONS, Wishes
from tests.pipeline.proofs import planned

WHOLE = PlanOptions(whole_organization=True)
STRICT = Guards(max_accounts_losing_access=0, max_removals=MaxRemovals(count=1), ungoverned=Ruling.WARN)
UNITS = [*ORGANIZATION.units, "ou-abcd-extra000", "ou-abcd-extra001"]
ACCOUNTS = [*ORGANIZATION.accounts, *(f"66666666666{number}" for number in range(4))]
STATES = [*[AccountState.ACTIVE] * 4, AccountState.PENDING_ACTIVATION, AccountState.CLOSED]


@st.composite
def trees(draw: st.DrawFn) -> Organization:
    """Draw units and accounts in any place; desired states name some of them."""
    units: dict[str, OrganizationalUnit] = {}
    for id_ in draw(st.permutations(UNITS)):
        units[id_] = OrganizationalUnit(id_, f"Unit {id_}", draw(st.sampled_from([ORGANIZATION.root, *units])))
    accounts = {
        id_: Account(
            id_, f"Account {id_}", draw(st.sampled_from([ORGANIZATION.root, *units])), draw(st.sampled_from(STATES))
        )
        for id_ in ACCOUNTS
    }
    return replace(ORGANIZATION, units=units, accounts=accounts)


def told(planning: Planning) -> Mapping[str, Any]:
    """Return the JSON of a plan without what says how much was read."""
    made = planning.plan.as_json()
    world = {**made["world"], "units": None, "accounts": None}
    return {**made, "world": world, "names": None, "read": None, "budget": {**made["budget"], "reading": None}}


def assert_same(world: FakeWorld, wished: Wishes, options: PlanOptions, guards: Guards | None = None) -> None:
    """Plan with what is asked for of the organization, and with all of it: the answer is the same."""
    sparse = planned(world, wished, guards=guards, options=options)
    whole = planned(world, wished, guards=guards, options=replace(options, whole_organization=True))
    assert told(sparse) == told(whole)
    assert sparse.plan.digest == whole.plan.digest
    for full in (False, True):
        lines = [[*plan_lines(one.plan.as_json(), full=full)] for one in (sparse, whole)]
        assert lines[0] == lines[1]


@given(situation=SITUATIONS, tree=trees(), guards=st.sampled_from([None, STRICT]), no_removals=st.booleans())
def test_a_plan_is_the_same_with_all_of_the_organization(
    situation: tuple[FakeWorld, Wishes], tree: Organization, guards: Guards | None, *, no_removals: bool
) -> None:
    """Impact, exposures, bound, rules, operations, digest and text are equal; the fake returns only what is asked."""
    world, wished = replace(situation[0], organization=tree), situation[1]
    assert_same(world, wished, PlanOptions(no_removals=no_removals), guards)


@given(situation=SITUATIONS, tree=trees(), data=st.data(), no_removals=st.booleans())
def test_a_part_is_the_same_with_all_of_the_organization(
    situation: tuple[FakeWorld, Wishes], tree: Organization, data: st.DataObject, *, no_removals: bool
) -> None:
    """Without some of the documents, fields wait for these: for accounts of the whole as for those that were read."""
    world, wished = replace(situation[0], organization=tree), situation[1]
    assume(len(wished) > 1)
    some = data.draw(st.lists(st.sampled_from(sorted(wished)), min_size=1, max_size=len(wished) - 1, unique=True))
    exclude = tuple(f"experience.{name}" for name in some)
    assert_same(world, wished, PlanOptions(exclude=exclude, no_removals=no_removals))


@given(situation=SITUATIONS, tree=trees())
def test_names_are_those_of_the_whole(situation: tuple[FakeWorld, Wishes], tree: Organization) -> None:
    """What a plan names without having read all of it has the same name."""
    world, wished = replace(situation[0], organization=tree), situation[1]
    sparse, whole = planned(world, wished), planned(world, wished, options=WHOLE)
    assert sparse.plan.names.items() <= whole.plan.names.items()
