"""The desired state of a fleet in two forms: one repository of all sellers, and a repository for each of them.

Each endpoint service has a file with its document and that of its principals. Of these, every fifth has a name.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from .world import NAMED, REGIONS, FleetSize, Provided, Target, customer, principal, services, targets

FLEET = "version: 1\nmembers:\n  - path: {path}\n"


def write_targets(size: FleetSize, folder: Path) -> Path:
    """Write one repository with a seller for each account, and the fleet.yaml that splits it into its targets."""
    return _write_fleet(folder, ".\n    targets: true", {folder: list(targets(size))}, size)


def write_members(size: FleetSize, folder: Path) -> Path:
    """Write a repository for each account, and the fleet.yaml that names them all."""
    members: dict[Path, list[Target]] = {}
    for target in targets(size):
        members.setdefault(folder / "sellers" / target.seller, []).append(target)
    return _write_fleet(folder, "sellers/*", members, size)


def _write_fleet(folder: Path, path: str, repositories: dict[Path, list[Target]], size: FleetSize) -> Path:
    for place, held in repositories.items():
        _write(place / "reconciler.yaml", _settings(held, size))
        _write(place / "desired_state" / "principals.yaml", _names())
        for target in held:
            for service in services(target, size):
                file = place / "desired_state" / target.seller / target.region / f"{service.name}.yaml"
                _write(file, _documents(service))
    fleet = folder / "fleet.yaml"
    fleet.write_text(FLEET.format(path=path), encoding="utf-8")
    return fleet


def _write(file: Path, lines: Iterable[str]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _settings(held: Iterable[Target], size: FleetSize) -> Iterator[str]:
    limit = "guards: {max_grants_removed: 1000000}  # together they remove more than a fleet may by default"
    yield from ("version: 1", limit, "sellers:")
    regions = ", ".join(REGIONS[: size.regions])
    for seller, account in dict.fromkeys((target.seller, target.account) for target in held):
        role = f"arn:aws:iam::{account}:role/reconciler"
        yield f'  {seller}: {{account: "{account}", role: "{role}", regions: [{regions}]}}'


def _names() -> Iterator[str]:
    yield from ("kind: principal", "items:")
    for number in range(0, NAMED, 5):
        yield f'  customer-{number:03d}: {{id: "{customer(number)}", title: Customer {number:03d}}}'


def _documents(service: Provided) -> Iterator[str]:
    target = service.target
    yield from ("kind: endpoint_service", f"name: {service.name}", f"seller: {target.seller}")
    yield from (f"region: {target.region}", f"load_balancers: [{service.load_balancer}]")
    yield from ("acceptance_required: false", "ip_address_types: [ipv4]", "tags: {team: platform}")
    yield from ("principals: exclusive", "---", "kind: allowed_principals", f"name: {service.name}")
    yield from (f"service: {service.name}", "principals:")
    for number in service.admits:
        named = number < NAMED and number % 5 == 0
        yield f"  - customer-{number:03d}" if named else f"  - {principal(number)}"
