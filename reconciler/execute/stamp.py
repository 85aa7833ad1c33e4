"""The name, tags and token of a change set. They are no part of the plan, and so no part of its digest.

Two equal runs must send equal requests, so that AWS carries them out once. The token is made of the request and a
number, and nothing that differs between two runs may be sent: no run id, no time. How long AWS remembers a token is not
documented (facts: catalog 1.6). Therefore a run first looks for a change set of the same name that an equal run has
started.

Example: op-2 of the plan sha256:0123456789ab… at commit abc1234… is sent as `reconciler 0123456789ab op-2 abc1234`. The
first request has number 1. If its change set fails and a later run makes the same plan again, that run finds one failed
change set of this name and takes number 2, so that AWS does not answer with the failed one.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import islice
from typing import Any

from reconciler import __version__
from reconciler.limits import FILTER_VALUES
from reconciler.model import DIRTY, Address, Request, canonical_json
from reconciler.ports import Catalog, ChangeSet, ChangeSetSummary, SentChange

from .freshness import IN_VAIN, OURS, Baseline

FRESH = 10.0
"""Seconds for which a look-up of names holds."""
LENGTH = 40
"""Hexadecimal digits of a token; AWS takes up to 64 characters (facts: catalog 1.6)."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """The plan and commit that a run carries out; *token* returns a fresh token for an EC2 call that creates."""

    digest: str
    commit: str | None
    token: Callable[[], str]

    def name(self, operation: str) -> str:
        """Return `reconciler DIGEST12 OP COMMIT7`; the mark of a commit that does not hold the whole plan is kept."""
        commit, mark, _ = (self.commit or "none").partition(DIRTY)
        return f"{OURS}{self._short()} {operation} {commit[:7]}{mark}"

    def request_token(self, operation: str, changes: Sequence[Mapping[str, Any]], number: int) -> str:
        """Return the token of a StartChangeSet with *changes* for *operation*, by its name and tags."""
        return request_token(changes, self.name(operation), self.tags(), number)

    def tags(self) -> Mapping[str, str]:
        """Return the tags that name the tool, plan and commit."""
        return {
            "reconciler:version": __version__,
            "reconciler:plan": self._short(),
            "reconciler:commit": self.commit or "none",
        }

    def _short(self) -> str:
        return self.digest.removeprefix("sha256:")[:12]


def request_token(changes: Sequence[Mapping[str, Any]], name: str, tags: Mapping[str, str], number: int) -> str:
    """Return the token of a request; *number* tells it from equal requests that were sent in vain before."""
    request = {"changes": list(changes), "name": name, "tags": dict(tags), "number": number}
    return sha256(canonical_json(request).encode()).hexdigest()[:LENGTH]


@dataclass(frozen=True, slots=True)
class SameNamedSets:
    """The change sets of one name.

    *number* is the number of the next request. *open* are the change sets that may be the one of an equal run.
    """

    number: int
    open: tuple[ChangeSet, ...]

    @classmethod
    def of(cls, found: Collection[ChangeSetSummary], catalog: Catalog, baseline: Baseline) -> "SameNamedSets":
        """Return what those *found* with one name mean for the next request. May raise Unreadable.

        *number* counts those that failed, were cancelled, or whose effect the plan has observed.
        """
        described = [catalog.describe_change_set(one.id) for one in found if _may_be_met(one)]
        unseen = tuple(one for one in described if one.status != "SUCCEEDED" or not baseline.has_seen(one))
        return cls(number=1 + len(found) - len(unseen), open=unseen)

    def equal(self, requests: Mapping[str, Request], ids: Mapping[Address, str]) -> ChangeSet | None:
        """Return a change set, running or succeeded since the plan, that carries exactly *requests*, or None.

        *requests* are by change name; *ids* are those of the objects that exist.
        """
        return next((one for one in self.open if _is_equal(one, requests, ids)), None)


@dataclass(slots=True)
class Namesakes:
    """The change sets whose names a run is about to use, looked up for ten names in a call.

    *found* has the time of the look-up and the change sets of each name. An equal run that starts a change set after
    the look-up sends the same token as this run, which AWS still knows after a few seconds.
    """

    catalog: Catalog
    found: dict[str, tuple[float, tuple[ChangeSetSummary, ...]]] = field(default_factory=dict)

    def of(self, name: str, upcoming: Callable[[], Iterable[str]], now: float) -> tuple[ChangeSetSummary, ...]:
        """Return the change sets of *name*; *upcoming* returns the names that are used next. May raise Unreadable."""
        if not self._is_fresh(name, now):
            later = (one for one in upcoming() if one != name and not self._is_fresh(one, now))
            names = [name, *islice(later, FILTER_VALUES - 1)]
            listed = self.catalog.list_change_sets(names=names)
            self.found |= {one: (now, tuple(each for each in listed if each.name == one)) for one in names}
        return self.found[name][1]

    def _is_fresh(self, name: str, now: float) -> bool:
        return name in self.found and now - self.found[name][0] <= FRESH


def _may_be_met(summary: ChangeSetSummary) -> bool:
    return summary.status not in IN_VAIN


def _is_equal(change_set: ChangeSet, requests: Mapping[str, Request], ids: Mapping[Address, str]) -> bool:
    """Compare names, types, details and entities.

    Revisions are not compared, since earlier change sets have raised them.
    """
    sent = {one.name: one for one in change_set.changes}
    return sent.keys() == requests.keys() and all(_carries(sent[name], one, ids) for name, one in requests.items())


def _carries(sent: SentChange, request: Request, ids: Mapping[Address, str]) -> bool:
    same_entity = ids.get(request.address, sent.entity) == sent.entity
    return same_entity and (sent.type, sent.content) == (request.verb.name, canonical_json(request.details))
