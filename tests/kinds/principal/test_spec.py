import pytest

from reconciler.kinds.principal import KIND
from reconciler.kinds.principal.spec import PrincipalSpec
from reconciler.model import Address
from reconciler.names import Name, References
from tests.kinds.document import document

ACME = document('{kind: principal, name: acme, id: "111111111111", title: Acme Corp, groups: [customers]}')


def test_a_principal_names_an_id() -> None:
    """A principal has an id, a title and groups."""
    assert KIND.name_of is not None
    assert KIND.name_of(ACME) == Name("111111111111", "Acme Corp", frozenset({"customers"}))


def test_a_principal_document_makes_no_request() -> None:
    """A principal has an address and no id of an object in AWS."""
    parsed = KIND.parse(ACME, References())
    assert parsed.desired is not None
    assert (parsed.desired.address, parsed.problems, parsed.used) == (Address("principal", "acme"), (), {})
    assert parsed.desired.spec == PrincipalSpec(id="111111111111", title="Acme Corp", groups=frozenset({"customers"}))
    assert KIND.remote is None


@pytest.mark.parametrize(
    "id_", ["o-abcdef1234", "ou-abcd-01234567", "012345678901", "arn:aws:iam::111111111111:role/reader"]
)
def test_a_principal_is_an_organization_a_unit_an_account_or_an_arn(id_: str) -> None:
    """An account id is text, also unquoted with a leading zero."""
    assert KIND.name_of is not None
    assert KIND.name_of(document(f"{{kind: principal, name: acme, id: {id_}}}")) == Name(id_)
