"""Import prints nothing that validate refuses, whatever AWS returns, and the next plan is empty."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from reconciler.model import Address, Severity
from reconciler.settings import Seller
from tests.adopted import adopted
from tests.fakes.endpoint_services import SETTINGS, FakeEndpointServices, selling
from tests.kinds.endpoint_service.oddities import ID, anything
from tests.kinds.endpoint_service.planning import ACME, planned, repository

NAMED = f"""\
{{kind: principal, name: acme, id: "{ACME}", title: "Acme\\NCorp"}}
---
{{kind: endpoint_service, name: other, region: us-east-1, id: vpce-svc-0123456789abcdef1}}
---
{{kind: allowed_principals, name: api, service: other, principals: [acme]}}
"""


@given(services=anything(), named=st.sampled_from(["", NAMED]))
def test_an_import_is_valid_and_leaves_nothing_to_do(services: FakeEndpointServices, named: str) -> None:
    """Every ARN, name, region and word may be one that no document may state."""
    settings = replace(SETTINGS, sellers=(Seller("saas", "888888888888", ("us-east-1",)),))
    before = repository(named, settings)
    written = adopted(Address("endpoint_service", "api"), ID, before.references, selling(services, settings.sellers))
    text = "\n---\n".join(filter(None, [named, written]))
    assert repository(text, settings).errors == ()
    plan = planned(text, services, settings).plan
    assert [(problem.code, problem.message) for problem in plan.problems if problem.severity is Severity.ERROR] == []
    assert (plan.changes, plan.operations) == ((), ())
