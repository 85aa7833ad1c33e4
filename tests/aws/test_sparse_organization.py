"""An organization is read in parts: what was read is as in the whole, and takes no more calls than the whole."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.model import WHOLE, Account, Extent, NotRead, Organization, OrganizationalUnit
from tests.aws.organization_client import OrganizationClient, api
from tests.organizations import ORGANIZATION, ROOT, organizations

GONE = ["ou-gone", "999999999998"]


def large(units: int, accounts: int) -> Organization:
    """Return units below the root, among which accounts are shared out."""
    below = [OrganizationalUnit(f"ou-{number}", f"Unit {number}", ROOT) for number in range(units)]
    every = [Account(f"2{n:011d}", f"Account {n}", f"ou-{n % units}") for n in range(accounts)]
    return Organization(
        id=ORGANIZATION,
        management_account="111111111111",
        root=ROOT,
        units={one.id: one for one in below},
        accounts={one.id: one for one in every},
    )


@st.composite
def asked(draw: st.DrawFn) -> tuple[Organization, list[Extent]]:
    """Draw an organization, and what is asked of it one after the other."""
    organization = draw(organizations())
    principals = st.frozensets(
        st.sampled_from([organization.id, *organization.units, *organization.accounts, *GONE]), max_size=4
    )
    extents = st.builds(Extent, principals, principals, whole=st.sampled_from([False, False, False, True]))
    return organization, draw(st.lists(extents, min_size=1, max_size=3))


def whole_walk(organization: Organization) -> int:
    """Return the calls that the whole takes, parent by parent."""
    client = OrganizationClient(organization)
    api(client).tree()
    return client.calls.total()


def agree(found: Organization, whole: Organization, principals: Iterable[str]) -> None:
    """Check that *found* says of *principals* what *whole* says."""
    for one in principals:
        assert found.has(one) == whole.has(one)
        assert [*found.path(one)] == [*whole.path(one)]
        assert found.account(one) == whole.account(one)
        assert found.names().get(one) == whole.names().get(one)


@given(case=asked(), paths=st.booleans(), denied=st.sampled_from(["", "describe_account", "list_accounts"]))
def test_a_part_is_as_in_the_whole(case: tuple[Organization, list[Extent]], *, paths: bool, denied: str) -> None:
    """Also if AWS returns no paths or denies a read: then more is read, and nothing else is answered."""
    whole, extents = case
    client = OrganizationClient(whole, paths, {denied})
    reading = api(client)
    known = reading.unread()
    for extent in extents:
        known = reading.grown(known, extent)
        assert known.unread(extent) == Extent()
    for extent in extents:
        agree(known, whole, extent.principals)
        expected = {one.id for one in whole.below(extent.below)}
        assert {one.id for one in known.below(extent.below)} == expected
        assert known.units_below(extent.below) == whole.units_below(extent.below)
        assert not extent.whole or set(known.accounts) == set(whole.accounts)


@given(case=asked())
def test_a_part_takes_no_more_calls_than_the_whole_and_its_principals(case: tuple[Organization, list[Extent]]) -> None:
    """A principal that is named takes one call; nothing is read twice."""
    whole, extents = case
    client = OrganizationClient(whole)
    reading = api(client)
    known, named = reading.unread(), frozenset[str]()
    for extent in extents:
        known, named = reading.grown(known, extent), named | extent.principals | extent.below
    described = sum(one != ORGANIZATION for one in named)
    walked = client.calls.total() - client.calls["describe_account"] - client.calls["describe_organizational_unit"]
    assert client.calls["describe_account"] + client.calls["describe_organizational_unit"] <= described
    limit = whole_walk(whole) if len(extents) == 1 else 2 * whole_walk(whole)
    assert walked <= limit


@pytest.mark.parametrize(
    ("extent", "calls"),
    [
        (Extent(), {}),
        (Extent(frozenset({"ou-3"})), {"describe_organizational_unit": 1}),
        (Extent(frozenset({"200000000005"})), {"describe_account": 1}),
        (Extent(below=frozenset({"200000000005"})), {"describe_account": 1}),
        (
            Extent(below=frozenset({"ou-3"})),
            {
                "describe_organizational_unit": 1,
                "list_organizational_units_for_parent": 1,
                "list_accounts_for_parent": 2,
            },
        ),
        (WHOLE, {"list_roots": 1, "list_organizational_units_for_parent": 11, "list_accounts": 15}),
    ],
)
def test_a_reading_takes_the_fewest_calls(extent: Extent, calls: dict[str, int]) -> None:
    """The organization has 10 units with 30 accounts each."""
    client = OrganizationClient(large(10, 300))
    reading = api(client)
    reading.grown(reading.unread(), extent)
    assert client.calls == {"describe_organization": 1, **calls}


def test_many_accounts_are_listed_and_not_read_one_by_one() -> None:
    """300 accounts are 15 pages; of 60 that are asked for, none is read alone."""
    whole = large(10, 300)
    client = OrganizationClient(whole)
    reading = api(client)
    wanted = frozenset(list(whole.accounts)[:60])
    known = reading.grown(reading.unread(), Extent(wanted | {"999999999998"}))
    assert client.calls == {"describe_organization": 1, "list_accounts": 15}
    agree(known, whole, [*wanted, "999999999998"])


def test_a_list_of_accounts_that_is_too_long_is_given_up() -> None:
    """3,000 accounts are 150 pages: after 25, the accounts that were not seen are read one by one."""
    whole = large(10, 3000)
    client = OrganizationClient(whole)
    reading = api(client)
    wanted = frozenset(list(whole.accounts)[480:530])
    known = reading.grown(reading.unread(), Extent(wanted))
    assert client.calls == {"describe_organization": 1, "list_accounts": 25, "describe_account": 30}
    agree(known, whole, wanted)


def test_the_whole_after_all_accounts_takes_only_the_units() -> None:
    """No account is read twice."""
    whole = large(10, 300)
    client = OrganizationClient(whole)
    reading = api(client)
    known = reading.grown(reading.unread(), Extent(frozenset(list(whole.accounts)[:60])))
    client.calls.clear()
    assert reading.grown(known, WHOLE).accounts.keys() == whole.accounts.keys()
    assert client.calls == {"list_organizational_units_for_parent": 11}


def test_what_was_not_read_is_no_answer() -> None:
    """Neither a missing principal nor an empty unit is guessed."""
    reading = api(OrganizationClient(large(2, 4)))
    known = reading.grown(reading.unread(), Extent(frozenset({"ou-0"})))
    assert [*known.path("ou-0")] == ["ou-0", ORGANIZATION]
    for ask in (known.has, known.path, known.account):
        with pytest.raises(NotRead, match="200000000001"):
            ask("200000000001")
    with pytest.raises(NotRead, match="not read of the organization: ou-0"):
        known.below(["ou-0"])
    with pytest.raises(NotRead, match="the whole"):
        known.require(whole=True)


@pytest.mark.parametrize(
    ("denied", "extent"),
    [
        ("describe_account", Extent(frozenset({"200000000001"}))),
        ("describe_organizational_unit", Extent(below=frozenset({"ou-1"}))),
        ("list_accounts", WHOLE),
    ],
)
def test_a_read_that_is_denied_is_told_with_its_action(denied: str, extent: Extent) -> None:
    """Everything is read as before, and the reason names what to allow."""
    reading = api(OrganizationClient(large(2, 4), denied={denied}))
    known = reading.grown(reading.unread(), extent)
    action = f"organizations:{''.join(word.title() for word in denied.split('_'))}"
    assert known.read.whole
    assert known.detour == (f"{action} is denied", f"allow {action}, so that only what a plan relies on is read")


def test_an_organization_without_paths_is_read_whole() -> None:
    """Nobody can help that: the reason has no advice."""
    reading = api(OrganizationClient(large(2, 4), paths=False))
    known = reading.grown(reading.unread(), Extent(frozenset({"200000000001"})))
    assert (known.read, known.detour) == (WHOLE, ("AWS returns no Paths of 200000000001", ""))
    assert known.has("200000000001")


def test_a_principal_is_read_again() -> None:
    """An account that was closed and a unit that has moved are as they are now; an account that left is gone."""
    before = large(3, 6)
    client = OrganizationClient(before)
    reading = api(client)
    changed = frozenset({"200000000001", "200000000002", "ou-2"})
    known = reading.grown(reading.unread(), Extent(changed))
    moved = {**before.units, "ou-2": OrganizationalUnit("ou-2", "Unit 2", "ou-1")}
    left = {id_: one for id_, one in before.accounts.items() if id_ != "200000000001"}
    client.organization = Organization(
        id=ORGANIZATION, management_account="111111111111", root=ROOT, units=moved, accounts=left
    )
    client.calls.clear()
    now = reading.refreshed(known, changed)
    agree(now, client.organization, changed)
    assert client.calls == {"describe_account": 2, "describe_organizational_unit": 1}
