"""What AWS says about the account of the credentials: enough to fill in the settings of a new repository.

A call that fails is a line that says so, never an error: whoever starts may have few rights, or no credentials yet.

Example: with credentials of a seller's account, STS says the account and EC2 the regions that have endpoint services;
Organizations refuses to list the delegated administrators, which becomes a line: whether it is one is not known.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, TypeVar

from reconciler.errors import ReconcilerError
from reconciler.limits import PRIVATE_MARKETPLACE_PRINCIPAL
from reconciler.parallel import in_parallel
from reconciler.ports import Clients, EndpointServices, OrganizationSummary
from reconciler.regions import partition_of, partitions
from reconciler.settings import Seller, Settings

HERE: Final = "saas"
"""The name of the seller in the account of the credentials, until the user chooses another one."""

_NOT_ENABLED: Final = (": AuthFailure: ", ": OptInRequired: ")
"""What EC2 answers in a region that the account has not enabled, to credentials that STS has accepted."""

_DENIED: Final = ": AccessDeniedException: "
"""What Organizations answers to an account that is neither the management account nor a delegated administrator."""
_IN_NONE: Final = ": AWSOrganizationsNotInUseException: "
"""What Organizations answers to an account that is in no organization."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What AWS says. *account* is None if it could not be read, and then nothing else was.

    *regions* have endpoint services of the account. *unread* are lines about what could not be read, and why.
    """

    account: str | None = None
    organization: str | None = None
    management_account: str | None = None
    administrators: frozenset[str] = frozenset()
    regions: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def marketplace(self) -> str | None:
        """Return the account if it may manage Private Marketplace, else None."""
        return self.account if self.account in {self.management_account, *self.administrators} else None

    @property
    def sellers(self) -> tuple[Seller, ...]:
        """Return the account as a seller if it has endpoint services."""
        return (Seller(HERE, self.account, self.regions),) if self.account and self.regions else ()


def survey_settings(environment: Mapping[str, str]) -> Settings:
    """Return settings whose clients can read all regions of the partition of the region in *environment*."""
    region = environment.get("AWS_REGION") or environment.get("AWS_DEFAULT_REGION") or ""
    regions = partitions()[partition_of(region)].regions
    return Settings(file="", sellers=(Seller(HERE, "account of the credentials", tuple(sorted(regions))),))


def survey(clients: Clients) -> Survey:
    """Ask for the account, its organization, the delegated administrators, and the endpoint services of each region.

    These are three calls and one for each region; only an account with more services than a page holds takes more.
    """
    unread: list[str] = []
    account = _read("the account", clients.identity.account, unread)
    if account is None:
        return Survey(unread=tuple(unread))
    organization = _organization(clients, unread)
    found = Survey(account=account)
    if organization:
        found = replace(
            found,
            organization=organization.id,
            management_account=organization.management_account,
        )
        found = replace(found, administrators=_administrators(clients, found, unread))
    regions = _regions_with_services(clients.sellers[HERE].regions, unread)
    return replace(found, regions=regions, unread=tuple(unread))


def _organization(clients: Clients, unread: list[str]) -> OrganizationSummary | None:
    """Return the organization; None, and nothing to tell, for an account that is in none."""
    failed = list[str]()
    organization = _read("the organization", clients.organizations.describe, failed)
    unread += [line for line in failed if _IN_NONE not in line]
    return organization


def _administrators(clients: Clients, found: Survey, unread: list[str]) -> frozenset[str]:
    """Return the delegated administrators. A refusal is usual, so it is told in words of our own."""
    failed = list[str]()
    ask = partial(clients.organizations.delegated_administrators, PRIVATE_MARKETPLACE_PRINCIPAL)
    administrators = _read("the delegated administrators", ask, failed)
    if failed and _DENIED in failed[0] and found.account != found.management_account:
        what = f"whether {found.account} is a delegated administrator of Private Marketplace"
        failed = [f"{what}: it may not list them, as is usual of an account that is none"]
    unread += failed
    return administrators or frozenset()


def _read(what: str, ask: Callable[[], T], unread: list[str]) -> T | None:
    """Return the answer of *ask*; None if it could not be read, with a line in *unread*."""
    try:
        return ask()
    except ReconcilerError as error:
        unread.append(f"{what} could not be read: {error.message}")
        return None


def _regions_with_services(regions: Mapping[str, EndpointServices], unread: list[str]) -> tuple[str, ...]:
    """Return the regions with endpoint services; regions that could not be read are one line in *unread*."""
    found = dict(zip(regions, in_parallel(_services, tuple(regions.values())), strict=True))
    failed = {region: answer for region, answer in found.items() if isinstance(answer, str)}
    if failed:
        first = next(iter(failed.values()))
        unread.append(f"endpoint services in {len(failed)} of {len(found)} regions could not be read: {first}")
    return tuple(region for region, answer in found.items() if answer and region not in failed)


def _services(region: EndpointServices) -> int | str:
    """Return the number of services in one region, or why they could not be read; 0 if the region is not enabled."""
    try:
        return len(region.configurations())
    except ReconcilerError as error:
        return 0 if any(code in error.message for code in _NOT_ENABLED) else error.message
