"""Operations that affect the same accounts wait for each other; all others run at the same time."""

from dataclasses import replace
from typing import Any

from reconciler.governance import Experience, Experiences
from reconciler.impact import in_succession
from reconciler.model import Account, Address, Operation, Organization, OrganizationalUnit, Request
from tests.verbs import VERB

ORGANIZATION = Organization(
    id="o-abcdef1234",
    management_account="111111111111",
    root="r-abcd",
    units={id_: OrganizationalUnit(id_, id_, parent) for id_, parent in [("ou-a", "r-abcd"), ("ou-b", "r-abcd")]},
    accounts={id_: Account(id_, id_, parent) for id_, parent in [("1", "ou-a"), ("2", "ou-b"), ("3", "r-abcd")]},
)
TOP = Experience(id="top", principals=frozenset({"o-abcdef1234"}), products=frozenset({"prod-a"}))
A = Experience(id="a", principals=frozenset({"ou-a"}), products=frozenset({"prod-a"}))
B = Experience(id="b", principals=frozenset({"ou-b"}), products=frozenset({"prod-a"}))
ALL = {one.id: one for one in (TOP, A, B)}


def operation(number: int, *after: str, **half: Any) -> Operation:  # noqa: ANN401 - fields of a request
    """Return `op-NUMBER`, a change set with one request of an experience of its own."""
    about = Address("experience", f"e{number}")
    request = Request(address=about, verb=VERB["AssociateAudience"], details={}, remote_id=None, **half)
    return Operation(
        id=f"op-{number}",
        after=after,
        account="111111111111",
        region="us-east-1",
        service="marketplace-catalog",
        action="StartChangeSet",
        parameters={},
        requests=(request,),
    )


def waits(*steps: Experiences, operations: tuple[Operation, ...] = ()) -> list[tuple[str, ...]]:
    """Return what each operation waits for when the operations lead through *steps*."""
    made = operations or tuple(operation(number) for number in range(1, len(steps) + 1))
    worlds = [ALL, *steps]
    return [one.after for one in in_succession(ORGANIZATION, worlds, made)]


def recut(one: Experience, *products: str) -> Experience:
    """Return *one* with other products."""
    return replace(one, products=frozenset(products))


def test_operations_on_separate_units_run_at_the_same_time() -> None:
    """Two sibling units have no account in common."""
    first = {**ALL, "a": recut(A, "prod-b")}
    assert waits(first, {**first, "b": recut(B, "prod-b")}) == [(), ()]


def test_lists_of_a_unit_and_its_ancestor_may_change_at_the_same_time() -> None:
    """No seat comes or goes, so one experience governs each account throughout, and only its own list counts."""
    first = {**ALL, "top": recut(TOP, "prod-b")}
    second = {**first, "a": recut(A, "prod-b")}
    assert waits(first, second, {**second, "b": recut(B, "prod-b")}) == [(), (), ()]


def test_a_seat_that_goes_and_the_list_above_it_wait_for_each_other() -> None:
    """Once the unit has no seat, the experience of the organization governs its accounts: its list counts then."""
    first = {**ALL, "top": recut(TOP, "prod-b")}
    second = {**first, "a": replace(A, principals=frozenset())}
    third = {**second, "b": recut(B, "prod-b")}
    fourth = {**third, "top": recut(TOP, "prod-c")}
    assert waits(first, second, third, fourth) == [(), ("op-1",), (), ("op-2",)]


def test_a_list_below_a_seat_that_comes_has_nothing_to_wait_for() -> None:
    """The unit's experience governs while its own seat is there, whether the organization has one or not."""
    bare = {"top": replace(TOP, principals=frozenset()), "a": A}
    first = {**bare, "top": TOP}
    second = {**first, "a": recut(A, "prod-b")}
    third = {**second, "a": replace(second["a"], principals=frozenset())}
    made = tuple(operation(number) for number in range(1, 4))
    found = in_succession(ORGANIZATION, [bare, first, second, third], made)
    assert [one.after for one in found] == [(), (), ("op-1",)]


def test_what_lies_above_a_lasting_seat_affects_no_account_below_it() -> None:
    """The unit has a seat throughout, so its account may come and go whatever the organization's experience does."""
    off = {**ALL, "top": replace(TOP, status="disabled")}
    third = {**off, "b": replace(B, principals=frozenset({"ou-b", "1"}))}
    assert waits(off, third) == [(), ()]


def test_an_operation_does_not_repeat_an_indirect_dependency() -> None:
    """The seat of one unit goes, comes and goes again: each change waits only for the one before it."""
    first = {**ALL, "a": replace(A, principals=frozenset())}
    assert waits(first, {**first, "a": A}, first) == [(), ("op-1",), ("op-2",)]


def test_a_change_of_principals_affects_only_those_that_come_or_go() -> None:
    """Account 3 leaves the experience of a unit, which does not affect the accounts below the unit."""
    both = replace(A, principals=frozenset({"ou-a", "3"}))
    ends = [{**ALL, "a": both}, {**ALL, "a": A}, {**ALL, "a": A, "b": recut(B, "prod-b")}]
    third = {**ends[2], "a": recut(A, "prod-b")}
    made = tuple(operation(number) for number in range(1, 4))
    assert [one.after for one in in_succession(ORGANIZATION, [ends[0], ends[1], ends[2], third], made)] == [(), (), ()]


def test_a_disabled_experience_affects_no_account() -> None:
    """A disabled experience may change at any time; enabling it affects all accounts below it."""
    off = replace(A, status="disabled")
    before = {**ALL, "a": off}
    steps = [{**before, "top": recut(TOP, "prod-b")}]
    steps.append({**steps[0], "a": recut(off, "prod-c")})
    steps.append({**steps[1], "a": recut(A, "prod-c")})
    made = tuple(operation(number) for number in range(1, 4))
    assert [one.after for one in in_succession(ORGANIZATION, [before, *steps], made)] == [(), (), ("op-1",)]


def test_nothing_is_waited_for_between_the_halves_of_a_move() -> None:
    """The first half waits for the dependencies of the second half, though no account is affected by both."""
    first = {**ALL, "b": recut(B, "prod-b")}
    second = {**first, "a": replace(A, principals=frozenset())}
    third = {**second, "b": replace(recut(B, "prod-b"), principals=frozenset({"ou-a", "ou-b"})), "a": second["a"]}
    fourth = {**third, "b": replace(third["b"], products=frozenset({"prod-c"}))}
    half = frozenset({operation(2).requests[0].key})
    made = (operation(1), operation(2), operation(3, "op-2", after=half, right_after=half), operation(4))
    assert [one.after for one in in_succession(ORGANIZATION, [ALL, first, second, third, fourth], made)][:3] == [
        (),
        (),
        ("op-2",),
    ]
    also = {**third, "b": replace(third["b"], principals=frozenset({"ou-a", "ou-b", "2"}))}
    assert [one.after for one in in_succession(ORGANIZATION, [ALL, first, second, also], made[:3])] == [
        (),
        ("op-1",),
        ("op-2",),
    ]


def test_a_call_that_changes_no_experience_waits_for_no_other() -> None:
    """Such a call leaves governance as it is."""
    assert waits(ALL, {**ALL, "a": recut(A, "prod-b")}, operations=(operation(1), operation(2))) == [(), ()]
