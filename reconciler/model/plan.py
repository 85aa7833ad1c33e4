"""The plan: data that rendering shows and that execution carries out."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from reconciler.printed import (
    BudgetJson,
    DigestedJson,
    ExtentJson,
    OptionsJson,
    PlanJson,
    SummaryJson,
    UnmanagedJson,
    WorldJson,
)

from .address import Address
from .canonical import sha256_of
from .change import ACCEPTED, Change
from .dns_record import DnsRecord
from .impact import Exposure, Impact, Proof
from .precondition import Precondition
from .problem import Problem, worst_first
from .request import Operation
from .residual import ResidualAccess
from .spent import Spent

FORMAT_VERSION = "1.0"
DIRTY = "-dirty"
"""The suffix of a commit when files differ from it, as `git describe --dirty` writes it."""
NO_BUDGET: BudgetJson = {
    "calls": {},
    "seconds_at_quota": 0.0,
    "reading": Spent().as_json(),
    "expected_seconds": 0,
    "schedule": {},
}
NO_OPTIONS: OptionsJson = {"select": [], "exclude": [], "no_removals": False, "reject_connections": False}
NOT_READ: ExtentJson = {"organization": "none"}
"""How much was read for a plan that could not be made."""
UNREAD: WorldJson = {"units": None, "accounts": None, "experiences": None, "services": None}
"""The world of a plan that could not be made."""

TOLD_ONLY = frozenset({"source", "reason", "origin", "because", "change_sets", "last_edit"})
"""The keys of a change that decide nothing."""
TOLD_OF_A_LIST = frozenset({"unchanged", "sources"})
"""The keys of a changed list that decide nothing."""
ACCEPTS = "AcceptVpcEndpointConnections"
"""The operation that accepts endpoints."""
_REVISION = re.compile(r"@[^@]*$")


def digest_of(plan: DigestedJson) -> str:
    """Compute the digest of a plan (contract 4), which may have been read from a file.

    Instead of revisions it covers what AWS had of each changed object, so an edit of another object does not change the
    digest. The number of unchanged members is left out for the same reason, and so are acceptances of endpoints and
    places in documents.
    """
    changes = sorted(digested_changes(plan["changes"]), key=lambda change: (change["kind"], change["name"]))
    essence = {
        "format_version": plan["format_version"],
        "changes": changes,
        "operations": digested_operations(plan["operations"]),
        "preconditions": plan["preconditions"],
    }
    return sha256_of(essence)


def digested_changes(changes: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the parts of *changes* (contract 4) that decide what is done, without those that only accept endpoints."""
    return [essential(one) for one in changes if [field["path"] for field in one["fields"]] != [ACCEPTED]]


