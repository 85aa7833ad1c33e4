"""How a document names an id: by its name, as it is, or by a new name for an id that no list can hold. Pure.

Example: a product id `X_1!` has no name and not the form of a product id. The document that is written calls it
`product-x_1`, and a `product` document gives that name to the id.
"""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from reconciler.limits import PRODUCT_ID_LENGTH
from reconciler.names import References
from reconciler.spelling import printable

_TAKEN = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})
_SEPARATORS = re.compile(r"[^a-z0-9_]+")
_SHORTEST, _LONGEST = PRODUCT_ID_LENGTH
_PREFIX = "product-"


@dataclass(frozen=True, slots=True)
class Speech:
    """The words for ids of one kind.

    *names* are the names by id, *titles* the titles by name. *literal* is the form that an id must have to stand in a
    list as it is. *here* are new names that are not in the repository yet.
    """

    names: Mapping[str, str]
    titles: Mapping[str, str]
    literal: re.Pattern[str]
    here: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, kind: str, literal: re.Pattern[str], references: References) -> "Speech":
        """Collect the repository's names; an alias that no list can hold has the name of its product."""
        names = references.names.get(kind, {})
        aliases = {a: label for label, one in names.items() for a in one.aliases if not literal.fullmatch(a)}
        known = {**aliases, **{one.id: label for label, one in names.items()}}
        return cls(known, {label: one.title for label, one in names.items() if one.title}, literal)

    def naming(self, products: Collection[str], taken: Collection[str]) -> "Speech":
        """Return these words with a new name, none of *taken*, for each of *products* that needs one."""
        here: dict[str, str] = {}
        for product in sorted(products):
            if not self.says(product) and _SHORTEST <= len(product) <= _LONGEST:
                here[product] = _fresh(product, {*taken, *here.values()})
        return Speech({**self.names, **here}, self.titles, self.literal, here)

    def says(self, id_: str) -> bool:
        """Tell whether a list can name *id_*."""
        return id_ in self.names or self.literal.fullmatch(id_) is not None

    def word(self, id_: str) -> str:
        """Return the word for *id_* in a list; two ids of one product may have the same word."""
        return self.names.get(id_, id_)

    def lines(self, ids: Collection[str]) -> Iterator[str]:
        """Return the words for *ids* in the order of the ids, each once, with its title as a comment."""
        for word in dict.fromkeys(self.word(id_) for id_ in sorted(ids)):
            title = self.titles.get(word)
            yield f"{scalar(word)}  # {printable(title)}" if title else scalar(word)

    def documents(self) -> Iterator[str]:
        """Return the document that gives the new names to their ids."""
        if self.here:
            yield "---"
            yield "kind: product"
            yield "items:"
            yield from (f"  {name}: {{id: {scalar(id_)}}}" for id_, name in self.here.items())


def _fresh(id_: str, taken: Collection[str]) -> str:
    """Return a new name made of the letters of *id_*, with a prefix so that it never looks like an id."""
    letters = _SEPARATORS.sub("-", id_.lower()).strip("-")
    name = f"{_PREFIX}{letters}".rstrip("-")[: len(_PREFIX) + _LONGEST]
    others = (f"{name}-{number}" for number in range(2, len(taken) + 3))
    return next(one for one in (name, *others) if one not in taken)


def scalar(value: str) -> str:
    """Return a text as a YAML scalar that every reader takes for a text; only plain words are not quoted."""
    plain = value.replace("-", "").isalnum() and value[0].isalpha() and value.isascii()
    return value if plain and value.lower() not in _TAKEN else "".join(_quoted(value))


def _quoted(value: str) -> Iterator[str]:
    """Quote as JSON does, with YAML's escapes (one for each character) for what cannot be printed."""
    for character in json.dumps(value, ensure_ascii=False):
        yield character if character.isprintable() else f"\\U{ord(character):08x}"
