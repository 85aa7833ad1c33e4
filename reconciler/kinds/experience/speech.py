"""How the repository speaks of ids: by name, as they are, or by a name made for what no list can hold. Pure."""

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
    """The words for ids of one kind: *names* by id, *titles* by name, and names made *here*, which nobody knows yet.

    *literal* has the form that an id must have to stand in a list as it is.
    """

    names: Mapping[str, str]
    titles: Mapping[str, str]
    literal: re.Pattern[str]
    here: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, kind: str, literal: re.Pattern[str], references: References) -> "Speech":
        """Gather the repository's words; an alias that no list can hold is said by the name of its product."""
        names = references.names.get(kind, {})
        aliases = {a: label for label, one in names.items() for a in one.aliases if not literal.fullmatch(a)}
        known = {**aliases, **{one.id: label for label, one in names.items()}}
        return cls(known, {label: one.title for label, one in names.items() if one.title}, literal)

    def naming(self, products: Collection[str], taken: Collection[str]) -> "Speech":
        """Make a name, none of those *taken*, for each of *products* that cannot be said otherwise."""
        here: dict[str, str] = {}
        for product in sorted(products):
            if not self.says(product) and _SHORTEST <= len(product) <= _LONGEST:
                here[product] = _fresh(product, {*taken, *here.values()})
        return Speech({**self.names, **here}, self.titles, self.literal, here)

    def says(self, id_: str) -> bool:
        """Tell whether a list can hold *id_*."""
        return id_ in self.names or self.literal.fullmatch(id_) is not None

    def word(self, id_: str) -> str:
        """Return what a list says for *id_*: two ids of one product may have one word."""
        return self.names.get(id_, id_)

    def lines(self, ids: Collection[str]) -> Iterator[str]:
        """Write the words for *ids*, in the order of the ids, each word once, with its title beside it."""
        for word in dict.fromkeys(self.word(id_) for id_ in sorted(ids)):
            title = self.titles.get(word)
            yield f"{scalar(word)}  # {printable(title)}" if title else scalar(word)

    def documents(self) -> Iterator[str]:
        """Write the document that names what was named *here*."""
        if self.here:
            yield "---"
            yield "kind: product"
            yield "items:"
            yield from (f"  {name}: {{id: {scalar(id_)}}}" for id_, name in self.here.items())


def _fresh(id_: str, taken: Collection[str]) -> str:
    """Make a name of the letters of *id_*; with a word before them, it never looks like an id."""
    letters = _SEPARATORS.sub("-", id_.lower()).strip("-")
    name = f"{_PREFIX}{letters}".rstrip("-")[: len(_PREFIX) + _LONGEST]
    others = (f"{name}-{number}" for number in range(2, len(taken) + 3))
    return next(one for one in (name, *others) if one not in taken)


def scalar(value: str) -> str:
    """Write a text so that every YAML reader takes it for a text: quoted, unless it is plainly a word."""
    plain = value.replace("-", "").isalnum() and value[0].isalpha() and value.isascii()
    return value if plain and value.lower() not in _TAKEN else "".join(_quoted(value))


def _quoted(value: str) -> Iterator[str]:
    """Quote as JSON does, but for what only YAML can say: one escape a character, be it beyond the first 65536."""
    for character in json.dumps(value, ensure_ascii=False):
        yield character if character.isprintable() else f"\\U{ord(character):08x}"