def essential(change: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parts of a *change* (contract 4) that decide what is done."""
    fields = [
        {key: part for key, part in one.items() if key not in TOLD_OF_A_LIST}
        for one in change["fields"]
        if one["path"] != ACCEPTED
    ]
    return {**{key: part for key, part in change.items() if key not in TOLD_ONLY}, "fields": fields}


def digested_operations(operations: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return *operations* (contract 4) without revisions and without those that accept endpoints.

    The others are numbered as in a plan that accepts none; none of them waits for an acceptance.
    """
    kept = [unrevised(one) for one in operations if one["action"] != ACCEPTS]
    if len(kept) == len(operations):
        return kept
    ids = {one["id"]: f"op-{number}" for number, one in enumerate(kept, 1)}
    return [{**one, "id": ids[one["id"]], "after": [ids[id_] for id_ in one["after"]]} for one in kept]


def accepted_endpoints(plan: Mapping[str, Any]) -> frozenset[str]:
    """Return the endpoints that a *plan* (contract 4) accepts."""
    fields = (field for change in plan["changes"] for field in change["fields"] if field["path"] == ACCEPTED)
    return frozenset(endpoint for field in fields for endpoint in field["added"])


def unrevised(operation: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return an *operation* (contract 4) whose changes name their entities without revisions.

    Example: `exp-1234finance@6` becomes `exp-1234finance`.
    """
    changes = operation["parameters"].get("ChangeSet")
    if changes is None:
        return operation
    return {**operation, "parameters": {**operation["parameters"], "ChangeSet": [_unlocked(one) for one in changes]}}


def _unlocked(change: Mapping[str, Any]) -> Mapping[str, Any]:
    named = change.get("Entity", {}).get("Identifier")
    if not isinstance(named, str):
        return change
    return {**change, "Entity": {**change["Entity"], "Identifier": _REVISION.sub("", named)}}


@dataclass(frozen=True, slots=True)
class Unmanaged:
    """An object or grant that AWS has and no document names: reported, never changed. Grants have a *service*."""

    kind: str
    remote_id: str
    title: str
    service: Address | None = None

    def rank(self) -> tuple[bool, Address, str]:
        """Return the sort key: objects by id, then grants by service and id."""
        return self.service is not None, self.service or Address("", ""), self.remote_id

    def as_json(self) -> UnmanagedJson:
        """Return the JSON of the plan (contract 4)."""
        found: UnmanagedJson = {"kind": self.kind, "remote_id": self.remote_id, "title": self.title}
        return {**found, "service": str(self.service)} if self.service else found


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Everything that apply will do, and everything that the user should know before.

    *created_at* is `YYYY-MM-DDTHH:MM:SSZ`; *commit* is a full hash, with `DIRTY` when files differ from it. *options*
    are the command's select, exclude, no_removals and reject_connections; *accepted* are refused rules that a user
    accepts. *impact* and *exposures* are the effects on accounts; *proof* compares the number of change sets with the
    lower bound. *preconditions* are the accounts that refused rules are about. *budget* has the calls by action, the
    seconds that they take, and what reading AWS has spent. *irremovable* has, by address, members of a list that AWS
    cannot remove and no document names. *names* has the name of every id in the plan that has one. *world* is
    everything that was read, before and after the plan, and *read* says how much that is; the digest covers neither.
    """

    created_at: str
    commit: str | None
    options: OptionsJson = field(default_factory=lambda: NO_OPTIONS)
    accepted: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    operations: tuple[Operation, ...] = ()
    preconditions: tuple[Precondition, ...] = ()
    problems: tuple[Problem, ...] = ()
    unmanaged: tuple[Unmanaged, ...] = ()
    dns_records: tuple[DnsRecord, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    budget: BudgetJson = field(default_factory=lambda: NO_BUDGET)
    residual_access: tuple[ResidualAccess, ...] = ()
    irremovable: Mapping[Address, tuple[str, ...]] = field(default_factory=dict)
    impact: Impact = field(default_factory=Impact)
    exposures: tuple[Exposure, ...] = ()
    proof: Proof | None = None
    read: ExtentJson = field(default_factory=lambda: NOT_READ)
    world: WorldJson = field(default_factory=lambda: UNREAD)

    @cached_property
    def essence(self) -> DigestedJson:
        """Return the part of the plan's JSON that the digest is computed from."""
        return {
            "format_version": FORMAT_VERSION,
            "changes": [change.as_json() for change in self.changes],
            "operations": [operation.as_json() for operation in self.operations],
            "preconditions": [one.as_json() for one in self.preconditions],
        }

    @cached_property
    def digest(self) -> str:
        """Return `sha256:…`: the same for the same desired and live state (contract 4), in any order of changes."""
        return digest_of(self.essence)

    def ruled(self, accepted: Iterable[str], *more: Problem) -> "Plan":
        """Return the plan with the rules *accepted* and *more* problems; its digest, which covers neither, is kept."""
        told = replace(self, accepted=tuple(sorted(accepted)), problems=(*self.problems, *more))
        vars(told).update(essence=self.essence, digest=self.digest)
        return told

    @property
    def short_digest(self) -> str:
        """Return the first 8 characters of the digest, which acceptances name: `max_removals@1a2b3c4d`."""
        return self.digest.removeprefix("sha256:")[:8]

    def summary(self) -> SummaryJson:
        """Count the changes by action, and the change sets and permission calls."""
        actions = Counter(change.action.value for change in self.changes)
        calls = Counter(request.verb.call.counted_as for one in self.operations for request in one.requests[:1])
        return {
            "create": actions["create"],
            "update": actions["update"],
            "archive": actions["archive"],
            "revive": actions["revive"],
            "delete": actions["delete"],
            "change_sets": calls["change_sets"],
            "permission_calls": calls["permission_calls"],
        }

    def as_json(self) -> PlanJson:
        """Return the plan's JSON (contract 4): every key is present, also where it is empty."""
        return {
            "format_version": FORMAT_VERSION,
            "digest": self.digest,
            "created_at": self.created_at,
            "commit": self.commit,
            "options": {**self.options},
            "accepted": [f"{rule}@{self.short_digest}" for rule in self.accepted],
            "dns_records": [one.as_json() for one in self.dns_records],
            "summary": self.summary(),
            "names": {id_: self.names[id_] for id_ in sorted(self.names)},
            "changes": self.essence["changes"],
            "operations": self.essence["operations"],
            "preconditions": self.essence["preconditions"],
            "impact": self.impact.as_json(),
            "exposures": [one.as_json() for one in self.exposures],
            "residual_access": [one.as_json() for one in self.residual_access],
            "proof": self.proof.as_json() if self.proof else {},
            "budget": {**self.budget},
            "unmanaged": [item.as_json() for item in self.unmanaged],
            "residue": {str(address): list(ids) for address, ids in sorted(self.irremovable.items())},
            "read": {**self.read},
            "world": self.world,
            "problems": [problem.as_json() for problem in worst_first(self.problems)],
        }
