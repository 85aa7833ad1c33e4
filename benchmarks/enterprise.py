"""A made-up enterprise of any size, live and as its documents want it: what reports are drawn from. Pure.

Everything that a report has to show happens in it: products are allowed and denied, a department moves to another
experience, experiences are created, disabled and archived, accounts get their first experience and lose their last one,
one experience is managed by no document and allows everything, and customers of endpoint services come and go.
Example: `enterprise(SMALL)` has 285 accounts in 56 units and 12 experiences; the same `Size` makes the same enterprise.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from random import Random
from typing import Any, NamedTuple

ORGANIZATION, MANAGEMENT, SELLER, ROOT = "o-abcdef1234", "111111111111", "888888888888", "r-abcd"
REGIONS = ("us-east-1", "eu-west-1")
NOW_ON = "2026-01-31T12:00:00Z"
_DIVISIONS = [
    "Retail",
    "Finance",
    "Health",
    "Engineering",
    "Logistics",
    "Data Science",
    "Security",
    "Research",
    "Energy",
    "Insurance",
    "Media",
    "Travel",
    "Telecom",
    "Mobility",
    "Public Sector",
    "Food",
    "Chemicals",
    "Shipping",
    "Acquired Companies",
    "Sandbox",
]
_DEPARTMENTS = [
    "Platform",
    "Operations",
    "Payments",
    "Stores",
    "Treasury",
    "Analytics",
    "Online",
    "Compliance",
    "Services",
    "Labs",
]
_TEAMS = ["Production", "Test", "Development", "Staging", "Recovery", "Training", "Archive", "Trial"]
_FIRST = [
    "Cloud",
    "Patch",
    "Mail",
    "Ledger",
    "Data",
    "Secure",
    "Fleet",
    "Net",
    "Log",
    "Vault",
    "Ticket",
    "Bank",
    "Diagram",
    "Wiki",
    "Audit",
    "Scan",
]
_SECOND = [
    "Desk",
    "Pilot",
    "Shield",
    "Works",
    "Lantern",
    "Harbor",
    "Room",
    "Guard",
    "Mill",
    "Barn",
    "Fence",
    "View",
    "Link",
    "Key",
    "Studio",
    "Index",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How many of everything; *listed* are the products of each experience, *grants* those of each service."""

    divisions: int
    departments: int
    teams: int
    accounts: int
    experiences: int
    products: int
    listed: int
    services: int
    grants: int


SMALL = Size(
    divisions=8,
    departments=3,
    teams=1,
    accounts=285,
    experiences=12,
    products=60,
    listed=20,
    services=3,
    grants=15,
)
MEDIUM = Size(
    divisions=12,
    departments=6,
    teams=2,
    accounts=2_000,
    experiences=40,
    products=400,
    listed=160,
    services=20,
    grants=50,
)
LARGE = Size(
    divisions=20,
    departments=10,
    teams=10,
    accounts=10_000,
    experiences=400,
    products=3_000,
    listed=240,
    services=40,
    grants=100,
)
"""A large organization: 10,000 accounts in 2,220 units, 96,000 entries of products and 4,000 grants."""


class Unit(NamedTuple):
    """A unit and the id of its parent."""

    id: str
    name: str
    parent: str


class Account(NamedTuple):
    """An account and the id of its unit or root."""

    id: str
    name: str
    parent: str


@dataclass(frozen=True, slots=True)
class Marketplace:
    """An experience at one end: its status, principals and products; *allow* is None if it has no policy."""

    status: str
    principals: tuple[str, ...]
    allow: tuple[str, ...] | None
    deny: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """An experience as AWS has it and as its document wants it; None where it does not exist."""

    name: str
    title: str
    live: Marketplace | None
    desired: Marketplace | None


@dataclass(frozen=True, slots=True)
class Enterprise:
    """The seed of a twin, and the documents by file name, `reconciler.yaml` among them."""

    seed: Mapping[str, Any]
    documents: Mapping[str, Sequence[Mapping[str, Any]]]


def enterprise(size: Size) -> Enterprise:
    """Return the enterprise of *size*."""
    random = Random(size.accounts)  # noqa: S311 - repeatable, nothing secret
    units = [*_units(size)]
    accounts = [*_accounts(size, units, random)]
    products = [*islice(_product_names(), size.products)]
    pairs = [*_pairs(size, units, products, random)]
    services = [_service(size, number) for number in range(size.services)]
    seed = {
        "version": 1,
        "caller": MANAGEMENT,
        "organization": _organization(units, accounts),
        "experiences": [_live(one, one.live) for one in pairs if one.live],
        "endpoint_services": {
            "load_balancers": [_balancer(number) for number in range(size.services)],
            "services": services,
        },
    }
    documents: dict[str, Sequence[Mapping[str, Any]]] = {
        "reconciler.yaml": [_settings(size)],
        "desired_state/products.yaml": [{"kind": "product", "items": dict(map(_product, products))}],
        "desired_state/experiences.yaml": [_wish(one, one.desired) for one in pairs if one.desired],
        "desired_state/services.yaml": [*_services(services)],
        "desired_state/customers.yaml": [*_customers(size)],
    }
    return Enterprise(seed, documents)


