"""The name, tags and token that a change set is sent with: no part of the plan, so no part of its digest.

None of them tells one run from another: what two equal runs send is equal, and AWS carries it out once. The token is
made of the request and of a number, so nothing may be sent that tells one run from another: no run id, no time. How
long AWS remembers a token is not documented (facts: catalog 1.6), so what an equal run has sent is looked for by its
name first.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from reconciler import __version__
from reconciler.model import DIRTY, Address, Request, canonical_json
from reconciler.ports import Catalog, ChangeSet, ChangeSetSummary, SentChange

from .freshness import IN_VAIN, OURS, Baseline

LENGTH = 40
"""Hexadecimal digits of a token, of the 64 characters that AWS takes (facts: catalog 1.6)."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """Which plan and commit a run carries out; *token* gives a fresh token for a call to EC2 that creates."""

    digest: str
    commit: str | None
    token: Callable[[], str]

    def name(self, operation: str) -> str:
        """Give `reconciler DIGEST12 OP COMMIT7`; a commit that does not hold all of the plan stays marked."""
        commit, mark, _ = (self.commit or "none").partition(DIRTY)
        return f"{OURS}{self._short()} {operation} {commit[:7]}{mark}"

    def request_token(self, operation: str, changes: Sequence[Mapping[str, Any]], number: int) -> str:
        """Give the token of a StartChangeSet with *changes*, and with the name and tags of *operation*."""
        return request_token(changes, self.name(operation), self.tags(), number)

    def tags(self) -> Mapping[str, str]:
        """Say which tool, plan and commit made the set."""
        return {
            "reconciler:version": __version__,
            "reconciler:plan": self._short(),
            "reconciler:commit": self.commit or "none",
        }

    def _short(self) -> str:
        return self.digest.removeprefix("sha256:")[:12]


def request_token(changes: Sequence[Mapping[str, Any]], name: str, tags: Mapping[str, str], number: int) -> str:
    """Give the token of a request as it is sent; *number* tells it from the same one that was sent in vain before."""
    request = {"changes": list(changes), "name": name, "tags": dict(tags), "number": number}
    return sha256(canonical_json(request).encode()).hexdigest()[:LENGTH]


@dataclass(frozen=True, slots=True)
class Namesakes:
    """The change sets of one name. *number* is the next request's, *open* are those that may yet be met."""

    number: int
    open: tuple[ChangeSet, ...]

    @classmethod
    def of(cls, name: str, catalog: Catalog, baseline: Baseline) -> "Namesakes":
        """Count those that came to nothing, or that the plan has seen the effect of. May raise Unreadable."""
        found = catalog.list_change_sets(name=name)
        described = [catalog.describe_change_set(one.id) for one in found if _may_be_met(one)]
        unseen = tuple(one for one in described if one.status != "SUCCEEDED" or not baseline.has_seen(one))
        return cls(number=1 + len(found) - len(unseen), open=unseen)

    def equal(self, requests: Mapping[str, Request], ids: Mapping[Address, str]) -> ChangeSet | None:
        """Give the set, running or succeeded since the plan, that carries exactly *requests*, by change name.

        *ids* are those of the objects that exist.
        """
        return next((one for one in self.open if _is_equal(one, requests, ids)), None)


def _may_be_met(summary: ChangeSetSummary) -> bool:
    return summary.status not in IN_VAIN


def _is_equal(change_set: ChangeSet, requests: Mapping[str, Request], ids: Mapping[Address, str]) -> bool:
    """Compare names, types, details and entities; of an entity not its revision, which an earlier set has moved."""
    sent = {one.name: one for one in change_set.changes}
    return sent.keys() == requests.keys() and all(_carries(sent[name], one, ids) for name, one in requests.items())


def _carries(sent: SentChange, request: Request, ids: Mapping[Address, str]) -> bool:
    same_entity = ids.get(request.address, sent.entity) == sent.entity
    return same_entity and (sent.type, sent.content) == (request.verb.name, canonical_json(request.details))
