"""The halves of moves are in consecutive sets, and packing needs nearly as few sets as the optimum."""

from dataclasses import replace
from functools import cache
from itertools import chain, combinations

from hypothesis import given
from hypothesis import strategies as st

from reconciler.batch import batch
from reconciler.batch.bound import fewest_sets
from reconciler.batch.heights import heights
from reconciler.batch.order import Unit, UnitWave, units_of, waves_of
from reconciler.batch.pack import pack
from reconciler.model import Request
from tests.batch.requests import change, key, long_list
from tests.batch.rules import Rules


def halves(source: str, target: str, part: int = 0) -> list[Request]:
    """Return the two halves of a move from *source* to *target*."""
    first = key(source, "DisassociateAudience", part)
    arrival = change(target, "AssociateAudience", part, after={first})
    return [
        change(source, "DisassociateAudience", part),
        replace(arrival, right_after=frozenset({first})),
    ]


def sets(*requests: Request, isolated: bool = False) -> list[list[str]]:
    """Return the requests of each set as text."""
    made = batch(requests, account="111111111111", isolated=isolated)
    return [
        [f"{one.address.name} {one.verb.name[:4]} {one.key.part}" for one in operation.requests] for operation in made
    ]


def test_moves_that_share_an_experience_are_one_wave() -> None:
    """Two sources that share a target are one wave; other requests are in no wave."""
    requests = [*halves("a", "c"), *halves("b", "d"), change("e")]
    shared = {key("a", "DisassociateAudience"), key("b", "DisassociateAudience")}
    requests[3] = replace(requests[3], right_after=frozenset(shared))
    units = units_of(requests)
    assert waves_of(units) == (UnitWave(firsts=(0, 2), seconds=(1, 3)),)
    assert heights(units, waves_of(units)) == (1, 0, 1, 0, 0)


def test_all_halves_of_a_wave_are_as_high_as_its_highest() -> None:
    """The halves are sent together, so the height of one second half counts for the other as well."""
    requests = [*halves("a", "b"), *halves("a", "c")[1:], *long_list("c", 2)]
    requests[3] = replace(requests[3], after=frozenset({key("c", "AssociateAudience")}))
    units = units_of(requests)
    assert heights(units, waves_of(units)) == (3, 2, 2, 1, 0)


def test_a_first_half_waits_for_room_for_its_second_half() -> None:
    """Of 21 moves, 20 leave and arrive before the last one leaves, since its arrival would not have had room."""
    many = [half for number in range(21) for half in halves(f"a{number:02}", f"b{number:02}")]
    assert [len(one) for one in sets(*many)] == [20, 20, 1, 1]
    assert sets(*many)[2:] == [["a20 Disa 0"], ["b20 Asso 0"]]


def test_waves_overlap_where_they_fit() -> None:
    """The second halves of a wave share a set with the first halves of the next wave."""
    parts = [half for part in range(3) for half in halves("a", "b", part)]
    chained = [
        replace(one, after=one.after | ({one.key._replace(part=one.part - 1)} if one.part else set())) for one in parts
    ]
    assert sets(*chained) == [
        ["a Disa 0"],
        ["a Disa 1", "b Asso 0"],
        ["a Disa 2", "b Asso 1"],
        ["b Asso 2"],
    ]


def test_isolated_halves_are_in_sets_of_their_experiences() -> None:
    """The first half is in a set of the source, the second half in the next set, which is of the target."""
    requests = [*halves("a", "b"), change("a"), change("b"), change("c")]
    assert sets(*requests, isolated=True) == [["a Disa 0", "a Upda 0"], ["b Asso 0", "b Upda 0"], ["c Upda 0"]]


def test_the_first_half_waits_for_what_the_second_half_needs() -> None:
    """Otherwise the principal would have left while the target is still locked."""
    requests = [*halves("a", "b"), *long_list("b", 2), *long_list("c", 2)]
    made = batch(requests, account="111111111111", isolated=True)
    before: dict[str, set[str]] = {}
    for one in made:
        before[one.id] = set(one.after).union(*(before[earlier] for earlier in one.after))
    place = {request.key: one.id for one in made for request in one.requests}
    left, arrived = place[key("a", "DisassociateAudience")], place[key("b", "AssociateAudience")]
    assert before[arrived] == before[left] | {left}


