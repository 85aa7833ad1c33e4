"""A region that cannot be read after an apply is not reported as different."""

import pytest

from reconciler.model import Status
from reconciler.render import report_lines
from tests.selling import ACME, HOME, Shop, root, service, service_id, world

READ, PERMIT = "DescribeVpcEndpointServiceConfigurations", "ModifyVpcEndpointServicePermissions"


@pytest.fixture
def shop(shop: Shop) -> Shop:
    """Return a service that is to admit one customer."""
    shop.twin.reset(world(service(principals=[])))
    wish = f"{{kind: endpoint_service, name: api, region: {HOME}, id: {service_id()}}}"
    shop.wish(f'{wish}\n---\n{{kind: allowed_principals, name: acme, service: api, principals: ["{ACME}"]}}')
    return shop


def blinded(shop: Shop, times: int) -> None:
    """Let a few reads fail after the grant is added."""
    shop.twin.faults.after(PERMIT, lambda: shop.twin.faults.fail(READ, "InternalError", status=500, times=times))


def test_a_region_that_is_read_on_retry_is_compared(shop: Shop) -> None:
    """The last look is repeated for a single region as well."""
    blinded(shop, 2)
    run = shop.apply()
    assert (run.converged, run.unverified, run.problems) == (True, (), ())


def test_credentials_that_end_before_the_last_look_leave_all_unknown(shop: Shop) -> None:
    """A token expires during a run: the outcomes are reported, and no difference is said to remain."""

    def end() -> None:
        for read in (READ, "DescribeVpcEndpointServicePermissions", "GetCallerIdentity"):
            shop.twin.faults.fail(read, "RequestExpired", "Request has expired.", times=99)

    shop.twin.faults.after(PERMIT, end)
    run = shop.apply()
    assert ([one.status for one in run.outcomes], len(run.problems)) == ([Status.SUCCEEDED], 2)
    assert (run.converged, run.remaining, run.unverified) == (None, (), ("endpoint_service.api",))
    text = "\n".join(report_lines(run.as_json(), run.plan.as_json()))
    assert "\nApplied, but not verified: 1 API call succeeded.\n" in text
    assert all("RequestExpired: AWS does not accept the credentials" in one.message for one in run.problems)
    assert ("differs" in text, "Remaining" in text) == (False, False)


def test_a_region_that_stays_unreadable_is_not_said_to_differ(shop: Shop) -> None:
    """`converged` is null, and the service is listed under `unverified`."""
    blinded(shop, 99)
    run = shop.apply()
    assert (run.converged, run.remaining, run.unverified) == (None, (), ("endpoint_service.api",))
    assert shop.service().principals == {root(ACME)}
    lines = list(report_lines(run.as_json(), run.plan.as_json()))
    assert "Applied, but not verified: 1 API call succeeded." in lines
