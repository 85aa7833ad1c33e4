from reconciler.model import Address


def test_an_address_prints_as_users_write_it() -> None:
    """An address prints as kind.name."""
    assert str(Address("experience", "finance")) == "experience.finance"


def test_addresses_are_ordered_by_kind_and_name() -> None:
    """Every list of addresses has this order."""
    assert sorted([Address("product", "a"), Address("experience", "b"), Address("experience", "a")]) == [
        ("experience", "a"),
        ("experience", "b"),
        ("product", "a"),
    ]
