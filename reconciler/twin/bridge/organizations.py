"""AWS Organizations: moto's service, corrected for Private Marketplace.

moto refuses the service principal, corrupts its list of delegated administrators when it refuses one (privatelink 4.5),
lets every member account read everything, and pages by time stamp (moto 5.2.5's source).
"""

import json
import re
import sys
from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Final

from moto.core.responses import ActionResult
from moto.organizations.models import (
    FakeDelegatedAdministrator,
    FakeServiceAccess,
    OrganizationsBackend,
)
from moto.organizations.responses import OrganizationsResponse

from reconciler import limits
from reconciler.twin.catalog.marketplace import PrivateMarketplace
from reconciler.twin.pages import page
from reconciler.twin.refusal import Code

from .answering import Answering
from .catalog import LOCK, MarketplaceCatalogBackend, marketplacecatalog_backends
from .members import Members, Returned
from .membership import membership_of, organization_of

READS: Final = ("Describe", "List")
OPEN_TO_ALL: Final = frozenset({"DescribeOrganization", "CreateOrganization"})
EVERYTHING: Final = sys.maxsize

ACCESS_DENIED: Final = Code("AccessDeniedException", "You don't have permissions to access this resource.")
ACCOUNT_NOT_FOUND: Final = Code(
    "AccountNotFoundException", "You specified an account that doesn't exist in the organization."
)
CHILD_NOT_FOUND: Final = Code(
    "ChildNotFoundException",
    "We can't find an organizational unit (OU) or AWS account with the ChildId that you specified.",
)
CONSTRAINT_VIOLATION: Final = Code("ConstraintViolationException")
INVALID_INPUT: Final = Code("InvalidInputException")
INVALID_VALUE: Final = Code("InvalidInputException", "You specified an invalid value.")
NOT_REGISTERED: Final = Code(
    "AccountNotRegisteredException",
    "The specified account is not a delegated administrator for this AWS service.",
)
NOT_IN_USE: Final = Code("AWSOrganizationsNotInUseException", "Your account is not a member of an organization.")
UNIT_NOT_FOUND: Final = Code(
    "OrganizationalUnitNotFoundException", "You specified an organizational unit that doesn't exist."
)


