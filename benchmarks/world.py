"""A large organization and its desired state, the same for the same seed: 500 experiences, 100,000 product entries."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from reconciler.model import Account, AccountState, Organization, OrganizationalUnit

SEED = 20260916
ORGANIZATION = "o-bench0000001"
MANAGEMENT = "111111111111"
ROOT = "r-bnch"

EXPERIENCES = 500
ENTRIES = 200
"""Products of each experience; one entry may be a group."""
ALLOWED = 150
ACCOUNTS = 10_000
DIVISIONS, DEPARTMENTS, TEAMS = 20, 6, 4
"""Units on each level, within one of the level above: 620 of them."""
NAMED_PRODUCTS, OTHER_PRODUCTS = 3_000, 1_000
GROUPS, GROUP_SIZE = 12, 10


class Product(NamedTuple):
    """A product of AWS Marketplace; those without a *name* are literal ids in lists."""

    id: str
    name: str = ""
    vendor: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Experience:
    """One desired experience, in ids; it allows *group* besides *allow*."""

    number: int
    status: str
    user_requests: str
    allow: tuple[Product, ...]
    deny: tuple[Product, ...]
    group: str
    principals: tuple[str, ...]
    branded: bool
    tagged: bool

    @property
    def name(self) -> str:
        """Return the name in the repository."""
        return f"experience-{self.number:03d}"

    @property
    def title(self) -> str:
        """Return the name in AWS."""
        return f"Experience {self.number:03d} of the organization"

    @property
    def description(self) -> str:
        """Return the description in the repository."""
        return f"What unit {self.number:03d} may buy"


@dataclass(frozen=True, slots=True)
class World:
    """All products, principals and experiences."""

    organization: Organization
    products: tuple[Product, ...]
    experiences: tuple[Experience, ...]

    def members(self, group: str) -> tuple[Product, ...]:
        """Return the products of *group*."""
        return tuple(product for product in self.products if group and product.group == group)


def make_world(seed: int = SEED) -> World:
    """Return the world of *seed*."""
    random = Random(seed)  # noqa: S311 - repeatable, nothing secret
    organization = _organization(random)
    products = tuple(_products(random))
    principals = _audiences(organization, random)
    experiences = tuple(_experience(number, next(principals), products, random) for number in range(EXPERIENCES))
    return World(organization, products, experiences)


def _state(number: int) -> AccountState:
    """Return the state of an account; every 200th is closed."""
    return AccountState.ACTIVE if number % 200 else AccountState.CLOSED


def _organization(random: Random) -> Organization:
    units: dict[str, OrganizationalUnit] = {}
    parents = [ROOT]
    for level, width in (("Division", DIVISIONS), ("Department", DEPARTMENTS), ("Team", TEAMS)):
        parents = [_unit(units, f"{level} {len(units)}", parent) for parent in parents for _ in range(width)]
    accounts = [
        Account(MANAGEMENT, "management", ROOT),
        *(Account(f"2{n:011d}", f"account-{n:05d}", random.choice(parents), _state(n)) for n in range(ACCOUNTS - 1)),
    ]
    return Organization(
        id=ORGANIZATION,
        management_account=MANAGEMENT,
        root=ROOT,
        units=units,
        accounts={account.id: account for account in accounts},
    )


def _unit(units: dict[str, OrganizationalUnit], name: str, parent: str) -> str:
    unit = OrganizationalUnit(f"ou-bnch-{len(units):08d}", name, parent)
    units[unit.id] = unit
    return unit.id


def _products(random: Random) -> Iterator[Product]:
    """Return named products, the first of them in groups, then some with ids only, in both forms."""
    for n in range(NAMED_PRODUCTS):
        group = f"group-{n // GROUP_SIZE:02d}" if n < GROUPS * GROUP_SIZE else ""
        yield Product(f"prod-{random.getrandbits(64):016x}", f"product-{n:04d}", f"Vendor {n // 20}", group)
    for n in range(OTHER_PRODUCTS):
        digits = f"{random.getrandbits(128):032x}"
        literal = "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
        yield Product(literal if n % 2 else f"prod-{digits[:13]}")


def _audiences(organization: Organization, random: Random) -> Iterator[tuple[str, ...]]:
    """Yield the principals of each experience: the organization, its upper units, then a few accounts each."""
    yield (organization.id,)
    for unit in list(organization.units)[: DIVISIONS + DIVISIONS * DEPARTMENTS]:
        yield (unit,)
    accounts = iter(random.sample(list(organization.accounts), k=6 * EXPERIENCES))
    while True:
        yield tuple(next(accounts) for _ in range(random.randint(1, 5)))


def _experience(number: int, principals: tuple[str, ...], products: tuple[Product, ...], random: Random) -> Experience:
    group = f"group-{number // 4 % GROUPS:02d}" if number % 4 == 0 else ""
    single = random.sample(products[GROUPS * GROUP_SIZE :], k=ENTRIES - bool(group))
    archived = number % 250 == 249
    return Experience(
        number=number,
        status="archived" if archived else "disabled" if number % 10 == 9 else "enabled",
        user_requests="allow" if number % 5 == 0 else "deny",
        allow=tuple(single[: ALLOWED - bool(group)]),
        deny=tuple(single[ALLOWED - bool(group) :]),
        group=group,
        principals=() if archived else principals,
        branded=number % 2 == 0,
        tagged=number % 25 == 0,
    )
