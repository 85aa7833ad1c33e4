"""The places of changed grants, in whatever form AWS lists them."""

from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.endpoint_services import FakeEndpointServices
from tests.kinds.endpoint_service.planning import ACME, GLOBEX, INITECH, root
from tests.kinds.endpoint_service.test_expires import DAY, SERVICE, customer, on, planned

ACCOUNTS = [f"{number:012d}" for number in range(1, 6)]
SOME = st.frozensets(st.sampled_from(ACCOUNTS))


def test_a_grant_in_another_form_has_its_place() -> None:
    """AWS lists the account as its digits and the document names its root: the place stands under the digits."""
    services = FakeEndpointServices()
    services.add(SERVICE, [ACME, root(GLOBEX), root(INITECH)])
    documents = (customer("acme", root(ACME), expires="2027-01-31"), customer("rest", GLOBEX, INITECH))
    (change,) = planned(on(DAY, *documents), services).plan.changes
    assert change.members("allowed_principals").sources == {ACME: "wish.yaml:11:10"}


@given(granted=SOME, named=SOME, also=SOME, over=SOME)
def test_every_changed_grant_that_a_document_names_has_a_place(
    granted: frozenset[str], named: frozenset[str], also: frozenset[str], over: frozenset[str]
) -> None:
    """Added grants are named by a document; removed ones that a document ends have the line of its day."""
    services = FakeEndpointServices()
    services.add(SERVICE, map(root, granted))
    stated = {"named": named, "also": also, "over": over}
    documents = [
        customer(name, *sorted(many), expires="2027-01-31" if name == "over" else "")
        for name, many in stated.items()
        if many
    ]
    repository = on(DAY, *documents, mode="exclusive")
    for change in planned(repository, services).plan.changes:
        grants = change.members("allowed_principals")
        sources = grants.sources or {}
        assert grants.added <= sources.keys()
        assert sources.keys() & grants.removed == grants.removed & {root(one) for one in over - named - also}
        day = next(
            (desired.document.at("expires") for desired in repository.wish.values() if desired.address.name == "over"),
            "",
        )
        assert {sources[one] for one in grants.removed if one in sources} <= {day}