class TwinOrganizationsResponse(Answering, OrganizationsResponse):
    """One request to Organizations; a delegated administrator reads the management account's organization."""

    returned: ClassVar[dict[str, Returned]] = {}
    """What answers about the organization of each management account have."""

    @property
    def organizations_backend(self) -> OrganizationsBackend:
        """The organization that the caller manages or belongs to."""
        return organization_of(self.current_account)

    def answer(self, operation: str) -> ActionResult | None:
        """Refuse the callers that AWS refuses; moto answers the others."""
        backend = self.organizations_backend
        if operation in OPEN_TO_ALL:
            return None
        if backend.org is None:
            raise NOT_IN_USE()
        delegated = any(admin.account.id == self.current_account for admin in backend.admins)
        if backend.account_id != self.current_account and not (operation.startswith(READS) and delegated):
            raise ACCESS_DENIED()
        return None

    def list_roots(self) -> str:
        """List the root."""
        return self._page("Roots", self.organizations_backend.list_roots()["Roots"])

    def list_accounts(self) -> str:
        """List all accounts in the order in which they joined."""
        return self._page("Accounts", self.organizations_backend.accounts, self._members.account)

    def list_accounts_for_parent(self) -> str:
        """List the accounts directly under a root or an OU."""
        accounts, _ = self.organizations_backend.list_accounts_for_parent(
            parent_id=self._get_param("ParentId"), max_results=EVERYTHING
        )
        return self._page("Accounts", accounts, self._members.account)

    def list_organizational_units_for_parent(self) -> str:
        """List the OUs directly under a root or an OU."""
        units, _ = self.organizations_backend.list_organizational_units_for_parent(
            parent_id=self._get_param("ParentId"), max_results=EVERYTHING
        )
        return self._page("OrganizationalUnits", units, self._members.unit)

    def list_parents(self) -> str:
        """List the root or OU that contains an account or OU; moto refuses with messages of other operations."""
        child = self._get_param("ChildId")
        units = (unit.id for unit in self.organizations_backend.ou if unit.type == "ORGANIZATIONAL_UNIT")
        if child not in {*units, *(account.id for account in self.organizations_backend.accounts)}:
            raise CHILD_NOT_FOUND()
        return super().list_parents()

    def describe_organizational_unit(self) -> str:
        """Describe an OU; the root is not an OU, though moto keeps it among them."""
        wanted = self._get_param("OrganizationalUnitId")
        unit = next((one for one in self.organizations_backend.ou if one.id == wanted), None)
        if unit is None or unit.type != "ORGANIZATIONAL_UNIT":
            raise UNIT_NOT_FOUND()
        return json.dumps({"OrganizationalUnit": self._members.unit(unit)})

    def describe_account(self) -> str:
        """Describe a member account."""
        wanted = self._get_param("AccountId")
        if not re.fullmatch(limits.ACCOUNT_ID_PATTERN, str(wanted)):
            raise INVALID_VALUE()
        account = next((one for one in self.organizations_backend.accounts if one.id == wanted), None)
        if account is None:
            raise ACCOUNT_NOT_FOUND()
        return json.dumps({"Account": self._members.account(account)})

    def close_account(self) -> str:
        """Close an account at once; moto changes `Status` and not `State`."""
        close(self.organizations_backend, self._get_param("AccountId"))
        return "{}"

    def list_children(self) -> str:
        """List the ids directly under a root or an OU."""
        found = self.organizations_backend.list_children(**self.request_params)
        return self._page("Children", found["Children"])

    def list_aws_service_access_for_organization(self) -> str:
        """List the services with trusted access."""
        found = self.organizations_backend.list_aws_service_access_for_organization()
        return self._page("EnabledServicePrincipals", found["EnabledServicePrincipals"])

    def list_delegated_administrators(self) -> str:
        """List the delegated administrators, of one service if the request names it."""
        principal = self._get_param("ServicePrincipal")
        wanted = {"ServicePrincipal": principal} if principal else {}
        found = self.organizations_backend.list_delegated_administrators(**wanted)
        return self._page("DelegatedAdministrators", found["DelegatedAdministrators"])

    def enable_aws_service_access(self) -> str:
        """Enable trusted access, of which Private Marketplace learns later; a service that has it keeps it."""
        principal = self._get_param("ServicePrincipal")
        new = not self._trusts(principal)
        answer = super().enable_aws_service_access()
        if principal == limits.PRIVATE_MARKETPLACE_PRINCIPAL and new:
            conditions = MarketplaceCatalogBackend.conditions
            self._marketplace.trusted_since = conditions.clock()
        return answer

    def register_delegated_administrator(self) -> str:
        """Register a delegated administrator after all checks: moto refuses only after it has half registered it."""
        principal = self._get_param("ServicePrincipal")
        if not FakeDelegatedAdministrator.supported_service(principal):
            raise INVALID_INPUT("You specified an unrecognized service principal.")
        if not self._trusts(principal):
            # Reason SERVICE_ACCESS_NOT_ENABLED in the API reference, with its text.
            raise CONSTRAINT_VIOLATION(
                "You attempted to register a delegated administrator before you enabled service access. "
                "Call the EnableAWSServiceAccess API first."
            )
        self._check_role(principal)
        self._check_open(self._get_param("AccountId"))
        return super().register_delegated_administrator()

    def deregister_delegated_administrator(self) -> str:
        """Deregister an administrator; moto calls a principal that the account does not administer unrecognized."""
        principal, account = self._get_param("ServicePrincipal"), self._get_param("AccountId")
        admins = (admin for admin in self.organizations_backend.admins if admin.account.id == account)
        if any(principal not in admin.services for admin in admins):
            raise NOT_REGISTERED()
        return super().deregister_delegated_administrator()

    def remove_account_from_organization(self) -> str:
        """Remove an account, but no delegated administrator (reason CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG)."""
        account = self._get_param("AccountId")
        if any(admin.account.id == account for admin in self.organizations_backend.admins):
            raise CONSTRAINT_VIOLATION(
                "You attempted to remove an account from the organization that is registered as a delegated "
                "administrator for a service integrated with your organization."
            )
        return super().remove_account_from_organization()

    def disable_aws_service_access(self) -> str:
        """Disable trusted access; for Private Marketplace this also disassociates all audiences (catalog 4.4)."""
        answer = super().disable_aws_service_access()
        if self._get_param("ServicePrincipal") == limits.PRIVATE_MARKETPLACE_PRINCIPAL:
            with LOCK:
                self._marketplace.disassociate_everyone(MarketplaceCatalogBackend.conditions)
        return answer

    def _trusts(self, principal: str) -> bool:
        return any(item["ServicePrincipal"] == principal for item in self.organizations_backend.services)

    def _check_role(self, principal: str) -> None:
        """Refuse an administrator of Private Marketplace while its role is missing: the stricter reading."""
        if principal == limits.PRIVATE_MARKETPLACE_PRINCIPAL and not membership_of(self.current_account).enabled:
            raise CONSTRAINT_VIOLATION(f"The service-linked role {limits.PRIVATE_MARKETPLACE_ROLE} does not exist.")

    def _check_open(self, account_id: str) -> None:
        """Refuse an account that is not active (reason CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_…)."""
        found = next((one for one in self.organizations_backend.accounts if one.id == account_id), None)
        if found and found.state != "ACTIVE":
            raise CONSTRAINT_VIOLATION("You cannot register a suspended account as a delegated administrator.")

    @property
    def _marketplace(self) -> PrivateMarketplace:
        return marketplacecatalog_backends[self.current_account][limits.CATALOG_REGION].marketplace

    @property
    def _members(self) -> Members:
        backend = self.organizations_backend
        return Members(backend, self.returned.get(backend.account_id, Returned()))

    def _page(self, key: str, items: Sequence[Any], told: Callable[[Any], Any] = lambda item: item) -> str:
        """Return the page of *items* that was asked for, each as *told* returns it."""
        asked, token = self._get_param("MaxResults"), self._get_param("NextToken")
        size = limits.ORGANIZATIONS_PAGE if asked is None else asked
        if not 1 <= size <= limits.ORGANIZATIONS_PAGE:
            raise INVALID_VALUE()
        found, more = page(items, {"NextToken": token} if token else {}, size, INVALID_VALUE)
        return json.dumps({key: [told(item) for item in found], **more})


def close(backend: OrganizationsBackend, account_id: str) -> None:
    """Close an account: until AWS deletes it, `State` is CLOSED and the older `Status` is SUSPENDED."""
    backend.close_account(AccountId=account_id)
    put_into_state(backend, account_id, "CLOSED")


def put_into_state(backend: OrganizationsBackend, account_id: str, state: str) -> None:
    """Set an account's *state*; the older `Status` is ACTIVE even before the sign-up is complete."""
    account = backend.get_account_by_id(account_id)
    account.state = state
    account.status = {"PENDING_ACTIVATION": "ACTIVE", "CLOSED": "SUSPENDED"}.get(state, state)


def recognise_private_marketplace() -> None:
    """Add the service principal of Private Marketplace to moto's closed lists."""
    for known in (FakeServiceAccess.TRUSTED_SERVICES, FakeDelegatedAdministrator.SUPPORTED_SERVICES):
        if limits.PRIVATE_MARKETPLACE_PRINCIPAL not in known:
            known.append(limits.PRIVATE_MARKETPLACE_PRINCIPAL)
