from dataclasses import replace

import pytest

from reconciler.errors import Refused, Unreadable
from reconciler.ports import Clients
from reconciler.preflight import preflight
from reconciler.settings import Marketplace, Settings
from tests.fakes.ports import FakeCatalog, FakeIdentity, FakeOrganizations

SETTINGS = Settings(file="reconciler.yaml", organization="o-abcdef1234", marketplace=Marketplace("111111111111"))
MEMBER = FakeIdentity(id="222222222222", roles=frozenset())
OF_MEMBER = replace(SETTINGS, marketplace=Marketplace("222222222222"))


def clients(organizations: FakeOrganizations | None = None, identity: FakeIdentity | None = None) -> Clients:
    """Be the management account of an organisation where everything is enabled, but for what is told."""
    return Clients(
        catalog=FakeCatalog(),
        organizations=organizations or FakeOrganizations(),
        identity=identity or FakeIdentity(),
    )


def refusal(settings: Settings, asked: Clients) -> tuple[str, str]:
    """Be refused: what it says, and what to do."""
    with pytest.raises(Refused) as refused:
        preflight(settings, asked)
    return refused.value.message, refused.value.hint


def test_the_management_account_may_plan() -> None:
    """It learns which organisation it is in."""
    summary = preflight(SETTINGS, clients())
    assert (summary.id, summary.management_account) == ("o-abcdef1234", "111111111111")


def test_a_delegated_administrator_may_plan() -> None:
    """It cannot see the role in the management account, and need not."""
    organizations = FakeOrganizations(administrators=frozenset({"222222222222"}))
    assert preflight(OF_MEMBER, clients(organizations, MEMBER)).id == "o-abcdef1234"


def test_an_organisation_that_is_not_stated_is_not_compared() -> None:
    """Left out means not guarded."""
    assert preflight(replace(SETTINGS, organization=None), clients()).id == "o-abcdef1234"


def test_the_wrong_account_is_refused() -> None:
    """Contract 1.1: refuse to act when STS says otherwise."""
    assert refusal(SETTINGS, clients(identity=MEMBER)) == (
        "the credentials belong to account 222222222222, marketplace.account says 111111111111",
        "take credentials of 111111111111, or set marketplace.role in reconciler.yaml",
    )


def test_the_wrong_organisation_is_refused() -> None:
    """Contract 1.1: refuse to act on another organisation."""
    assert refusal(replace(SETTINGS, organization="o-other00000"), clients()) == (
        "the account belongs to o-abcdef1234, organization says o-other00000",
        "if that is meant, change organization in reconciler.yaml",
    )


def test_an_account_with_no_say_is_refused() -> None:
    """Facts, catalog 4.4: management account or delegated administrator."""
    assert refusal(OF_MEMBER, clients(identity=MEMBER)) == (
        "account 222222222222 is neither the management account nor a delegated administrator",
        "use 111111111111, or register 222222222222 for private-marketplace.marketplace.amazonaws.com",
    )


def test_an_organisation_without_all_features_is_refused() -> None:
    """Facts, catalog 4.4: needs all features."""
    message, hint = refusal(SETTINGS, clients(FakeOrganizations(all_features=False)))
    assert message == "o-abcdef1234 has consolidated billing only: Private Marketplace needs all features"
    assert hint == "enable all features in AWS Organizations"


def test_a_marketplace_that_is_not_enabled_is_refused() -> None:
    """Facts, catalog 4.4: trusted access."""
    message, hint = refusal(SETTINGS, clients(FakeOrganizations(trusted=frozenset({"ram.amazonaws.com"}))))
    assert message == "Private Marketplace has no trusted access in o-abcdef1234"
    assert hint.startswith("enable it in the management account: https://docs.aws.amazon.com/marketplace/")


def test_a_marketplace_without_its_role_is_refused() -> None:
    """Facts, catalog 4.4: the role must be created explicitly when trusted access is enabled by API."""
    message, hint = refusal(SETTINGS, clients(identity=FakeIdentity(roles=frozenset())))
    assert message == "the service-linked role AWSServiceRoleForPrivateMarketplaceAdmin does not exist"
    assert hint.startswith("create it in the management account: https://docs.aws.amazon.com/marketplace/")


class Unknown(FakeIdentity):
    """Credentials that do not work."""

    def account(self) -> str:
        """Fail as a read does."""
        raise Unreadable("no credentials")


def test_what_cannot_be_read_is_not_refused() -> None:
    """Exit 7, not 4: the reason is told as it is."""
    with pytest.raises(Unreadable, match="no credentials"):
        preflight(SETTINGS, clients(identity=Unknown()))
