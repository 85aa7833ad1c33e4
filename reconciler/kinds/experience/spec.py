"""What an experience is: one type for the wish and for AWS's answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from reconciler.model import Desired, Mode, Observed, Pair, at


class ExperienceStatus(StrEnum):
    """Live, not live, or archived (facts: catalog 4.1; archived is AdminStatus, the others Status)."""

    ENABLED = "enabled"
    DISABLED = "disabled"
    ARCHIVED = "archived"


RESTRICTED = "restricted"
"""The value of `policy` where only what is listed may be bought: an experience without policy allows everything."""

LOGO_TAG = "reconciler:logo"
"""The entity tag that keeps the hash of the logo's URL, since AWS may return its own copy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExperienceSpec:
    """A curated catalogue and who it governs.

    None is "not managed" in a wish and "not there" in an answer. *policy* is `RESTRICTED` or None;
    *user_requests* is allow or deny; *principals* are ids of the audience; *allow* and *deny* product ids;
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
"""An experience that does not exist yet."""
NONE: frozenset[str] = frozenset()

Wanted = Desired[ExperienceSpec]
Experience = Observed[ExperienceSpec]
Paired = Pair[ExperienceSpec]
Pairs = tuple[Paired, ...]
Live = Mapping[str, Experience]
"""Every experience that AWS has, by id."""


def held(pair: Paired) -> frozenset[str]:
    """Return the principals that an experience has."""
    return (pair.live.principals if pair.live else None) or NONE


def placed(wish: Wanted) -> frozenset[str]:
    """Return the principals that a wish is to have: one that only observes places nobody."""
    return (wish.spec.principals if wish.mode is not Mode.OBSERVE else None) or NONE
