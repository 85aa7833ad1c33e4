"""The spec of an experience: one type for the desired and for the live state."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from reconciler.model import Desired, Mode, Observed, Pair, at


class ExperienceStatus(StrEnum):
    """Enabled, disabled or archived (facts: catalog 4.1). AWS reports archived as AdminStatus, the others as Status."""

    ENABLED = "enabled"
    DISABLED = "disabled"
    ARCHIVED = "archived"


RESTRICTED = "restricted"
"""The value of `policy` if only listed products may be bought. An experience without a policy allows everything."""

LOGO_TAG = "reconciler:logo"
"""The entity tag with the hash of the logo's URL, since AWS may return its own copy of the logo."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExperienceSpec:
    """A curated catalogue and the principals that it governs.

    None means "not managed" in a desired spec and "does not exist" in a live one. *policy* is `RESTRICTED` or None;
    *user_requests* is allow or deny; *principals* are the ids of the audience; *allow* and *deny* are product ids;
    *branding* has the keys title, information, theme_color (lower case) and logo_url.
    """

    title: str | None = at("title")
    description: str | None = at("description")
    status: ExperienceStatus | None = at("status")
    policy: str | None = at("products")
    allow: frozenset[str] | None = at("products.allow")
    deny: frozenset[str] | None = at("products.deny")
    user_requests: str | None = at("user_requests")
    principals: frozenset[str] | None = at("principals")
    branding: Mapping[str, str] | None = at("branding")
    tags: Mapping[str, str] | None = at("tags")


BLANK = ExperienceSpec()
"""The spec of an experience that does not exist yet."""
NONE: frozenset[str] = frozenset()

Wanted = Desired[ExperienceSpec]
ObservedExperience = Observed[ExperienceSpec]
Paired = Pair[ExperienceSpec]
Pairs = tuple[Paired, ...]
Live = Mapping[str, ObservedExperience]
"""Every experience that AWS has, by id."""


def held(pair: Paired) -> frozenset[str]:
    """Return the principals that the live experience lists."""
    return (pair.live.principals if pair.live else None) or NONE


def placed(wish: Wanted) -> frozenset[str]:
    """Return the principals that a document places in its experience; a document that only observes places none."""
    return (wish.spec.principals if wish.mode is not Mode.OBSERVE else None) or NONE
