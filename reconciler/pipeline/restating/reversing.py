"""The way from the repository to AWS as a plan, so that guards say what they would if a user asked for it. Pure.

Example: AWS has disabled an experience that governs 40 accounts. The plan enables it again, which no guard refuses; the
reversed plan disables it, and `ungoverned` refuses that. Adopting it needs `--accept ungoverned@DIGEST`, with the
digest of the plan that was shown.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from reconciler.batch import batch
from reconciler.diff import diff
from reconciler.guard import guard
from reconciler.impact import impact, with_products
from reconciler.kind import Planned, Remote
from reconciler.model import (
    ACCEPTABLE,
    Acceptance,
    Address,
    Change,
    Impact,
    Observed,
    Operation,
    Pair,
    Plan,
    Problem,
    Severity,
    observed_digest,
    sha256_of,
    stated,
)
from reconciler.pipeline.planning import Planning

from .states import RepositoryState

_GONE = "gone in AWS"
"""Stands for the id of an object that AWS does not have."""


def refusals(
    planning: Planning,
    before: RepositoryState,
    after: RepositoryState,
    adopted: Collection[Address],
    accept: Sequence[Acceptance],
) -> tuple[Problem, ...]:
    """Return what guards say of the *adopted* objects, from the documents of *before* to those of *after*.

    A refusal is a note where *accept* accepts it for the digest of the adoption.
    """
    if not adopted:
        return ()
    reverse = _reversed(planning, before, after, adopted)
    found = guard(reverse, planning.repository.settings.guards, (), planning.course.subtree.accounts_below)
    digest = digest_of_adoption(planning, before, adopted)
    accepted = {one.rule for one in accept if one.digest == digest}
    return tuple(_ruled(one, accepted, digest) for one in found)


def digest_of_adoption(planning: Planning, before: RepositoryState, adopted: Collection[Address]) -> str:
    """Return the 8 characters that accept a rule: those of the plan that was shown, whose digest covers what AWS has.

    The plan leaves out objects in error and objects that are only observed; with one of them it is another digest,
    which covers what AWS has of them, too.
    """
    planned = {change.address for change in planning.plan.changes}
    others = {str(one): before.differences[one].pair.live for one in adopted if one not in planned}
    if not others:
        return planning.plan.short_digest
    live = {name: spec and observed_digest(spec) for name, spec in others.items()}
    return sha256_of({"plan": planning.plan.digest, "observed": live}).removeprefix("sha256:")[:8]


def _ruled(problem: Problem, accepted: Collection[str], digest: str) -> Problem:
    """Return *problem* with the option that accepts it for the plan of *digest*, or as a note if it is accepted."""
    if problem.severity is not Severity.REFUSED or problem.code not in ACCEPTABLE:
        return problem
    if problem.code in accepted:
        return replace(problem, severity=Severity.NOTE, message=f"{problem.message} (accepted)", hint="")
    return replace(problem, hint=f"--accept {problem.code}@{digest}")


def _reversed(planning: Planning, before: RepositoryState, after: RepositoryState, adopted: Iterable[Address]) -> Plan:
    """Return the plan that makes of the repository of *before* that of *after*, as if AWS were as *before* says."""
    repository = planning.repository
    turns = [_Turn.of(repository.remotes[one.kind], before, after, one) for one in adopted]
    by_kind = {kind: [one.planned for one in turns if one.address.kind == kind] for kind in repository.remotes}
    consequences = [repository.remotes[kind].consequences(many) for kind, many in by_kind.items() if many]
    return Plan(
        created_at="",
        commit=None,
        changes=tuple(one.planned.change for one in turns),
        operations=_irreversible(planning, by_kind),
        impact=_impact(planning, turns),
        residual_access=tuple(access for one in consequences for access in one.residual_access),
        names=planning.plan.names,
    )


@dataclass(frozen=True, slots=True)
class _Turn:
    """The change of one object from *settled*, what the repository asks for, to *wished*, what documents say now."""

    planned: Planned
    settled: Any
    wished: Any

    @property
    def address(self) -> Address:
        """Return the address of the object."""
        return self.planned.change.address

    @classmethod
    def of(cls, remote: Remote, before: RepositoryState, after: RepositoryState, address: Address) -> "_Turn":
        """Compare the documents of *before* with those of *after*. A service that AWS does not have is deleted.

        Whether AWS had verified the private DNS name that the repository states is not known, so it counts as verified.
        """
        difference = before.differences[address]
        pair = after.pairs.get(address)
        there = difference.pair.observed or Observed(spec=remote.blank, remote_id=_GONE)
        desired = pair.desired if pair else after.repository.wish[address]
        reverse = Pair(desired, replace(there, spec=difference.settled))
        wished = _emptied(remote.settle(desired, pair.observed if pair else reverse.observed), difference.settled)
        action, reason = remote.intent(reverse, wished)
        change = Change(
            address=address,
            action=action,
            fields=diff(difference.settled, wished),
            remote_id=there.remote_id,
            reason=reason,
            source=desired.document.source,
            stakes=replace(remote.stakes(reverse, wished), verified=True),
        )
        return cls(Planned(change=change, pair=reverse), difference.settled, wished)


def _emptied(wished: Any, settled: Any) -> Any:  # noqa: ANN401 - any spec
    """Return *wished* with empty lists and mappings where AWS has none of them and *settled* has some."""
    lost = {
        one.name: type(before)()
        for one in fields(settled)
        if isinstance(before := getattr(settled, one.name), frozenset | dict) and getattr(wished, one.name) is None
    }
    return replace(wished, **lost)


def _irreversible(planning: Planning, by_kind: Mapping[str, Sequence[Planned]]) -> tuple[Operation, ...]:
    """Return the operations of those kinds that have verbs which cannot be undone: guards look at them."""
    if planning.evidence is None:
        return ()
    remotes, settings, terms = planning.repository.remotes, planning.repository.settings, planning.evidence.terms
    asking = [kind for kind, many in by_kind.items() if many and any(verb.asks for verb in remotes[kind].verbs)]
    requests = [one for kind in asking for one in remotes[kind].requests(by_kind[kind], terms)]
    sellers = {seller.name: seller.account for seller in settings.sellers}
    return batch(requests, account="", sellers=sellers, isolated=terms.isolated)


def _impact(planning: Planning, turns: Sequence[_Turn]) -> Impact:
    """Return the impact of *turns* on accounts, where all other experiences are as the repository says.

    The state of an object in error is that of AWS in the plan, so both states are made of what documents say.
    """
    repository, course = planning.repository, planning.course
    was, will = dict(course.after), dict(course.after)
    for one in turns:
        name, governs = str(one.address), repository.remotes[one.address.kind].effects.governs
        for state, spec in ((was, one.settled), (will, one.wished)):
            state.pop(name, None)
            if found := governs(name, stated(spec)):
                state[name] = found
    before, after = with_products((was, will), repository.references.ids())
    return impact(course.organization, before, after)
