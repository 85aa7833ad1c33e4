"""Of several packings, a plan takes one with a short chain that exposes no account for long."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from benchmarks.moving import change_of, replayed
from reconciler.batch import Batching
from reconciler.impact import Course
from reconciler.kind import Planned
from reconciler.kinds.experience.requests import requests
from reconciler.kinds.experience.spec import ExperienceSpec, ExperienceStatus
from reconciler.limits import Sizes
from reconciler.model import (
    Account,
    Address,
    Desired,
    Document,
    Exposure,
    Marks,
    Observed,
    Operation,
    Organization,
    OrganizationalUnit,
    Pair,
    Plan,
    Terms,
)
from reconciler.model.document import mark
from reconciler.pipeline.planning.choosing import Choice, PackedPlan, best_of
from reconciler.settings import ChangeSets
from tests.batch.requests import change

UNITS = ("ou-1", "ou-2", "ou-3")
ACCOUNTS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12")
PRINCIPALS = ("o-1", *UNITS, *ACCOUNTS)
PRODUCTS = st.frozensets(st.sampled_from("vwxyz"), min_size=1, max_size=4)


@dataclass(frozen=True)
class Ends:
    """The principals and the allowed products of an enabled experience, before and after."""

    held: tuple[frozenset[str], frozenset[str]]
    allowed: tuple[frozenset[str], frozenset[str]]


@dataclass(frozen=True)
class World:
    """Experiences by name in an organization, and how many changes a change set takes."""

    organization: Organization
    ends: Mapping[str, Ends]
    sizes: Sizes

    @cached_property
    def pairs(self) -> tuple[Pair[Any], ...]:
        """Return the experiences, before and after."""
        return tuple(pair(name, one) for name, one in self.ends.items())

    @cached_property
    def planned(self) -> list[Planned]:
        """Return the changes."""
        return [Planned(change=change, pair=one) for one in self.pairs if (change := change_of(one))]

    def choice(self, *, fastest: bool = False) -> Choice:
        """Return the choice between the packings of all changes."""
        terms = Terms(organization=self.organization, fastest=fastest)
        found = requests(self.planned, terms, self.sizes)
        batching = Batching.of(found, account="1", fastest=fastest, room=self.sizes.changes)
        return Choice(Plan(created_at="", commit=None), batching, self.course, fastest=fastest)

    def course(self, made: Plan) -> Course:
        """Return the course of a plan, which AWS accepts and which ends as desired."""
        return Course(self.organization, replayed(self.pairs, self.planned, made.operations))


def pair(name: str, ends: Ends) -> Pair[ExperienceSpec]:
    """Return an experience, before and after."""
    address = Address("experience", name)
    before = ExperienceSpec(
        title=name,
        status=ExperienceStatus.ENABLED,
        policy="restricted",
        user_requests="deny",
        allow=ends.allowed[0],
        deny=frozenset(),
        principals=ends.held[0],
    )
    after = replace(before, policy=None, allow=ends.allowed[1], principals=ends.held[1])
    document = Document(address, {}, f"{name}.yaml", Marks(mark(1, 1)))
    live = Observed(spec=before, remote_id=f"exp-{name}", revision="3", facts={"has_branding": False, "arn": name})
    return Pair(Desired(address=address, spec=after, document=document), live)


def organization(parents: Sequence[str]) -> Organization:
    """Return an organization with the accounts in *parents*."""
    units = {one: OrganizationalUnit(one, one, "r-1") for one in UNITS}
    accounts = {id_: Account(id_, id_, parent) for id_, parent in zip(ACCOUNTS, parents, strict=True)}
    return Organization(id="o-1", management_account="1", root="r-1", units=units, accounts=accounts)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Draw four to eight experiences; principals move, arrive and leave, and lists change."""
    names = "abcdefgh"[: draw(st.integers(4, 8))]
    places = st.sampled_from([*names, *names, *names, ""])
    holders = {one: (draw(places), draw(places)) for one in PRINCIPALS}
    if draw(st.booleans()):
        holders["o-1"] = ("a", "a")
    ends = {}
    for name in names:
        before, after = (
            frozenset(one for one, held in holders.items() if held[end] == name) or frozenset({f"ou-old{name}"})
            for end in (0, 1)
        )
        first = draw(PRODUCTS)
        ends[name] = Ends((before, after), (first, draw(st.just(first) | PRODUCTS)))
    parents = draw(st.lists(st.sampled_from(["r-1", *UNITS]), min_size=len(ACCOUNTS), max_size=len(ACCOUNTS)))
    sizes = Sizes(changes=draw(st.integers(3, 5)), members=draw(st.integers(1, 3)))
    return World(organization(parents), ends, sizes)