@st.composite
def moves(draw: st.DrawFn) -> list[Request]:
    """Draw moves between up to six experiences, each in waves of its own, and long lists of these experiences."""
    requests: list[Request] = []
    parts: dict[tuple[str, str], int] = {}
    for source, target in draw(st.lists(st.permutations("abcdef").map(lambda names: names[:2]), max_size=8)):
        left, come = (parts.get((name, side), 0) for name, side in ((source, "from"), (target, "to")))
        parts[source, "from"], parts[target, "to"] = left + 1, come + 1
        first = key(source, "DisassociateAudience", left)
        earlier = {key(source, "DisassociateAudience", left - 1)} if left else set()
        requests.append(change(source, "DisassociateAudience", left, after=earlier))
        earlier = {key(target, "AssociateAudience", come - 1)} if come else set()
        arrival = change(target, "AssociateAudience", come, after={first, *earlier})
        requests.append(replace(arrival, right_after=frozenset({first})))
    for name in draw(st.sets(st.sampled_from("abcdefgh"))):
        requests += long_list(name, draw(st.integers(1, 3)))
    return requests


@given(requests=moves())
def test_nothing_touches_a_source_while_a_principal_moves(requests: list[Request]) -> None:
    """From the start of the first half to the end of the second, no other set is about the source."""
    assert Rules(requests, batch(requests, account="111111111111")).broken() == []


def test_a_first_half_waits_while_the_other_experience_is_busy() -> None:
    """The target is revived in a set of its own before a principal leaves for it."""
    leaving, arriving = halves("a", "b")
    revived = key("b", "ReviveExperience")
    arriving = replace(arriving, after=arriving.after | {revived})
    made = batch([leaving, arriving, change("b", "ReviveExperience")], account="111111111111", isolated=True)
    assert [(one.id, one.after, [r.verb.name for r in one.requests]) for one in made] == [
        ("op-1", (), ["ReviveExperience"]),
        ("op-2", ("op-1",), ["DisassociateAudience"]),
        ("op-3", ("op-2",), ["AssociateAudience"]),
    ]


def test_halves_that_do_not_fit_into_two_sets_are_separated() -> None:
    """Isolated sets with two sources cannot be consecutive; the second half still waits for both first halves."""
    shared = [*halves("a", "c"), change("b", "DisassociateAudience")]
    both = {key("a", "DisassociateAudience"), key("b", "DisassociateAudience")}
    shared[1] = replace(shared[1], after=frozenset(both), right_after=frozenset(both))
    assert sets(*shared, isolated=True) == [["a Disa 0"], ["b Disa 0"], ["c Asso 0"]]


@st.composite
def moving(draw: st.DrawFn) -> tuple[Unit, ...]:
    """Draw up to three moves and up to three more changes; each waits for a few that were drawn before."""
    units: list[Unit] = []

    def edges() -> frozenset[int]:
        return draw(st.frozensets(st.integers(0, len(units) - 1), max_size=2)) if units else frozenset[int]()

    for number in range(draw(st.integers(1, 3))):
        if draw(st.booleans()):
            units.append(Unit((change(f"x{number}"),), edges(), edges()))
        units.append(Unit((change(f"a{number}"),), edges(), edges()))
        first = frozenset({len(units) - 1})
        units.append(Unit((change(f"b{number}"),), first, edges() - first, first))
    return tuple(units)


def fewest(units: tuple[Unit, ...], room: int) -> float:
    """Return the fewest sets of all ways of filling every set; infinity when halves must be separated."""
    wave = {next(iter(unit.right_after)): index for index, unit in enumerate(units) if unit.right_after}

    def fits(chosen: frozenset[int], done: frozenset[int], due: frozenset[int]) -> bool:
        seconds = {index for index in chosen if units[index].right_after}
        waits = (units[one].after <= done and units[one].not_before <= done | chosen for one in chosen)
        return len(chosen) <= room and seconds == due and all(waits)

    @cache
    def from_here(done: frozenset[int], due: frozenset[int]) -> float:
        left = [number for number in range(len(units)) if number not in done]
        if not left:
            return 0
        subsets = chain.from_iterable(combinations(left, size) for size in range(1, min(room, len(left)) + 1))
        chosen = (one for one in map(frozenset, subsets) if fits(one, done, due))
        return 1 + min(
            (from_here(done | one, frozenset(wave[index] for index in one if index in wave)) for one in chosen),
            default=float("inf"),
        )

    return from_here(frozenset(), frozenset())


@given(units=moving(), room=st.integers(1, 4))
def test_halves_follow_each_other_and_the_bound_holds(units: tuple[Unit, ...], room: int) -> None:
    """Bound <= optimum <= sets used, and packing with halves uses at most one set more than the optimum."""
    packed = pack(units, room=room)
    place = {id(unit): number for number, one in enumerate(packed) for unit in one}
    apart = [unit for unit in units if any(place[id(units[one])] + 1 != place[id(unit)] for one in unit.right_after)]
    best = fewest(units, room)
    assert sorted(place) == sorted(id(unit) for unit in units)
    assert all(place[id(units[one])] < place[id(unit)] for unit in units for one in unit.after)
    assert all(place[id(units[one])] <= place[id(unit)] for unit in units for one in unit.not_before)
    if not apart:
        assert fewest_sets(units, room) <= best <= len(packed) <= best + 1
