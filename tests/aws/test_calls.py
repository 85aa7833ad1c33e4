import re
from collections.abc import Iterator

import pytest
from botocore import xform_name
from botocore.exceptions import BotoCoreError
from botocore.loaders import create_loader
from botocore.session import Session

from reconciler.aws.calls import CREDENTIALS, SETTING_UP, CallList, iam_action, role_actions
from reconciler.aws.session import watched_session
from reconciler.errors import Refused
from tests.aws.called import CALLS, READS, WRITES
from tests.aws.conftest import StandingClock
from tests.verbs import VERB

USED = (
    "acm",
    "ec2",
    "elbv2",
    "iam",
    "marketplace-agreement",
    "marketplace-catalog",
    "marketplace-entitlement",
    "organizations",
    "sns",
    "sts",
)
OTHERS = (
    "s3",
    "dynamodb",
    "events",
    "lambda",
    "marketplace-agreement",
    "marketplace-discovery",
    "marketplace-entitlement",
    "rds",
    "route53",
    "secretsmanager",
    "signin",
    "sns",
    "sqs",
    "ssm",
    "sso",
    "sso-admin",
    "sso-oidc",
)
READING = re.compile("^(Batch)?(Get|Search|List|Describe)[A-Z]")


def with_all_operations(session: Session) -> Session:
    """Let the clients of *session* know every operation, also those of EC2 that its model leaves out."""
    session.register_component("data_loader", create_loader())
    return session


@pytest.fixture(scope="module")
def planning() -> Session:
    """Return the session of plans."""
    return with_all_operations(watched_session(calls=CallList.of(VERB.values(), writing=False), clock=StandingClock()))


@pytest.fixture(scope="module")
def applying() -> Session:
    """Return the session of applies."""
    return with_all_operations(watched_session(calls=CallList.of(VERB.values(), writing=True), clock=StandingClock()))


def passing(session: Session, service: str) -> Iterator[str]:
    """Yield the operations of *service* that are not refused; without parameters or credentials, none is sent."""
    client = session.create_client(service, region_name="us-east-1")
    for operation in client.meta.service_model.operation_names:
        try:
            getattr(client, xform_name(operation))()
        except Refused:
            continue
        except BotoCoreError:
            yield f"{service}:{operation}"


def listed(calls: frozenset[str], service: str) -> set[str]:
    """Return the calls of one service."""
    return {call for call in calls if call.startswith(f"{service}:")}


@pytest.mark.parametrize("service", [*USED, *OTHERS])
def test_planning_clients_refuse_operations_that_are_not_on_the_read_list(planning: Session, service: str) -> None:
    """Each operation of a service is tried, and only the listed ones are not refused."""
    assert set(passing(planning, service)) == listed(READS | CREDENTIALS, service)


@pytest.mark.parametrize("service", USED)
def test_applying_clients_refuse_every_operation_that_is_on_neither_list(applying: Session, service: str) -> None:
    """An apply can only make the writes of the write list."""
    assert set(passing(applying, service)) == listed(READS | CREDENTIALS | WRITES, service)


def test_the_read_list_names_no_verb_that_writes() -> None:
    """Every call of a plan is a Get, List, Search or Describe."""
    assert [call for call in READS if not READING.match(call.partition(":")[2])] == []


def test_the_write_list_is_change_sets_endpoint_services_and_tags() -> None:
    """An apply creates no endpoint and changes nothing else of EC2; it accepts endpoints where documents ask for it.

    Of IAM and Organizations it changes what Private Marketplace itself needs.
    """
    assert sorted(WRITES) == [
        "ec2:AcceptVpcEndpointConnections",
        "ec2:CreateTags",
        "ec2:CreateVpcEndpointConnectionNotification",
        "ec2:CreateVpcEndpointServiceConfiguration",
        "ec2:DeleteVpcEndpointConnectionNotifications",
        "ec2:DeleteVpcEndpointServiceConfigurations",
        "ec2:ModifyVpcEndpointConnectionNotification",
        "ec2:ModifyVpcEndpointServiceConfiguration",
        "ec2:ModifyVpcEndpointServicePayerResponsibility",
        "ec2:ModifyVpcEndpointServicePermissions",
        "ec2:RejectVpcEndpointConnections",
        "ec2:StartVpcEndpointServicePrivateDnsVerification",
        "iam:CreateServiceLinkedRole",
        "iam:DeleteServiceLinkedRole",
        "marketplace-catalog:CancelChangeSet",
        "marketplace-catalog:StartChangeSet",
        "marketplace-catalog:TagResource",
        "organizations:DeregisterDelegatedAdministrator",
        "organizations:DisableAWSServiceAccess",
        "organizations:EnableAWSServiceAccess",
        "organizations:RegisterDelegatedAdministrator",
        "route53:ChangeResourceRecordSets",
    ]


