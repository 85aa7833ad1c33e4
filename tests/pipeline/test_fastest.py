"""`change_sets: fastest` takes a few more change sets if fewer of them wait for each other."""

from tests.fakes.world import FakeWorld, LiveExperience
from tests.pipeline.proofs import planned


def test_the_fastest_change_sets_need_not_wait_for_each_other() -> None:
    """198 changes of 66 experiences fill 10 sets that share experiences, or 11 sets of whole experiences."""
    names = [f"e{number:02}" for number in range(66)]
    live = [LiveExperience(id=f"exp-{one}", title=one, allow=(), deny=(), requests="allow") for one in names]
    lists = {"products": {"allow": ["prod-a"], "deny": ["prod-b"]}}
    wish = {one: {"title": one, "user_requests": "deny", **lists} for one in names}
    minimal = planned(FakeWorld.of(*live), wish).plan
    fastest = planned(FakeWorld.of(*live), wish, fastest=True).plan
    assert len(minimal.operations) == 10
    assert any(one.after for one in minimal.operations)
    assert [one.after for one in fastest.operations] == [()] * 11
    assert [one.code for one in fastest.problems if one.code == "safe-order"] == []
