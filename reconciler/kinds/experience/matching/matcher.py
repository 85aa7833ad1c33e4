"""From documents and live experiences to pairs that can be compared, with the problems of both. Pure."""

from collections.abc import Iterable, Mapping

from reconciler.kind import Matching, PlanningContext
from reconciler.kinds.experience.observe import ObservedExperiences
from reconciler.kinds.experience.spec import NONE, ExperienceSpec, Live, ObservedExperience, Paired, Pairs
from reconciler.kinds.experience.title import refused_titles
from reconciler.model import Address, Problem, Severity, Wish

from .aliases import Aliases, vanished_products
from .approvals import approved_requests, doubly_listed, first_policies, trapped_principals
from .gone import without_gone
from .holders import Holders
from .parts import Part, Setting, part_of, without_removals
from .releases import halfway, held_by_others, held_twice, with_releases
from .unmanaged import as_unmanaged, enabled_beside, unmanaged_experiences


def match(wish: Wish, observation: ObservedExperiences, context: PlanningContext) -> Matching:
    """Pair documents with live experiences; a document in error is a problem and no pair."""
    live = observation.live
    wanted = [desired for desired in wish.values() if isinstance(desired.spec, ExperienceSpec)]
    aliases = Aliases.of(context.references)
    spoken = tuple(aliases.spoken_by_aws(pair) for pair in observation.paired)
    vanished = tuple(vanished_products(spoken, observation.allowed_before, aliases))
    unfit = (*observation.unpaired, *refused_titles(observation.paired))
    wrong = (one for one in (*unfit, *vanished) if one.severity is Severity.ERROR)
    left_out = context.outside | {problem.address for problem in wrong if problem.address}
    every, gone = without_gone(spoken, context.organization)
    holders = Holders.of(live, every, left_out)
    pairs, moves = _moved(every, holders, left_out, context)
    left_out |= moves.keys()
    kept = tuple(pair for pair in pairs if pair.desired.address not in left_out)
    part = Part(kept)
    if context.no_removals or any(desired.address in left_out for desired in wanted):
        part = part_of(
            Setting(
                pairs=kept,
                every=every,
                wanted=wanted,
                left_out={desired.address for desired in wanted} & left_out,
                doubted={problem.address for problem in vanished if problem.address},
                live=live,
                holders=holders,
                organization=context.organization,
                ids=context.references.ids(),
                names=context.references.labels() | context.organization.names() | context.references.titles(),
            )
        )
    others = unmanaged_experiences(live, wanted, pairs)
    remarks = _remarks(part, aliases, observation, others if wanted else ())
    problems = (*unfit, *vanished, *moves.values(), *gone, *remarks)
    return Matching(
        pairs=part.pairs,
        problems=tuple(p for p in problems if p.address not in context.outside),
        unmanaged=tuple(map(as_unmanaged, others)),
        names=_names(live, aliases),
        irremovable={pair.desired.address: irremovable for pair in part.pairs if (irremovable := _irremovable(pair))},
        wholes=part.wholes,
    )


def _remarks(
    part: Part, aliases: Aliases, observation: ObservedExperiences, beside: Iterable[ObservedExperience]
) -> tuple[Problem, ...]:
    """Return the problems that a reader of the plan must know; *beside* are experiences that no document names."""
    pairs = part.pairs
    return (
        *part.problems,
        *doubly_listed(pairs),
        *approved_requests(pairs, aliases, observation.by_us),
        *first_policies(pairs),
        *trapped_principals(pairs),
        *halfway(pairs, observation.left, observation.live),
        *enabled_beside(beside),
    )


def _moved(
    pairs: Pairs, holders: Holders, left_out: frozenset[Address], context: PlanningContext
) -> tuple[Pairs, Mapping[Address, Problem]]:
    if context.no_removals:
        pairs = tuple(without_removals(pair, holders) for pair in pairs)
        twice = held_twice(tuple(pair for pair in pairs if pair.desired.address not in left_out), holders, {})
        return pairs, {problem.address: problem for problem in twice if problem.address}
    held = held_by_others(pairs, holders, left_out)
    moving = tuple(pair for pair in pairs if pair.desired.address not in left_out | held.keys())
    releasing = {pair.desired.address: pair for pair in with_releases(moving, holders)}
    return tuple(releasing.get(pair.desired.address, pair) for pair in pairs), held


def _irremovable(pair: Paired) -> tuple[str, ...]:
    """Return the products that AWS denies and no list names: a product cannot become unlisted again."""
    wish, live = pair.desired.spec, pair.live
    if live is None or (wish.allow is None and wish.deny is None):
        return ()
    return tuple(sorted((live.deny or NONE) - (wish.allow or NONE) - (wish.deny or NONE)))


def _names(live: Live, aliases: Aliases) -> Mapping[str, str]:
    titles = {observed.remote_id: observed.spec.title for observed in live.values() if observed.spec.title}
    return {**titles, **aliases.titles}
