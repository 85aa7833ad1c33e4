"""Which members of a fleet share a message, and how large it may be."""

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from reconciler.cli.fleet.telling.finding import MemberFinding
from reconciler.cli.fleet.telling.letters import MOST, letters
from reconciler.cli.notifying.message import message_about_members
from reconciler.render import MemberDrift
from tests.cli.fakes import ONE_CHANGE

PLAN = ONE_CHANGE.as_json()


def findings(repositories: list[int]) -> list[MemberFinding]:
    """Return a member for each number, which is that of its repository."""
    return [MemberFinding(f"m{at}", Path(f"r{one}"), "r", 2, PLAN) for at, one in enumerate(repositories)]


@given(st.lists(st.integers(0, 14), min_size=1, max_size=40))
def test_each_member_is_in_one_message(repositories: list[int]) -> None:
    """There are at most ten, and the members of a repository are never in two of them."""
    news = findings(repositories)
    found = letters(news)
    assert sorted(one.member for letter in found for one in letter) == sorted(one.member for one in news)
    assert 0 < len(found) <= MOST
    homes = [one.config for letter in found for one in {one.config: one for one in letter}.values()]
    assert len(homes) == len(set(homes))
    assert (len(found) == len(set(repositories))) == (len(set(repositories)) <= MOST or len(set(repositories)) == 1)


def test_a_message_about_many_members_has_a_size_that_sns_takes() -> None:
    """It counts all of them, and says how many members and objects it leaves out."""
    members = [MemberDrift(f"saas/{'x' * 50}-{at}", PLAN) for at in range(2000)]
    message = message_about_members(members, "r" * 5000, 7)
    assert (len(message.body) <= 240 * 1024, len(message.chat) <= 256 * 1024) == (True, True)
    body = json.loads(message.body)
    first, left = body["verdict"].split(" This message leaves out ")
    assert (
        first == "AWS differs from the repository in 2,000 objects of 2,000 members. 7 other members were told before."
    )
    members_left, objects_left = 2000 - len(body["members"]), 2000 - len(body["changes"])
    assert left == f"{members_left:,} of 2,000 members and {objects_left:,} of 2,000 objects."
    assert message.subject == f"reconciler: drift in 2,000 of 2,000 members of {'r' * 99}"[:99]
