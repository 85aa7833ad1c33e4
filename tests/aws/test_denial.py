"""A denial tells which kind of policy denied and who can change it; AWS's encoded part is cut out and kept for -v."""

from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from reconciler.aws.caller import ApiCall, Caller
from reconciler.aws.calls import CallList
from reconciler.aws.denial import DECODE, Denial
from reconciler.aws.errors import unread, unwritten
from reconciler.aws.log import Log
from reconciler.aws.session import watched_session
from reconciler.aws.traffic import Traffic
from reconciler.cli.main import run
from reconciler.cli.terminal import Terminal
from reconciler.errors import CallFailed, Unreadable
from tests.aws.answers import SELLER, SERVICE, good
from tests.aws.conftest import Connect, StandingClock
from tests.aws.loopback import failure
from tests.cli.fakes import Screen
from tests.verbs import VERB

BLOB = "g4oZPBqZ4Bni8dE5dGjxYTnOZ_" * 40 + "-Xw=="
QUERY = "--query DecodedMessage --output text --encoded-message"
NOON = "2026-11-22T10:00:00Z"
USER = "User: arn:aws:sts::222222222222:assumed-role/ci/1 is not authorized to perform: ec2:X on resource: *"
SCP = "arn:aws:organizations::111111111111:policy/o-abcdef1234/service_control_policy/p-2kgnabcd"
ALLOW = "allow ec2:DescribeVpcEndpointServicePermissions to profile buyer"

POLICIES = {
    "with an explicit deny in a service control policy": "ask the administrators of AWS Organizations to change it",
    f"with an explicit deny in a service control policy: {SCP}": "a service control policy of the organization",
    "because no service control policy allows the ec2:X action": "ask the administrators of AWS Organizations",
    "with an explicit deny in a resource control policy": "a resource control policy of the organization",
    "with an explicit deny in a permissions boundary": "the permissions boundary of profile buyer",
    "because no permissions boundary allows the ec2:X action": "ask the IAM administrators of that account to widen it",
    "with an explicit deny in a session policy": "widen it where the session is created",
    "because no session policy allows the ec2:X action": "widen it where the session is created",
    "with an explicit deny in a VPC endpoint policy": "ask the owner of that endpoint to change it",
    "because no VPC endpoint policy allows the ec2:X action": "ask the owner of that endpoint to change it",
    "with an explicit deny in a resource-based policy": "ask the owner of the resource",
    "because no resource-based policy allows the ec2:X action": "ask the owner of the resource",
    "with an explicit deny in an identity-based policy": "remove that Deny",
    "because no identity-based policy allows the ec2:X action": ALLOW,
    "because no role trust policy allows the sts:AssumeRole action": ALLOW,
    "": ALLOW,
}


@pytest.mark.parametrize(("why", "hint"), POLICIES.items())
def test_a_denial_says_who_can_change_it(connect: Connect, why: str, hint: str) -> None:
    """Allowing the action in IAM helps only if no other kind of policy denies it."""
    denied = failure(403, "UnauthorizedOperation", f"{USER} {why}", "DescribeVpcEndpointServicePermissions")
    with pytest.raises(Unreadable) as caught:
        connect(good(DescribeVpcEndpointServicePermissions=denied)).services.grants(SERVICE)
    assert caught.value.exit_code == 7
    assert f"UnauthorizedOperation: {USER} {why}".rstrip() in caught.value.message
    assert hint in caught.value.hint
    assert (ALLOW in caught.value.hint) is (hint == ALLOW)


def test_the_encoded_part_is_cut_out_of_the_message(connect: Connect) -> None:
    """A thousand unreadable characters hide the reason; the hint says how to get them."""
    said = f"You are not authorized. {USER} with an explicit deny in a service control policy."
    why, operation = f"{said} Encoded authorization failure message: {BLOB}", "DescribeVpcEndpointServicePermissions"
    denied = failure(403, "UnauthorizedOperation", why, operation)
    with pytest.raises(Unreadable) as caught:
        connect(good(DescribeVpcEndpointServicePermissions=denied)).services.grants(SERVICE)
    assert caught.value.message.endswith(f"UnauthorizedOperation: {said} (request req-1)")
    assert "service control policy of the organization" in caught.value.hint
    assert caught.value.hint.endswith(f"run it with -v, which shows it for `{DECODE}`")
    assert BLOB[:30] not in caught.value.message + caught.value.hint


def test_a_write_that_is_denied_says_who_can_change_it(connect: Connect) -> None:
    """The outcome's message has it, since an outcome has no hint."""
    why = f"{USER} with an explicit deny in a service control policy. Encoded authorization failure message: {BLOB}"
    denied = failure(403, "UnauthorizedOperation", why, "CreateTags")
    calls = connect(good(CreateTags=denied), writes=True).calls
    with pytest.raises(CallFailed) as caught:
        calls.edit(VERB["CreateTags"], {"Resources": [SERVICE], "Tags": []})
    assert caught.value.code == "UnauthorizedOperation"
    assert "no policy of profile buyer can allow it" in caught.value.message
    assert BLOB[:30] not in caught.value.message