@given(world=worlds(), change_sets=st.sampled_from([ChangeSets.MINIMAL, ChangeSets.FASTEST]))
def test_no_account_is_exposed_longer_than_one_set_more(world: World, change_sets: ChangeSets) -> None:
    """The measure is list scheduling, which is taken unless it more than doubles the chain and exposes for longer.

    The chain is that of the plan as it is applied. There are never more sets; with `fastest`, at most a tenth more.
    """
    fastest = change_sets is ChangeSets.FASTEST
    choice = world.choice(fastest=fastest)
    best, listed = choice.best(world.organization), choice.measure(world.organization)
    assert best.chain <= listed.chain
    assert len(best.made.operations) <= len(listed.made.operations) * (11 if fastest else 10) // 10
    assert all(seconds <= listed.ungoverned.get(one, 0) for one, seconds in best.ungoverned.items())
    longer = {one for one, seconds in best.exposed.items() if seconds > listed.exposed.get(one, 0) + 30}
    if longer:
        assert 2 * best.chain < listed.chain
        assert best.total < listed.total
        assert best.longest <= listed.longest


def candidate(chain: int, seconds: Sequence[int], *, sets: int = 24, governed_by: str | None = "exp-a") -> PackedPlan:
    """Return a plan with a chain of so many sets, which exposes accounts for so many seconds each."""
    operations = tuple(operation(number, number - 1 if 0 < number < chain else None) for number in range(sets))
    exposures = tuple(
        Exposure(
            principal=str(number),
            accounts=(str(number),),
            since="op-0",
            until="op-1",
            governed_by=governed_by,
            wider=True,
            narrower=False,
            seconds=one,
        )
        for number, one in enumerate(seconds)
    )
    made = Plan(created_at="", commit=None, operations=operations, exposures=exposures)
    return PackedPlan(made, Course())


def operation(number: int, after: int | None) -> Operation:
    """Return a change set that waits for another one, or for none."""
    return Operation(
        id=f"op-{number}",
        after=() if after is None else (f"op-{after}",),
        account="1",
        region="us-east-1",
        service="marketplace-catalog",
        action="StartChangeSet",
        parameters={},
        requests=(change("a"),),
    )


def test_the_shortest_chain_that_exposes_no_account_for_long_is_taken() -> None:
    """One account is exposed for 90 s with a chain of 4 sets, and none for more than 60 s with one of 6."""
    listed, shortest = candidate(8, [30] * 100), candidate(4, [30] * 99 + [90])
    assert best_of([shortest], listed) is listed
    careful = candidate(6, [60] * 100)
    assert best_of([shortest, careful], listed) is careful


def test_a_chain_more_than_twice_as_long_is_no_price_for_one_exposure() -> None:
    """The exposures are shorter in all and at the longest, but one account is exposed longer."""
    listed, shortest = candidate(24, [300] * 10 + [30] * 90), candidate(4, [30] * 99 + [90])
    assert best_of([shortest], listed) is shortest
    assert best_of([shortest, candidate(8, [30] * 100)], listed).chain == 8
    assert best_of([candidate(4, [30] * 99 + [330])], listed) is listed
    assert best_of([candidate(4, [150] * 100)], listed) is listed


def test_no_account_is_ungoverned_longer_for_a_shorter_chain() -> None:
    """Half a minute without governance in list scheduling stays half a minute."""
    listed = candidate(24, [30] * 10, governed_by=None)
    assert best_of([candidate(2, [60] + [0] * 9, governed_by=None)], listed) is listed
    assert best_of([candidate(2, [30] * 10, governed_by=None)], listed).chain == 2


def test_the_fewest_sets_count_before_the_chain() -> None:
    """A chain of 4 in 25 sets, or one of 8 in 24."""
    listed, shortest = candidate(8, [30]), candidate(4, [30], sets=25)
    assert best_of([shortest], listed) is listed
    assert best_of([shortest], listed, fastest=True) is shortest
