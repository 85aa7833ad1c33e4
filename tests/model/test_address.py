from reconciler.model import Address


def test_an_address_prints_as_users_write_it() -> None:
    """kind.name, everywhere."""
    assert str(Address("experience", "finance")) == "experience.finance"


def test_addresses_are_ordered_by_kind_and_name() -> None:
    """Everything that is listed by address is listed in the same order."""
    assert sorted([Address("product", "a"), Address("experience", "b"), Address("experience", "a")]) == [
        ("experience", "a"),
        ("experience", "b"),
        ("product", "a"),
    ]
