"""The YAML that adopts a live experience: with it the next plan is empty, whatever AWS has."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from reconciler.errors import UsageError
from reconciler.limits import (
    BRANDING_INFORMATION_LENGTH,
    BRANDING_TITLE_LENGTH,
    DESCRIPTION_LENGTH,
    THEME_COLOR_PATTERN,
)
from reconciler.model import Address
from reconciler.names import References
from reconciler.ports import Clients
from reconciler.product_forms import PRODUCT_ID
from reconciler.spelling import printable

from .id_names import IdNames, scalar
from .observe import read_all
from .parse import PRINCIPAL_ID
from .spec import ExperienceSpec, ExperienceStatus

Forms = Mapping[str, re.Pattern[str]]


def _text(length: tuple[int, int]) -> re.Pattern[str]:
    return re.compile(f".{{{length[0]},{length[1]}}}", re.DOTALL)


_FIELDS: Final[Forms] = {"description": _text(DESCRIPTION_LENGTH), "user_requests": re.compile("allow|deny")}
_LOOKS: Final[Forms] = {
    "title": _text(BRANDING_TITLE_LENGTH),
    "information": _text(BRANDING_INFORMATION_LENGTH),
    "theme_color": re.compile(THEME_COLOR_PATTERN),
}
"""What a document may say, as far as AWS accepts it. A title may be any that AWS has, since it is not sent again."""


def write(address: Address, remote_id: str, references: References, clients: Clients) -> str:
    """Return the documents that adopt *remote_id*. Raises UsageError if AWS has no such experience."""
    known = {summary.id for summary in clients.catalog.list_entities("Experience")}
    if remote_id not in known:
        raise UsageError(f"AWS has no experience {remote_id!r}", "plan lists the unmanaged experiences with their ids")
    live, _ = read_all(clients.catalog, only=[remote_id], progress=clients.progress)
    return "\n".join(_ExperienceScript.of(address, remote_id, live[remote_id].spec, references).lines()) + "\n"


@dataclass(frozen=True, slots=True)
class _ExperienceScript:
    """The documents that adopt one experience, in the repository's names and in new names for products without one."""

    address: Address
    id: str
    spec: ExperienceSpec
    products: IdNames
    principals: IdNames

    @classmethod
    def of(cls, address: Address, id_: str, spec: ExperienceSpec, references: References) -> "_ExperienceScript":
        listed = (spec.allow or frozenset()) | (spec.deny or frozenset())
        known = IdNames.of("product", PRODUCT_ID, references)
        products = known.with_new_names(listed, references.names.get("product", {}))
        return cls(address, id_, spec, products, IdNames.of("principal", PRINCIPAL_ID, references))

    def lines(self) -> Iterator[str]:
        """Return the experience, and the products that got new names."""
        spec = self.spec
        yield f"kind: {self.address.kind}"
        yield f"name: {self.address.name}"
        yield f"id: {self.id}"
        yield from self._ownership()
        yield from _values({"title": spec.title, "description": spec.description}, _FIELDS)
        yield from _values({"status": spec.status, "user_requests": spec.user_requests}, _FIELDS)
        yield from self._principals()
        if spec.policy is not None:
            yield "products:"
            yield from self._products()
        yield from _branding(spec.branding or {})
        yield from self.products.documents()

    def _ownership(self) -> Iterator[str]:
        """Return the mode: additive if owning the lists would remove members that no list can name."""
        spec = self.spec
        nameless = [*_unnameable(spec.principals, self.principals), *_unnameable(spec.allow, self.products)]
        if nameless and spec.status is not ExperienceStatus.ARCHIVED:
            yield "mode: additive  # exclusive would remove members that no document can name, see below"

    def _principals(self) -> Iterator[str]:
        """Return the principals; those of an archived experience are a comment, since it governs and releases none."""
        held = self.spec.principals or frozenset()
        if self.spec.status is ExperienceStatus.ARCHIVED and held:
            yield f"# AWS keeps {printable(', '.join(sorted(held)))} with it: revive it to remove them"
        else:
            yield from _members("principals", held, self.principals)

    def _products(self) -> Iterator[str]:
        """Return both lists.

        A product that is allowed under another id is not listed as denied, since both ids have the same name.
        """
        allow, deny = self.spec.allow or frozenset(), self.spec.deny or frozenset()
        taken = {self.products.name_of(product) for product in allow}
        doubled = {product for product in deny if self.products.name_of(product) in taken}
        yield from _members("  allow", allow, self.products)
        yield from _members("  deny", deny - doubled, self.products)
        for product in sorted(doubled):
            yield f"  # {printable(product)} is denied: the same product is allowed by another id, and both stay so"


def _unnameable(ids: Collection[str] | None, names: IdNames) -> list[str]:
    return sorted(id_ for id_ in ids or () if not names.can_name(id_))


def _members(key: str, ids: frozenset[str], names: IdNames) -> Iterator[str]:
    nameless = _unnameable(ids, names)
    lines = [*names.lines(ids.difference(nameless))]
    indent = " " * (len(key) - len(key.lstrip()))
    yield f"{key}:" if lines else f"{key}: []"
    yield from (f"{indent}  - {line}" for line in lines)
    for id_ in nameless:
        yield f"{indent}# {scalar(id_)} is listed too: no document can name it, and it stays as it is"


def _values(values: Mapping[str, str | None], forms: Forms) -> Iterator[str]:
    """Return the values; those that no document may state are left out, with a comment."""
    for key, value in values.items():
        if value and (key not in forms or forms[key].fullmatch(value)):
            yield f"{key}: {scalar(value)}"
        elif value:
            yield f"# {key} is left out and not managed: AWS would not take again what it has there"


def _branding(branding: Mapping[str, str]) -> Iterator[str]:
    """Return the branding without the logo: AWS may name its own copy, and stating that would send it again."""
    if "logo_url" in branding:
        yield "# branding.logo_url is write-only: AWS shows its own copy, so it is left out and not managed"
    lines = [*_values({key: value for key, value in branding.items() if key != "logo_url"}, _LOOKS)]
    if lines:
        yield "# branding:" if all(line.startswith("#") for line in lines) else "branding:"
        yield from (f"  {line}" for line in lines)
