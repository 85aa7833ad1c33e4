"""Sets that need not wait for each other do not: packing on levels beside all packings of small worlds."""

from collections.abc import Sequence
from dataclasses import replace
from math import ceil

from hypothesis import given
from hypothesis import strategies as st

from reconciler.batch.choice import MeasuredSets, packings
from reconciler.batch.manners import manners
from reconciler.batch.order import Unit, units_of
from reconciler.batch.pack import pack
from reconciler.batch.tasks import Tasks
from reconciler.model import Request
from tests.batch.requests import change, key

VERBS = ("AllowProductProcurement", "CreateBrandingSettings", "DenyProductProcurement", "UpdateExperience")


def best_packed(units: Sequence[Unit], *, fastest: bool = False, room: int) -> Sequence[Sequence[Request]]:
    """Return the sets with the shortest chain."""
    return packings(units, fastest=fastest, room=room).ranked[0].sets


def chain(sets: Sequence[Sequence[Request]]) -> int:
    """Return the number of sets in the longest chain of sets that wait for each other."""
    return MeasuredSets.of(sets).chain


def several(changes: Sequence[int]) -> list[Request]:
    """Return so many changes of each object; no two of them are of one type."""
    return [change(f"e{number:03}", verb) for number, many in enumerate(changes) for verb in VERBS[:many]]


@given(changes=st.lists(st.integers(1, 4), min_size=1, max_size=60), room=st.sampled_from([7, 20]))
def test_without_edges_no_set_waits_for_more_than_one_other(changes: list[int], room: int) -> None:
    """As many sets as the number of changes needs, and a chain of at most two."""
    units = units_of(several(changes))
    packed = best_packed(units, room=room)
    assert len(packed) == ceil(sum(changes) / room)
    assert chain(packed) <= 2


def test_changes_of_whole_objects_are_one_level() -> None:
    """120 changes of 60 objects fill six sets, none of which waits for another."""
    packed = best_packed(units_of(several([2] * 60)), room=20)
    assert ([len(one) for one in packed], chain(packed)) == ([20] * 6, 1)


def test_objects_that_fill_no_set_are_split_between_two_levels() -> None:
    """180 changes of 60 objects fill nine sets only if objects are split."""
    packed = best_packed(units_of(several([3] * 60)), room=20)
    assert ([len(one) for one in packed], chain(packed)) == ([20] * 9, 2)


def test_moves_between_separate_experiences_are_carried_out_side_by_side() -> None:
    """Forty moves fill two pairs of sets. The pairs do not wait for each other."""
    requests = [half for number in range(40) for half in move(f"a{number:02}", f"b{number:02}")]
    packed = best_packed(units_of(requests), room=20)
    assert ([len(one) for one in packed], chain(packed)) == ([20] * 4, 2)


def test_a_list_that_a_moving_principal_feels_waits_for_the_move() -> None:
    """The list of the experience above changes in a set of the move, or in one that waits for it."""
    requests = move("a", "b", above="c")
    many = several([1] * 19)
    packed = best_packed(units_of([*requests, *many, change("c", "DenyProductProcurement")]), room=20)
    place = {one.key: number for number, requests in enumerate(packed) for one in requests}
    assert place[key("c", "DenyProductProcurement")] in {place[one.key] for one in requests}


def test_each_way_to_pack_on_levels_is_tried_once() -> None:
    """One wave has one order: of the nine ways, six differ in more than that."""
    tasks = Tasks.of(units_of(move("a", "b")))
    tried = list(manners(tasks, {0: 0, 1: 1}, 20, 2))
    assert [(one.offset, one.reserve, one.split) for one in tried] == [
        (1, 0, False),
        (0, 0, False),
        (1, 6, False),
        (0, 6, False),
        (1, 10, False),
        (1, 0, True),
    ]


def move(source: str, target: str, *, above: str = "") -> list[Request]:
    """Return the halves of a move; *above* may govern the principal in between."""
    first = key(source, "DisassociateAudience")
    arrival = change(target, "AssociateAudience", after={first})
    felt = frozenset({change(above).address} if above else ())
    halves = (change(source, "DisassociateAudience"), replace(arrival, right_after=frozenset({first})))
    return [replace(one, apart_from=felt) for one in halves]


