"""Names of what is imported: valid, not taken, and the same whatever is imported first."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.documents import is_name, looks_literal
from reconciler.model import Account, Address, Organization, OrganizationalUnit
from reconciler.names import Name
from reconciler.pipeline.adopting.naming import addressed, principals, slug

TEXTS = st.text(max_size=80) | st.sampled_from(["", "-", "prod-1", "111111111111", "o-1", "A B", "a" * 90])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Finance & Co", "finance-co"),
        (" - Live_1 ", "live_1"),
        ("prod-abc", ""),
        ("012345678901", ""),
        ("\u65e5\u672c\u8a9e", ""),
        ("x" * 70, "x" * 63),
        ("api.example.com", "api-example-com"),
    ],
)
def test_a_name_is_made_of_letters_and_digits(text: str, name: str) -> None:
    """Nothing that would look like an id is a name."""
    assert slug(text) == name


@given(called=st.dictionaries(TEXTS, st.lists(TEXTS, min_size=1, max_size=3), max_size=8), taken=st.sets(TEXTS))
def test_any_object_gets_a_valid_name_of_its_own(called: Mapping[str, list[str]], taken: set[str]) -> None:
    """Whatever AWS calls the objects, and whatever documents have taken."""
    known = [Address("experience", slug(one)) for one in taken if slug(one)]
    found = addressed("experience", called, known)
    names = [address.name for address in found.values()]
    assert found.keys() == called.keys()
    assert [name for name in names if not is_name(name) or looks_literal(name)] == []
    assert len({*names, *(address.name for address in known)}) == len(names) + len({*known})


def test_units_and_accounts_of_one_name_get_their_ids_behind_it() -> None:
    """The first by id keeps the name; names of the repository are not taken again, and known ids get none."""
    organization = Organization(
        id="o-abcdef1234",
        management_account="111111111111",
        root="r-abcd",
        units={"ou-abcd-1": OrganizationalUnit("ou-abcd-1", "Finance", "r-abcd")},
        accounts={
            one: Account(one, name, "ou-abcd-1")
            for one, name in {"111111111111": "Finance", "222222222222": "Ads", "333333333333": "Ads"}.items()
        },
    )
    assert principals(organization, {"o-abcdef1234"}, ["ads"]) == {
        Address("principal", "finance"): Name("111111111111", "Finance"),
        Address("principal", "ads-222222222222"): Name("222222222222", "Ads"),
        Address("principal", "ads-333333333333"): Name("333333333333", "Ads"),
        Address("principal", "finance-ou-abcd-1"): Name("ou-abcd-1", "Finance"),
    }
