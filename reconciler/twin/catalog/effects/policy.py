"""The procurement policy: one for each experience; a listed product is allowed or denied and never becomes neither."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from reconciler.twin.catalog.attempt import UNDOCUMENTED, Attempt, refuse
from reconciler.twin.catalog.change import Change
from reconciler.twin.catalog.details import product_ids
from reconciler.twin.catalog.entities import Block, ProcurementPolicy

ALLOW, DENY = "AllowProductProcurement", "DenyProductProcurement"


def create(attempt: Attempt, change: Change) -> None:
    """Create an empty policy, which allows no product (catalog 4.1)."""
    experience = attempt.world.experience(change.experience)
    if experience.policy:
        raise refuse("ENTITY_ALREADY_EXISTS", "Procurement policy exists for Experience")
    policy = ProcurementPolicy(
        id=attempt.terms.new_id(ProcurementPolicy.PREFIX),
        name=change.details.get("Name", f"Procurement policy for Experience {experience.id}"),
        description=change.details.get("Description"),
        requests=_requests(change.details, "Allow"),
        modified=attempt.now,
    )
    attempt.world.put(policy)
    attempt.world.put(replace(experience, policy=policy.id))


def update(attempt: Attempt, change: Change) -> None:
    """Set the values that are stated, whether the experience is enabled or not."""
    policy, details = _policy(attempt, change), change.details
    updated = replace(
        policy,
        name=details.get("Name", policy.name),
        description=details.get("Description", policy.description),
        requests=_requests(details, policy.requests),
    )
    attempt.world.touch(updated, attempt.now)


def procure(effect: str, opposite: str, attempt: Attempt, change: Change) -> None:
    """List products under *effect*; products under the other effect move, and products already listed stay."""
    policy = _policy(attempt, change)
    _refuse_contradiction(attempt, change, opposite)
    blocks = [_stored(attempt, effect, block) for block in change.details["Products"]]
    ids = frozenset(item for block in blocks for item in block.ids)
    kept = [block if block.effect == effect else block.without(ids) for block in policy.blocks]
    known = frozenset(policy.ids(effect))
    merged = [block for block in (*kept, *(new.without(known) for new in blocks)) if block.ids]
    attempt.world.touch(replace(policy, blocks=tuple(merged)), attempt.now)


allow = partial(procure, "Allow", DENY)
deny = partial(procure, "Deny", ALLOW)


def _policy(attempt: Attempt, change: Change) -> ProcurementPolicy:
    policy = attempt.world.policy_of(change.experience)
    if policy is None:
        raise refuse("ENTITY_NOT_FOUND", "Procurement policy missing from Experience")
    return policy


def _requests(details: Mapping[str, Any], otherwise: str) -> str:
    requests: str = details.get("Configuration", {}).get("PolicyResourceRequests", otherwise)
    return requests


def _stored(attempt: Attempt, effect: str, block: Mapping[str, Any]) -> Block:
    # Whether AWS stores another form of a product's id is unknown (catalog 4.6); on demand the twin does.
    ids = dict.fromkeys(attempt.terms.aliases.get(item, item) for item in block["Ids"])
    return Block(effect, tuple(ids), block.get("Notes"))


def _refuse_contradiction(attempt: Attempt, change: Change, opposite: str) -> None:
    # AWS orders the changes of a set, so the result of both changes would be unknown.
    ids = set(product_ids(change.details))
    for other in attempt.others(change, opposite):
        both = sorted(ids & set(product_ids(other.details)))
        if both:
            raise refuse(UNDOCUMENTED, f"Products are both allowed and denied in one change set: {both}")
