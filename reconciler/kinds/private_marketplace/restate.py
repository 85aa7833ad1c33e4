"""The document that says what AWS has of Private Marketplace, in the fields that differ. Pure.

Example: an exclusive document lists the account `procurement`, and AWS has 333333333333 as well. The list becomes
`[procurement, "333333333333"]`. AWS has no trusted access: `trusted_access` becomes false.
"""

from collections.abc import Iterator, Sequence

from reconciler.adoption import FieldEdit, Restatement
from reconciler.model import FieldChange, SetChange, ValueChange
from reconciler.names import References
from reconciler.references import Vocabulary, relisted

from .parse import ACCOUNT_ID, LIST
from .spec import Paired


def restate(pair: Paired, fields: Sequence[FieldChange], references: References) -> Restatement:
    """Return what makes the document of *pair* say what AWS has in *fields*, which are as a plan would change them."""
    return Restatement(tuple(edit for field in fields for edit in _edits(pair, field, references)))


def _edits(pair: Paired, field: FieldChange, references: References) -> Iterator[FieldEdit]:
    address, body = pair.desired.document.address, pair.desired.document.body
    if isinstance(field, ValueChange):
        yield FieldEdit(address, (field.path,), bool(field.before))
    elif isinstance(field, SetChange):
        vocabulary = Vocabulary.of("principal", ACCOUNT_ID, references)
        labels = {one.id: label for label, one in vocabulary.names.items()}
        more = [labels.get(one, one) for one in sorted(field.removed)]
        yield FieldEdit(address, LIST, relisted(body[LIST[0]][LIST[1]], vocabulary, field.added.__contains__, more))
