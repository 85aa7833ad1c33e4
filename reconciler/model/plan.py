"""The plan: data that rendering shows and that execution carries out."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from reconciler.printed import (
    BudgetJson,
    DigestedJson,
    OptionsJson,
    PlanJson,
    SummaryJson,
    UnmanagedJson,
)

from .address import Address
from .change import Change
from .dns_record import DnsRecord
from .impact import Exposure, Impact, Proof
from .precondition import Precondition
from .problem import Problem, worst_first
from .request import Operation
from .residual import ResidualAccess

FORMAT_VERSION = "1.0"
DIRTY = "-dirty"
"""The suffix of a commit when files differ from it, as `git describe --dirty` writes it."""
NO_OPTIONS: OptionsJson = {"select": [], "exclude": [], "no_removals": False, "reject_connections": False}


def canonical_json(value: object) -> str:
    """Return *value* as canonical JSON, the input of digests: sorted keys, no blanks, no escapes."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


TOLD_ONLY = frozenset({"source", "reason"})
"""The keys of a change that only inform the user and are not part of the digest."""


def digest_of(plan: DigestedJson) -> str:
    """Compute the digest of a plan (contract 4), which may have been read from a file."""
    changes = sorted(plan["changes"], key=lambda change: (change["kind"], change["name"]))
    essence = {
        "format_version": plan["format_version"],
        "changes": [{key: part for key, part in one.items() if key not in TOLD_ONLY} for one in changes],
        "operations": plan["operations"],
        "preconditions": plan["preconditions"],
    }
    return "sha256:" + hashlib.sha256(canonical_json(essence).encode()).hexdigest()


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
    are the command's select, exclude, no_removals and reject_connections. *impact* and *exposures* are the effects on
    accounts; *proof* compares the number of change sets with the lower bound. *preconditions* are the accounts that
    refused rules are about. *budget* has the calls by action and the seconds that their quotas need. *irremovable*
    has, by address, members of a list that AWS cannot remove and no document names. *names* has the name of every id in
    the plan that has one.
    """

    created_at: str
    commit: str | None
    options: OptionsJson = field(default_factory=lambda: NO_OPTIONS)
    changes: tuple[Change, ...] = ()
    operations: tuple[Operation, ...] = ()
    preconditions: tuple[Precondition, ...] = ()
    problems: tuple[Problem, ...] = ()
    unmanaged: tuple[Unmanaged, ...] = ()
    dns_records: tuple[DnsRecord, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    budget: BudgetJson = field(default_factory=BudgetJson)
    residual_access: tuple[ResidualAccess, ...] = ()
    irremovable: Mapping[Address, tuple[str, ...]] = field(default_factory=dict)
    impact: Impact = field(default_factory=Impact)
    exposures: tuple[Exposure, ...] = ()
    proof: Proof | None = None

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

    def with_problems(self, *more: Problem) -> "Plan":
        """Return the plan with *more* problems. The digest does not cover problems, so it is kept."""
        told = replace(self, problems=(*self.problems, *more))
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
            "dns_records": [one.as_json() for one in self.dns_records],
            "summary": self.summary(),
            "names": dict(sorted(self.names.items())),
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
            "problems": [problem.as_json() for problem in worst_first(self.problems)],
        }
