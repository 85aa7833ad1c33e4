"""The desired state of the world as a user's repository: names for products and principals, one file an experience."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from .world import MANAGEMENT, ORGANIZATION, Experience, Product, World

SETTINGS = f"""\
version: 1
desired_state: desired_state
organization: {ORGANIZATION}
marketplace:
  account: "{MANAGEMENT}"
guards:
  max_accounts_losing_access: 10000
  ungoverned: warn
"""
PRODUCTS_PER_FILE = 100


def write_repository(world: World, folder: Path) -> Path:
    """Write reconciler.yaml and the documents below *folder*; return the settings file."""
    names = _principal_names(world)
    _write(folder / "desired_state" / "principals.yaml", _principals(world, names))
    named = [product for product in world.products if product.name]
    for start in range(0, len(named), PRODUCTS_PER_FILE):
        chunk = named[start : start + PRODUCTS_PER_FILE]
        _write(folder / "desired_state" / "products" / f"{start:05d}.yaml", _products(chunk))
    for experience in world.experiences:
        _write(folder / "desired_state" / "experiences" / f"{experience.name}.yaml", _experience(experience, names))
    config = folder / "reconciler.yaml"
    config.write_text(SETTINGS, encoding="utf-8")
    return config


def _write(file: Path, lines: Iterable[str]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _principal_names(world: World) -> dict[str, str]:
    """Return names of the organization and the used units; accounts stay literal, but for every third."""
    used = [principal for experience in world.experiences for principal in experience.principals]
    accounts = [principal for principal in used if principal in world.organization.accounts]
    units = {unit: f"unit-{unit.removeprefix('ou-bnch-')}" for unit in used if unit in world.organization.units}
    return {ORGANIZATION: "organization", **units, **{account: f"account-{account[-5:]}" for account in accounts[::3]}}


def _principals(world: World, names: dict[str, str]) -> Iterator[str]:
    titles = world.organization.names()
    yield from ("kind: principal", "items:")
    for id_, name in names.items():
        yield f'  {name}: {{id: "{id_}", title: {titles.get(id_, "The organization")}}}'


def _products(products: Iterable[Product]) -> Iterator[str]:
    yield from ("kind: product", "items:")
    for product in products:
        groups = f", groups: [{product.group}]" if product.group else ""
        titles = f"title: Title of {product.name}, vendor: {product.vendor}"
        yield f"  {product.name}: {{id: {product.id}, {titles}{groups}}}"


def _experience(experience: Experience, names: dict[str, str]) -> Iterator[str]:
    yield from ("kind: experience", f"name: {experience.name}", f"title: {experience.title}")
    yield from (f"description: {experience.description}", f"status: {experience.status}")
    yield f"user_requests: {experience.user_requests}"
    if experience.tagged:
        yield "tags: {team: procurement}"
    if experience.branded:
        yield from ("branding:", f"  title: Unit {experience.number:03d}", '  theme_color: "#0e7f74"')
    yield from _list("principals:", "  ", [names.get(id_, f'"{id_}"') for id_ in experience.principals])
    group = [f"group:{experience.group}"] if experience.group else []
    yield "products:"
    yield from _list("  allow:", "    ", [*group, *(product.name or product.id for product in experience.allow)])
    yield from _list("  deny:", "    ", [product.name or product.id for product in experience.deny])


def _list(key: str, indent: str, entries: list[str]) -> Iterator[str]:
    if not entries:
        yield f"{key} []"
        return
    yield key
    yield from (f"{indent}- {entry}" for entry in entries)
