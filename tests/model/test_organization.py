from dataclasses import replace

import pytest

from reconciler.model import Account, AccountState
from tests.fakes.world import ORGANIZATION


@pytest.mark.parametrize("principal", ["o-abcdef1234", "ou-abcd-payroll0", "111111111111"])
def test_an_organization_has_itself_its_units_and_its_open_accounts(principal: str) -> None:
    """The organization, its units and its open accounts can be governed."""
    assert ORGANIZATION.has(principal)


@pytest.mark.parametrize("principal", ["o-other00000", "ou-abcd-gone0000", "r-abcd", "999999999999", "888888888888"])
def test_an_organization_has_no_closed_or_unknown_principals(principal: str) -> None:
    """A closed account, the root's own id and an unknown id cannot be governed."""
    assert not ORGANIZATION.has(principal)


@pytest.mark.parametrize(
    ("state", "can_buy", "can_be_named"),
    [
        ("ACTIVE", True, True),
        ("PENDING_ACTIVATION", True, False),
        ("SUSPENDED", False, False),
        ("PENDING_CLOSURE", False, False),
        ("CLOSED", False, False),
        ("SOMETHING_NEW", False, False),
    ],
)
def test_the_state_of_an_account_decides_what_it_can_do(state: str, *, can_buy: bool, can_be_named: bool) -> None:
    """An account that is not activated may become active at any moment, so it counts in the impact."""
    account = Account("333333333333", "New", "r-abcd", AccountState.of(state))
    there = replace(ORGANIZATION, accounts={account.id: account})
    assert (account.open, there.has(account.id)) == (can_buy, can_be_named)


def test_a_path_goes_up_to_the_organization() -> None:
    """A path has the account, its OUs, and the organization in place of the root."""
    assert list(ORGANIZATION.path("444444444444")) == [
        "444444444444",
        "ou-abcd-payroll0",
        "ou-abcd-finance0",
        "o-abcdef1234",
    ]


@pytest.mark.parametrize("principal", ["o-abcdef1234", "888888888888"])
def test_the_path_of_an_unknown_id_is_the_organization(principal: str) -> None:
    """The same is true of the organization itself."""
    assert list(ORGANIZATION.path(principal)) == ["o-abcdef1234"]


def test_names_are_by_id() -> None:
    """OUs and accounts have names, closed accounts included."""
    names = ORGANIZATION.names()
    assert (len(names), names["ou-abcd-payroll0"], names["999999999999"]) == (9, "Payroll", "Closed")
