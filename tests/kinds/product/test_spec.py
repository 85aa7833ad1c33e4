from reconciler.kind import Name, References
from reconciler.kinds.product import KIND
from reconciler.kinds.product.spec import ProductSpec
from reconciler.model import Address
from tests.kinds.document import document

FULL = document(
    "{kind: product, name: datadog, id: prod-abcd1234efgh5, title: Datadog Pro, vendor: Datadog,"
    " groups: [observability, paid], aliases: [12345678-0123-4567-abcd-43176543210]}"
)
BARE = document("{kind: product, name: ledger, id: prod-ledger}")


def test_a_product_names_an_id() -> None:
    """With its title, its groups, and the other ids that AWS may report for it."""
    assert KIND.name_of is not None
    assert KIND.name_of(FULL) == Name(
        "prod-abcd1234efgh5",
        "Datadog Pro",
        frozenset({"observability", "paid"}),
        frozenset({"12345678-0123-4567-abcd-43176543210"}),
    )
    assert KIND.name_of(BARE) == Name("prod-ledger")


def test_a_product_is_a_wish_that_asks_nothing_of_aws() -> None:
    """It is known by its address, and has nothing remote."""
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
