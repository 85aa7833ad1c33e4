"""The virtual clock of the benchmark of applies, its Catalog API, and the least time that the quotas allow."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from benchmarks.moving import pairs_of
from benchmarks.running.bounds import Bound, least_seconds
from benchmarks.running.moves import AIMS
from benchmarks.running.noticing import CASES
from benchmarks.running.runs import longest_chain
from benchmarks.running.slow import SlowCatalog, VirtualClock
from benchmarks.world import make_world
from reconciler.errors import EntityLocked, Rejected, Throttled
from tests.operations import one_after_another, operation

LIVE = {
    f"exp-{n}": {
        "title": f"E{n}",
        "status": "enabled",
        "user_requests": "deny",
        "products.allow": frozenset(),
        "products.deny": frozenset(),
        "principals": frozenset(),
    }
    for n in range(300)
}


def change(identifier: str) -> dict[str, object]:
    """Return a change that allows one product."""
    details = {"Products": [{"Ids": ["prod-a"]}]}
    entity = {"Type": "Experience@1.0", "Identifier": identifier}
    return {"ChangeType": "AllowProductProcurement", "ChangeName": "A", "Entity": entity, "DetailsDocument": details}


def start(catalog: SlowCatalog, identifier: str, name: str = "one") -> str:
    """Start a set with one change; return its id."""
    return catalog.start_change_set([change(identifier)], name=name, tags={}, token="").id


def slow(seconds: float) -> SlowCatalog:
    """Return a Catalog API whose sets last so long."""
    return SlowCatalog(dict(LIVE), VirtualClock(), lambda _: seconds)


def test_a_set_changes_its_experience_when_it_ends() -> None:
    """It is PREPARING, then APPLYING, then SUCCEEDED; only then the product is allowed, under a new revision."""
    catalog = slow(10)
    started = start(catalog, "exp-1@0")
    states = [(catalog.describe_change_set(started).status, catalog.live["exp-1"]["products.allow"])]
    catalog.clock.sleep(6)
    states.append((catalog.describe_change_set(started).status, catalog.live["exp-1"]["products.allow"]))
    catalog.clock.sleep(4)
    states.append((catalog.describe_change_set(started).status, catalog.live["exp-1"]["products.allow"]))
    nothing, product = frozenset[str](), frozenset({"prod-a"})
    assert states == [("PREPARING", nothing), ("APPLYING", nothing), ("SUCCEEDED", product)]
    assert catalog.experiences(["exp-1"]).by_id["exp-1"].revision == "1"


def test_what_aws_refuses_is_refused() -> None:
    """An experience that a running set holds, an old revision, the 251st open set."""
    catalog = slow(1_000)
    start(catalog, "exp-0@0")
    with pytest.raises(EntityLocked):
        start(catalog, "exp-0@0")
    with pytest.raises(Rejected):
        start(catalog, "exp-1@7")
    for number in range(1, 250):
        start(catalog, f"exp-{number}@0")
    with pytest.raises(Throttled):
        start(catalog, "exp-299@0")


def test_calls_take_their_time_and_keep_their_rate() -> None:
    """Five sets a second are started: the sixth starts in the second window, each call takes 50 ms."""
    catalog = slow(10)
    for number in range(6):
        start(catalog, f"exp-{number}@0")
    times = [one.started for one in catalog.sets.values()]
    assert times == pytest.approx([0.05, 0.1, 0.15, 0.2, 0.25, 1.1])
    assert catalog.calls == {"StartChangeSet": 6}


def test_calls_of_several_threads_are_answered_side_by_side() -> None:
    """Five descriptions take 50 ms, not 250; the main thread goes on after the last."""
    catalog = slow(10)
    ids = [start(catalog, f"exp-{number}@0") for number in range(5)]
    began = catalog.clock.at
    with ThreadPoolExecutor(5) as pool:
        meet = Barrier(5)
        list(pool.map(lambda id_: (meet.wait(), catalog.describe_change_set(id_)), ids))
    assert catalog.clock.at - began == pytest.approx(0.05)
    assert catalog.calls["DescribeChangeSet"] == 5


def test_each_page_of_a_list_is_a_call() -> None:
    """45 sets that run are three pages; those that have ended are not listed as running."""
    catalog = slow(100)
    for number in range(45):
        start(catalog, f"exp-{number}@0", name=f"set {number}")
    assert [one.name for one in catalog.list_change_sets(status=("PREPARING", "APPLYING"))][:2] == ["set 44", "set 43"]
    assert catalog.calls["ListChangeSets"] == 3
    catalog.clock.sleep(100)
    assert catalog.list_change_sets(status=("PREPARING", "APPLYING")) == ()
    assert catalog.calls["ListChangeSets"] == 4


def test_the_longest_chain_follows_what_waits_for_each_other() -> None:
    """op-2 and op-3 wait for op-1, op-4 for op-3: three in a row."""
    assert longest_chain([operation(4, 3), operation(1), operation(2, 1), operation(3, 1)]) == 3
    assert longest_chain([operation(1), operation(2)]) == 1
    assert longest_chain(one_after_another(51)) == 51
    assert longest_chain(()) == 0


def test_the_quotas_allow_five_starts_a_second_and_250_open_sets() -> None:
    """60 sets of 10 s need 21.8 s; chains and a full account need longer."""
    assert least_seconds(60, 1, 10) == pytest.approx(21.8)
    assert least_seconds(60, 4, 10) == 40
    assert least_seconds(600, 1, 100) == 300
    assert least_seconds(0, 0, 10) == 0


@pytest.mark.parametrize(("moves", "bound"), [(0, Bound(50, 1)), (10, Bound(51, 2))])
def test_a_bound_counts_lists_that_differ_and_a_move_as_two_in_a_row(moves: int, bound: Bound) -> None:
    """500 lists of allowed and as many of denied products are 1,000 changes; ten moves are up to 20 more."""
    assert Bound.of(pairs_of(make_world(), moves)) == bound


def test_no_aim_is_below_what_the_quotas_allow() -> None:
    """An aim that nothing can meet would say nothing."""
    world = make_world()
    for aim in AIMS[:4]:
        bound = Bound.of(pairs_of(world, aim.moves))
        assert (aim.sets >= bound.sets, aim.chain >= bound.chain) == (True, True)
        assert aim.seconds(30) >= bound.seconds(30)


def test_the_aim_of_an_apply_follows_from_chain_and_noticing() -> None:
    """No chain: the quotas and four seconds. 58 sets of 10 s in a row: 580 s, two for each end, four for the last."""
    assert [AIMS[0].seconds(10), AIMS[4].seconds(10)] == [23.8, 580 + 57 * 2 + 4]


def test_one_set_alone_is_run_once_for_each_second_of_duration() -> None:
    """A single duration would show whether a look falls on it by chance."""
    assert [len(case.runs) for case in CASES] == [56, 56, 1, 1, 1, 1, 1, 1, 1, 1]
    assert [run[0] for run in CASES[0].runs][:2] == [5.0, 6.0]


def test_one_set_alone_is_run_with_and_without_earlier_sets() -> None:
    """Earlier sets took about as long, at most a tenth longer or shorter."""
    alone, after_others = CASES[:2]
    assert (alone.earlier({0: 50.0}), len(after_others.earlier({0: 50.0}))) == ((), 20)
    assert {round(abs(one - 50)) <= 5 for one in after_others.earlier({0: 50.0})} == {True}