def test_the_usual_roles_cannot_end_private_marketplace() -> None:
    """The actions that change Private Marketplace itself are a role's of their own."""
    actions = role_actions(VERB.values())
    assert actions["apply", SETTING_UP] == (
        "iam:CreateServiceLinkedRole",
        "iam:DeleteServiceLinkedRole",
        "iam:GetServiceLinkedRoleDeletionStatus",
        "organizations:DeregisterDelegatedAdministrator",
        "organizations:DisableAWSServiceAccess",
        "organizations:EnableAWSServiceAccess",
        "organizations:RegisterDelegatedAdministrator",
    )
    assert [role for role, many in actions.items() if "organizations:DisableAWSServiceAccess" in many] == [
        ("apply", SETTING_UP)
    ]


def test_the_calls_for_credentials_are_botocores() -> None:
    """The credential chain makes these calls first; they create tokens and sessions, no resources."""
    assert not CREDENTIALS & (READS | WRITES)
    assert {call.partition(":")[0] for call in CREDENTIALS} == {"signin", "sso", "sso-oidc", "sts"}


@pytest.mark.parametrize("call", sorted(READS | WRITES | CREDENTIALS))
def test_each_listed_call_is_an_operation_of_its_service(planning: Session, call: str) -> None:
    """A misspelt name would silently allow no call."""
    service, operation = call.split(":")
    assert operation in planning.get_service_model(service).operation_names


def test_a_refusal_says_which_call_and_that_nothing_was_sent(planning: Session) -> None:
    """The client refuses before validation, since the parameters here are invalid."""
    client = planning.create_client("marketplace-catalog", region_name="us-east-1")
    with pytest.raises(Refused, match="marketplace-catalog:StartChangeSet was refused before it was sent"):
        client.start_change_set()


def test_a_presigned_url_is_refused_too(planning: Session) -> None:
    """A call that must not be sent must not be signed for others to send."""
    client = planning.create_client("s3", region_name="us-east-1")
    with pytest.raises(Refused):
        client.generate_presigned_url("delete_object", Params={"Bucket": "b", "Key": "k"})


def test_the_iam_action_of_each_call_is_known() -> None:
    """Actions of AWS Marketplace have the prefix aws-marketplace, all others that of their call.

    One needs none, one is shared.
    """
    plain = {call for call in READS | WRITES if call.startswith(("ec2:", "iam:", "organizations:"))}
    assert len(plain) == 17 + 4 + 13
    assert {call: iam_action(call) for call in plain} == {call: call for call in plain}
    assert {call: iam_action(call) for call in (READS | WRITES) - plain} == {
        "acm:DescribeCertificate": "acm:DescribeCertificate",
        "acm:ListCertificates": "acm:ListCertificates",
        "elbv2:DescribeListeners": "elasticloadbalancing:DescribeListeners",
        "elbv2:DescribeLoadBalancerAttributes": "elasticloadbalancing:DescribeLoadBalancerAttributes",
        "elbv2:DescribeLoadBalancers": "elasticloadbalancing:DescribeLoadBalancers",
        "elbv2:DescribeTargetGroupAttributes": "elasticloadbalancing:DescribeTargetGroupAttributes",
        "elbv2:DescribeTargetGroups": "elasticloadbalancing:DescribeTargetGroups",
        "elbv2:DescribeTargetHealth": "elasticloadbalancing:DescribeTargetHealth",
        "marketplace-agreement:SearchAgreements": "aws-marketplace:SearchAgreements",
        "marketplace-entitlement:GetEntitlements": "aws-marketplace:GetEntitlements",
        "marketplace-catalog:BatchDescribeEntities": "aws-marketplace:DescribeEntity",
        "marketplace-catalog:CancelChangeSet": "aws-marketplace:CancelChangeSet",
        "marketplace-catalog:DescribeChangeSet": "aws-marketplace:DescribeChangeSet",
        "marketplace-catalog:ListChangeSets": "aws-marketplace:ListChangeSets",
        "marketplace-catalog:ListEntities": "aws-marketplace:ListEntities",
        "marketplace-catalog:ListTagsForResource": "aws-marketplace:ListTagsForResource",
        "marketplace-catalog:StartChangeSet": "aws-marketplace:StartChangeSet",
        "marketplace-catalog:TagResource": "aws-marketplace:TagResource",
        "route53:ChangeResourceRecordSets": "route53:ChangeResourceRecordSets",
        "route53:GetChange": "route53:GetChange",
        "route53:ListHostedZonesByName": "route53:ListHostedZonesByName",
        "route53:ListResourceRecordSets": "route53:ListResourceRecordSets",
        "sns:GetTopicAttributes": "sns:GetTopicAttributes",
        "sts:GetCallerIdentity": "",
    }


def test_a_hint_names_the_action_of_the_verb() -> None:
    """Calls that obtain credentials have no verb: their action follows from the name."""
    assert {call: iam_action(call) for call in CALLS.verbs} == {call: verb.iam for call, verb in CALLS.verbs.items()}
