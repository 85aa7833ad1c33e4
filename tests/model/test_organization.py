from dataclasses import replace

import pytest

from reconciler.model import Account, AccountState
from tests.fakes.world import ORGANIZATION


@pytest.mark.parametrize("principal", ["o-abcdef1234", "ou-abcd-payroll0", "111111111111"])
def test_an_organisation_has_itself_its_units_and_its_open_accounts(principal: str) -> None:
    """What has it can be governed."""
    assert ORGANIZATION.has(principal)


@pytest.mark.parametrize("principal", ["o-other00000", "ou-abcd-gone0000", "r-abcd", "999999999999", "888888888888"])
def test_an_organisation_does_not_have_what_is_elsewhere_or_closed(principal: str) -> None:
    """A closed account, the root's own id and everything unknown cannot be governed."""
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
def test_what_an_account_can_depends_on_its_state(state: str, can_buy: bool, can_be_named: bool) -> None:  # noqa: FBT001 - a case
    """One that is not activated may be at any moment: it counts among those who feel a plan."""
    account = Account("333333333333", "New", "r-abcd", AccountState.of(state))
    there = replace(ORGANIZATION, accounts={account.id: account})
    assert (account.open, there.has(account.id)) == (can_buy, can_be_named)


def test_a_path_goes_up_to_the_organisation() -> None:
    """An account, its OUs, and the organisation for the root."""
    assert list(ORGANIZATION.path("444444444444")) == [
        "444444444444",
        "ou-abcd-payroll0",
        "ou-abcd-finance0",
        "o-abcdef1234",
    ]


@pytest.mark.parametrize("principal", ["o-abcdef1234", "888888888888"])
def test_the_path_of_the_organisation_or_of_a_stranger_is_the_organisation(principal: str) -> None:
    """There is always an end."""
    assert list(ORGANIZATION.path(principal)) == ["o-abcdef1234"]


def test_names_are_by_id() -> None:
    """OUs and accounts have names, also closed ones."""
    names = ORGANIZATION.names()
    assert (len(names), names["ou-abcd-payroll0"], names["999999999999"]) == (9, "Payroll", "Closed")
