"""The names by which a document that is written lists ids: known names, the ids themselves, or new names. Pure.

Example: a product id `X_1!` has no name and not the form of a product id. The document that is written lists
`product-x_1`, and a `product` document maps this name to the id.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from reconciler.limits import PRODUCT_ID_LENGTH
from reconciler.names import References
from reconciler.rewriting import scalar
from reconciler.spelling import printable

_SEPARATORS = re.compile(r"[^a-z0-9_]+")
_SHORTEST, _LONGEST = PRODUCT_ID_LENGTH
_PREFIX = "product-"


@dataclass(frozen=True, slots=True)
class IdNames:
    """The names for ids of one kind.

    *names* are the names by id, *titles* the titles by name. *literal* is the form that an id must have to stand in a
    list as it is. *new* are new names that are not in the repository yet.
    """

    names: Mapping[str, str]
    titles: Mapping[str, str]
    literal: re.Pattern[str]
    new: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, kind: str, literal: re.Pattern[str], references: References) -> "IdNames":
        """Collect the repository's names; an alias that no list can hold has the name of its product."""
        names = references.names.get(kind, {})
        aliases = {a: label for label, one in names.items() for a in one.aliases if not literal.fullmatch(a)}
        known = {**aliases, **{one.id: label for label, one in names.items()}}
        return cls(known, {label: one.title for label, one in names.items() if one.title}, literal)

    def with_new_names(self, products: Collection[str], taken: Collection[str]) -> "IdNames":
        """Return these names with a new name, not in *taken*, for each of *products* that needs a name."""
        new: dict[str, str] = {}
        used = set(taken)
        for product in sorted(products):
            if not self.can_name(product) and _SHORTEST <= len(product) <= _LONGEST:
                new[product] = _fresh(product, used)
                used.add(new[product])
        return IdNames({**self.names, **new}, self.titles, self.literal, new)

    def can_name(self, id_: str) -> bool:
        """Tell whether a list can name *id_*."""
        return id_ in self.names or self.literal.fullmatch(id_) is not None

    def name_of(self, id_: str) -> str:
        """Return the name of *id_* in a list; two ids of one product may have the same name."""
        return self.names.get(id_, id_)

    def lines(self, ids: Collection[str]) -> Iterator[str]:
        """Return the names of *ids* in the order of the ids, each name once, with its title as a comment."""
        for name in dict.fromkeys(self.name_of(id_) for id_ in sorted(ids)):
            title = self.titles.get(name)
            yield f"{scalar(name)}  # {printable(title)}" if title else scalar(name)


def _fresh(id_: str, taken: Collection[str]) -> str:
    """Return a new name made of the letters of *id_*, with a prefix so that it never looks like an id."""
    letters = _SEPARATORS.sub("-", id_.lower()).strip("-")
    name = f"{_PREFIX}{letters}".rstrip("-")[: len(_PREFIX) + _LONGEST]
    others = (f"{name}-{number}" for number in range(2, len(taken) + 3))
    return next(one for one in (name, *others) if one not in taken)
