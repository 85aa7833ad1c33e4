"""The request token of a StartChangeSet: two equal runs that send the same thing meet in one change set.

The token is made of the request and of a number, so nothing may be sent that tells one run from another: no run id, no
time. How long AWS remembers a token is not documented (facts: catalog 1.6), so what an equal run has sent is looked for
by its name first.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from reconciler.model import Address, Request
from reconciler.model.plan import canonical_json
from reconciler.ports import Catalog, ChangeSet, ChangeSetSummary, SentChange

Change = Mapping[str, Any]

LENGTH = 40
"""Hexadecimal digits of a token, of the 64 characters that AWS takes (facts: catalog 1.6)."""
IN_VAIN = frozenset({"FAILED", "CANCELLED"})


def request_token(changes: Sequence[Change], name: str, tags: Mapping[str, str], number: int) -> str:
    """Give the token of a request as it is sent; *number* tells it from the same one that was sent in vain before."""
    request = {"changes": list(changes), "name": name, "tags": dict(tags), "number": number}
    return sha256(canonical_json(request).encode()).hexdigest()[:LENGTH]


@dataclass(frozen=True, slots=True)
class Sight:
    """What the plan has observed: the ids of *live* experiences, and *at* which time of AWS's its look began.

    *began* is AWS's time at which the run began. A time is None where AWS did not tell it.
    """

    live: Collection[str] = ()
    at: str | None = None
    began: str | None = None

    def has_seen(self, change_set: ChangeSet) -> bool:
        """Tell whether the plan has observed what a set has made that SUCCEEDED."""
        made = {entity for entity in change_set.creations.values() if entity}
        if made:
            return made <= set(self.live)
        return self.at is None or (change_set.ended_at or self.at) < self.at  # not told when: nothing old is adopted

    def is_past(self, change_set: ChangeSet) -> bool:
        """Tell whether a set that AWS gave for a new request is over and done with, so that nothing comes of it.

        Where AWS tells no time, no set is.
        """
        if self.at is None or self.began is None or not change_set.started_at:
            return False
        if change_set.status in IN_VAIN:
            return change_set.started_at < self.began
        return change_set.status == "SUCCEEDED" and self.has_seen(change_set)


@dataclass(frozen=True, slots=True)
class Namesakes:
    """The change sets of one name. *number* is the next request's, *open* are those that may yet be met."""

    number: int
    open: tuple[ChangeSet, ...]

    @classmethod
    def of(cls, name: str, catalog: Catalog, sight: Sight) -> "Namesakes":
        """Count those that came to nothing, or that the plan has seen the effect of. May raise Unreadable."""
        found = catalog.list_change_sets(name=name)
        described = [catalog.describe_change_set(one.id) for one in found if _may_be_met(one)]
        unseen = tuple(one for one in described if one.status != "SUCCEEDED" or not sight.has_seen(one))
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
