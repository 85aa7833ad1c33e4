"""The desired state of the world as a seller's repository: a file for each service and each feeding document."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from .world import ACCOUNT, REGION, SELLER, Customer, Service, World

SETTINGS = f"""\
version: 1
desired_state: desired_state
sellers:
  {SELLER}:
    account: "{ACCOUNT}"
    regions: [{REGION}]
"""


def write_repository(world: World, folder: Path) -> None:
    """Write reconciler.yaml and the documents below *folder*."""
    wish = folder / "desired_state"
    _write(wish / "principals.yaml", _principals(world.named))
    for service in world.services:
        _write(wish / "endpoint_services" / f"{service.name}.yaml", _service(service))
        for number, customers in enumerate(service.feeds):
            name = f"{service.name}-{number}"
            _write(wish / "allowed_principals" / f"{name}.yaml", _feed(service, name, customers))
    (folder / "reconciler.yaml").write_text(SETTINGS, encoding="utf-8")


def _write(file: Path, lines: Iterable[str]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _principals(named: dict[str, str]) -> Iterator[str]:
    yield from ("kind: principal", "items:")
    for name, id_ in named.items():
        yield f'  {name}: {{id: "{id_}", title: Customer {name[-4:]}}}'


def _service(service: Service) -> Iterator[str]:
    """Return its full document; half of the services are found by their id, the others by their tag."""
    yield from ("kind: endpoint_service", f"name: {service.name}", f"region: {REGION}")
    if service.number % 2:
        yield f"id: {service.id}"
    yield f"load_balancers: [{service.load_balancer}]"
    yield from ("acceptance_required: false", "ip_address_types: [ipv4]", "tags: {team: platform}")
    yield f"principals: {'exclusive' if service.exclusive else 'additive'}"


def _feed(service: Service, name: str, customers: Iterable[Customer]) -> Iterator[str]:
    yield from ("kind: allowed_principals", f"name: {name}", f"service: {service.name}", "principals:")
    yield from (f'  - "{one.spelt}"' if one.spelt.isdigit() else f"  - {one.spelt}" for one in customers)
