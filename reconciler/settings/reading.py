"""A mapping of reconciler.yaml, which a schema allows, read as settings."""

import json
from collections.abc import Mapping
from dataclasses import replace
from importlib.resources import files
from typing import Any

from reconciler.model import Acceptance, Marks, Problem, Severity, place
from reconciler.parties import Marketplace, Observer, Offering, Role, Seller

from .checking import slips
from .values import ChangeSets, Guards, MaxRemovals, Ruling, Settings


def schema() -> Mapping[str, Any]:
    """Return the JSON Schema of reconciler.yaml. `parse` takes only mappings that it allows."""
    text = files("reconciler").joinpath("settings.schema.json").read_text("utf-8")
    found: Mapping[str, Any] = json.loads(text)
    return found


def parse(mapping: Mapping[str, Any], marks: Marks, file: str) -> tuple[Settings | None, tuple[Problem, ...]]:
    """Return the settings in *mapping*, which `schema` allows, and their problems; None when one is an error.

    It finds what a schema cannot: a folder outside the repository, a region that fits no partition, a role of another
    account or partition.
    """
    settings = Settings(
        file=file,
        desired_state=mapping.get("desired_state", "desired_state"),
        organization=mapping.get("organization"),
        marketplace=_marketplace(mapping["marketplace"]) if "marketplace" in mapping else None,
        sellers=tuple(_seller(name, fields) for name, fields in mapping.get("sellers", {}).items()),
        guards=_guards(mapping.get("guards", {})),
        change_sets=ChangeSets(mapping.get("change_sets", ChangeSets.MINIMAL)),
        permission_edits_per_call=mapping.get("permission_edits_per_call", 500),
        ignore=tuple(mapping.get("ignore", ())),
        include=tuple(mapping.get("include", ())),
        notify=tuple(mapping.get("notify", ())),
        marks=marks,
    )
    every = slips(settings, mapping.get("accepted", ()))
    found = sorted(((marks.find(slip.path), slip) for slip in every), key=lambda pair: pair[0])
    problems = tuple(
        Problem(slip.severity, slip.code, slip.message, f"{file}:{place(at)}", slip.hint) for at, slip in found
    )
    wrong = any(slip.severity is Severity.ERROR for _, slip in found)
    if wrong:
        return None, problems
    accepted = [
        Acceptance.read(line, settings.at("accepted", at)) for at, line in enumerate(mapping.get("accepted", ()))
    ]
    return replace(settings, accepted=tuple(accepted), problems=problems), problems


def _marketplace(fields: Mapping[str, Any]) -> Marketplace:
    return Marketplace(fields["account"], _role(fields))


def _seller(name: str, fields: Mapping[str, Any]) -> Seller:
    offerings = (Offering(name, **stated) for name, stated in fields.get("offerings", {}).items())
    observer = _observer(fields["observer"]) if "observer" in fields else None
    dns = _role(fields.get("dns", {}))
    return Seller(name, fields["account"], tuple(fields["regions"]), _role(fields), tuple(offerings), observer, dns)


def _observer(fields: Mapping[str, Any]) -> Observer:
    return Observer(Role(fields["role"], fields.get("external_id")), fields.get("region"))


def _role(fields: Mapping[str, Any]) -> Role | None:
    return Role(fields["role"], fields.get("external_id")) if "role" in fields else None


def _guards(fields: Mapping[str, Any]) -> Guards:
    stated = dict(fields)
    if "protected" in fields:
        stated["protected"] = tuple(fields["protected"])
    if "max_removals" in fields:
        stated["max_removals"] = MaxRemovals(**fields["max_removals"])
    for rule in fields.keys() & {"ungoverned", "public_endpoint_service"}:
        stated[rule] = Ruling(fields[rule])
    return Guards(**stated)
