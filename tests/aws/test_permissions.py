from collections.abc import Callable

import pytest

from reconciler.aws.calls import iam_action
from reconciler.errors import Unreadable
from reconciler.model import WHOLE, Extent, Organization
from reconciler.ports import Clients, EndpointServices, LoadBalancers
from tests.aws.answers import SERVICE, good
from tests.aws.called import READS
from tests.aws.conftest import Connect, api
from tests.aws.loopback import failure
from tests.verbs import VERB

TOPIC = "arn:aws:sns:us-east-1:222222222222:connections"
CERTIFICATE = "arn:aws:acm:us-east-1:222222222222:certificate/00000001-0000-0000-0000-000000000000"


def services(clients: Clients) -> EndpointServices:
    """Return the endpoint services of the one seller."""
    return clients.sellers["saas"].regions["us-east-1"]


def balancers(clients: Clients) -> LoadBalancers:
    """Return the load balancers of the one seller."""
    return clients.sellers["saas"].load_balancers["us-east-1"]


def part(clients: Clients, extent: Extent) -> Organization:
    """Read a part of the organization."""
    return clients.organizations.grown(clients.organizations.unread(), extent)


ASKING: dict[str, Callable[[Clients], object]] = {
    "acm:DescribeCertificate": lambda clients: clients.sellers["saas"].certificates["us-east-1"].failure(CERTIFICATE),
    "sns:GetTopicAttributes": lambda clients: clients.sellers["saas"].topics["us-east-1"].policy(TOPIC),
    "acm:ListCertificates": lambda clients: clients.sellers["saas"].certificates["us-east-1"].all(),
    "ec2:DescribeAvailabilityZones": lambda clients: balancers(clients).zones(),
    "elbv2:DescribeListeners": lambda clients: balancers(clients).listeners("arn:b"),
    "elbv2:DescribeLoadBalancerAttributes": lambda clients: balancers(clients).crosses_zones("arn:b"),
    "elbv2:DescribeLoadBalancers": lambda clients: balancers(clients).described(["arn:b"]),
    "elbv2:DescribeTargetGroupAttributes": lambda clients: balancers(clients).group_crosses_zones("arn:g"),
    "elbv2:DescribeTargetGroups": lambda clients: balancers(clients).groups("arn:b"),
    "elbv2:DescribeTargetHealth": lambda clients: balancers(clients).targets("arn:g"),
    "ec2:DescribeVpcEndpointConnectionNotifications": lambda clients: services(clients).notifications([SERVICE]),
    "ec2:DescribeVpcEndpointConnections": lambda clients: services(clients).connections([SERVICE]),
    "ec2:DescribeVpcEndpointServiceConfigurations": lambda clients: services(clients).configurations(),
    "ec2:DescribeVpcEndpointServicePermissions": lambda clients: services(clients).grants(SERVICE),
    "iam:GetRole": lambda clients: clients.identity.has_role("AWSServiceRoleForPrivateMarketplaceAdmin"),
    "iam:GetServiceLinkedRoleDeletionStatus": lambda clients: clients.calls("iam", "us-east-1").read(
        VERB["GetServiceLinkedRoleDeletionStatus"], {"DeletionTaskId": "task/a"}
    ),
    "marketplace-catalog:BatchDescribeEntities": lambda clients: api(clients).describe_entities(["exp-a"]),
    "marketplace-catalog:DescribeChangeSet": lambda clients: clients.catalog.describe_change_set("cs-1"),
    "marketplace-catalog:ListChangeSets": lambda clients: clients.catalog.list_change_sets(),
    "marketplace-catalog:ListEntities": lambda clients: clients.catalog.list_entities("Experience"),
    "marketplace-catalog:ListTagsForResource": lambda clients: clients.catalog.list_tags("arn:exp-a"),
    "marketplace-agreement:SearchAgreements": lambda clients: clients.sellers["saas"].sales.agreements("prod-a"),
    "marketplace-entitlement:GetEntitlements": lambda clients: clients.sellers["saas"].sales.entitlements("code"),
    "organizations:DescribeAccount": lambda clients: part(clients, Extent(frozenset({"333333333333"}))),
    "organizations:DescribeOrganization": lambda clients: clients.organizations.describe(),
    "organizations:DescribeOrganizationalUnit": lambda clients: part(clients, Extent(frozenset({"ou-abcd-finance1"}))),
    "organizations:ListAWSServiceAccessForOrganization": lambda clients: clients.organizations.trusted_services(),
    "organizations:ListAccounts": lambda clients: part(clients, WHOLE),
    "organizations:ListAccountsForParent": lambda clients: clients.organizations.tree(),
    "organizations:ListDelegatedAdministrators": lambda clients: clients.organizations.delegated_administrators("x"),
    "organizations:ListOrganizationalUnitsForParent": lambda clients: clients.organizations.tree(),
    "organizations:ListRoots": lambda clients: clients.organizations.tree(),
    "route53:GetChange": lambda clients: clients.sellers["saas"].zones.is_spread("C1"),
    "route53:ListHostedZonesByName": lambda clients: clients.sellers["saas"].zones.of("example.com"),
    "route53:ListResourceRecordSets": lambda clients: clients.sellers["saas"].zones.texts("Z1", "example.com"),
    "sts:GetCallerIdentity": lambda clients: clients.identity.account(),
}
FAILURES = {
    "AccessDenied": (403, "allow {action} to profile buyer"),
    "ExpiredToken": (403, "run `aws sso login --profile buyer` or renew the credentials"),
    "ThrottlingException": (429, "wait a minute and run it again"),
    "InternalFailure": (500, "run it again"),
    "SomethingNew": (400, "see the operation's errors in AWS's API reference"),
}


