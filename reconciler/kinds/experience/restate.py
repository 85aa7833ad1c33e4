"""Documents that say what AWS has of an experience, in the fields that differ. Pure.

Example: a document allows `group:observability` (datadog, splunk) and denies nothing; AWS allows datadog and new-relic,
and denies splunk. The list becomes `[datadog, new-relic]`, and `deny`, if the document states it, `[splunk]`.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reconciler.adoption import FieldEdit, Restatement
from reconciler.model import FieldChange, SetChange, ValueChange
from reconciler.names import References
from reconciler.product_forms import PRODUCT_ID
from reconciler.references import Vocabulary, relisted
from reconciler.spelling import quoted

from .parse import PRINCIPAL_ID
from .spec import BLANK, LOGO_TAG, NONE, ExperienceStatus, Paired

_NOT_THERE = "AWS has no such experience: remove the document, or apply to create it"
_NO_POLICY = (
    "AWS has no procurement policy there, which no document can state: without products and user_requests, the "
    "document leaves it unmanaged"
)
_LOGO = "AWS shows its own copy of a logo: without logo_url, the document leaves AWS's logo unmanaged"
_TAKEN = "the document does not state it, and another one names members that AWS has here: select that one, too"
_NAMELESS = "no list can hold {}, which AWS has there: name it in a document of kind {} first"
_OF_POLICY = frozenset({"products", "products.allow", "products.deny", "user_requests"})
_OF_LOGO = frozenset({"branding.logo_url", f"tags.{LOGO_TAG}"})


def restate(pair: Paired, fields: Sequence[FieldChange], references: References) -> Restatement:
    """Return what makes the document of *pair* say what AWS has in *fields*, which are as a plan would change them.

    Of an archived experience only that is said, since it refuses every change.
    """
    if pair.live is None:
        return Restatement(left_out={field.path: _NOT_THERE for field in fields})
    if pair.live.status is ExperienceStatus.ARCHIVED:
        return Restatement(tuple(_archived(pair)))
    without_policy = any(field.path == "products" for field in fields)
    return Restatement.of(_restated(pair, field, references, without_policy=without_policy) for field in fields)


def _archived(pair: Paired) -> Iterator[FieldEdit]:
    """Return the status, and the empty list of principals: an archived experience must not state any."""
    document = pair.desired.document
    yield FieldEdit(document.address, ("status",), ExperienceStatus.ARCHIVED.value)
    if document.body.get("principals"):
        yield FieldEdit(document.address, ("principals",), ())


def _restated(pair: Paired, field: FieldChange, references: References, *, without_policy: bool) -> Restatement:
    if without_policy and field.path in _OF_POLICY:
        return Restatement(left_out={field.path: _NO_POLICY})
    if field.path in _OF_LOGO:
        return Restatement(left_out={field.path: _LOGO})
    if isinstance(field, ValueChange):
        return Restatement((_value(pair, field),))
    return _Members.of(field, references).restated(pair)


def _value(pair: Paired, field: ValueChange) -> FieldEdit:
    """Return the edit of a single value; a key of tags may have dots."""
    key, dot, rest = field.path.partition(".")
    value = None if field.before is None else str(field.before)
    return FieldEdit(pair.desired.address, (key, rest) if dot else (key,), value)


@dataclass(frozen=True, slots=True)
class _Members:
    """The difference of one list, whose members *vocabulary* names; *labels* are the names by id and alias."""

    field: SetChange
    vocabulary: Vocabulary
    labels: Mapping[str, str]

    @classmethod
    def of(cls, field: SetChange, references: References) -> "_Members":
        kind, literal = ("principal", PRINCIPAL_ID) if field.path == "principals" else ("product", PRODUCT_ID)
        vocabulary = Vocabulary.of(kind, literal, references)
        labels = {id_: label for label, one in vocabulary.names.items() for id_ in one.aliases}
        return cls(field, vocabulary, {**labels, **{one.id: label for label, one in vocabulary.names.items()}})

    def restated(self, pair: Paired) -> Restatement:
        """Return the edit of the list of *pair*, if it is stated, and the members that it cannot hold."""
        path = tuple(self.field.path.split("."))
        stated = _stated(pair, path)
        if stated is None:
            return Restatement(left_out={"principals": _TAKEN} if self.field.path == "principals" else {})
        opposite = _opposite(pair, self.field.path)
        tokens = {id_: self._token(id_, opposite) for id_ in sorted(self.field.removed)}
        gone = self._every_id(self.field.added)
        listed = relisted(stated, self.vocabulary, gone.__contains__, [one for one in tokens.values() if one])
        nameless = [id_ for id_, token in tokens.items() if not token]
        edits = () if listed == list(stated) else (FieldEdit(pair.desired.address, path, listed),)
        return Restatement(edits, left_out=self._unlisted(nameless))

    def _token(self, id_: str, opposite: Collection[str]) -> str:
        """Return the name of an id, the id itself, or "" if a list cannot hold it.

        An alias has no name where the *opposite* list has another id of its product: both lists would name it.
        """
        literal = id_ if self.vocabulary.literal.fullmatch(id_) else ""
        label = self.labels.get(id_)
        if label is None:
            return literal
        name = self.vocabulary.names[label]
        doubled = id_ != name.id and not {name.id, *name.aliases}.isdisjoint(opposite)
        return literal if doubled and literal else label

    def _every_id(self, ids: Collection[str]) -> frozenset[str]:
        """Return *ids* with all ids of the same products."""
        names = (self.vocabulary.names[self.labels[id_]] for id_ in ids if id_ in self.labels)
        return frozenset(ids).union(*({name.id, *name.aliases} for name in names))

    def _unlisted(self, nameless: Sequence[str]) -> dict[str, str]:
        """Return why some ids are left out; a product that AWS allows and no document lists differs in both lists."""
        if not nameless:
            return {}
        why = _NAMELESS.format(quoted(nameless[0]), self.vocabulary.kind)
        paths = ("products.allow", "products.deny") if self.vocabulary.kind == "product" else (self.field.path,)
        return dict.fromkeys(paths, why)


def _opposite(pair: Paired, path: str) -> frozenset[str]:
    """Return the products in the other list that AWS has: what it denies beside `allow`, and what it allows."""
    live = pair.live or BLANK
    return {"products.allow": live.deny, "products.deny": live.allow}.get(path) or NONE


def _stated(pair: Paired, path: Sequence[str]) -> Sequence[str] | None:
    """Return the list that the document states at *path*; None if it states none."""
    found: Any = pair.desired.document.body
    for step in path:
        found = found.get(step)
        if found is None:
            return None
    stated: Sequence[str] = found
    return stated
