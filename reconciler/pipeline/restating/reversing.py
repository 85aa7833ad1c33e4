"""The way from the repository to AWS as a plan, so that guards say what they would if a user asked for it. Pure.

Example: AWS has disabled an experience that governs 40 accounts. The plan enables it again, which no guard refuses; the
reversed plan disables it, and `ungoverned` refuses that. Adopting it needs `--accept ungoverned@DIGEST`, with the
digest of the plan that was shown.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from reconciler.batch import batch
from reconciler.diff import diff
from reconciler.guard import guard
from reconciler.impact import impact
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

    A refusal is a note where *accept* accepts it for the digest of the plan that was shown.
    """
    if not adopted:
        return ()
    reverse = _reversed(planning, before, after, adopted)
    found = guard(reverse, planning.repository.settings.guards, (), planning.course.subtree.accounts_below)
    digest = planning.plan.short_digest
    accepted = {one.rule for one in accept if one.digest == digest}
    return tuple(_ruled(one, accepted, digest) for one in found)


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
    planned = [_planned(repository.remotes[one.kind], before, after, one) for one in adopted]
    by_kind = {kind: [one for one in planned if one.change.address.kind == kind] for kind in repository.remotes}
    consequences = [repository.remotes[kind].consequences(many) for kind, many in by_kind.items() if many]
    return Plan(
        created_at="",
        commit=None,
        changes=tuple(one.change for one in planned),
        operations=_irreversible(planning, by_kind),
        impact=_impact(planning, adopted),
        residual_access=tuple(access for one in consequences for access in one.residual_access),
        names=planning.plan.names,
    )


def _planned(remote: Remote, before: RepositoryState, after: RepositoryState, address: Address) -> Planned:
    """Return the change of one object. A service that AWS does not have is deleted.

    Whether AWS had verified the private DNS name that the repository states is not known, so it counts as verified.
    """
    difference = before.differences[address]
    pair = after.pairs.get(address)
    there = difference.pair.observed or Observed(spec=remote.blank, remote_id=_GONE)
    desired = pair.desired if pair else after.repository.wish[address]
    reverse = Pair(desired, replace(there, spec=difference.settled))
    wished = remote.settle(desired, pair.observed if pair else reverse.observed)
    action, reason = remote.intent(reverse, wished)
    change = Change(
        address=address,
        action=action,
        fields=diff(difference.settled, _emptied(wished, difference.settled)),
        remote_id=there.remote_id,
        reason=reason,
        source=desired.document.source,
        stakes=replace(remote.stakes(reverse, wished), verified=True),
    )
    return Planned(change=change, pair=reverse)


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


def _impact(planning: Planning, adopted: Iterable[Address]) -> Impact:
    """Return the impact of the *adopted* experiences as AWS has them; all others are as the repository says."""
    course = planning.course
    names = {str(one) for one in adopted}
    others = {name: one for name, one in course.after.items() if name not in names}
    live = {name: one for name, one in course.before.items() if name in names}
    return impact(course.organization, course.after, {**others, **live})
