"""The document with what AWS has, and what the organization and the account of the credentials make of it. Pure.

Example: a delegated administrator plans a document with both fields and a list. The document is only observed: its
differences are a note. Whether the role exists is not seen from there, which a note says, too.
"""

from collections.abc import Iterator
from dataclasses import replace

from reconciler.kind import Matching, PlanningContext
from reconciler.model import AccountState, Mode, Organization, Pair, Problem, Wish, error, note, warning

from .observe import ObservedEnabling
from .parse import LIST, role_in_use, without
from .settle import settle
from .spec import NONE, Paired, PrivateMarketplaceSpec, Wanted


def match(wish: Wish, observation: ObservedEnabling, context: PlanningContext) -> Matching:
    """Pair the document with what AWS has.

    With `--no-removals` nothing ends: the pair as the whole repository makes it is in *wholes*.
    """
    found = [one for one in wish.values() if isinstance(one.spec, PrivateMarketplaceSpec)]
    wanted = [one for one in found if one.address not in context.outside]
    pairs = [Pair(desired, observed) for desired in wanted for observed in observation.live.values()]
    return _matched(pairs[0], observation, context) if pairs else Matching()


def _matched(pair: Paired, observation: ObservedEnabling, context: PlanningContext) -> Matching:
    if not observation.manages:
        return Matching(pairs=(_only_observed(pair),), problems=tuple(_seen_from(pair, observation)))
    pair, gone = _with_members(pair, context.organization)
    problems = (*gone, *_impossible(pair), *_own_account(pair, observation), *_unknown_losses(pair))
    if any(problem.severity.value == "error" for problem in problems):
        return Matching(problems=problems)
    if context.no_removals:
        return Matching(pairs=(_without_endings(pair),), problems=problems, wholes={pair.desired.address: pair})
    return Matching(pairs=(pair,), problems=problems)


def _only_observed(pair: Paired) -> Paired:
    """Return the pair in mode observe, with the list as its own mode completes it."""
    return Pair(replace(pair.desired, spec=settle(pair.desired, pair.observed), mode=Mode.OBSERVE), pair.observed)


def _seen_from(pair: Paired, observation: ObservedEnabling) -> Iterator[Problem]:
    desired, source = pair.desired, pair.desired.document.source
    message = f"{desired.address} is only observed: the management account {observation.management} alone can change it"
    yield note("only-observed", message, source, "", desired.address)
    if desired.spec.service_linked_role is not None:
        message = f"whether the service-linked role exists is not seen from {observation.account}"
        yield note("not-seen-from-here", message, desired.document.at("service_linked_role"), "", desired.address)


def _with_members(pair: Paired, organization: Organization) -> tuple[Paired, list[Problem]]:
    """Return the pair without accounts that AWS does not register, and a warning for each."""
    desired, there = pair.desired, (pair.live.administrators if pair.live else None) or NONE
    named = (desired.spec.administrators or NONE) - there
    organization.require(named)
    gone = sorted(one for one in named if not _is_active(one, organization))
    left = (desired.spec.administrators or NONE).difference(gone)
    kept = replace(desired, spec=replace(desired.spec, administrators=left)) if gone else desired
    return Pair(kept, pair.observed), [_gone(desired, one, organization) for one in gone]


def _is_active(account_id: str, organization: Organization) -> bool:
    account = organization.account(account_id)
    return account is not None and account.state is AccountState.ACTIVE


def _gone(desired: Wanted, account_id: str, organization: Organization) -> Problem:
    account = organization.account(account_id)
    message = f"{account_id} {account.state.words if account else f'does not exist in {organization.id}'}"
    source = desired.document.at(*LIST, desired.places.get(account_id, 0))
    hint = f"AWS registers active accounts only: until then {desired.address} leaves it out"
    return replace(warning("administrator-gone", message, source, hint, desired.address), path=".".join(LIST))


def _impossible(pair: Paired) -> Iterator[Problem]:
    """Find what AWS would refuse because of what it has where the document states nothing."""
    desired, document = pair.desired, pair.desired.document
    after = settle(desired, pair.observed)
    if after.trusted_access and desired.spec.service_linked_role is False:
        yield role_in_use(document)
    new = (after.administrators or NONE) - ((pair.live.administrators if pair.live else None) or NONE)
    for field in ("trusted_access", "service_linked_role"):
        if new and getattr(after, field) is False:
            yield without(field, document)
            return
    if desired.spec.trusted_access and after.service_linked_role is False:
        message = "trusted access alone does not enable Private Marketplace: the service-linked role does not exist"
        hint = "write service_linked_role: true, too: AWS's API does not create the role by itself"
        yield error("role-missing", message, document.at("trusted_access"), hint, desired.address)


def _own_account(pair: Paired, observation: ObservedEnabling) -> Iterator[Problem]:
    desired, id_ = pair.desired, observation.management
    if id_ in (desired.spec.administrators or NONE):
        message = f"{id_} is the management account, which administers Private Marketplace without being registered"
        source = desired.document.at(*LIST, desired.places.get(id_, 0))
        yield error("administrator-is-management", message, source, "leave it out", desired.address)


def _unknown_losses(pair: Paired) -> Iterator[Problem]:
    """Warn where trusted access ends and AWS could not be asked whom that leaves ungoverned."""
    desired, live = pair.desired, pair.live
    if live and live.trusted_access and live.service_linked_role is False and desired.spec.trusted_access is False:
        message = "without the service-linked role, no experience was read: who becomes ungoverned is not known"
        source, hint = desired.document.at("trusted_access"), "create the role first, and plan again"
        yield warning("losses-not-known", message, source, hint, desired.address)


def _without_endings(pair: Paired) -> Paired:
    """Return the pair without what it ends."""
    desired = pair.desired
    spec = PrivateMarketplaceSpec(
        service_linked_role=desired.spec.service_linked_role or None,
        trusted_access=desired.spec.trusted_access or None,
        administrators=desired.spec.administrators,
    )
    return Pair(replace(desired, spec=spec, mode=Mode.ADDITIVE), pair.observed)
