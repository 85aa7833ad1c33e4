"""The live state of a case as a seed of the twin."""

from collections.abc import Mapping
from typing import Any

from reconciler.model import Organization
from reconciler.twin.seed import Seed, parse
from tests.fakes.world import FakeWorld, LiveExperience

LOOKS = {"title": "Title", "information": "Information", "theme_color": "ThemeColor", "logo_url": "LogoUrl"}


def seed_of(world: FakeWorld) -> Seed:
    """Return *world* as a seed of the twin, without ended change sets."""
    experiences = [_experience(one) for one in world.experiences.values()]
    return parse({"version": 1, "organization": _organization(world.organization), "experiences": experiences})


def _organization(tree: Organization) -> dict[str, Any]:
    top = _holder(tree, tree.root)
    management = {"id": tree.management_account, "name": "Management"}
    top["accounts"] = [one for one in top["accounts"] if one["id"] != tree.management_account]
    return {"id": tree.id, "root": tree.root, "management_account": management, **top}


def _holder(tree: Organization, parent: str) -> dict[str, Any]:
    accounts = [one for one in tree.accounts.values() if one.parent == parent]
    units = [one for one in tree.units.values() if one.parent == parent]
    return {
        "accounts": [{"id": one.id, "name": one.name, "state": one.state.value} for one in accounts],
        "units": [{"id": one.id, "name": one.name, **_holder(tree, one.id)} for one in units],
    }


def _experience(one: LiveExperience) -> dict[str, Any]:
    optional: Mapping[str, Any] = {
        "description": one.description,
        "policy": None if one.allow is None else _policy(one),
        "branding": one.branding and {LOOKS[key]: value for key, value in one.branding.items()},
        "principals": None if one.principals is None else list(one.principals),
    }
    return {
        "id": one.id,
        "name": one.title,
        "status": "Enabled" if one.status == "enabled" else "Disabled",
        "admin_status": "Restricted" if one.status == "archived" else "Editable",
        "revision": one.revision,
        "tags": dict(one.tags),
        **{key: value for key, value in optional.items() if value is not None},
    }


def _policy(one: LiveExperience) -> dict[str, Any]:
    requests = {"requests": one.requests.capitalize()} if one.requests else {}
    return {**requests, "allow": list(one.allow or ()), "deny": list(one.deny)}
