from dataclasses import replace
from threading import Barrier

import pytest

from reconciler.errors import Refused, Unreadable
from reconciler.model import Address, MarketplaceStanding, Opening
from reconciler.ports import Clients, SellerClients
from reconciler.preflight import preflight, preflights, seller_preflight
from reconciler.settings import Marketplace, Seller, Settings
from tests.fakes.ports import FakeCatalog, FakeIdentity, FakeOrganizations
from tests.patience import PATIENCE

SETTINGS = Settings(file="reconciler.yaml", organization="o-abcdef1234", marketplace=Marketplace("111111111111"))
MEMBER = FakeIdentity(id="222222222222", roles=frozenset())
OF_MEMBER = replace(SETTINGS, marketplace=Marketplace("222222222222"))


def clients(organizations: FakeOrganizations | None = None, identity: FakeIdentity | None = None) -> Clients:
    """Return the management account of an organization with everything enabled but for the arguments."""
    return Clients(
        catalog=FakeCatalog(),
        organizations=organizations or FakeOrganizations(),
        identity=identity or FakeIdentity(),
    )


def refusal(settings: Settings, asked: Clients) -> tuple[str, str]:
    """Run the preflight, which must refuse; return message and hint."""
    with pytest.raises(Refused) as refused:
        preflight(settings, asked)
    return refused.value.message, refused.value.hint


def test_the_management_account_may_plan() -> None:
    """The preflight tells that Private Marketplace is open."""
    assert preflight(SETTINGS, clients()) is MarketplaceStanding.OPEN


def test_a_delegated_administrator_may_plan() -> None:
    """A delegated administrator cannot see the role in the management account and does not need to."""
    organizations = FakeOrganizations(administrators=frozenset({"222222222222"}))
    assert preflight(OF_MEMBER, clients(organizations, MEMBER)) is MarketplaceStanding.OPEN


def test_an_organization_that_is_not_stated_is_not_compared() -> None:
    """Without the setting there is no guard."""
    assert preflight(replace(SETTINGS, organization=None), clients()) is MarketplaceStanding.OPEN


def test_the_wrong_account_is_refused() -> None:
    """The account that STS returns is not that of the settings (contract 1.1)."""
    assert refusal(SETTINGS, clients(identity=MEMBER)) == (
        "the credentials belong to account 222222222222, marketplace.account says 111111111111",
        "use credentials of 111111111111, or set marketplace.role in reconciler.yaml",
    )


def test_the_wrong_organization_is_refused() -> None:
    """The organization is not that of the settings (contract 1.1)."""
    assert refusal(replace(SETTINGS, organization="o-other00000"), clients()) == (
        "the account belongs to o-abcdef1234, organization says o-other00000",
        "if that is intended, change organization in reconciler.yaml",
    )


def test_an_ordinary_member_account_is_refused() -> None:
    """Only the management account and a delegated administrator may plan (catalog 4.4)."""
    assert refusal(OF_MEMBER, clients(identity=MEMBER)) == (
        "account 222222222222 is neither the management account nor a delegated administrator",
        "use 111111111111, or register 222222222222 for private-marketplace.marketplace.amazonaws.com",
    )


def test_an_organization_without_all_features_is_refused() -> None:
    """Private Marketplace needs all features (catalog 4.4)."""
    message, hint = refusal(SETTINGS, clients(FakeOrganizations(all_features=False)))
    assert message == "o-abcdef1234 has consolidated billing only: Private Marketplace needs all features"
    assert hint == "enable all features in AWS Organizations"


def test_a_marketplace_that_is_not_enabled_is_refused() -> None:
    """Private Marketplace needs trusted access (catalog 4.4)."""
    message, hint = refusal(SETTINGS, clients(FakeOrganizations(trusted=frozenset({"ram.amazonaws.com"}))))
    assert message == "Private Marketplace has no trusted access in o-abcdef1234"
    assert hint.startswith("enable it in the management account: https://docs.aws.amazon.com/organizations/")


def test_a_marketplace_without_its_role_is_refused() -> None:
    """The role must be created when trusted access is enabled by API (catalog 4.4)."""
    message, hint = refusal(SETTINGS, clients(identity=FakeIdentity(roles=frozenset())))
    assert message == "the service-linked role AWSServiceRoleForPrivateMarketplaceAdmin does not exist"
    assert hint.startswith("create it in the management account: https://docs.aws.amazon.com/organizations/")


NEITHER = (FakeOrganizations(trusted=frozenset()), FakeIdentity(roles=frozenset()))
ONLY_ACCESS = (FakeOrganizations(), FakeIdentity(roles=frozenset()))
BOTH_THERE = (FakeOrganizations(), FakeIdentity())


@pytest.mark.parametrize(
    ("there", "stated", "standing"),
    [
        (NEITHER, (True, True), MarketplaceStanding.OPENS),
        (NEITHER, (True, None), MarketplaceStanding.CLOSED),
        (NEITHER, (None, True), MarketplaceStanding.CLOSED),
        (NEITHER, (False, None), MarketplaceStanding.CLOSED),
        (ONLY_ACCESS, (None, True), MarketplaceStanding.OPENS),
        (ONLY_ACCESS, (False, True), MarketplaceStanding.CLOSED),
        (BOTH_THERE, (None, None), MarketplaceStanding.OPEN),
        (BOTH_THERE, (True, True), MarketplaceStanding.OPEN),
        (BOTH_THERE, (False, None), MarketplaceStanding.ENDS),
    ],
)
def test_a_document_may_open_or_end_private_marketplace(
    there: tuple[FakeOrganizations, FakeIdentity],
    stated: tuple[bool | None, bool | None],
    standing: MarketplaceStanding,
) -> None:
    """What AWS has and what the document states of access and role decide together; nothing is refused."""
    opening = Opening(Address("private_marketplace", "organization"), *stated)
    assert preflight(SETTINGS, clients(*there), opening) is standing


