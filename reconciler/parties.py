"""Those whom reconciler.yaml names: roles, the marketplace's account, sellers, and the observers of sellers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Role:
    """A role that is assumed before any call, with the external id that its trust policy may require."""

    arn: str
    external_id: str | None = None


@dataclass(frozen=True, slots=True)
class Marketplace:
    """The buyer's account: the management account or a delegated administrator."""

    account: str
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class Offering:
    """What a seller sells on AWS Marketplace: the *id* of the product, and its product *code* (subscribers 2.1)."""

    name: str
    id: str
    code: str


@dataclass(frozen=True, slots=True)
class Observer:
    """The other account that a seller's services are looked at from: a *role* in it, and the *region* to look from.

    Without a region, each service is looked at from its own.
    """

    role: Role
    region: str | None = None

    @property
    def account(self) -> str:
        """Return the account of the role, 12 digits."""
        return self.role.arn.split(":")[4]


@dataclass(frozen=True, slots=True)
class Seller:
    """One seller: its account, its regions in the order of the file, its offerings, and its observer.

    *dns* is the role with which its hosted zones are reached, where they are in another account or need another role.
    """

    name: str
    account: str
    regions: tuple[str, ...]
    role: Role | None = None
    offerings: tuple[Offering, ...] = ()
    observer: Observer | None = None
    dns: Role | None = None

    @property
    def dns_account(self) -> str:
        """Return the account of its hosted zones, 12 digits."""
        return self.dns.arn.split(":")[4] if self.dns else self.account
