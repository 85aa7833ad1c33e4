"""Endpoint services of one seller and who may connect to each, as wished for and as AWS has it; the same for a seed."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from reconciler.limits import EC2_PAGE
from reconciler.principal_forms import normal_form

SEED = 20261122
SELLER, ACCOUNT, REGION = "saas", "222222222222", "us-east-1"

CUSTOMERS = 20_000
"""Accounts that buy; each service admits some of them, each in the form that its customer asked for."""
NAMED = 500
"""Customers that have a name in the repository."""
FEEDS = 10
"""Documents that feed a service which is fed by several."""


FORMS = ("", "", "", "", "", "role/reader", "role/reader", "role/reader", "root", "user/reader")
"""How customers are admitted: half of them as plain accounts, the others by an ARN that ends so."""


class Size(NamedTuple):
    """How large a world is."""

    services: int = 1_000
    principals: int = 1_000

    @property
    def entries(self) -> int:
        """Count the entries of all lists."""
        return self.services * self.principals


QUICK = Size(services=200)


class Customer(NamedTuple):
    """Who may connect: *principal* as AWS has it, *spelt* as the repository has it."""

    principal: str
    spelt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One service: who shall be admitted, in the order written, and what AWS has besides and does not have yet."""

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
        """Count the pages that AWS tells them on."""
        return max(1, -(-len(self.granted) // EC2_PAGE[1]))

    @property
    def differs(self) -> bool:
        """Tell whether AWS has other principals than it shall have."""
        return bool(self.missing or self.stale)


@dataclass(frozen=True, slots=True)
class World:
    """Everything that the repository and AWS are about; *named* are principals by their names."""

    services: tuple[Service, ...]
    named: dict[str, str]

    @property
    def differing(self) -> tuple[Service, ...]:
        """Return the services that a plan changes."""
        return tuple(service for service in self.services if service.differs)


def make_world(size: Size, seed: int = SEED) -> World:
    """Make the world of *seed*."""
    random = Random(seed)  # noqa: S311 - repeatable, nothing secret
    named: dict[str, str] = {}
    customers = tuple(_customers(random, named))
    return World(tuple(_service(number, customers, size, random) for number in range(size.services)), named)


def _customers(random: Random, named: dict[str, str]) -> Iterator[Customer]:
    """Make customers, and give some of them a name."""
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
    """Make one service; of a hundred, one differs: all of those lack customers, half of them keep former ones."""
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