def test_every_call_of_a_plan_is_covered_by_these_tests() -> None:
    """A new read must be denied here too."""
    assert set(ASKING) == READS


@pytest.mark.parametrize("call", sorted(READS))
@pytest.mark.parametrize("code", FAILURES)
def test_one_read_that_fails_makes_one_message(connect: Connect, call: str, code: str) -> None:
    """The exit code is 7; the message has the call, AWS's code and message in one line, the hint what to do."""
    operation = call.partition(":")[2]
    status, hint = FAILURES[code]
    connected = connect(good(**{operation: failure(status, code, "User: a\nis not", operation)}))
    with pytest.raises(Unreadable) as caught:
        ASKING[call](connected.clients)
    error = caught.value
    assert error.exit_code == 7
    said = "AWS does not accept the credentials (profile buyer)" if code == "ExpiredToken" else "User: a is not"
    assert error.message.startswith(call)
    assert f": {code}: {said}" in error.message
    assert "\n" not in error.message
    assert error.hint.startswith(hint.format(action=iam_action(call) or "the call"))


def test_a_denied_read_of_the_organization_says_which_account_may(connect: Connect) -> None:
    """Allowing the action is not enough for a member account."""
    connected = connect(good(ListRoots=failure(400, "AccessDeniedException")))
    with pytest.raises(Unreadable) as caught:
        connected.clients.organizations.tree()
    assert caught.value.hint == (
        "allow organizations:ListRoots to profile buyer, and call from the organization's management account or a "
        "delegated administrator: no other may read this"
    )


def test_organization_calls_that_any_member_may_make_do_not_ask_for_more(connect: Connect) -> None:
    """DescribeOrganization is allowed to every member account."""
    connected = connect(good(DescribeOrganization=failure(400, "AccessDeniedException")))
    with pytest.raises(Unreadable) as caught:
        connected.clients.organizations.describe()
    assert caught.value.hint == "allow organizations:DescribeOrganization to profile buyer"


def test_a_read_of_a_seller_says_which_service_region_and_account(connect: Connect) -> None:
    """A repository may have many of each."""
    denied = failure(403, "UnauthorizedOperation", "no", "DescribeVpcEndpointServicePermissions")
    connected = connect(good(DescribeVpcEndpointServicePermissions=denied))
    with pytest.raises(Unreadable) as caught:
        connected.services.grants(SERVICE)
    assert caught.value.message == (
        "ec2:DescribeVpcEndpointServicePermissions of vpce-svc-0123456789abcdef0 in us-east-1 of seller saas "
        "(222222222222): UnauthorizedOperation: no (request req-1)"
    )
    assert caught.value.hint == "allow ec2:DescribeVpcEndpointServicePermissions to profile buyer"


def test_an_auth_failure_in_a_region_asks_whether_the_region_is_enabled(connect: Connect) -> None:
    """EC2 returns AuthFailure in an opt-in region that the account has not enabled."""
    refused = failure(401, "AuthFailure", "no", "DescribeVpcEndpointServiceConfigurations")
    connected = connect(good(DescribeVpcEndpointServiceConfigurations=refused))
    with pytest.raises(Unreadable) as caught:
        connected.services.configurations()
    assert caught.value.hint.endswith(", and see whether the account has the region enabled")
