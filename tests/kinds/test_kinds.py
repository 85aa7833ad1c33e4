import pytest

from reconciler.kind import Side, remotes
from reconciler.kinds import all_kinds


def test_kinds_are_found_by_folder_in_alphabetical_order() -> None:
    """A kind is a folder, and no list names it."""
    assert list(all_kinds()) == [
        "allowed_principals",
        "endpoint_service",
        "experience",
        "principal",
        "private_marketplace",
        "product",
    ]


@pytest.mark.parametrize(("name", "kind"), all_kinds().items())
def test_a_kind_has_the_name_of_its_folder(name: str, kind: object) -> None:
    """The folder's name is the value of `kind` in documents."""
    assert getattr(kind, "name", None) == name


def test_kinds_live_in_aws_or_name_things() -> None:
    """Experiences and Private Marketplace itself are in the marketplace account, services in sellers' accounts.

    Products and principals only name ids.
    """
    assert {name: remote.side for name, remote in remotes(all_kinds()).items()} == {
        "endpoint_service": Side.SELLERS,
        "experience": Side.MARKETPLACE,
        "private_marketplace": Side.MARKETPLACE,
    }
    assert [name for name, kind in all_kinds().items() if kind.name_of] == ["principal", "product"]
