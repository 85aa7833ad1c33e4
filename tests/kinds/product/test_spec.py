import json

import pytest

from reconciler.kinds.product import KIND
from reconciler.kinds.product.spec import ProductSpec
from reconciler.model import Address, Severity
from reconciler.names import Name, References
from tests.kinds.document import document

FULL = document(
    "{kind: product, name: datadog, id: prod-abcd1234efgh5, title: Datadog Pro, vendor: Datadog,"
    " groups: [observability, paid], aliases: [12345678-0123-4567-abcd-43176543210]}"
)
BARE = document("{kind: product, name: ledger, id: prod-ledger}")


def test_a_product_names_an_id() -> None:
    """A product has an id, a title, groups, and the other ids that AWS may return for it."""
    assert KIND.name_of is not None
    assert KIND.name_of(FULL) == Name(
        "prod-abcd1234efgh5",
        "Datadog Pro",
        frozenset({"observability", "paid"}),
        frozenset({"12345678-0123-4567-abcd-43176543210"}),
    )
    assert KIND.name_of(BARE) == Name("prod-ledger")


def test_a_product_document_makes_no_request() -> None:
    """A product has an address and no id of an object in AWS."""
    parsed = KIND.parse(FULL, References())
    assert parsed.desired is not None
    assert (parsed.desired.address, parsed.problems, parsed.used) == (Address("product", "datadog"), (), {})
    assert parsed.desired.spec == ProductSpec(
        id="prod-abcd1234efgh5",
        title="Datadog Pro",
        vendor="Datadog",
        groups=frozenset({"observability", "paid"}),
        aliases=frozenset({"12345678-0123-4567-abcd-43176543210"}),
    )
    assert KIND.remote is None


PAGE = "prodview-… is the product's page; its id is mostly prod-… or hexadecimal; "
DIGITS = "hexadecimal ids are in lower case and have 8-4-4-4-12 digits; "
KEEP = "keep it if AWS lists the product under this id"


@pytest.mark.parametrize(
    ("id_", "hint"),
    [
        ("prodview-ajc3gw4mjy7my", PAGE),
        ("prod-abcd1234efgh5@3", "an id has no revision, which follows the @; "),
        ("arn:aws:aws-marketplace:us-east-1::product/prod-a", "that is an ARN: the id is the last part of it; "),
        ("C468B48A-84DF-43A4-8C46-8870630108A7", DIGITS),
        ("c468b48a84df43a48c468870630108a7", DIGITS),
        ("12345678-0123-4567-abcd-4317654321012", DIGITS),
        *(
            (unusual, "")
            for unusual in ("datadog", "42", "PROD-a", "prod-", "prod_a", "prod-a ", "prod-a\n", "prod-١٢")
        ),
    ],
)
def test_an_unusual_id_is_a_note(id_: str, hint: str) -> None:
    """AWS also lists products by ids of other forms, so a likely typing mistake is a note."""
    stated = document(json.dumps({"kind": "product", "name": "a", "id": "prod-a", "aliases": ["prod-b", id_]}))
    (found,) = KIND.parse(stated, References()).problems
    assert (found.severity, found.code, found.hint) == (Severity.NOTE, "unusual-id", f"{hint}{KEEP}")
    assert found.source.startswith("wish.yaml:1:")
    named = document(json.dumps({"kind": "product", "name": "a", "id": id_}))
    assert KIND.name_of is not None
    assert KIND.name_of(named) == Name(id_)
    assert [problem.code for problem in KIND.parse(named, References()).problems] == ["unusual-id"]


@pytest.mark.parametrize("id_", ["prod-abcd1234efgh5", "12345678-0123-4567-abcd-43176543210"])
def test_a_usual_id_has_no_note(id_: str) -> None:
    """Notes are for unusual ids only."""
    stated = document(json.dumps({"kind": "product", "name": "a", "id": id_, "aliases": [id_]}))
    assert KIND.parse(stated, References()).problems == ()
