"""Settle an experience: complete its desired spec with what AWS will hold once the plan is carried out. Pure.

This comes before the diff, so that the diff is exact and the next plan is empty.

Example: AWS allows prod-a and prod-b and denies prod-c; an exclusive document allows prod-b and prod-d. AWS cannot
unlist a product, so the settled spec allows prod-b and prod-d and denies prod-a and prod-c.
"""

import hashlib
from dataclasses import replace

from reconciler.model import Action, Mode, Stakes
from reconciler.ownership import own

from .spec import (
    BLANK,
    LOGO_TAG,
    NONE,
    RESTRICTED,
    ExperienceSpec,
    ExperienceStatus,
    ObservedExperience,
    Paired,
    Wanted,
    held,
)


def settle(desired: Wanted, observed: ObservedExperience | None) -> ExperienceSpec:
    """Return the spec of the experience once its document is carried out.

    An archived experience refuses changes. One that is to be archived is not changed first, except that its audience
    may be emptied.
    """
    before = observed.spec if observed else BLANK
    wish = _with_logo_hash(desired.spec, before)
    if before.status is ExperienceStatus.ARCHIVED and wish.status is ExperienceStatus.ARCHIVED:
        return before
    spec = own(wish, before, desired.mode)
    principals = None if spec.principals is None else spec.principals - desired.taken
    if wish.status is ExperienceStatus.ARCHIVED:
        return replace(before, status=ExperienceStatus.ARCHIVED, principals=principals)
    stated = (wish.allow, wish.deny, wish.user_requests)
    managed = observed is None or before.policy or any(value is not None for value in stated)
    policy, status = RESTRICTED if managed else None, _status(wish, before)
    allow, deny = _products(wish, before, desired.mode) if managed else (None, None)
    return replace(spec, policy=policy, status=status, principals=principals, allow=allow, deny=deny)


def settled(pair: Paired) -> ExperienceSpec:
    """Return the spec of the experience once *pair* is carried out; the live spec if the document only observes."""
    observes = pair.desired.mode is Mode.OBSERVE
    return (pair.live or BLANK) if observes else settle(pair.desired, pair.observed)


def logo_hash(url: str) -> str:
    """Return the hash of a logo's URL that the tag `reconciler:logo` holds."""
    return hashlib.sha256(url.encode()).hexdigest()[:32]


def _with_logo_hash(wish: ExperienceSpec, before: ExperienceSpec) -> ExperienceSpec:
    """Compare a logo by its hash, since AWS may return the address of its own copy (facts: catalog 1.9).

    A creation writes the tag before the branding exists, so the tag says nothing while there is no branding.
    """
    if not wish.branding or "logo_url" not in wish.branding:
        return wish
    sent = {LOGO_TAG: logo_hash(wish.branding["logo_url"])}
    if before.branding is None or (before.tags or {}).get(LOGO_TAG) != sent[LOGO_TAG]:
        return replace(wish, tags={**(wish.tags or {}), **sent})
    return replace(wish, branding={key: value for key, value in wish.branding.items() if key != "logo_url"})


def _status(wish: ExperienceSpec, before: ExperienceSpec) -> ExperienceStatus:
    """Return the settled status; a new or revived experience is disabled by default (facts: catalog 4.1)."""
    if wish.status is not None:
        return wish.status
    live = before.status not in {None, ExperienceStatus.ARCHIVED}
    return before.status if live and before.status else ExperienceStatus.DISABLED


def _products(wish: ExperienceSpec, before: ExperienceSpec, mode: Mode) -> tuple[frozenset[str], frozenset[str]]:
    """Return both product lists. A product that was listed and is not allowed is denied, since AWS cannot unlist.

    Facts: catalog 1.10, "once denied, an id can only move back to Allow".
    """
    allowed, denied = before.allow or NONE, before.deny or NONE
    keep = allowed if wish.allow is None or mode is Mode.ADDITIVE else NONE
    allow = (wish.allow or NONE) | (keep - (wish.deny or NONE))
    return allow, ((wish.deny or NONE) | denied | allowed) - allow


def intent(pair: Paired, after: ExperienceSpec) -> tuple[Action, str]:
    """Return the action and its reason for a pair whose settled spec *after* differs from AWS."""
    if pair.observed is None:
        return Action.CREATE, "not in AWS"
    before = pair.observed.spec.status
    if after.status is ExperienceStatus.ARCHIVED:
        return Action.ARCHIVE, "status: archived"
    if before is ExperienceStatus.ARCHIVED:
        return Action.REVIVE, "archived in AWS"
    return Action.UPDATE, "differs from AWS"


def stakes(pair: Paired, after: ExperienceSpec) -> Stakes:
    """Return the principals that a disabled or archived experience still holds, and so no longer governs."""
    return Stakes(principals=held(pair) & (after.principals or NONE)) if ends(pair, after.status) else Stakes()


def ends(pair: Paired, after: str | None) -> bool:
    """Tell whether an experience that may govern is disabled or archived; *after* is its settled status."""
    before = pair.live.status if pair.live else ExperienceStatus.ARCHIVED
    return before is not ExperienceStatus.ARCHIVED and after not in {before, ExperienceStatus.ENABLED}
