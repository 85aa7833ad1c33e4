"""The effects of earlier change sets on products and principals, as far as AWS still lists them.

AWS keeps change sets for 60 or 90 days (facts: catalog 1.6), and does not show a caller those of every account.

Example: the newest change set of reconciler on exp-a denies prod-x, an older one allowed prod-x and prod-y. Asked for
both products, `allowed_by_us` returns prod-y.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from reconciler.execute import OURS
from reconciler.ports import Catalog, ChangeSet, ChangeSetSummary, SentChange
from reconciler.reading_progress import ReadingProgress

from .verbs import ALLOW, ARRIVE, DENY, LEAVE

CHANGE_SET = "change set"

NEWEST = 20
"""How many of the newest change sets are read. Moves that have not ended are among the last ones of a run."""


class Departure(NamedTuple):
    """The id of the experience that a principal left, and the change set that took it out."""

    experience: str
    change_set: str


Departures = Mapping[str, Departure]
"""The last departure of each principal that is in no experience now."""


class History:
    """Change sets that succeeded, newest first; each is read once."""

    def __init__(self, catalog: Catalog, progress: ReadingProgress) -> None:
        """Read from *catalog*; *progress* counts the change sets."""
        self._catalog = catalog
        self._progress = progress
        self._of: dict[str | None, tuple[ChangeSetSummary, ...]] = {}
        self._described: dict[str, ChangeSet] = {}

    def allowed_before(self, experience: str) -> frozenset[str]:
        """Return every product id that the newest change sets have allowed in *experience*."""
        changes = (one for summary in self._sets(experience)[:NEWEST] for one in self._listed(summary, experience))
        return frozenset(product for verb, products in changes if verb == ALLOW.name for product in products)

    def allowed_by_us(self, experience: str, products: Collection[str]) -> frozenset[str] | None:
        """Return those of *products* that the newest change sets of reconciler on *experience* have left allowed.

        The newest change set that names a product counts. Returns None if AWS lists no change set of reconciler.
        """
        ours = self._ours(experience)
        open_, allowed = set(products), set[str]()
        for summary in ours:
            if not open_:
                break
            for verb, listed in self._listed(summary, experience):
                allowed |= open_ & listed if verb == ALLOW.name else set()
                open_ -= listed
        return frozenset(allowed) if ours else None

    def departures(self, principals: Collection[str]) -> Departures:
        """Return which experience each of *principals* left in one of reconciler's newest change sets.

        AWS moves a principal in two change sets (facts: catalog 5.2), and a run may have ended between them. A
        principal that reconciler has associated since is left out: something else has taken it out.
        """
        found: dict[str, Departure] = {}
        open_ = set(principals)
        for summary in self._ours() if open_ else ():
            if not open_:
                break
            for change in self._changes(summary):
                moved = change.type in {LEAVE.name, ARRIVE.name}
                known = open_.intersection(change.members if moved else ())
                open_ -= known
                if change.type == LEAVE.name:
                    found |= dict.fromkeys(known, Departure(change.entity, summary.id))
        return found

    def _ours(self, experience: str | None = None) -> list[ChangeSetSummary]:
        return [one for one in self._sets(experience) if one.name.startswith(OURS)][:NEWEST]

    def _sets(self, experience: str | None) -> tuple[ChangeSetSummary, ...]:
        if experience not in self._of:
            self._of[experience] = self._catalog.list_change_sets(status=("SUCCEEDED",), entity_id=experience)
        return self._of[experience]

    def _changes(self, summary: ChangeSetSummary) -> tuple[SentChange, ...]:
        if summary.id not in self._described:
            self._described[summary.id] = self._catalog.describe_change_set(summary.id)
            self._progress.count(CHANGE_SET)
        return self._described[summary.id].changes

    def _listed(self, summary: ChangeSetSummary, experience: str) -> Iterator[tuple[str, frozenset[str]]]:
        """Return the changes of the product lists of *experience* in a change set: type and products of each."""
        for change in self._changes(summary):
            if change.entity == experience and change.type in {ALLOW.name, DENY.name}:
                yield change.type, change.members
