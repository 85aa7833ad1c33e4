"""Fields that stay as they are until the rest of a repository is planned, and documents without them. Pure.

Example: 333333333333 moves from `old` to `new`, and `new` is left out. Hold(SEAT, member="333333333333") keeps it in
`old`. Hold(PRODUCT, experience.old, "prod-y") keeps prod-y allowed in `old`.
"""

from collections.abc import Collection
from dataclasses import replace
from enum import StrEnum
from typing import NamedTuple

from reconciler.kinds.experience.matching.holders import Holders
from reconciler.kinds.experience.settle import ends, settled
from reconciler.kinds.experience.spec import BLANK, NONE, ExperienceSpec, ExperienceStatus, Paired, held
from reconciler.model import Address, Mode, Pair


class HeldField(StrEnum):
    """The field that stays as it is; the value is its path."""

    SEAT = "principals"
    STATUS = "status"
    PRODUCT = "products.allow"
    POLICY = "products"


class Hold(NamedTuple):
    """One field, or one *member* of a list, that stays as it is.

    A seat has no address: its principal stays wherever it is.
    """

    what: HeldField
    address: Address | None = None
    member: str = ""


def holding(pair: Paired, holds: Collection[Hold], holders: Holders) -> Paired:
    """Return *pair* with the fields that *holds* name left as they are; *pair* itself if they name none of it."""
    if pair.desired.mode is Mode.OBSERVE or not holds:
        return pair
    pair = _seated(pair, frozenset(one.member for one in holds if one.what is HeldField.SEAT), holders)
    ours = [one for one in holds if one.address == pair.desired.address]
    return _unchanged(pair, ours) if ours else pair


def _unchanged(pair: Paired, ours: Collection[Hold]) -> Paired:
    """Leave the status, products and policy of one experience as its holds say."""
    spec, before = pair.desired.spec, pair.live or BLANK
    if any(one.what is HeldField.STATUS for one in ours):
        spec = _with_status(spec, before)
    if any(one.what is HeldField.POLICY for one in ours):
        spec = replace(spec, allow=None, deny=None, user_requests=None)
    products = frozenset(one.member for one in ours if one.what is HeldField.PRODUCT)
    spec = _with_products(spec, products & (before.allow or NONE))
    return Pair(replace(pair.desired, spec=spec), pair.observed)


def _seated(pair: Paired, seats: frozenset[str], holders: Holders) -> Paired:
    """Let the principals *seats* neither leave nor arrive."""
    desired, spec, has = pair.desired, pair.desired.spec, held(pair)
    if seats.isdisjoint(has | (spec.principals or NONE)):
        return pair
    stay = frozenset(principal for principal in seats & has if holders.held_by(principal, pair))
    named = None if spec.principals is None else (spec.principals - (seats - has)) | stay
    return Pair(replace(desired, spec=replace(spec, principals=named), taken=desired.taken - stay), pair.observed)


def _with_status(spec: ExperienceSpec, before: ExperienceSpec) -> ExperienceSpec:
    """Keep the status. An experience that was to be archived then changes in its principals only."""
    if spec.status is ExperienceStatus.ARCHIVED:
        return ExperienceSpec(principals=spec.principals)
    was = before.status
    stays = ExperienceStatus.DISABLED if was in {None, ExperienceStatus.ARCHIVED} else was
    return replace(spec, status=stays)


def _with_products(spec: ExperienceSpec, products: frozenset[str]) -> ExperienceSpec:
    """Keep *products* allowed."""
    if not products:
        return spec
    allow = None if spec.allow is None else spec.allow | products
    return replace(spec, allow=allow, deny=None if spec.deny is None else spec.deny - products)


def without_removals(pair: Paired, holders: Holders) -> Paired:
    """Return *pair* with nothing taken away: no member leaves a list, nothing ends, no first policy is created."""
    spec, before = pair.desired.spec, pair.live or BLANK
    if pair.desired.mode is Mode.OBSERVE:
        return pair
    if ends(pair, settled(pair).status):
        spec = _with_status(spec, before)
    if pair.observed and before.policy is None:
        spec = replace(spec, allow=None, deny=None, user_requests=None)
    elsewhere = {principal for principal, _ in holders.elsewhere(pair)}
    spec = replace(
        spec,
        principals=None if spec.principals is None else spec.principals - elsewhere,
        deny=None if spec.deny is None else spec.deny - (before.allow or NONE),
    )
    return Pair(replace(pair.desired, spec=spec, mode=Mode.ADDITIVE), pair.observed)
