"""Endpoint services of one seller with desired and live grants, the same for the same seed."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from reconciler.principal_forms import normal_form
from reconciler.privatelink_limits import EC2_PAGE

SEED = 20261122
SELLER, ACCOUNT, REGION = "saas", "222222222222", "us-east-1"

CUSTOMERS = 20_000
"""Accounts of customers; each service admits some of them, in the form that the customer asked for."""
NAMED = 500
"""Customers that have a name in the repository."""
FEEDS = 10
"""Documents that feed a service which is fed by several."""


FORMS = ("", "", "", "", "", "role/reader", "role/reader", "role/reader", "root", "user/reader")
"""Forms of principals: half of the customers are plain accounts, the others ARNs with these ends."""


class Size(NamedTuple):
    """The size of a world."""

    services: int = 1_000
    principals: int = 1_000

    @property
    def entries(self) -> int:
        """Return the number of entries of all lists."""
        return self.services * self.principals


QUICK = Size(services=200)


class Customer(NamedTuple):
    """A principal: *principal* in AWS's form, *spelt* as in the repository."""

    principal: str
    spelt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One service: its desired principals in the order written, and AWS's additional and missing ones."""

    number: int
    exclusive: bool
    admitted: tuple[Customer, ...]
    missing: tuple[Customer, ...] = ()
    stale: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Return the name in the repository."""
        return f"api-{self.number:04d}"

    @property
    def id(self) -> str:
        """Return the id in AWS."""
        return f"vpce-svc-{self.number:017x}"

    @property
    def load_balancer(self) -> str:
        """Return the ARN of its network load balancer."""
        return f"arn:aws:elasticloadbalancing:{REGION}:{ACCOUNT}:loadbalancer/net/{self.name}/{self.number:016x}"

    @property
    def feeds(self) -> tuple[tuple[Customer, ...], ...]:
        """Return the lists of the documents that feed it: one, or several of every tenth service."""
        size = -(-len(self.admitted) // (FEEDS if self.number % 10 == 3 else 1))
        return tuple(self.admitted[start : start + size] for start in range(0, len(self.admitted), size))

    @property
    def granted(self) -> tuple[str, ...]:
        """Return the principals that AWS has."""
        missing = set(self.missing)
        return (*(one.principal for one in self.admitted if one not in missing), *self.stale)

    @property
    def pages(self) -> int:
        """Return the number of pages of its live grants."""
        return max(1, -(-len(self.granted) // EC2_PAGE[1]))

    @property
    def differs(self) -> bool:
        """Return whether live and desired principals differ."""
        return bool(self.missing or self.stale)


@dataclass(frozen=True, slots=True)
class World:
    """All services and principals; *named* are principals by name."""

    services: tuple[Service, ...]
    named: dict[str, str]

    @property
    def differing(self) -> tuple[Service, ...]:
        """Return the services that a plan changes."""
        return tuple(service for service in self.services if service.differs)


def make_world(size: Size, seed: int = SEED) -> World:
    """Return the world of *seed*."""
    random = Random(seed)  # noqa: S311 - repeatable, nothing secret
    named: dict[str, str] = {}
    customers = tuple(_customers(random, named))
    return World(tuple(_service(number, customers, size, random) for number in range(size.services)), named)


def _customers(random: Random, named: dict[str, str]) -> Iterator[Customer]:
    """Return customers, some of them with names."""
    for number, account in enumerate(random.sample(range(10**11, 10**12), k=CUSTOMERS)):
        form = FORMS[number % len(FORMS)]
        spelt = f"arn:aws:iam::{account}:{form}" if form else f"{account}"
        principal = normal_form(spelt, "aws")
        if number < NAMED:
            name = f"customer-{number:04d}"
            named[name] = spelt
            spelt = name
        yield Customer(principal, spelt)


def _service(number: int, customers: tuple[Customer, ...], size: Size, random: Random) -> Service:
    """Return one service; one of a hundred differs and lacks customers, and half of those have former ones."""
    exclusive, differs = number % 2 == 0, number % 100 == 7 + number // 100 % 2
    admitted = random.sample(customers, k=size.principals)
    stale = tuple(f"arn:aws:iam::{number:06d}{at:06d}:root" for at in range(random.randint(1, 3)))
    return Service(
        number=number,
        exclusive=exclusive,
        admitted=tuple(admitted),
        missing=tuple(admitted[: random.randint(3, 5)]) if differs else (),
        stale=stale if differs and exclusive else (),
    )
