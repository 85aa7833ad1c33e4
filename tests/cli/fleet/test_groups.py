"""Tasks that share an account are carried out by one worker."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from reconciler.cli.fleet.groups import grouped


def test_members_that_are_joined_by_accounts_are_one_group() -> None:
    """Two members of two accounts meet in a third member; a member without accounts stands alone."""
    assert grouped("abcde", [{"1"}, {"3"}, {"1", "2"}, {"2"}, set()]) == (("a", "c", "d"), ("b",), ("e",))


@given(st.lists(st.sets(st.sampled_from("123456"), max_size=3), max_size=8))
def test_groups_share_no_account_and_lose_nobody(accounts: list[set[str]]) -> None:
    """Every task is in one group, and no account is in two."""
    groups = grouped(range(len(accounts)), accounts)
    assert sorted(one for group in groups for one in group) == list(range(len(accounts)))
    used = [{account for one in group for account in accounts[one]} for group in groups]
    assert [(one, other) for one, other in combinations(used, 2) if one & other] == []
    assert [list(group) for group in groups] == [sorted(group) for group in groups]
