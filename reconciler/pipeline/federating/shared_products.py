"""The products that organizations share: names and groups made of the lists of one experience. Pure.

Example: the source allows prod-a and denies prod-b. `shared/products.yaml` gets the names `product-a` in the group
`approved` and `product-b` in the group `rejected`. A member that allows prod-a and prod-c is then written as
`allow: [group:approved, prod-c]`; one that does not allow prod-a lists its products one by one.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from reconciler.documents import read
from reconciler.kind import Kind
from reconciler.limits import PRODUCT_ID_LENGTH
from reconciler.model import Address, Document, Fields
from reconciler.names import GROUP
from reconciler.pipeline.adopting import addressed
from reconciler.rewriting import Shapes, YamlFile, scalar, shapes_of
from reconciler.validation import validate

FILE: Final = "shared/products.yaml"
PRODUCT: Final = "product"
GROUPS: Final = {"allow": "approved", "deny": "rejected"}
"""The group of each list of the source."""


@dataclass(frozen=True)
class SharedProducts:
    """The ids of each group, by the list that it is for: `allow` and `deny`."""

    ids: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, source: Fields) -> "SharedProducts":
        """Return the products of the experience *source* that a document can name."""
        return cls({key: frozenset(filter(_can_be_named, source.get(f"products.{key}", ()))) for key in GROUPS})

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Return the name of each id. AWS tells no title of a product here, so they are made of the ids."""
        every = {id_: (f"{PRODUCT} {id_.removeprefix('prod-')}",) for ids in self.ids.values() for id_ in ids}
        return {id_: address.name for id_, address in addressed(PRODUCT, every, ()).items()}

    def text(self, kinds: Mapping[str, Kind]) -> str:
        """Return the text of the shared file in canonical form, empty if there is no product."""
        lines = [line for key, group in GROUPS.items() for line in self._items(key, group)]
        if not lines:
            return ""
        text = "\n".join([f"kind: {PRODUCT}", "items:", *lines]) + "\n"
        return YamlFile.of(text.encode(), FILE, _shapes(kinds)).canonical().text

    def _items(self, key: str, group: str) -> Sequence[str]:
        named = sorted((self.names[id_], id_) for id_ in self.ids[key])
        return [f"  {scalar(name)}: {{id: {scalar(id_, flow=True)}, groups: [{group}]}}" for name, id_ in named]

    def documents(self, kinds: Mapping[str, Kind]) -> Sequence[Document]:
        """Return the documents of the shared file."""
        text = self.text(kinds)
        loaded = read(text.encode(), FILE).documents if text else ()
        return validate(loaded, {name: kind.schema for name, kind in kinds.items()})[0]

    def grouped(self, text: str, address: Address, keys: Collection[str], kinds: Mapping[str, Kind]) -> str:
        """Return the document *text* of an experience whose lists *keys* name their groups: they have all of them.

        Who uses a group owns its lists, which `mode: exclusive` then says.
        """
        if not keys:
            return text
        file = YamlFile.of(text.encode(), FILE, _shapes(kinds))
        body = file.bodies[address]
        edits: list[Any] = [(address, ("products", key), self._tokens(body["products"][key], key)) for key in keys]
        owned = [] if "mode" in body else [(address, ("mode",), "exclusive")]
        return file.with_edits([*edits, *owned]).canonical().text

    def _tokens(self, tokens: Sequence[str], key: str) -> list[str]:
        """Return the entries of a list with the group in the place of its products."""
        within = {entry for id_ in self.ids[key] for entry in (id_, self.names[id_])}
        return [f"{GROUP}{GROUPS[key]}", *(one for one in tokens if one not in within)]


def _can_be_named(id_: str) -> bool:
    shortest, longest = PRODUCT_ID_LENGTH
    return shortest <= len(id_) <= longest


def _shapes(kinds: Mapping[str, Kind]) -> Shapes:
    return shapes_of({name: kind.schema for name, kind in kinds.items()})
