"""IAM's service-linked role and STS's sessions."""

import json
from typing import Any

import boto3
import pytest

from reconciler.twin.twin import Twin
from tests.twin.sdk import DELEGATE, MANAGEMENT, MEMBER, PRINCIPAL, client, port, refused
from tests.twin.worlds import small

ROLE = "AWSServiceRoleForPrivateMarketplaceAdmin"


def assume(arn: str, account: str = MANAGEMENT, **parameters: str) -> dict[str, Any]:
    """Assume a role and return its credentials."""
    answer = client("sts", account).assume_role(RoleArn=arn, RoleSessionName="session", **parameters)
    credentials: dict[str, Any] = answer["Credentials"]
    return credentials


def caller(credentials: dict[str, Any]) -> tuple[str, str]:
    """Return the account and the ARN of the holder of *credentials*."""
    sts = boto3.client(
        "sts",
        endpoint_url=f"http://127.0.0.1:{port()}",
        region_name="us-east-1",
        aws_access_key_id=credentials["AccessKeyId"],
        aws_secret_access_key=credentials["SecretAccessKey"],
        aws_session_token=credentials["SessionToken"],
    )
    identity = sts.get_caller_identity()
    return identity["Account"], identity["Arn"]


def test_the_service_linked_role_has_its_real_name() -> None:
    """It is AWSServiceRoleForPrivateMarketplaceAdmin (catalog 4.4); emulators name it wrongly (privatelink 4.5)."""
    with Twin(small(private_marketplace={"service_linked_role": False})).start(port()) as twin:
        iam = client("iam")
        assert refused(iam.get_role, RoleName=ROLE)[:2] == ("NoSuchEntity", 404)
        role = iam.create_service_linked_role(AWSServiceName=PRINCIPAL)["Role"]
        assert (role["RoleName"], role["Path"]) == (ROLE, f"/aws-service-role/{PRINCIPAL}/")
        assert iam.get_role(RoleName=ROLE)["Role"]["Arn"].endswith(f"{PRINCIPAL}/{ROLE}")
        assert twin.catalog.view.caller.enabled


@pytest.mark.usefixtures("twin")
def test_the_role_cannot_be_created_twice() -> None:
    """Creating it again is InvalidInput in the twin; moto says EntityAlreadyExists (privatelink 4.5)."""
    answer = refused(client("iam").create_service_linked_role, AWSServiceName=PRINCIPAL)
    assert answer[:2] == ("InvalidInput", 400)


@pytest.mark.usefixtures("twin")
def test_other_roles_are_left_to_moto() -> None:
    """The twin corrects one role and leaves the others to moto."""
    role = client("iam").create_service_linked_role(AWSServiceName="autoscaling.amazonaws.com")["Role"]
    assert role["RoleName"] == "AWSServiceRoleForAutoScaling"


@pytest.mark.usefixtures("twin")
@pytest.mark.parametrize("account", [MANAGEMENT, MEMBER])
def test_an_access_key_names_its_account(account: str) -> None:
    """An access key that ends in twelve digits belongs to that account."""
    identity = client("sts", account).get_caller_identity()
    assert identity["Account"] == account
    assert identity["Arn"] == f"arn:aws:iam::{account}:user/administrator"


@pytest.mark.usefixtures("twin")
def test_an_assumed_role_acts_in_its_own_account() -> None:
    """API reference of AssumeRole: the session belongs to the role's account."""
    credentials = assume(f"arn:aws:iam::{MEMBER}:role/OrganizationAccountAccessRole")
    arn = f"arn:aws:sts::{MEMBER}:assumed-role/OrganizationAccountAccessRole/session"
    assert caller(credentials) == (MEMBER, arn)


@pytest.mark.usefixtures("twin")
@pytest.mark.parametrize(
    ("arn", "account"),
    [
        (f"arn:aws:iam::{MEMBER}:role/nobody", MANAGEMENT),
        ("arn:aws:iam::999999999999:role/OrganizationAccountAccessRole", MANAGEMENT),
        (f"arn:aws:iam::{MEMBER}:role/OrganizationAccountAccessRole", DELEGATE),
        (f"arn:aws:iam::{MANAGEMENT}:role/aws-service-role/{PRINCIPAL}/{ROLE}", MANAGEMENT),
        ("nonsense-but-twenty-long", MANAGEMENT),
    ],
)
def test_a_role_has_to_exist_and_trust_the_caller(arn: str, account: str) -> None:
    """Unlike in moto, assuming any other role is AccessDenied, HTTP 403."""
    sts = client("sts", account)
    answer = refused(sts.assume_role, RoleArn=arn, RoleSessionName="session")
    user = f"arn:aws:iam::{account}:user/administrator"
    message = f"User: {user} is not authorized to perform: sts:AssumeRole on resource: {arn}"
    assert answer == ("AccessDenied", 403, message)


def trusting(principal: object, condition: object = None) -> str:
    """Create a role of the management account with a trust policy, and return its ARN."""
    statement = {"Effect": "Allow", "Principal": principal, "Action": ["sts:AssumeRole"]}
    conditional = {"Condition": condition} if condition else {}
    document = {"Version": "2012-10-17", "Statement": {**statement, **conditional}}
    role = client("iam").create_role(RoleName="reconciler", AssumeRolePolicyDocument=json.dumps(document))["Role"]
    arn: str = role["Arn"]
    return arn


@pytest.mark.usefixtures("twin")
@pytest.mark.parametrize(
    "principal",
    [
        "*",
        {"AWS": DELEGATE},
        {"AWS": [f"arn:aws:iam::{DELEGATE}:root"]},
        {"AWS": f"arn:aws:iam::{DELEGATE}:user/administrator"},
    ],
)
def test_a_trust_policy_names_the_caller_in_any_form(principal: object) -> None:
    """IAM User Guide: a principal is `*`, an account, its root, or one user or role."""
    assert caller(assume(trusting(principal), DELEGATE))[0] == MANAGEMENT


@pytest.mark.usefixtures("twin")
def test_a_session_is_trusted_as_its_role() -> None:
    """IAM User Guide: a role in a trust policy stands for its sessions, so roles can be chained."""
    arn = trusting({"AWS": f"arn:aws:iam::{MEMBER}:role/OrganizationAccountAccessRole"})
    first = assume(f"arn:aws:iam::{MEMBER}:role/OrganizationAccountAccessRole")
    sts = boto3.client(
        "sts",
        endpoint_url=f"http://127.0.0.1:{port()}",
        region_name="us-east-1",
        aws_access_key_id=first["AccessKeyId"],
        aws_secret_access_key=first["SecretAccessKey"],
        aws_session_token=first["SessionToken"],
    )
    second = sts.assume_role(RoleArn=arn, RoleSessionName="second")["Credentials"]
    assert caller(second) == (MANAGEMENT, f"arn:aws:sts::{MANAGEMENT}:assumed-role/reconciler/second")


@pytest.mark.usefixtures("twin")
def test_an_external_id_has_to_be_the_expected_one() -> None:
    """IAM User Guide: `sts:ExternalId` in a condition of the trust policy."""
    arn = trusting({"AWS": DELEGATE}, {"StringEquals": {"sts:ExternalId": "secret"}})
    sts = client("sts", DELEGATE)
    assert refused(sts.assume_role, RoleArn=arn, RoleSessionName="session")[0] == "AccessDenied"
    assert refused(sts.assume_role, RoleArn=arn, RoleSessionName="session", ExternalId="other")[0] == "AccessDenied"
    assert caller(assume(arn, DELEGATE, ExternalId="secret"))[0] == MANAGEMENT
