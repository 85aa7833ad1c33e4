"""AWS lists a grant in a form that no document uses: it is the same grant, and is removed in AWS's form."""

import pytest

from reconciler.cli.codes import drift_code
from tests.fakes.endpoint_services import FakeEndpointServices
from tests.kinds.endpoint_service.planning import ACME, GLOBEX, calls, carried_out, planned, root

ID, PERMIT = "vpce-svc-0123456789abcdef0", "ModifyVpcEndpointServicePermissions"
LONG, SHORT = f"arn:aws:iam::{ACME}:role/team/a/reader", f"arn:aws:iam::{ACME}:role/reader"


def wish(*principals: str, mode: str = "exclusive") -> str:
    """Return one document that names principals."""
    feed = f"{{kind: allowed_principals, name: acme, service: api, principals: {list(principals)}}}"
    return f"{{kind: endpoint_service, name: api, region: us-east-1, id: {ID}, principals: {mode}}}\n---\n{feed}"


def granted(*principals: str) -> FakeEndpointServices:
    """Return a service that admits principals."""
    services = FakeEndpointServices()
    services.add(ID, principals)
    return services


@pytest.mark.parametrize(("listed", "written"), [(ACME, ACME), (ACME, root(ACME)), (LONG, SHORT), (LONG, LONG)])
@pytest.mark.parametrize("mode", ["exclusive", "additive"])
def test_a_grant_in_another_form_is_the_same_grant(listed: str, written: str, mode: str) -> None:
    """No principal is granted twice, and no grant is unmanaged."""
    plan = planned(wish(written, mode=mode), granted(listed)).plan
    assert (plan.changes, plan.unmanaged, drift_code(plan.as_json())) == ((), (), 0)


@pytest.mark.parametrize("listed", [ACME, LONG])
def test_a_grant_is_removed_as_aws_lists_it(listed: str) -> None:
    """EC2 accepts the removal of another form and removes nothing (privatelink 1.7)."""
    services = granted(listed, root(GLOBEX))
    planning = planned(wish(GLOBEX), services)
    assert calls(planning) == [(PERMIT, {"ServiceId": ID, "RemoveAllowedPrincipals": [listed]})]
    assert [one.customers for one in planning.plan.impact.lost_services] == [(ACME,)]
    run = carried_out(planning, services)
    assert (run.converged, services.principals[ID]) == (True, {root(GLOBEX)})


def test_a_grant_that_is_listed_twice_is_removed_twice() -> None:
    """The grant is removed in both forms, since either may admit the account."""
    services = granted(ACME, root(ACME), root(GLOBEX))
    planning = planned(wish(GLOBEX), services)
    assert calls(planning) == [(PERMIT, {"ServiceId": ID, "RemoveAllowedPrincipals": [ACME, root(ACME)]})]
    assert planned(wish(ACME, GLOBEX), services).plan.changes == ()


def test_an_additive_list_tells_a_grant_as_aws_lists_it() -> None:
    """The grant has the name that the repository has for the account."""
    names = f'{{kind: principal, items: {{acme: {{id: "{ACME}", title: Acme Corp}}}}}}'
    plan = planned(f"{names}\n---\n{wish(GLOBEX, mode='additive')}", granted(ACME, root(GLOBEX))).plan
    assert [item.remote_id for item in plan.unmanaged] == [ACME]
    assert plan.names[ACME] == "Acme Corp"
