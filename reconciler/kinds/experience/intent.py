"""What happens to an experience as a whole, and why. Pure."""

from reconciler.model import Action, Pair, Stakes

from .spec import ExperienceSpec, ExperienceStatus


def intent(pair: Pair[ExperienceSpec], after: ExperienceSpec) -> tuple[Action, str]:
    """Give the action and its reason, for a pair whose settled wish *after* differs from AWS."""
    if pair.observed is None:
        return Action.CREATE, "not in AWS"
    before = pair.observed.spec.status
    if after.status is ExperienceStatus.ARCHIVED:
        return Action.ARCHIVE, "status: archived"
    if before is ExperienceStatus.ARCHIVED:
        return Action.REVIVE, "archived in AWS, wished for again"
    return Action.UPDATE, "differs from AWS"


def stakes(pair: Pair[ExperienceSpec], after: ExperienceSpec) -> Stakes:
    """Return the principals that an experience still holds when it is disabled or archived: it governs them no more."""
    before = pair.observed.spec if pair.observed else None
    if (
        before is None
        or before.status is ExperienceStatus.ARCHIVED
        or after.status in {before.status, ExperienceStatus.ENABLED}
    ):
        return Stakes()
    return Stakes(principals=(before.principals or frozenset()) & (after.principals or frozenset()))
