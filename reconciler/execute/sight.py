"""What a look shows: which change sets run, and how those have ended that do not.

Up to eighty change sets are told by listing those that run, twenty in a call. Of more, those are listed that have ended
since the look before, which takes fewer calls; every eighth look lists those that run all the same, since AWS may list
an end late. Change sets that have ended are described side by side.

Example: of 200 change sets, 15 end between two looks. One call lists these, and 15 calls describe them; listing those
that run would take ten calls.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil
from typing import Final

from reconciler.limits import LIST_CHANGE_SETS_PAGE
from reconciler.parallel import in_parallel
from reconciler.ports import Catalog, ChangeSet
from reconciler.spelling import moment

from .freshness import RUNNING

ENDED: Final = ("CANCELLED", "FAILED", "SUCCEEDED")
MOST_PAGES: Final = 4
"""How many calls a look takes at most to list the change sets that run, but for every `WHOLE`-th look."""
WHOLE: Final = 8
SLACK: Final = timedelta(seconds=5)
"""How late AWS may list an end without its being missed by the next look; times are told in whole seconds."""


@dataclass(slots=True)
class Sight:
    """What the latest look at *catalog* has shown.

    *listed* has the status of each change set that runs. *others* is the number of open change sets that are not of
    this run. *since* is AWS's time of the latest look, None if it is not known. *partial* counts the looks since all
    that run were listed. *ends* has what describing those that have ended has returned or raised.
    """

    catalog: Catalog
    others: int = 0
    listed: Mapping[str, str] = field(default_factory=dict)
    since: str | None = None
    partial: int = 0
    ends: dict[str, ChangeSet | Exception] = field(default_factory=dict)

    def look(self, watched: Collection[str], unlisted: Collection[str]) -> int:
        """Look at the change sets *watched*, and describe those that have ended; return the calls that listed them.

        *unlisted* are known to run without being listed. What describing has shown is kept until the step of the
        attempt that waits for it. May raise Unreadable.
        """
        at = self.catalog.time()
        if self.since and self.partial < WHOLE and pages(len(watched) + self.others) > MOST_PAGES:
            calls = self._list_ended(watched, self.since)
        else:
            calls = self._list_running(watched)
        self.since = at
        known = {*self.listed, *unlisted, *self.ends}
        ended = [one for one in watched if one not in known]
        if len(ended) > 1:
            self.ends.update(zip(ended, in_parallel(self._described, ended), strict=True))
        return calls

    def learn(self, change_set_id: str) -> Sequence[float]:
        """List the newest change sets, with the one that the run waits for; return the seconds that others took.

        Only those count that have succeeded. May raise Unreadable.
        """
        newest = self.catalog.list_change_sets(newest=LIST_CHANGE_SETS_PAGE)
        self.listed = {one.id: one.status for one in newest if one.id == change_set_id and one.status in RUNNING}
        return [one.seconds for one in newest if one.status == "SUCCEEDED" and one.seconds is not None]

    def describe(self, change_set_id: str) -> ChangeSet:
        """Return a change set as the latest look has described it, or else as it is now. May raise Unreadable."""
        found = self.ends.pop(change_set_id, None)
        if isinstance(found, Exception):
            raise found
        return found or self.catalog.describe_change_set(change_set_id)

    def _list_running(self, watched: Collection[str]) -> int:
        self.listed, self.partial = {one.id: one.status for one in self.catalog.list_change_sets(status=RUNNING)}, 0
        self.others = len(self.listed.keys() - set(watched))
        return pages(len(self.listed))

    def _list_ended(self, watched: Collection[str], since: str) -> int:
        after = moment(datetime.fromisoformat(since) - SLACK)
        ended = {one.id for one in self.catalog.list_change_sets(status=ENDED, ended_after=after)}
        self.listed = {one: self.listed.get(one, RUNNING[0]) for one in watched if one not in ended}
        self.partial += 1
        return pages(len(ended))

    def _described(self, change_set_id: str) -> ChangeSet | Exception:
        """Describe a change set in another thread; what this raises concerns only the attempt that waits for it."""
        try:
            return self.catalog.describe_change_set(change_set_id)
        except Exception as failed:  # noqa: BLE001 - raised again in the step of the attempt
            return failed


def pages(change_sets: int) -> int:
    """Return how many calls list a number of change sets."""
    return max(1, ceil(change_sets / LIST_CHANGE_SETS_PAGE))
