"""The live state of the world: the desired state, a few percent different, as entities of the Catalog API."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from .world import MANAGEMENT, SEED, Experience, World


class Stored(NamedTuple):
    """One entity as AWS stores it; *details* is JSON text, parsed by each call that describes it."""

    type: str
    id: str
    name: str
    arn: str
    revision: str
    details: str


@dataclass(slots=True)
class Live:
    """One live experience before it becomes entities."""

    id: str
    details: dict[str, Any]
    user_requests: str
    allow: list[str]
    deny: list[str]
    principals: list[str]
    branding: dict[str, str]


def write_observed(world: World, folder: Path, seed: int = SEED) -> Path:
    """Write entities and organization below *folder*; return the file."""
    random = Random(seed + 1)  # noqa: S311 - repeatable, nothing secret
    live = [_live(world, experience) for experience in world.experiences if experience.number % 50 != 7]
    for one in live:
        _differ(one, world, random)
    _let_principals_move(live)
    strangers = [_stranger(number) for number in range(5)]
    return _write(world, (*live, *strangers), folder)


def write_equal(world: World, folder: Path) -> Path:
    """Write entities that are as *world* wishes them, and the organization, below *folder*; return the file."""
    return _write(world, [_live(world, experience) for experience in world.experiences], folder)


def entity_types(file: Path) -> Counter[str]:
    """Return the number of entities in *file* by type."""
    return Counter(Stored(*fields).type for fields in json.loads(file.read_bytes())["entities"])


def _write(world: World, live: Iterable[Live], folder: Path) -> Path:
    entities = [stored for one in live for stored in _stored(one)]
    file = folder / "aws.json"
    organization = world.organization
    tree = {
        "id": organization.id,
        "management_account": organization.management_account,
        "root": organization.root,
        "units": {id_: asdict(unit) for id_, unit in organization.units.items()},
        "accounts": {id_: asdict(account) for id_, account in organization.accounts.items()},
    }
    file.write_text(json.dumps({"entities": entities, "organization": tree}), encoding="utf-8")
    return file


def _live(world: World, experience: Experience) -> Live:
    allow = (*experience.allow, *world.members(experience.group))
    details = {
        "Name": experience.title,
        "Description": experience.description,
        "Status": "Enabled" if experience.status != "disabled" else "Disabled",
        "AdminStatus": "Editable",
    }
    return Live(
        id=f"exp-{experience.number:013d}",
        details=details,
        user_requests=experience.user_requests.capitalize(),
        allow=[product.id for product in allow],
        deny=[product.id for product in experience.deny],
        principals=list(experience.principals),
        branding={"Title": f"Unit {experience.number:03d}", "ThemeColor": "#0E7F74"} if experience.branded else {},
    )


def _differ(live: Live, world: World, random: Random) -> None:
    """Change some experiences: one of twenty in its products, fewer in other fields, one of ten in residue."""
    number = int(live.id.removeprefix("exp-"))
    if number % 20 == 3:
        missing, moved = random.randint(5, 60), random.randint(1, 5)
        live.allow, live.deny = live.allow[missing:], live.deny + live.allow[:moved]
        live.allow += [product.id for product in random.sample(world.products, 3) if product.id not in live.deny]
    if number % 10 == 4:
        listed = {*live.allow, *live.deny}
        live.deny += [product.id for product in random.sample(world.products, 5) if product.id not in listed]
    if number % 100 == 11:
        live.details["Status"] = "Disabled"
    if number % 25 == 13:
        live.details["Description"] = "What it was for once"
    if number % 250 == 33:
        live.details.update(Status="Disabled", AdminStatus="Restricted")
    if number % 40 == 22:
        live.user_requests, live.branding = "Allow", {}


def _let_principals_move(live: list[Live]) -> None:
    """Let the experience before each fiftieth one still hold one of its accounts."""
    for before, after in zip(live[149::50], live[150::50], strict=False):
        before.principals.append(after.principals.pop())


def _stranger(number: int) -> Live:
    details = {"Name": f"Made by hand {number}", "Status": "Disabled", "AdminStatus": "Editable"}
    return Live(f"exp-hand{number:09d}", details, "Deny", [f"prod-hand{number:09d}"], [], [], {})


def _stored(live: Live) -> Iterator[Stored]:
    """Yield the entities of an experience (catalog 1.9)."""
    suffix = live.id.removeprefix("exp-")
    policy, branding = f"procpolicy-{suffix}", f"brandsettings-{suffix}"
    children = {"ProcurementPolicies": [policy], "BrandingSettings": [branding] if live.branding else []}
    yield _entity("Experience", live.id, {**live.details, **children})
    yield _entity("ProcurementPolicy", policy, _policy(live))
    if live.branding:
        yield _entity("BrandingSettings", branding, {"Name": live.details["Name"], "Configuration": live.branding})
    if live.principals:
        audience = {
            "Name": f"Audience for Experience {live.id}",
            "ExperienceId": live.id,
            "Principals": live.principals,
        }
        yield _entity("Audience", f"aud-{suffix}", audience)


def _policy(live: Live) -> dict[str, Any]:
    effects = {"Deny": live.deny, "Allow": live.allow}
    return {
        "Name": live.details["Name"],
        "Statements": [
            {"Effect": effect, "Resources": [{"Type": "Product", "Ids": ids}]} for effect, ids in effects.items() if ids
        ],
        "Configuration": {"PolicyResourceRequests": live.user_requests},
    }


def _entity(type_: str, id_: str, details: dict[str, Any]) -> Stored:
    arn = f"arn:aws:aws-marketplace:us-east-1:{MANAGEMENT}:AWSMarketplace/{type_}/{id_}"
    return Stored(type_, id_, details["Name"], arn, "6", json.dumps(details))
