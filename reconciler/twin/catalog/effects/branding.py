"""Branding settings: one for each experience; values can be replaced and never cleared."""

import re
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from reconciler import limits
from reconciler.twin.catalog.attempt import Attempt, refuse
from reconciler.twin.catalog.change import Change
from reconciler.twin.catalog.entities import BrandingSettings


def create(attempt: Attempt, change: Change) -> None:
    """Create the settings."""
    experience = attempt.world.experience(change.experience)
    if experience.branding:
        raise refuse("ENTITY_ALREADY_EXISTS", "Branding settings exists for Experience")
    branding = BrandingSettings(
        id=attempt.terms.new_id(BrandingSettings.PREFIX),
        name=change.details["Name"],
        description=change.details.get("Description"),
        configuration=_configuration(change.details),
        modified=attempt.now,
    )
    attempt.world.put(branding)
    attempt.world.put(replace(experience, branding=branding.id))


def update(attempt: Attempt, change: Change) -> None:
    """Set the values that are stated; keep the others."""
    branding, details = attempt.world.branding_of(change.experience), change.details
    if branding is None:
        raise refuse("ENTITY_NOT_FOUND", "Branding settings missing from Experience")
    updated = replace(
        branding,
        name=details.get("Name", branding.name),
        description=details.get("Description", branding.description),
        configuration={**branding.configuration, **_configuration(details)},
    )
    attempt.world.touch(updated, attempt.now)


def _configuration(details: Mapping[str, Any]) -> dict[str, str]:
    configuration = dict(details.get("Configuration", {}))
    if "LogoUrl" in configuration:
        configuration["LogoUrl"] = _copy_of(configuration["LogoUrl"])
    return configuration


def _copy_of(url: str) -> str:
    # AWS copies the picture (catalog 1.9). The twin fetches nothing: the reserved domain .invalid stands for a URL that
    # cannot be fetched, and the file name tells whether it is a picture.
    place = urlsplit(url) if re.fullmatch(limits.FETCHABLE_URL_PATTERN, url) else None
    if place is None or (place.hostname or "").endswith(".invalid"):
        raise refuse("INVALID_URL", "Image could not be fetched from the input URL")
    extension = place.path[place.path.rfind(".") :].lower()
    if extension not in limits.LOGO_EXTENSIONS:
        raise refuse(
            "INVALID_IMAGE",
            "Image verification for type, content, or file size failed. Only .png and .svg file types with "
            "sizes less than or equal to 500KB are supported.",
        )
    return f"https://logos.example.com/{sha256(url.encode()).hexdigest()[:24]}{extension}"
