"""States that the twin does not have: failed services and connections in undocumented states."""

from reconciler.cli.codes import drift_code
from reconciler.model import Severity
from reconciler.ports import EndpointConnection
from reconciler.render import drift_lines
from tests.fakes.endpoint_services import FakeEndpointServices
from tests.kinds.endpoint_service.planning import ACME, GLOBEX, calls, carried_out, planned, root

ID = "vpce-svc-0123456789abcdef0"
TEXT = f"{{kind: endpoint_service, name: api, region: us-east-1, id: {ID}, principals: exclusive}}"
GLOBEX_ONLY = f'{TEXT}\n---\n{{kind: allowed_principals, name: globex, service: api, principals: ["{GLOBEX}"]}}'


def test_a_service_that_failed_is_drift() -> None:
    """A warning says what to do; no plan can repair the service."""
    services = FakeEndpointServices()
    services.add(ID, state="Failed")
    plan = planned(TEXT, services).plan
    (told,) = plan.problems
    assert (told.severity, told.code) == (Severity.WARNING, "service-failed")
    assert told.message == f"endpoint_service.api ({ID}) is in state Failed: nobody can connect to it"
    assert told.hint == ("check its load balancers; if it stays Failed, write state: absent and create another service")
    found = plan.as_json()
    assert (plan.operations, drift_code(found)) == ((), 2)
    assert [*drift_lines(found)][-1] == "AWS differs from the repository in 1 object."


def test_a_connection_in_an_undocumented_state_is_reported_and_rejected() -> None:
    """The connection may be live, so its account counts as a connected customer."""
    services = FakeEndpointServices()
    services.add(ID, [root(ACME), root(GLOBEX)])
    services.connected = [EndpointConnection(ID, "vpce-1", ACME, "partial", "us-east-1", "2026-11-10T10:00:00Z")]
    planning = planned(GLOBEX_ONLY, services, reject_connections=True)
    assert [(one.endpoint, one.state) for one in planning.plan.residual_access] == [("vpce-1", "partial")]
    assert [one.connected for one in planning.plan.impact.lost_services] == [(ACME,)]
    assert calls(planning)[-1] == ("RejectVpcEndpointConnections", {"ServiceId": ID, "VpcEndpointIds": ["vpce-1"]})
    assert carried_out(planning, services).converged
