"""What AWS will hold once a wish is carried out: the wish, completed by all that the service keeps. Pure.

Runs before the diff, so that the diff is exact and the next plan is empty. It also says what happens to the experience
as a whole.
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
    Experience,
    ExperienceSpec,
    ExperienceStatus,
    Paired,
    Wanted,
    held,
)


def settle(desired: Wanted, observed: Experience | None) -> ExperienceSpec:
    """Give the spec of the experience after the wish is carried out.

    An archived experience can't be changed, and one about to be archived need not be: only its audience can be
    emptied first.
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
    """Return the experience after *pair* is carried out: as AWS has it, where the wish only observes."""
    observes = pair.desired.mode is Mode.OBSERVE
    return (pair.live or BLANK) if observes else settle(pair.desired, pair.observed)


def logo_hash(url: str) -> str:
    """Give what the tag `reconciler:logo` keeps of a logo's URL."""
    return hashlib.sha256(url.encode()).hexdigest()[:32]


def _with_logo_hash(wish: ExperienceSpec, before: ExperienceSpec) -> ExperienceSpec:
    """Compare a logo by its hash: AWS may give back the address of its own copy (facts: catalog 1.9).

    The hash of a creation's logo is there before its branding: it says nothing while there is none.
    """
    if not wish.branding or "logo_url" not in wish.branding:
        return wish
    sent = {LOGO_TAG: logo_hash(wish.branding["logo_url"])}
    if before.branding is None or (before.tags or {}).get(LOGO_TAG) != sent[LOGO_TAG]:
        return replace(wish, tags={**(wish.tags or {}), **sent})
    return replace(wish, branding={key: value for key, value in wish.branding.items() if key != "logo_url"})


def _status(wish: ExperienceSpec, before: ExperienceSpec) -> ExperienceStatus:
    """A new or revived experience is disabled until the wish says otherwise (facts: catalog 4.1)."""
    if wish.status is not None:
        return wish.status
    live = before.status not in {None, ExperienceStatus.ARCHIVED}
    return before.status if live and before.status else ExperienceStatus.DISABLED


def _products(wish: ExperienceSpec, before: ExperienceSpec, mode: Mode) -> tuple[frozenset[str], frozenset[str]]:
    """Give both product lists: what was ever listed and is not allowed is denied, since AWS cannot unlist.

    Facts: catalog 1.10, "once denied, an id can only move back to Allow".
    """
    allowed, denied = before.allow or NONE, before.deny or NONE
    keep = allowed if wish.allow is None or mode is Mode.ADDITIVE else NONE
    allow = (wish.allow or NONE) | (keep - (wish.deny or NONE))
    return allow, ((wish.deny or NONE) | denied | allowed) - allow


def intent(pair: Paired, after: ExperienceSpec) -> tuple[Action, str]:
    """Give the action and its reason, for a pair whose settled wish *after* differs from AWS."""
    if pair.observed is None:
        return Action.CREATE, "not in AWS"
    before = pair.observed.spec.status
    if after.status is ExperienceStatus.ARCHIVED:
        return Action.ARCHIVE, "status: archived"
    if before is ExperienceStatus.ARCHIVED:
        return Action.REVIVE, "archived in AWS, wished for again"
    return Action.UPDATE, "differs from AWS"


def stakes(pair: Paired, after: ExperienceSpec) -> Stakes:
    """Return the principals that an experience still holds when it is disabled or archived: it governs them no more."""
    return Stakes(principals=held(pair) & (after.principals or NONE)) if ends(pair, after.status) else Stakes()


def ends(pair: Paired, after: str | None) -> bool:
    """Tell whether an experience that may govern is disabled or archived, *after* being its status then."""
    before = pair.live.status if pair.live else ExperienceStatus.ARCHIVED
    return before is not ExperienceStatus.ARCHIVED and after not in {before, ExperienceStatus.ENABLED}
