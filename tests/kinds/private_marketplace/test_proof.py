"""What the proof of a plan says that AWS refuses of the calls that enable and end it (enablement 1.2, 2)."""

import pytest

from reconciler.effects import Sent
from reconciler.kinds.private_marketplace.proof import EFFECTS
from reconciler.model import Fields

ADDRESS = "private_marketplace.organization"
NOTHING: Fields = {
    "service_linked_role": False,
    "trusted_access": False,
    "delegated_administrators.accounts": frozenset(),
}
ENABLED: Fields = {**NOTHING, "service_linked_role": True, "trusted_access": True}
ADMINISTERED: Fields = {**ENABLED, "delegated_administrators.accounts": frozenset({"222222222222"})}
ACCESS_ALONE: Fields = {**NOTHING, "trusted_access": True}
ROLE_ALONE: Fields = {**NOTHING, "service_linked_role": True}


def refused(verb: str, before: Fields) -> list[str]:
    """Return why *verb* is refused where AWS has *before*."""
    call = Sent(verb=verb, about=ADDRESS, details={"AccountId": "222222222222"}, tags={})
    return [one.partition(": ")[2] for one in EFFECTS.refusals([call], {ADDRESS: before}, {}, {})]


@pytest.mark.parametrize(
    ("verb", "before", "why"),
    [
        ("CreateServiceLinkedRole", ROLE_ALONE, "the role exists"),
        ("EnableAWSServiceAccess", ACCESS_ALONE, "trusted access is enabled"),
        ("RegisterDelegatedAdministrator", NOTHING, "it is not enabled"),
        ("RegisterDelegatedAdministrator", ACCESS_ALONE, "it is not enabled"),
        ("RegisterDelegatedAdministrator", ROLE_ALONE, "it is not enabled"),
        ("RegisterDelegatedAdministrator", ADMINISTERED, "the account is registered"),
        ("DeregisterDelegatedAdministrator", ENABLED, "the account is not registered"),
        ("DisableAWSServiceAccess", ROLE_ALONE, "trusted access is not enabled"),
        ("DeleteServiceLinkedRole", NOTHING, "there is no role"),
        ("DeleteServiceLinkedRole", ENABLED, "the role is in use"),
        ("CreateRole", NOTHING, "it is no call on Private Marketplace"),
    ],
)
def test_a_plan_with_a_call_that_aws_refuses_is_not_proven(verb: str, before: Fields, why: str) -> None:
    """Plans have none of these, so nothing else shows that the proof would see one."""
    assert refused(verb, before) == [why]


@pytest.mark.parametrize(
    ("verb", "before"),
    [
        ("CreateServiceLinkedRole", NOTHING),
        ("EnableAWSServiceAccess", ROLE_ALONE),
        ("RegisterDelegatedAdministrator", ENABLED),
        ("DeregisterDelegatedAdministrator", ADMINISTERED),
        ("DisableAWSServiceAccess", ADMINISTERED),
        ("DeleteServiceLinkedRole", ROLE_ALONE),
    ],
)
def test_each_call_in_its_turn_is_taken(verb: str, before: Fields) -> None:
    """Enabling first, ending last."""
    assert refused(verb, before) == []
