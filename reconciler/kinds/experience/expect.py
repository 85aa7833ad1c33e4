"""What an experience must be after one request: how execution knows that nobody else has changed it. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from reconciler.model import Request

from .spec import RESTRICTED, ExperienceSpec, ExperienceStatus

NONE: frozenset[str] = frozenset()
Details = Mapping[str, Any]


def expect(before: ExperienceSpec, request: Request) -> ExperienceSpec:
    """Give the spec that *request* makes of *before*; tags and the logo are not compared by execution."""
    return _EFFECTS[request.verb.name](before, request.details)


def _create(_before: ExperienceSpec, details: Details) -> ExperienceSpec:
    return ExperienceSpec(
        title=details["Name"],
        description=details.get("Description"),
        status=ExperienceStatus.DISABLED,
        principals=NONE,
    )


def _update(before: ExperienceSpec, details: Details) -> ExperienceSpec:
    status = {"Enabled": ExperienceStatus.ENABLED, "Disabled": ExperienceStatus.DISABLED}.get(details.get("Status", ""))
    return replace(
        before,
        title=details.get("Name", before.title),
        description=details.get("Description", before.description),
        status=status or before.status,
    )


def _policy(before: ExperienceSpec, details: Details) -> ExperienceSpec:
    word = details["Configuration"]["PolicyResourceRequests"].lower()
    return replace(before, policy=RESTRICTED, user_requests=word, allow=before.allow or NONE, deny=before.deny or NONE)


def _listed(details: Details) -> frozenset[str]:
    return frozenset(product for block in details["Products"] for product in block["Ids"])


def _allow(before: ExperienceSpec, details: Details) -> ExperienceSpec:
    ids = _listed(details)
    return replace(before, allow=(before.allow or NONE) | ids, deny=(before.deny or NONE) - ids)


def _deny(before: ExperienceSpec, details: Details) -> ExperienceSpec:
    ids = _listed(details)
    return replace(before, allow=(before.allow or NONE) - ids, deny=(before.deny or NONE) | ids)


def _arrive(before: ExperienceSpec, details: Details) -> ExperienceSpec:
    return replace(before, principals=(before.principals or NONE) | frozenset(details["Principals"]))


def _leave(before: ExperienceSpec, details: Details) -> ExperienceSpec:
    return replace(before, principals=(before.principals or NONE) - frozenset(details["Principals"]))


_LOOKS = {"Title": "title", "Information": "information", "ThemeColor": "theme_color"}


def _brand(before: ExperienceSpec, details: Details) -> ExperienceSpec:
    looks = {_LOOKS[key]: value for key, value in details["Configuration"].items() if key in _LOOKS}
    return replace(before, branding={**(before.branding or {}), **looks})


def _archive(before: ExperienceSpec, _details: Details) -> ExperienceSpec:
    return replace(before, status=ExperienceStatus.ARCHIVED)


def _revive(before: ExperienceSpec, _details: Details) -> ExperienceSpec:
    return replace(before, status=ExperienceStatus.DISABLED)


def _tag(before: ExperienceSpec, _details: Details) -> ExperienceSpec:
    return before


def same(expected: ExperienceSpec, live: ExperienceSpec) -> bool:
    """Tell whether *live* is as *expected*, in all that is expected of it.

    What AWS may give back in another form than it was sent (the logo), or only on demand (tags), is not compared.
    """
    values = ("title", "description", "status", "policy", "user_requests", "allow", "deny", "principals")
    looks = {key: value for key, value in (expected.branding or {}).items() if key != "logo_url"}
    return (looks.items() <= (live.branding or {}).items()) and all(
        getattr(expected, name) in {None, getattr(live, name)} for name in values
    )


_EFFECTS: Mapping[str, Callable[[ExperienceSpec, Details], ExperienceSpec]] = {
    "CreateExperience": _create,
    "UpdateExperience": _update,
    "RestrictExperience": _archive,
    "ReviveExperience": _revive,
    "CreateProcurementPolicy": _policy,
    "UpdateProcurementPolicy": _policy,
    "AllowProductProcurement": _allow,
    "DenyProductProcurement": _deny,
    "CreateBrandingSettings": _brand,
    "UpdateBrandingSettings": _brand,
    "AssociateAudience": _arrive,
    "DisassociateAudience": _leave,
    "TagResource": _tag,
}
