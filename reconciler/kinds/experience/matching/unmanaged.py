"""Unmanaged experiences: those that AWS has and no document names. Pure."""

from collections.abc import Iterable, Iterator

from reconciler.kinds.experience.spec import ExperienceStatus, Live, ObservedExperience, Pairs, Wanted
from reconciler.model import Beside, Problem, Unmanaged, warning
from reconciler.spelling import quoted


def unmanaged_experiences(live: Live, wanted: Iterable[Wanted], pairs: Pairs) -> tuple[ObservedExperience, ...]:
    """Return the live experiences that no document names; a document in error names its experience all the same."""
    ours = {pair.observed.remote_id for pair in pairs if pair.observed} | {desired.pin for desired in wanted}
    others = (observed for observed in live.values() if observed.remote_id not in ours)
    return tuple(sorted(others, key=lambda observed: observed.remote_id))


def as_unmanaged(observed: ObservedExperience) -> Unmanaged:
    """Return *observed* as plans list it."""
    return Unmanaged("experience", observed.remote_id, observed.spec.title or "")


def enabled_beside(unmanaged: Iterable[ObservedExperience]) -> Iterator[Problem]:
    """Warn about each of *unmanaged* that is enabled and has principals: it governs accounts that are closest to it.

    Which accounts these are is not said: a plan does not read the organization for an experience that it never changes.
    """
    for observed in unmanaged:
        spec = observed.spec
        if spec.status is ExperienceStatus.ENABLED and spec.principals:
            title = f" {quoted(spec.title)}" if spec.title else ""
            message = (
                f"{observed.remote_id}{title} is enabled for {_principals(spec.principals)}, and no document names it"
            )
            hint = (
                "reconciler effective shows which accounts it governs; name it in a document "
                "(reconciler import --all), or disable it"
            )
            yield warning(Beside.EXPERIENCE, message, "", hint)


def _principals(principals: frozenset[str]) -> str:
    """Return one principal by its id, and several as their number."""
    return next(iter(principals)) if len(principals) == 1 else f"{len(principals):,} principals"