def test_the_encoded_part_is_logged_whole_and_ready_to_paste(connect: Connect) -> None:
    """The line follows that of the denied call."""
    lines: list[str] = []
    clock = StandingClock()
    traffic = Traffic(clock, Log(lines.append))
    session = watched_session(calls=CallList.of(VERB.values(), writing=False), clock=clock, traffic=traffic)
    session.set_credentials("AKIAEXAMPLE", "verysecretkey")
    why = f"You are not authorized to perform this operation. Encoded authorization failure message: {BLOB}"
    denied = failure(403, "UnauthorizedOperation", why, "DescribeVpcEndpointConnections")
    url = connect(good(DescribeVpcEndpointConnections=denied)).server.url
    client = session.create_client("ec2", region_name="us-east-1", endpoint_url=url)
    client.describe_vpc_endpoint_service_permissions(ServiceId=SERVICE)
    with pytest.raises(client.exceptions.ClientError):
        client.describe_vpc_endpoint_connections()
    assert lines[1:] == [
        f"{NOON} ec2:DescribeVpcEndpointConnections in us-east-1: UnauthorizedOperation in 0.00 s, request req-1",
        f"ec2:DescribeVpcEndpointConnections: to decode the reason of AWS: {DECODE} {QUERY} {BLOB}",
    ]


@pytest.mark.parametrize("words", ["plan", "-v plan"])
def test_verbose_shows_how_to_decode_awss_reason(
    pointed: Connect, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    """The plan ends with 7 and says who can change it; with -v, stderr has the command that decodes AWS's reason."""
    (tmp_path / "reconciler.yaml").write_text(
        f'version: 1\nsellers: {{saas: {{account: "{SELLER}", regions: [us-east-1]}}}}\n'
    )
    (tmp_path / "desired_state").mkdir()
    (tmp_path / "desired_state" / "a.yaml").write_text(
        f"{{kind: endpoint_service, name: api, id: {SERVICE}, region: us-east-1}}\n"
    )
    monkeypatch.chdir(tmp_path)
    why, operation = (
        f"{USER}. Encoded authorization failure message: {BLOB}",
        "DescribeVpcEndpointServiceConfigurations",
    )
    caller = f"<Arn>arn:aws:iam::{SELLER}:user/a</Arn><Account>{SELLER}</Account>"
    denied = failure(403, "UnauthorizedOperation", why, operation)
    pointed(good(GetCallerIdentity=caller, **{operation: denied}))
    out, err = Screen(), Screen()
    assert run(words.split(), Terminal(Screen(), out, err, {}), None) == 7
    assert ("run it with -v" in out.getvalue(), BLOB in out.getvalue()) == (True, False)
    assert (f"--encoded-message {BLOB}\n" in err.getvalue()) is words.startswith("-v")


def test_a_message_without_either_is_left_as_it_is() -> None:
    """Services use any text."""
    assert Denial.read("no") == Denial("no")


ERRORS = {
    "token whose subject is not trusted": (
        "AssumeRoleWithWebIdentity",
        "AccessDenied",
        "let the trust policy of the role (AWS_ROLE_ARN) accept the token",
    ),
    "token that has expired": ("AssumeRoleWithWebIdentity", "ExpiredTokenException", "have the job get a new token"),
    "provider that is not there": (
        "AssumeRoleWithWebIdentity",
        "InvalidIdentityToken",
        "the account's identity provider",
    ),
    "clock that is wrong": ("GetCallerIdentity", "RequestTimeTooSkewed", "set the clock of this machine"),
    "key that is not known": (
        "GetCallerIdentity",
        "InvalidClientTokenId",
        "run `aws sso login --profile buyer` or renew",
    ),
}


@pytest.mark.parametrize(("operation", "code", "hint"), ERRORS.values(), ids=ERRORS.keys())
def test_credentials_that_aws_refuses_say_what_to_do(operation: str, code: str, hint: str) -> None:
    """A job with OIDC has no user who could log in."""
    error = ClientError({"Error": {"Code": code, "Message": "Not authorized"}}, operation)
    call = ApiCall("sts", "GetCallerIdentity", Caller("buyer"))
    assert hint in unread(error, call).hint
    assert hint in unwritten(error, call).message


def test_a_wrong_mfa_code_asks_for_the_next_one() -> None:
    """Allowing sts:AssumeRole would not help."""
    said = "MultiFactorAuthentication failed with invalid MFA one time pass code."
    error = ClientError({"Error": {"Code": "AccessDenied", "Message": said}}, "AssumeRole")
    found = unread(error, ApiCall("sts", "GetCallerIdentity", Caller("buyer")))
    assert found.hint == "type the code that the MFA device shows now: each code is accepted once"


def test_an_identity_provider_that_is_missing_is_named() -> None:
    """STS names the issuer, which is not secret."""
    said = "No OpenIDConnect provider found in your account for https://token.actions.githubusercontent.com"
    error = ClientError({"Error": {"Code": "InvalidIdentityToken", "Message": said}}, "AssumeRoleWithWebIdentity")
    found = unread(error, ApiCall("sts", "GetCallerIdentity", Caller("buyer")))
    assert found.message == f"sts:AssumeRoleWithWebIdentity: InvalidIdentityToken: {said}"
