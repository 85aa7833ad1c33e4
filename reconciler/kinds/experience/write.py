"""The YAML that adopts live experiences: with it the next plan is empty, whatever AWS has."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from reconciler.adoption import Written
from reconciler.errors import UsageError
from reconciler.limits import (
    BRANDING_INFORMATION_LENGTH,
    BRANDING_TITLE_LENGTH,
    DESCRIPTION_LENGTH,
    THEME_COLOR_PATTERN,
)
from reconciler.model import Address, Wish
from reconciler.names import Name, References
from reconciler.ports import Clients
from reconciler.product_forms import PRODUCT_ID
from reconciler.rewriting import scalar
from reconciler.spelling import printable, quoted

from .id_names import IdNames
from .observe import ObservedExperiences, read_all
from .parse import PRINCIPAL_ID
from .spec import NONE, ExperienceSpec, ExperienceStatus, Live, ObservedExperience, Wanted

Forms = Mapping[str, re.Pattern[str]]


def _text(length: tuple[int, int]) -> re.Pattern[str]:
    return re.compile(f".{{{length[0]},{length[1]}}}", re.DOTALL)


_LEFT_OUT: Final = "# {} is left out and not managed: AWS would not take again what it has there"
_FIELDS: Final[Forms] = {"description": _text(DESCRIPTION_LENGTH), "user_requests": re.compile("allow|deny")}
_LOOKS: Final[Forms] = {
    "title": _text(BRANDING_TITLE_LENGTH),
    "information": _text(BRANDING_INFORMATION_LENGTH),
    "theme_color": re.compile(THEME_COLOR_PATTERN),
}
"""What a document may say, as far as AWS accepts it. A title may be any that AWS has, since it is not sent again."""


def find(remote_id: str, clients: Clients) -> ObservedExperience:
    """Read one experience. Raises UsageError if AWS does not have it."""
    known = {summary.id for summary in clients.catalog.list_entities("Experience")}
    if remote_id not in known:
        raise UsageError(f"AWS has no experience {remote_id!r}", "plan lists the unmanaged experiences with their ids")
    live, _ = read_all(clients.catalog, only=[remote_id], progress=clients.progress)
    return live[remote_id]


def found(observation: ObservedExperiences) -> Live:
    """Return every experience that was read."""
    return observation.live


def called(one: ObservedExperience) -> Sequence[str]:
    """Return the title, after which an experience is named."""
    return (one.spec.title or "",)


def claimants(wish: Wish, objects: Collection[ObservedExperience]) -> Mapping[str, Wanted]:
    """Return the documents without id that have the title of an experience, but for case and outer blanks.

    Such a document adopts the experience, is in error until it states an id, or another experience has the title, too.
    """
    documents = [one for one in wish.values() if isinstance(one.spec, ExperienceSpec) and not one.pin]
    titled = {_plain(one.spec.title): one for one in documents if one.spec.title}
    return {one.remote_id: titled[title] for one in objects if (title := _plain(one.spec.title)) in titled}


def _plain(title: str | None) -> str:
    return (title or "").strip().casefold()


def write(objects: Mapping[Address, ObservedExperience], references: References) -> Written:
    """Return the documents that adopt *objects*, and new names for products that no list can hold by their ids."""
    specs = [one.spec for one in objects.values()]
    listed = NONE.union(*((spec.allow or NONE) | (spec.deny or NONE) for spec in specs))
    known = IdNames.of("product", PRODUCT_ID, references)
    products = known.with_new_names(listed, references.names.get("product", {}))
    principals = IdNames.of("principal", PRINCIPAL_ID, references)
    scripts = [
        _ExperienceScript(address, one.remote_id, one.spec, products, principals) for address, one in objects.items()
    ]
    return Written(
        {script.address: "\n".join(script.lines()) + "\n" for script in scripts},
        {Address("product", label): Name(id_) for id_, label in products.new.items()},
        {script.address: left_out for script in scripts if (left_out := tuple(script.left_out()))},
    )


@dataclass(frozen=True, slots=True)
class _ExperienceScript:
    """The document that adopts one experience, in the names of *products* and *principals*."""

    address: Address
    id: str
    spec: ExperienceSpec
    products: IdNames
    principals: IdNames

    def lines(self) -> Iterator[str]:
        """Return the lines of the document, in canonical order."""
        spec = self.spec
        yield f"kind: {self.address.kind}"
        yield f"name: {scalar(self.address.name)}"
        yield from _title(spec.title or "")
        yield from _values({"description": spec.description}, _FIELDS)
        yield from _values({"status": spec.status, "user_requests": spec.user_requests}, _FIELDS)
        yield from self._principals()
        if spec.policy is not None:
            yield "products:"
            yield from self._products()
        yield from _branding(spec.branding or {})
        yield f"id: {scalar(self.id)}"
        yield from self._ownership()

    def left_out(self) -> Iterator[str]:
        """Return what no document can state: members of lists, and values that AWS would not take again."""
        spec, looks = self.spec, dict(self.spec.branding or {})
        for id_ in self._nameless():
            yield f"no document can name {quoted(id_)}, which it lists; the list is additive"
        stated = {"description": spec.description, "user_requests": spec.user_requests}
        wrong = [*_refused(stated, _FIELDS), *(f"branding.{key}" for key in _refused(looks, _LOOKS))]
        yield from (f"AWS would not take again what it has as {key}" for key in wrong)

    def _nameless(self) -> Sequence[str]:
        """Return the members that no list can name; those of an archived experience are kept, whatever is stated."""
        spec = self.spec
        if spec.status is ExperienceStatus.ARCHIVED:
            return ()
        return [*_unnameable(spec.principals, self.principals), *_unnameable(spec.allow, self.products)]

    def _ownership(self) -> Iterator[str]:
        """Return the mode: additive if owning the lists would remove members that no list can name."""
        if self._nameless():
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


def _refused(values: Mapping[str, str | None], forms: Forms) -> Sequence[str]:
    """Return the keys of the values that no document may state."""
    return [key for key, value in values.items() if value and key in forms and not forms[key].fullmatch(value)]


def _title(title: str) -> Iterator[str]:
    """Return the title as AWS has it: without blanks around it, it would be a new one."""
    if title:
        blank = title != title.strip()
        yield f"title: {scalar(title)}" + (
            "  # it begins or ends with a blank in AWS: trim it to rename" if blank else ""
        )


def _values(values: Mapping[str, str | None], forms: Forms) -> Iterator[str]:
    """Return the values; those that no document may state are left out, with a comment."""
    refused = _refused(values, forms)
    for key, value in values.items():
        if value and key not in refused:
            yield f"{key}: {scalar(value)}"
        elif value:
            yield _LEFT_OUT.format(key)


def _branding(branding: Mapping[str, str]) -> Iterator[str]:
    """Return the branding without the logo: AWS may name its own copy, and stating that would send it again."""
    if "logo_url" in branding:
        yield "# branding.logo_url is write-only: AWS shows its own copy, so it is left out and not managed"
    looks = {key: value for key, value in branding.items() if value and key != "logo_url"}
    refused = _refused(looks, _LOOKS)
    yield from (_LEFT_OUT.format(f"branding.{key}") for key in refused)
    if looks.keys() - refused:
        yield "branding:"
        yield from (f"  {key}: {scalar(value)}" for key, value in looks.items() if key not in refused)
