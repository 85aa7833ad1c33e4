from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from reconciler.kinds import all_kinds
from reconciler.model import Address, Document, Marks, Severity
from reconciler.model.document import mark
from reconciler.pipeline.loading import understand
from reconciler.pipeline.planning import Planning, PlanOptions, plan
from reconciler.settings import Marketplace, Settings
from tests.batch.rules import Rules
from tests.fakes.ports import FakeClock, clients
from tests.fakes.world import FakeWorld
from tests.kinds.experience.audiences import Audiences
from tests.kinds.experience.replay import carry_out
from tests.kinds.experience.strategies import bodies, live_experiences, split, told_twice

PRINCIPALS = [
    "o-abcdef1234",
    "ou-abcd-finance0",
    "ou-abcd-payroll0",
    "ou-abcd-research",
    "333333333333",
    "444444444444",
    "555555555555",
    "999999999999",
    "ou-abcd-gone0000",
]
"""The last two are a closed account and an OU that is gone."""

SETTINGS = Settings(file="reconciler.yaml", marketplace=Marketplace("111111111111"))
Wishes = dict[str, dict[str, Any]]


@st.composite
def worlds(draw: st.DrawFn) -> FakeWorld:
    """Draw up to four experiences; each principal has one live holder at most, and archived ones may list it too."""
    held = split(draw, PRINCIPALS, draw(st.integers(0, 4)))
    experiences = [draw(live_experiences(f"exp-{n}", f"Title {n}", ids)) for n, ids in enumerate(held)]
    return FakeWorld.of(*draw(told_twice(experiences)))


@st.composite
def wishes(draw: st.DrawFn, world: FakeWorld) -> Wishes:
    """Draw the documents of up to five experiences, by name; some exist in AWS, some are pinned and renamed."""
    named = split(draw, PRINCIPALS, draw(st.integers(1, 5)))
    found: Wishes = {}
    for number, principals in enumerate(named):
        body = draw(bodies(f"Title {number}", principals))
        if f"exp-{number}" in world.experiences and draw(st.booleans()):
            body = {**body, "id": f"exp-{number}", "title": draw(st.sampled_from([body["title"], f"New {number}"]))}
        found[f"e{number}"] = body
    return found


SITUATIONS = worlds().flatmap(lambda world: st.tuples(st.just(world), wishes(world)))


def planned(world: FakeWorld, wished: Wishes, *, no_removals: bool = False) -> Planning:
    """Plan the documents for the live state."""
    documents = [
        Document(Address("experience", name), body, f"{name}.yaml", Marks(mark(1, 1))) for name, body in wished.items()
    ]
    options = PlanOptions(no_removals=no_removals)
    repository = understand(SETTINGS, all_kinds(), documents)
    return plan(repository, clients(world), options, clock=FakeClock(), commit=None)


def has_errors(planning: Planning) -> bool:
    """Return whether an experience was left out of the plan."""
    return any(problem.severity is Severity.ERROR for problem in planning.plan.problems)


@given(situation=SITUATIONS)
def test_a_plan_keeps_the_rules_and_the_next_one_is_empty(situation: tuple[FakeWorld, Wishes]) -> None:
    """The rules hold for any live and desired state; experiences in error may follow later."""
    world, wished = situation
    planning = planned(world, wished)
    sets = [operation for operation in planning.plan.operations if operation.action == "StartChangeSet"]
    assert Rules([request for one in sets for request in one.requests], sets).broken() == []
    again = planned(carry_out(planning, world), wished)
    if not has_errors(planning):
        assert (again.plan.changes, again.plan.operations) == ((), ())


@given(situation=SITUATIONS)
def test_a_principal_has_one_holder_at_most_at_any_time(situation: tuple[FakeWorld, Wishes]) -> None:
    """AWS refuses two holders with ENTITY_ALREADY_EXISTS (catalog 5.1); a target left out takes no principal.

    An archived experience holds what no live one lists; once it is revived it holds all that it lists.
    """
    world, wished = situation
    planning = planned(world, wished)
    audiences = Audiences.of(world)
    for operation in planning.plan.operations:
        before = audiences.holders
        for request in operation.requests:
            audiences = audiences.after(request)
        arrivals = {
            p for r in operation.requests if r.verb.name == "AssociateAudience" for p in r.details["Principals"]
        }
        assert [principal for principal in arrivals if before.get(principal)] == []
    assert audiences.held_twice() == set()


@given(situation=SITUATIONS)
def test_unmanaged_and_observed_experiences_stay_as_they_are(situation: tuple[FakeWorld, Wishes]) -> None:
    """No call is about an experience that no document names or that is only observed."""
    world, wished = situation
    planning = planned(world, wished)
    touched = {request.remote_id for operation in planning.plan.operations for request in operation.requests}
    observed = {planning.observed[a].remote_id for a in planning.observed if wished[a.name].get("mode") == "observe"}
    unmanaged = {item.remote_id for item in planning.plan.unmanaged}
    assert touched & (observed | unmanaged) == set()


@given(situation=SITUATIONS)
def test_no_removals_keeps_products_and_principals(situation: tuple[FakeWorld, Wishes]) -> None:
    """Products stay allowed and principals stay where they are, whatever else changes."""
    world, wished = situation
    planning = planned(world, wished, no_removals=True)
    after = carry_out(planning, world)
    for id_, before in world.experiences.items():
        assert set(before.allow or ()) <= set(after.experiences[id_].allow or ())
        assert set(before.principals or ()) <= set(after.experiences[id_].principals or ())


@given(situation=SITUATIONS, order=st.randoms(use_true_random=False))
def test_the_order_of_documents_does_not_matter(situation: tuple[FakeWorld, Wishes], order: Any) -> None:  # noqa: ANN401
    """Permuted documents and permuted answers of AWS have the same digest and the same problems."""
    world, wished = situation
    names, ids = list(wished), list(world.experiences)
    order.shuffle(names)
    order.shuffle(ids)
    other = replace(world, experiences={id_: world.experiences[id_] for id_ in ids})
    first, second = planned(world, wished), planned(other, {name: wished[name] for name in names})
    assert first.plan.digest == second.plan.digest
    assert first.plan.problems == second.plan.problems
