"""What change sets that succeeded have done to the products of an experience, as far as AWS still lists them.

It keeps them for 60 or 90 days (facts: catalog 1.6), and a caller is not shown every account's sets.
"""

from collections.abc import Collection, Iterator

from reconciler.execute.stamp import OURS
from reconciler.ports import Catalog, ChangeSet, ChangeSetSummary, SentChange

from .verbs import ALLOW, DENY

NEWEST = 20
"""How many of the newest change sets of an experience are looked at."""


class History:
    """Change sets that succeeded, newest first; each is read once, whichever experiences are asked about."""

    def __init__(self, catalog: Catalog) -> None:
        """Ask *catalog*."""
        self._catalog = catalog
        self._of: dict[str, tuple[ChangeSetSummary, ...]] = {}
        self._described: dict[str, ChangeSet] = {}

    def allowed_before(self, experience: str) -> frozenset[str]:
        """Return every product id that the newest change sets have allowed in *experience*."""
        changes = (one for summary in self._sets(experience)[:NEWEST] for one in self._listed(summary, experience))
        return frozenset(product for verb, products in changes if verb == ALLOW.name for product in products)

    def allowed_by_us(self, experience: str, products: Collection[str]) -> frozenset[str] | None:
        """Return those of *products* that our newest change sets on *experience* have left allowed.

        The newest one that names a product counts. None where AWS lists no set of ours: nothing is known then.
        """
        ours = [one for one in self._sets(experience) if one.name.startswith(OURS)][:NEWEST]
        open_, allowed = set(products), set[str]()
        for summary in ours:
            if not open_:
                break
            for verb, listed in self._listed(summary, experience):
                allowed |= open_ & listed if verb == ALLOW.name else set()
                open_ -= listed
        return frozenset(allowed) if ours else None

    def _sets(self, experience: str) -> tuple[ChangeSetSummary, ...]:
        if experience not in self._of:
            self._of[experience] = self._catalog.list_change_sets(status=("SUCCEEDED",), entity_id=experience)
        return self._of[experience]

    def _listed(self, summary: ChangeSetSummary, experience: str) -> Iterator[tuple[str, frozenset[str]]]:
        """Return what a change set did to the product lists of *experience*: each change's type, and its products."""
        if summary.id not in self._described:
            self._described[summary.id] = self._catalog.describe_change_set(summary.id)
        for change in self._described[summary.id].changes:
            if change.entity == experience and change.type in {ALLOW.name, DENY.name}:
                yield change.type, _products(change)


def _products(change: SentChange) -> frozenset[str]:
    return frozenset(product for block in change.details.get("Products", ()) for product in block.get("Ids", ()))