def test_a_document_opens_nothing_outside_of_the_management_account() -> None:
    """A delegated administrator cannot enable Private Marketplace (enablement 1.1)."""
    opening = Opening(Address("private_marketplace", "organization"), access=True, role=True)
    organizations = FakeOrganizations(administrators=frozenset({"222222222222"}), trusted=frozenset())
    with pytest.raises(Refused, match="Private Marketplace has no trusted access in o-abcdef1234"):
        preflight(OF_MEMBER, clients(organizations, MEMBER), opening)


def test_the_role_and_trusted_access_are_asked_for_at_the_same_time() -> None:
    """Each call waits until the other has arrived, so one after the other would never end."""
    meeting = Barrier(2)

    class Meeting(FakeOrganizations):
        """An organization that is asked beside the account."""

        def trusted_services(self) -> frozenset[str]:
            """Wait for the other call."""
            meeting.wait(PATIENCE)
            return super().trusted_services()

    class Met(FakeIdentity):
        """An account that is asked beside the organization."""

        def has_role(self, name: str) -> bool:
            """Wait for the other call."""
            meeting.wait(PATIENCE)
            return super().has_role(name)

    preflight(SETTINGS, clients(Meeting(), Met()))
    assert not meeting.broken


class Unknown(FakeIdentity):
    """Credentials that do not work."""

    def account(self) -> str:
        """Raise as a failed read does."""
        raise Unreadable("no credentials")


def test_an_unreadable_account_is_not_refused() -> None:
    """The exit code is 7, not 4, with the original reason."""
    with pytest.raises(Unreadable, match="no credentials"):
        preflight(SETTINGS, clients(identity=Unknown()))


LABS = Seller("labs", "777777777777", ("us-east-1",))
SAAS = Seller("saas", "888888888888", ("us-east-1",))
SELLING = Settings(file="reconciler.yaml", sellers=(SAAS, LABS))


class Nobody(FakeIdentity):
    """Credentials whose account cannot be read."""

    def account(self) -> str:
        """Raise as a denied call does."""
        raise Unreadable("sts:GetCallerIdentity was denied")


def selling(**identities: FakeIdentity) -> Clients:
    """Return clients with these sellers."""
    known = {name: SellerClients(identity=identity, regions={}) for name, identity in identities.items()}
    return replace(clients(), sellers=known)


def test_each_seller_is_reached_in_its_own_account() -> None:
    """A seller whose account is correct has no problem."""
    reached = selling(saas=FakeIdentity("888888888888"), labs=FakeIdentity("777777777777"))
    assert seller_preflight(SELLING, reached, ["saas", "labs"]) == {}


def test_a_seller_that_no_document_names_is_not_asked() -> None:
    """The account of its credentials does not matter."""
    reached = selling(saas=FakeIdentity("888888888888"), labs=Nobody())
    assert seller_preflight(SELLING, reached, ["saas"]) == {}


def test_credentials_of_another_account_than_the_seller_s_are_refused() -> None:
    """The refusal comes even when another seller cannot be asked."""
    reached = selling(saas=FakeIdentity("777777777777"), labs=Nobody())
    with pytest.raises(Refused) as refused:
        seller_preflight(SELLING, reached, ["saas", "labs"])
    assert (refused.value.message, refused.value.hint) == (
        "the credentials belong to account 777777777777, sellers.saas.account says 888888888888",
        "use credentials of 888888888888, or set sellers.saas.role in reconciler.yaml",
    )


def test_a_seller_that_cannot_be_asked_is_reported_with_its_reason() -> None:
    """The seller is left out, and the others are planned."""
    reached = selling(saas=FakeIdentity("888888888888"), labs=Nobody())
    unverified = seller_preflight(SELLING, reached, ["saas", "labs"])
    assert {name: why.message for name, why in unverified.items()} == {"labs": "sts:GetCallerIdentity was denied"}


BOTH = replace(SELLING, marketplace=Marketplace("111111111111"))


def test_the_seller_and_the_marketplace_are_asked_at_the_same_time() -> None:
    """Each account is known only once both are asked for, so one after the other would never end."""
    meeting = Barrier(2)

    class Meeting(FakeIdentity):
        """An account that is asked beside another one."""

        def account(self) -> str:
            """Wait for the other call."""
            meeting.wait(PATIENCE)
            return super().account()

    reached = replace(selling(saas=Meeting("888888888888")), identity=Meeting())
    assert preflights(BOTH, reached, ["saas"], marketplace=True) == ({}, MarketplaceStanding.OPEN)
    assert not meeting.broken


def test_a_refused_seller_is_told_before_a_refused_marketplace() -> None:
    """The message does not depend on which of both answers first."""
    reached = replace(selling(saas=FakeIdentity("777777777777")), identity=FakeIdentity("222222222222"))
    with pytest.raises(Refused, match=r"^the credentials belong to account 777777777777, sellers\.saas"):
        preflights(BOTH, reached, ["saas"], marketplace=True)


def test_a_refused_marketplace_is_told_though_its_sellers_are_not_refused() -> None:
    """Nothing is read of the sellers then."""
    reached = replace(selling(saas=Nobody()), identity=FakeIdentity("222222222222"))
    with pytest.raises(Refused, match=r"^the credentials belong to account 222222222222, marketplace\.account"):
        preflights(BOTH, reached, ["saas"], marketplace=True)
    assert {*preflights(BOTH, reached, ["saas"], marketplace=False).unverified} == {"saas"}