def _settings(size: Size) -> Mapping[str, Any]:
    return {
        "version": 1,
        "organization": ORGANIZATION,
        "marketplace": {"account": MANAGEMENT},
        "sellers": {"saas": {"account": SELLER, "regions": [*REGIONS]}},
        "guards": {"max_accounts_losing_access": size.accounts // 10},
    }


def _units(size: Size) -> Iterator[Unit]:
    """Yield divisions with their departments and teams, parents first."""
    for one in range(size.divisions):
        division = Unit(_unit_id(one), _numbered(_DIVISIONS, one), ROOT)
        yield division
        for two in range(size.departments):
            department = Unit(_unit_id(one, two), f"{division.name} {_numbered(_DEPARTMENTS, two)}", division.id)
            yield department
            for three in range(size.teams):
                yield Unit(_unit_id(one, two, three), _numbered(_TEAMS, three), department.id)


def _unit_id(*numbers: int) -> str:
    return f"ou-abcd-{''.join(f'{number + 1:03d}' for number in numbers):0<9}"


def _numbered(names: Sequence[str], number: int) -> str:
    """Return a name of *names*, with a number once they are used up."""
    again, place = divmod(number, len(names))
    return f"{names[place]} {again + 1}" if again else names[place]


def _accounts(size: Size, units: Sequence[Unit], random: Random) -> Iterator[Account]:
    """Yield the management account, one in five in the last division itself, the others all over the tree."""
    yield Account(MANAGEMENT, "Example Corp Management", ROOT)
    names = {unit.id: unit.name for unit in units}
    (*_, sandbox) = (unit for unit in units if unit.parent == ROOT)
    for number in range(1, size.accounts):
        unit = sandbox if number % 5 == 0 else random.choice(units)
        above = "" if unit.parent == ROOT or unit.name.startswith(names[unit.parent]) else f"{names[unit.parent]} "
        yield Account(f"2{number:011d}", f"{above}{unit.name} {number}", unit.id)


def _product_names() -> Iterator[str]:
    number = 0
    while True:
        yield from (_numbered([f"{one} {two}"], number) for one in _FIRST for two in _SECOND)
        number += 1


def _product(name: str) -> tuple[str, Mapping[str, Any]]:
    slug = _slug(name)
    return slug, {"id": f"prod-{slug.replace('-', '')}", "title": name, "vendor": f"{name.split(maxsplit=1)[0]} Inc"}


def _slug(name: str) -> str:
    return name.lower().replace(" ", "-")


def _pairs(size: Size, units: Sequence[Unit], products: Sequence[str], random: Random) -> Iterator[Pair]:
    """Yield the default experience of most divisions, then one experience for each of so many other units.

    The fourth division loses its experience, and the last one gets its first.
    """
    divisions = [unit for unit in units if unit.parent == ROOT]
    by_default = tuple(unit.id for number, unit in enumerate(divisions[:-1]) if number != 3)
    basis, others = _products(products, 0, size), [unit for unit in units if unit.parent != ROOT]
    fewer = tuple(basis[3:] + _products(products, size.listed, size)[:2])
    yield Pair(
        "default", "Default", Marketplace("enabled", by_default, basis), Marketplace("enabled", by_default, fewer)
    )
    seats = [divisions[3], divisions[-1], *others[:: max(1, len(others) // (size.experiences - 3))]]
    for number, unit in enumerate(seats[: size.experiences - 1]):
        start = random.randrange(len(products))
        yield _pair(number, unit, seats, (_products(products, start, size), *_ends(products, start, size)))


def _products(products: Sequence[str], start: int, size: Size) -> tuple[str, ...]:
    """Return as many products as an experience lists, from *start* on around the list."""
    return tuple(products[(start + number) % len(products)] for number in range(size.listed))


def _ends(products: Sequence[str], start: int, size: Size) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the products of `_products` without the first two and with one more, and the two that it denies."""
    listed = _products(products, start, size)
    return (*listed[2:], products[(start + size.listed) % len(products)]), listed[:2]


def _pair(number: int, unit: Unit, seats: Sequence[Unit], listed: tuple[tuple[str, ...], ...]) -> Pair:
    """Return the experience of *unit*; the first ones each have another fate, and every tenth changes its products."""
    allow, changed, denied = listed
    live = Marketplace("enabled", (unit.id,), allow)
    desired: Marketplace | None = live
    title = f"{unit.name} {number}" if unit.name.split()[0] in _TEAMS else unit.name
    match number:
        case 0:
            desired = Marketplace("disabled", (unit.id,), allow)
        case 1:
            return Pair(f"unit-{number}", title, None, live)
        case 2 | 3:
            desired = Marketplace("enabled", (seats[2].id, seats[3].id) if number == 3 else (), allow)
        case 4:
            desired = Marketplace("archived", (), allow)
        case 5:
            return Pair(f"unit-{number}", title, Marketplace("enabled", (unit.id,), None), None)
        case _ if number % 10 in {6, 8}:
            desired = Marketplace("enabled", (unit.id,), changed, denied)
        case _:
            pass
    return Pair(f"unit-{number}", title, live, desired)


def _organization(units: Sequence[Unit], accounts: Sequence[Account]) -> Mapping[str, Any]:
    """Return the section of a seed: units within units."""
    below: dict[str, dict[str, list[Any]]] = {
        one: {"units": [], "accounts": []} for one in (ROOT, *(u.id for u in units))
    }
    for account in accounts:
        if account.id != MANAGEMENT:
            below[account.parent]["accounts"].append({"id": account.id, "name": account.name})
    for unit in units:
        below[unit.parent]["units"].append({"id": unit.id, "name": unit.name, **below[unit.id]})
    first = {"id": MANAGEMENT, "name": accounts[0].name}
    return {"id": ORGANIZATION, "root": ROOT, "management_account": first, **below[ROOT]}


def _live(pair: Pair, live: Marketplace) -> Mapping[str, Any]:
    """Return the experience of a seed."""
    policy = {"requests": "Deny", "allow": _ids(live.allow or ()), "deny": _ids(live.deny)}
    return {
        "id": f"exp-{pair.name.replace('-', '0')}",
        "name": pair.title,
        "status": live.status.capitalize(),
        "principals": [*live.principals],
        **({} if live.allow is None else {"policy": policy}),
    }


def _ids(names: Sequence[str]) -> list[str]:
    return [_product(name)[1]["id"] for name in names]


def _wish(pair: Pair, desired: Marketplace) -> Mapping[str, Any]:
    """Return the document of an experience."""
    products = {"allow": [*map(_slug, desired.allow or ())], "deny": [*map(_slug, desired.deny)]}
    stated = {"title": pair.title, "status": desired.status, "principals": [*desired.principals], "products": products}
    return {"kind": "experience", "name": pair.name, **stated}


def _balancer(number: int) -> Mapping[str, Any]:
    region = REGIONS[number % 2]
    return {"arn": _balancer_arn(number), "zones": [f"{region}a", f"{region}b"]}


def _balancer_arn(number: int) -> str:
    name = f"arn:aws:elasticloadbalancing:{REGIONS[number % 2]}:{SELLER}:loadbalancer/net/service-{number}"
    return f"{name}/0123456789abcdef"


def _customer(number: int) -> str:
    return f"5{number:011d}"


def _service(size: Size, number: int) -> Mapping[str, Any]:
    """Return a service of a seed; its customers overlap with those of the next one, and every third is connected."""
    customers = [_customer(number * 3 + one) for one in range(size.grants)]
    return {
        "id": f"vpce-svc-{number:017x}",
        "load_balancers": [_balancer_arn(number)],
        "tags": {"reconciler:name": f"service-{number}"},
        "principals": [f"arn:aws:iam::{one}:root" for one in customers],
        "connections": [
            {"id": f"vpce-{number:05x}{place:012x}", "owner": one, "state": "available", "created": NOW_ON}
            for place, one in enumerate(customers)
            if place % 3 == 0
        ],
    }


def _services(services: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for number, one in enumerate(services):
        place = {"region": REGIONS[number % 2], "id": one["id"]}
        yield {"kind": "endpoint_service", "name": f"service-{number}", **place, "principals": "exclusive"}


def _customers(size: Size) -> Iterator[Mapping[str, Any]]:
    """Yield the customers with their names, and those of each service: without its first, and with a new one."""
    many = range(size.services * 3 + size.grants + 1)
    names = {f"customer-{n}": {"id": _customer(n), "title": f"Customer {n}"} for n in many}
    yield {"kind": "principal", "items": names}
    for number in range(size.services):
        admitted = [f"customer-{number * 3 + one}" for one in range(1, size.grants + 1)]
        stated = {"service": f"service-{number}", "principals": admitted}
        yield {"kind": "allowed_principals", "name": f"customers-{number}", **stated}
