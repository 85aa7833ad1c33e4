"""Origins are claimed only if they are proven, compared with a second, naive reading of histories of all kinds."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.attribution import Unproven, with_sets, without_sets
from reconciler.effects import Fact
from reconciler.model import Action, Address, Attribution, Change, Edit, Origin, SetChange, ValueChange
from reconciler.past import PastSet

FINANCE = Address("experience", "finance")
UNREAD = Unproven("nobody knows")


def at(minutes: int) -> str:
    """Return a time some minutes after ten o'clock."""
    return f"2026-11-22T{10 + minutes // 60:02}:{minutes % 60:02}:00Z"


def edited(minutes: int) -> Edit:
    """Return an edit of the document."""
    return Edit(FINANCE, at(minutes), "0" * 40)


def past(minutes: int, *facts: Fact, ours: bool = False) -> PastSet:
    """Return a change set that started and ended at once."""
    return PastSet(
        id=f"set-{minutes}", name="", ours=ours, started_at=at(minutes), ended_at=at(minutes), facts=tuple(facts)
    )


def change(*fields: ValueChange | SetChange, action: Action = Action.UPDATE) -> Change:
    """Return a change of an experience."""
    remote_id = None if action is Action.CREATE else "exp-a"
    return Change(address=FINANCE, action=action, fields=fields, remote_id=remote_id, reason="", source="")


TITLE = ValueChange("title", "Theirs", "Ours")
WROTE = Fact("title", None, "Theirs")


def decided(minutes: int, modified: str, *sets: PastSet) -> tuple[Origin | None, str]:
    """Return the origin of another title, and why it is unknown."""
    found = with_sets(change(TITLE), edited(minutes), modified, ("tags.",), sets)
    return found.origin, found.because


def test_only_what_is_there_now_counts() -> None:
    """A set wrote another title than AWS has: somebody else has written it since."""
    why = "no change set that was read accounts for title"
    assert decided(0, at(30), past(30, Fact("title", None, "Third"))) == (Origin.UNKNOWN, why)
    assert decided(0, at(30), past(30, WROTE)) == (Origin.CHANGED_IN_AWS, "")


@pytest.mark.parametrize("modified", ["", "yesterday"])
def test_a_time_that_cannot_be_read_proves_nothing(modified: str) -> None:
    """Neither that the documents are younger, nor that no other set changed the object."""
    assert without_sets(change(TITLE), edited(59), {"exp-a": modified}, (), ()) is None
    assert decided(0, modified, past(30, WROTE)) == (Origin.UNKNOWN, "AWS does not tell when it was last modified")


def test_an_object_is_unfinished_only_after_the_margin() -> None:
    """One minute apart, git and AWS are in no order."""
    found = [without_sets(change(TITLE), edited(minutes), {"exp-a": at(30)}, (), ()) for minutes in (30, 31, 32)]
    assert found == [None, None, Attribution(origin=Origin.UNFINISHED, edit=edited(32))]


@pytest.mark.parametrize(
    ("minutes", "why"),
    [
        (32, "change set set-30 wrote title before the document was changed"),
        (31, "change set set-30 wrote title within 60 seconds of the change of the document, too close to tell which"),
        (29, "change set set-30 wrote title within 60 seconds of the change of the document, too close to tell which"),
        (28, ""),
    ],
)
def test_a_set_is_called_older_only_after_the_margin(minutes: int, why: str) -> None:
    """Nearer than the clocks agree, the reason says only how near the two are."""
    origin, because = decided(minutes, at(30), past(30, WROTE))
    assert (origin, because.removesuffix(" was first")) == (Origin.UNKNOWN if why else Origin.CHANGED_IN_AWS, why)


def test_a_creation_needs_no_git_if_nothing_is_unmanaged() -> None:
    """No object can be it under another title."""
    new = change(TITLE, action=Action.CREATE)
    assert without_sets(new, UNREAD, {}, (), ()) == Attribution(origin=Origin.UNFINISHED)
    assert without_sets(new, UNREAD, {"exp-b": at(0)}, ["exp-b"], ()) == Attribution(
        origin=Origin.UNKNOWN, because="nobody knows"
    )
    assert without_sets(new, edited(9), {"exp-b": at(0)}, ["exp-b"], ()) == Attribution(
        origin=Origin.UNFINISHED, edit=edited(9)
    )


PATHS = ("title", "description")
MEMBERS = ("a", "b")
FACTS = st.one_of(
    st.builds(Fact, st.sampled_from(PATHS), st.none(), st.sampled_from(["x", "y"])),
    st.builds(Fact, st.just("allow"), st.sampled_from(MEMBERS), st.booleans()),
)
SETS = st.lists(st.tuples(st.lists(FACTS, max_size=3), st.booleans()), max_size=6)
"""The facts of each set and whether it is reconciler's, oldest first; they are ten minutes apart."""


@st.composite
def fields(draw: st.DrawFn) -> tuple[ValueChange | SetChange, ...]:
    """Return fields that differ, with what AWS has now."""
    values = [ValueChange(path, draw(st.sampled_from(["x", "y", None])), "z") for path in PATHS if draw(st.booleans())]
    sides = {member: draw(st.sampled_from(["added", "removed", "equal"])) for member in MEMBERS}
    added, removed = (frozenset(one for one in MEMBERS if sides[one] == side) for side in ("added", "removed"))
    lists = [SetChange("allow", added, removed, 0)] if added or removed else []
    return (*values, *lists) or (TITLE,)


def now(differing: Sequence[ValueChange | SetChange]) -> Iterator[tuple[str, str | None, Any]]:
    """Return what AWS has in each place that differs."""
    for one in differing:
        if isinstance(one, SetChange):
            yield from ((one.path, member, member in one.removed) for member in one.added | one.removed)
        else:
            yield one.path, None, one.before


@given(differing=fields(), sets=SETS, minutes=st.integers(0, 70), late=st.booleans())
def test_a_change_in_aws_is_claimed_if_others_wrote_every_place_last(
    *,
    differing: tuple[ValueChange | SetChange, ...],
    sets: list[tuple[list[Fact], bool]],
    minutes: int,
    late: bool,
) -> None:
    """The naive reading replays all sets and asks each place who wrote it last. *late* is an invisible set."""
    history = [past(10 * at_ + 5, *facts, ours=ours) for at_, (facts, ours) in enumerate(sets)]
    state: dict[tuple[str, str | None], tuple[Any, int, bool]] = {}
    for number, (facts, ours) in enumerate(sets):
        for path, member, value in facts:
            state[path, member] = (value, 10 * number + 5, ours)
    places = [(value, state.get((path, member))) for path, member, value in now(differing)]
    by_others = all(found and found[0] == value and not found[2] and found[1] - minutes > 1 for value, found in places)
    modified = at(10 * len(sets) + 15 if late else 10 * len(sets) - 5) if sets else at(0)
    found = with_sets(change(*differing), edited(minutes), modified, (), history[::-1])
    expected = bool(sets) and by_others and not late
    assert (found.origin is Origin.CHANGED_IN_AWS) is expected
    assert bool(found.because) is not expected
    told = {path for one in found.change_sets for path in one.paths}
    assert not expected or told == {one.path for one in differing}
