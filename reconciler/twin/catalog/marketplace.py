"""The Private Marketplace of one organization: its entities, its change sets, and their progress with time."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from reconciler import limits

from .attempt import Attempt, ErrorDetail, Terms
from .change import Change, StartRequest, resolve
from .change_set import PREPARATION_FAILED, ChangeSet
from .codes import RESOURCE_IN_USE, RESOURCE_NOT_FOUND, SERVICE_QUOTA_EXCEEDED, VALIDATION
from .conditions import Conditions
from .effects import carry_out
from .entities import Entity, Experience
from .membership import Membership
from .world import World


class PrivateMarketplace:
    """The entities and change sets that the account *owner* has; *tags* are by ARN, of entities and of change sets.

    *tell* is called with an account and the event that EventBridge sends to it. *trusted_since* is when trusted access
    was enabled, in seconds since 1970.
    """

    def __init__(self, owner: str, tell: Callable[[str, Mapping[str, Any]], None]) -> None:
        self.owner = owner
        self._tell = tell
        self.world = World()
        self.change_sets: dict[str, ChangeSet] = {}
        self.trusted_since = 0.0
        self.tags: dict[str, dict[str, str]] = {}
        self._tokens: dict[tuple[str, str], tuple[str, ChangeSet]] = {}

    def arn(self, entity: Entity) -> str:
        """Return the ARN of an entity."""
        region = limits.CATALOG_REGION
        return f"arn:aws:aws-marketplace:{region}:{self.owner}:{limits.CATALOG}/{entity.TYPE}/{entity.id}"

    def start(self, request: StartRequest, caller: Membership, conditions: Conditions) -> ChangeSet:
        """Start a change set, or return the one that the same token started.

        Raises:
            ValidationException: the token was used for another request, or a reference or a revision is wrong.
            ResourceNotFoundException: an entity does not exist, or not for this caller.
            ResourceInUseException: an open set locks an entity.
            ServiceQuotaExceededException: the account has too many open sets.
        """
        repeated = self._repeated(request, caller.account)
        if repeated:
            return repeated
        changes = resolve(request.changes, partial(conditions.new_id, Experience.PREFIX))
        self._check_revisions([change for change in changes if change.reference is None], caller)
        self._check_locks(changes)
        if sum(item.owner == caller.account for item in self.open_sets()) >= conditions.open_change_sets:
            raise SERVICE_QUOTA_EXCEEDED()
        change_set = self._open(request, changes, caller, conditions)
        self.advance(conditions)
        return change_set

    def open_sets(self) -> Iterator[ChangeSet]:
        """Yield the sets that have not ended."""
        return (change_set for change_set in self.change_sets.values() if change_set.open)

    def cancel(self, change_set: ChangeSet, conditions: Conditions) -> None:
        """Cancel a set that is still PREPARING.

        Raises:
            ResourceInUseException: it is no longer PREPARING.
        """
        if change_set.status != "PREPARING":
            raise RESOURCE_IN_USE(f"Change set {change_set.id} is {change_set.status}: too late to cancel")
        change_set.end("CANCELLED", conditions.clock())
        self._tell_of(change_set, conditions)

    def disassociate_everyone(self, conditions: Conditions) -> None:
        """Empty all audiences, as disabling trusted access does (catalog 4.4)."""
        for audience in list(self.world.audiences()):
            self.world.touch(replace(audience, principals=()), conditions.clock())

    def has_learned(self, conditions: Conditions) -> bool:
        """Whether Private Marketplace knows by now that trusted access was enabled (enablement 1.1)."""
        return self.trusted_since + conditions.enabling <= conditions.clock()

    def advance(self, conditions: Conditions) -> None:
        """Carry out everything that is due by now, in the order in which it is due."""
        while due := [item for item in self.open_sets() if item.due <= conditions.clock()]:
            self._step(min(due, key=lambda item: (item.due, item.number)), conditions)

    def _step(self, change_set: ChangeSet, conditions: Conditions) -> None:
        if change_set.status == "APPLYING":
            self._apply(change_set)
        elif change_set.errors:
            change_set.fail("CLIENT_ERROR", change_set.due, PREPARATION_FAILED)
        else:
            change_set.start_applying()
        if not change_set.open:
            self._tell_of(change_set, conditions)

    def _tell_of(self, change_set: ChangeSet, conditions: Conditions) -> None:
        """Send the event of a set's end to the account that started it; AWS's choice is unknown (catalog 3.1)."""
        self._tell(change_set.owner, change_set.event(conditions.letters(32)))

    def _apply(self, change_set: ChangeSet) -> None:
        attempt = Attempt(self.world, change_set.changes, change_set.terms, change_set.due)
        errors = carry_out(attempt, change_set.fault)
        if errors:
            change_set.errors = errors
            change_set.fail("CLIENT_ERROR", change_set.due, PREPARATION_FAILED)
            return
        self.world = attempt.world
        self._tag_created(change_set)
        if change_set.fault is None:
            change_set.end("SUCCEEDED", change_set.due)
        else:
            change_set.fail("SERVER_FAULT", change_set.due, "Change set could not be applied.")

    def _tag_created(self, change_set: ChangeSet) -> None:
        for change in change_set.changes:
            entity = self.world.get(change.experience)
            if change.tags and entity:
                self.tags[self.arn(entity)] = dict(change.tags)

    def _repeated(self, request: StartRequest, account: str) -> ChangeSet | None:
        known = self._tokens.get((account, request.token or ""))
        if known is None:
            return None
        fingerprint, change_set = known
        if fingerprint != request.fingerprint:
            raise VALIDATION("ClientRequestToken was used for a different request")
        return change_set

    def _check_revisions(self, changes: Sequence[Change], caller: Membership) -> None:
        for change in changes:
            if change.creates:
                continue
            found = self.world.get(change.experience) if caller.administrator else None
            if not isinstance(found, Experience):
                raise RESOURCE_NOT_FOUND(f"Entity {change.experience} was not found")
            if change.revision not in {None, str(found.revision)}:
                raise VALIDATION(
                    f"Revision {change.revision} of entity {found.id} is not the latest. "
                    f"The latest revision is {found.revision}."
                )

    def _check_locks(self, changes: Sequence[Change]) -> None:
        locks = {item: change_set.id for change_set in self.open_sets() for item in change_set.experiences}
        locked = dict.fromkeys(change.experience for change in changes if change.experience in locks)
        if locked:
            each = ", ".join(f"entity: '{item}'  change sets: {locks[item]}" for item in locked)
            raise RESOURCE_IN_USE(f"Requested change set has entities locked by change sets - {each}.")

    def _open(
        self, request: StartRequest, changes: tuple[Change, ...], caller: Membership, conditions: Conditions
    ) -> ChangeSet:
        now, terms, identifier = conditions.clock(), self._terms(caller, conditions), conditions.letters(25)
        fault, stuck = conditions.faults.next_set()
        found = carry_out(Attempt(self.world, changes, terms, now))
        change_set = ChangeSet(
            id=identifier,
            name=request.name or f"Change set {identifier}",
            owner=caller.account,
            number=len(self.change_sets),
            changes=changes,
            terms=terms,
            started=now,
            due=now + conditions.preparing,
            applying=conditions.applying,
            errors=found | _wanted_errors(changes, conditions),
            fault=fault,
            stuck=stuck,
        )
        self.change_sets[identifier] = change_set
        if request.token:
            self._tokens[caller.account, request.token] = (request.fingerprint, change_set)
        if request.tags:
            self.tags[change_set.arn] = dict(request.tags)
        return change_set

    def _terms(self, caller: Membership, conditions: Conditions) -> Terms:
        return Terms(
            authorized=caller.administrator and caller.enabled,
            principals=caller.principals(),
            busy=frozenset(item for change_set in self.open_sets() for item in change_set.principals),
            aliases=conditions.product_aliases,
            new_id=conditions.new_id,
        )


def _wanted_errors(changes: Sequence[Change], conditions: Conditions) -> dict[int, tuple[ErrorDetail, ...]]:
    wanted = {change.index: conditions.faults.error_of(change) for change in changes}
    return {index: errors for index, errors in wanted.items() if errors}
