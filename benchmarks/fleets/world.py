"""The endpoint services of a fleet: every account has the same number of them in every region.

A target is one account and region. Nothing is drawn: account, region and number say everything about a service.
Example: of the target (0, "us-east-1"), service 0 lacks its first principal in AWS and has one too many.
"""

from collections.abc import Iterator
from math import ceil
from typing import NamedTuple

from reconciler.kinds.endpoint_service.spec import NAME_TAG
from reconciler.privatelink_limits import EC2_FILTER_VALUES, EC2_PAGE

REGIONS = (
    *("us-east-1", "us-east-2", "us-west-1", "us-west-2", "ca-central-1", "sa-east-1"),
    *("eu-west-1", "eu-west-2", "eu-west-3", "eu-central-1", "eu-central-2", "eu-north-1", "eu-south-1"),
    *("ap-south-1", "ap-southeast-1", "ap-southeast-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3"),
    "me-central-1",
)
FIRST_ACCOUNT, FIRST_CUSTOMER = 210_000_000_000, 410_000_000_000
CUSTOMERS = 500
"""Accounts of customers. The first `NAMED` have a name in the repository."""
NAMED = 100
EVERY = 10
"""One of so many targets differs from AWS, in one of its services."""


class FleetSize(NamedTuple):
    """Accounts, regions of each, services of each region, principals of each service."""

    accounts: int = 100
    regions: int = 20
    services: int = 20
    principals: int = 10

    @property
    def targets(self) -> int:
        """Return the number of accounts and regions."""
        return self.accounts * self.regions


class Target(NamedTuple):
    """One account, as its number in the fleet, and one region."""

    number: int
    region: str

    @property
    def account(self) -> str:
        """Return the id of the account."""
        return str(FIRST_ACCOUNT + self.number)

    @property
    def seller(self) -> str:
        """Return the name of the seller in the repository."""
        return f"seller-{self.number:03d}"

    @property
    def differs(self) -> bool:
        """Return whether AWS has something else than the repository."""
        return (self.number + REGIONS.index(self.region)) % EVERY == 0


def targets(size: FleetSize) -> Iterator[Target]:
    """Yield all targets, the regions of one account after the other."""
    return (Target(number, region) for number in range(size.accounts) for region in REGIONS[: size.regions])


def differing(size: FleetSize) -> int:
    """Return how many targets a plan changes."""
    return sum(target.differs for target in targets(size))


class Provided(NamedTuple):
    """One endpoint service of a target; *admits* are the numbers of the customers that the repository states."""

    target: Target
    number: int
    admits: tuple[int, ...]

    @property
    def name(self) -> str:
        """Return its name, which no other service of the fleet has."""
        return f"api-{self.target.number:03d}-{self.target.region}-{self.number:02d}"

    @property
    def load_balancer(self) -> str:
        """Return the ARN of its network load balancer."""
        where = f"{self.target.region}:{self.target.account}"
        return f"arn:aws:elasticloadbalancing:{where}:loadbalancer/net/{self.name}/{self.number:016x}"

    @property
    def granted(self) -> tuple[str, ...]:
        """Return the principals that AWS has."""
        same = self.number > 0 or not self.target.differs
        return tuple(map(principal, self.admits if same else (*self.admits[1:], CUSTOMERS)))

    def live(self) -> dict[str, object]:
        """Return what AWS has of it, as `sellers.wire.Service` takes it."""
        region = REGIONS.index(self.target.region)
        id_ = f"vpce-svc-{self.target.number:08x}{region:05x}{self.number:04x}"
        tags = {"team": "platform", NAME_TAG: self.name}
        return {"id": id_, "load_balancer": self.load_balancer, "tags": tags, "principals": self.granted}


def customer(number: int) -> str:
    """Return the account of a customer."""
    return str(FIRST_CUSTOMER + number)


def principal(number: int) -> str:
    """Return a customer's account in the form in which AWS names it."""
    return f"arn:aws:iam::{customer(number)}:root"


def services(target: Target, size: FleetSize) -> tuple[Provided, ...]:
    """Return the services of one target."""
    return tuple(Provided(target, number, _admitted(target, number, size)) for number in range(size.services))


def _admitted(target: Target, number: int, size: FleetSize) -> tuple[int, ...]:
    first = target.number * 7 + REGIONS.index(target.region) * 3 + number
    return tuple((first + 11 * at) % CUSTOMERS for at in range(size.principals))


def fewest_reads(size: FleetSize) -> dict[str, int]:
    """Return the fewest calls that read what a plan of all targets needs, in any program.

    A list of grants has a call of its own, services and connections have one for each target, and the role and the name
    of an account are asked for once.
    """
    configurations, connections = ceil(size.services / EC2_PAGE[1]), ceil(size.services / EC2_FILTER_VALUES)
    pages = max(1, ceil(size.principals / EC2_PAGE[1]))
    return {
        "AssumeRole": size.accounts,
        "GetCallerIdentity": size.accounts,
        "DescribeVpcEndpointServiceConfigurations": size.targets * configurations,
        "DescribeVpcEndpointConnections": size.targets * connections,
        "DescribeVpcEndpointServicePermissions": size.targets * size.services * pages,
    }