@st.composite
def small_worlds(draw: st.DrawFn) -> list[Request]:
    """Draw up to two moves and a few changes of six objects, some of which wait for others."""
    requests: list[Request] = []
    names = draw(st.permutations("abcdef"))
    for number in range(draw(st.integers(0, 2))):
        requests += move(names[2 * number], names[2 * number + 1])
    for name in draw(st.lists(st.sampled_from("abcdef"), max_size=5)):
        verb = draw(st.sampled_from(VERBS))
        if key(name, verb) not in {one.key for one in requests}:
            earlier = [one.key for one in requests if one.verb.name in VERBS]
            strict = draw(st.lists(st.sampled_from(earlier), max_size=1)) if earlier else []
            requests.append(change(name, verb, after=strict))
    return requests


@given(requests=small_worlds(), room=st.integers(2, 4))
def test_no_more_sets_than_list_scheduling_and_no_longer_chain(requests: list[Request], room: int) -> None:
    """List scheduling is always one of the packings from which the best one is chosen."""
    units = units_of(requests)
    packed, listed = best_packed(units, room=room), pack(units, room=room)
    before = [[one for unit in together for one in unit.requests] for together in listed]
    assert len(packed) <= len(before)
    assert len(packed) < len(before) or chain(packed) <= chain(before)
    assert sorted(one.key for together in packed for one in together) == sorted(one.key for one in requests)


@given(requests=small_worlds().filter(lambda requests: 0 < len(requests) <= 7), room=st.integers(2, 4))
def test_no_packing_of_a_small_world_has_a_much_shorter_chain(requests: list[Request], room: int) -> None:
    """Of all packings into as many sets, the shortest chain is at most one set shorter."""
    units = units_of(requests)
    packed = best_packed(units, room=room)
    assert chain(packed) <= 1 + min(
        (chain(one) for one in every_packing(units, len(packed), room)), default=chain(packed)
    )


def every_packing(units: Sequence[Unit], sets: int, room: int) -> list[list[list[Request]]]:
    """Return all ways to put *units* into *sets* sets in a row that keep the edges and the halves together."""
    found: list[list[list[Request]]] = []
    places: list[int] = []

    def fits(index: int, here: int) -> bool:
        full = sum(unit.size for unit, place in zip(units, places, strict=False) if place == here)
        after = all(places[one] < here for one in units[index].after if one < index)
        before = all(here < places[one] for one in range(index) if index in units[one].after)
        halves = all(places[one] == here - 1 for one in units[index].right_after if one < index)
        firsts = all(places[one] == here + 1 for one in range(index) if index in units[one].right_after)
        return full + units[index].size <= room and after and before and halves and firsts

    def place(index: int) -> None:
        if index == len(units):
            packed: list[list[Request]] = [[] for _ in range(sets)]
            for unit, number in zip(units, places, strict=True):
                packed[number] += unit.requests
            found.append(packed)
            return
        for here in range(sets):
            if fits(index, here):
                places.append(here)
                place(index + 1)
                places.pop()

    place(0)
    return found


def test_the_fastest_packing_takes_at_most_a_tenth_more_sets() -> None:
    """Nine full sets make a chain of two; a tenth set has room for whole objects only, and none waits."""
    units = units_of(several([3] * 60 + [1] * 20))
    minimal, fastest = (best_packed(units, fastest=fast, room=20) for fast in (False, True))
    assert [(len(one), chain(one)) for one in (minimal, fastest)] == [(10, 1), (10, 1)]
    units = units_of(several([3] * 66))
    minimal, fastest = (best_packed(units, fastest=fast, room=20) for fast in (False, True))
    assert [(len(one), chain(one)) for one in (minimal, fastest)] == [(10, 2), (11, 1)]
    units = units_of(several([3] * 60))
    assert best_packed(units, fastest=True, room=20) == best_packed(units, room=20)


@given(requests=small_worlds(), room=st.integers(2, 4))
def test_the_fastest_packing_has_no_longer_chain(requests: list[Request], room: int) -> None:
    """Its sets are at most a tenth more than those of the packing with the fewest."""
    units = units_of(requests)
    minimal, fastest = (best_packed(units, fastest=fast, room=room) for fast in (False, True))
    assert chain(fastest) <= chain(minimal)
    assert len(fastest) <= len(minimal) * 11 // 10
