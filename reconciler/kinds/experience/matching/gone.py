"""Principals of documents that the organization does not have or that are not active: neither added nor removed.

Pure.
"""

from collections.abc import Iterator
from dataclasses import replace

from reconciler.kinds.experience.settle import settled
from reconciler.kinds.experience.spec import NONE, ExperienceStatus, Paired, Pairs, held
from reconciler.model import Absence, AccountState, Lapse, Organization, Pair, Problem, warning


def without_gone(pairs: Pairs, organization: Organization) -> tuple[Pairs, tuple[Problem, ...]]:
    """Return *pairs* without principals that are gone, and a warning for each; AWS keeps those that it lists."""
    organization.require(principal for pair in pairs for principal in pair.desired.spec.principals or NONE)
    kept: list[Paired] = []
    problems: list[Problem] = []
    for pair in pairs:
        named = pair.desired.spec.principals or NONE
        gone = frozenset(principal for principal in named if not organization.has(principal))
        left = _sparing(pair, gone) if gone else pair
        problems += [_gone(pair, principal, organization) for principal in sorted(gone)]
        problems += _governing_nobody(left, gone, organization) if gone else ()
        kept.append(left)
    return tuple(kept), tuple(problems)


def _sparing(pair: Paired, gone: frozenset[str]) -> Paired:
    principals = ((pair.desired.spec.principals or NONE) - gone) | (held(pair) & gone)
    return Pair(replace(pair.desired, spec=replace(pair.desired.spec, principals=principals)), pair.observed)


def _gone(pair: Paired, principal: str, organization: Organization) -> Problem:
    desired, account = pair.desired, organization.account(principal)
    message = f"{principal} {account.state.words if account else f'does not exist in {organization.id}'}"
    source = desired.document.at("principals", desired.places.get(principal, 0))
    code, hint = Absence.GONE, f"remove it from {desired.address}; until then it is neither added nor removed"
    if account is None:
        hint = f"correct the id, or {hint}"
    elif account.state is AccountState.PENDING_ACTIVATION:
        code, hint = Absence.PENDING, "complete its sign-up and plan again; until then it is neither added nor removed"
    return replace(warning(code, message, source, hint, desired.address), path="principals")


def _governing_nobody(pair: Paired, gone: frozenset[str], organization: Organization) -> Iterator[Problem]:
    """Warn of an enabled experience that governs no account, if it names at least one id that never was an account.

    An experience whose accounts are all closed is meant to govern none.
    """
    desired = pair.desired
    after = settled(pair)
    if after.status is not ExperienceStatus.ENABLED or gone <= organization.accounts.keys():
        return
    organization.require(after.principals or NONE)
    if not any(organization.has(principal) for principal in after.principals or NONE):
        message = f"{desired.address} is enabled and governs no account: each of its principals is missing or inactive"
        source, hint = desired.document.at("principals"), "correct the ids of its principals"
        yield replace(warning(Lapse.NOBODY, message, source, hint, desired.address), path="principals")
