"""Each cause of missing credentials is named: exit code 7, and what to do."""

import os
import sys
from pathlib import Path

import pytest
from botocore import exceptions as aws

from reconciler.aws.caller import ApiCall, Caller
from reconciler.aws.errors import unread
from reconciler.aws.log import no_line
from reconciler.errors import ReconcilerError, Unreadable
from tests.aws.answers import good
from tests.aws.conftest import Connect, FromEnvironment
from tests.aws.loopback import key_of
from tests.aws.test_roles import ASSUMED
from tests.cli.fakes import Screen

ROLE = "arn:aws:iam::222222222222:role/ci"
KEYS = "aws_access_key_id=AKIAEXAMPLE\naws_secret_access_key=verysecretkey\n"
SSO = "sso_account_id=222222222222\nsso_role_name=r\n"

PROFILES = {
    "process that prints no JSON": (
        "credential_process=/bin/echo verysecretkey",
        "the credential_process that profile ci uses printed text that is not JSON",
        "run its command by hand",
    ),
    "process that prints a list": (
        "credential_process=/bin/echo []",
        "the credential_process that profile ci uses printed JSON that is not an object",
        "run its command by hand",
    ),
    "process that prints no key": (
        "credential_process=/bin/echo '{\"Version\": 1}'",
        "the credential_process that profile ci uses printed JSON that lacks Version 1, AccessKeyId or SecretAccessKey",
        "run its command by hand",
    ),
    "process that prints a wrong time": (
        (
            'credential_process=/bin/echo \'{"Version": 1, "AccessKeyId": "a", "SecretAccessKey": "verysecretkey", '
            '"SessionToken": "c", "Expiration": "soon"}\''
        ),
        "the credential_process that profile ci uses printed an Expiration that is not a time",
        "run its command by hand",
    ),
    "process that fails": (
        "credential_process=/bin/sh -c 'echo verysecretkey >&2; exit 1'",
        "the credential_process that profile ci uses failed",
        "run its command by hand",
    ),
    "process that is not there": (
        "credential_process=/nowhere/login --token verysecretkey",
        "the credential_process that profile ci uses can't be run (No such file or directory: /nowhere/login)",
        "run its command by hand",
    ),
    "process that is no command": (
        "credential_process=/bin/echo 'verysecretkey",
        "the credential_process that profile ci uses is not a command (No closing quotation)",
        "run its command by hand",
    ),
    "process of the source profile": (
        f"role_arn={ROLE}\nsource_profile=other\n[profile other]\ncredential_process=/bin/echo hello",
        "the credential_process that profile ci uses printed text that is not JSON",
        "run its command by hand",
    ),
    "token file of the profile": (
        f"role_arn={ROLE}\nweb_identity_token_file=/nowhere/token",
        "the web identity token file /nowhere/token can't be read (No such file or directory)",
        "web_identity_token_file of the profile",
    ),
    "code of an MFA device": (
        f"role_arn={ROLE}\nsource_profile=other\nmfa_serial=arn:aws:iam::222222222222:mfa/me\n[profile other]\n{KEYS}",
        "profile ci needs a code of an MFA device (mfa_serial), which can be typed once, at a terminal",
        "in CI a role that trusts the job (OIDC)",
    ),
    "source profile that is not there": (
        f"role_arn={ROLE}\nsource_profile=other",
        'The source_profile "other" referenced in the profile "ci" does not exist.',
        "correct the profile in the AWS configuration file",
    ),
    "source profile that is its own": (
        f"role_arn={ROLE}\nsource_profile=other\n[profile other]\nrole_arn={ROLE}\nsource_profile=ci",
        "Infinite loop in credential configuration detected.",
        "correct the profile in the AWS configuration file",
    ),
    "role without a source": (
        f"role_arn={ROLE}",
        "Partial credentials found in assume-role, missing: source_profile or credential_source",
        "correct the profile in the AWS configuration file",
    ),
    "session of SSO that has ended": (
        f"{SSO}sso_start_url=https://acme.awsapps.com/start\nsso_region=us-east-1",
        "Error loading SSO Token: Token for https://acme.awsapps.com/start does not exist",
        "run `aws sso login --profile ci`",
    ),
    "login without what it needs": (
        "login_session=arn:aws:iam::222222222222:user/me",
        "Missing Dependency: Using the login credential provider requires an additional dependency.",
        "install botocore[crt] where reconciler is installed",
    ),
    "session of SSO that is not configured": (
        f"{SSO}sso_session=acme",
        'The specified sso-session does not exist: "acme"',
        "correct the profile in the AWS configuration file",
    ),
}
SESSIONS = {
    aws.UnauthorizedSSOTokenError(): "run `aws sso login --profile ci`; in CI, use a role that trusts the job (OIDC)",
    aws.TokenRetrievalError(provider="sso", error_msg="Token has expired"): "run `aws sso login --profile ci`",
    aws.LoginRefreshRequired(): "run `aws login --profile ci`",
    aws.NoCredentialsError(): "set AWS_PROFILE, run `aws sso login --profile ci` or give the job a role",
}
ENVIRONMENTS = {
    "token file that is missing": (
        {"AWS_WEB_IDENTITY_TOKEN_FILE": "/nowhere/token", "AWS_ROLE_ARN": ROLE},
        "the web identity token file /nowhere/token can't be read (No such file or directory)",
        "AWS_WEB_IDENTITY_TOKEN_FILE names it",
    ),
    "token file that is a folder": (
        {"AWS_WEB_IDENTITY_TOKEN_FILE": "/", "AWS_ROLE_ARN": ROLE},
        "the web identity token file / can't be read (Is a directory)",
        "a container sees only what is mounted into it",
    ),
    "token file that is empty": (
        {"AWS_WEB_IDENTITY_TOKEN_FILE": os.devnull, "AWS_ROLE_ARN": ROLE},
        (
            "the web identity token, or the role that it is for, is invalid (Invalid length for parameter "
            "WebIdentityToken, value: 0, valid min length: 4)"
        ),
        "check the content of the file that AWS_WEB_IDENTITY_TOKEN_FILE names, and AWS_ROLE_ARN",
    ),
    "token without a role": (
        {"AWS_WEB_IDENTITY_TOKEN_FILE": "/nowhere/token"},
        "there is a web identity token, and no role to assume with it",
        "set AWS_ROLE_ARN",
    ),
    "token file of a container": (
        {
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1:9/x",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "/nowhere/token",
        },
        "the container's token file /nowhere/token can't be read (No such file or directory)",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE names it",
    ),
    "container on another machine": (
        {"AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://192.0.2.1/x"},
        "the container's credentials could not be obtained (Unsupported host '192.0.2.1'.",
        "check AWS_CONTAINER_CREDENTIALS_FULL_URI",
    ),
    "profile that is not there": (
        {"AWS_PROFILE": "nobody"},
        "The config profile (nobody) could not be found",
        "`aws configure list-profiles`",
    ),
    "profile without a name": ({"AWS_PROFILE": ""}, "AWS_PROFILE is set, but empty", "unset AWS_PROFILE"),
    "half a pair": (
        {"AWS_ACCESS_KEY_ID": "AKIAEXAMPLE"},
        "Partial credentials found in env, missing: AWS_SECRET_ACCESS_KEY",
        "set it too, or unset the other",
    ),
    "token with a line break": (
        {
            "AWS_ACCESS_KEY_ID": "AKIAEXAMPLE",
            "AWS_SECRET_ACCESS_KEY": "verysecretkey",
            "AWS_SESSION_TOKEN": "very\nsecretkey",
        },
        "the credentials hold a character that no request can carry, a line break perhaps",
        "set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN again",
    ),
    "metadata that are nowhere": (
        {"AWS_EC2_METADATA_SERVICE_ENDPOINT": "nonsense"},
        "Invalid endpoint EC2 Instance Metadata endpoint: nonsense",
        "correct AWS_EC2_METADATA_SERVICE_ENDPOINT",
    ),
}


@pytest.fixture
def bare(pointed: Connect, credentials: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Point AWS at a server that answers everything, without any credentials."""
    credentials.delenv("AWS_ACCESS_KEY_ID")
    credentials.delenv("AWS_SECRET_ACCESS_KEY")
    credentials.setattr("reconciler.aws.credentials._SESSIONS", {})
    pointed(good(AssumeRole=ASSUMED))
    return credentials


def told(made: FromEnvironment) -> ReconcilerError:
    """Return the error that the look-up of the account raises."""
    with pytest.raises(Unreadable) as caught:
        made().identity.account()
    error = caught.value
    assert "\n" not in error.message + error.hint
    assert "secretkey" not in error.message + error.hint
    assert error.exit_code == 7
    return error


@pytest.mark.parametrize(("lines", "what", "hint"), PROFILES.values(), ids=PROFILES.keys())
def test_the_fault_of_a_profile_is_named(
    bare: pytest.MonkeyPatch, from_environment: FromEnvironment, tmp_path: Path, lines: str, what: str, hint: str
) -> None:
    """The message quotes nothing that a program printed or a file contains."""
    (tmp_path / "config").write_text(f"[profile ci]\n{lines}\n")
    bare.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    bare.setenv("AWS_PROFILE", "ci")
    error = told(from_environment)
    assert error.message.split(": ", 1)[1].startswith(what)
    assert hint in error.hint


@pytest.mark.parametrize(("environment", "what", "hint"), ENVIRONMENTS.values(), ids=ENVIRONMENTS.keys())
def test_the_fault_of_the_environment_is_named(
    bare: pytest.MonkeyPatch, from_environment: FromEnvironment, environment: dict[str, str], what: str, hint: str
) -> None:
    """A job without a token is not told to look for a proxy."""
    for name, value in environment.items():
        bare.setenv(name, value)
    error = told(from_environment)
    assert error.message.split(": ", 1)[1].startswith(what)
    assert hint in error.hint


@pytest.mark.parametrize(("error", "hint"), SESSIONS.items(), ids=lambda one: type(one).__name__)
def test_a_session_that_has_ended_names_the_command_that_opens_it(error: Exception, hint: str) -> None:
    """The command can be pasted, with the profile in it."""
    assert unread(error, ApiCall("sts", "GetCallerIdentity", Caller("ci"))).hint.startswith(hint)


def test_an_invalid_configuration_file_is_named(
    bare: pytest.MonkeyPatch, from_environment: FromEnvironment, tmp_path: Path
) -> None:
    """Without it, the credentials to use are unknown."""
    (tmp_path / "config").write_text("[profile ci\nregion")
    bare.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    error = told(from_environment)
    assert error.message == f"AWS configuration: Unable to parse config file: {tmp_path}/config"
    assert error.hint.startswith("correct the file")


def with_code(folder: Path, environment: pytest.MonkeyPatch) -> None:
    """Use a profile that asks for the code of an MFA device."""
    lines = PROFILES["code of an MFA device"][0]
    (folder / "config").write_text(f"[profile ci]\n{lines}\n")
    environment.setenv("AWS_CONFIG_FILE", str(folder / "config"))
    environment.setenv("AWS_PROFILE", "ci")


@pytest.mark.parametrize("stdin", [None, Screen("123456\n")], ids=["closed", "pipe"])
def test_no_mfa_code_is_asked_for_without_a_terminal(
    bare: pytest.MonkeyPatch, from_environment: FromEnvironment, tmp_path: Path, stdin: Screen | None
) -> None:
    """A job does not wait for ever, and piped input is no code."""
    with_code(tmp_path, bare)
    bare.setattr(sys, "stdin", stdin)
    bare.setattr("reconciler.aws.credentials.getpass", no_line)
    assert "needs a code of an MFA device" in told(from_environment).message


def test_an_mfa_code_is_asked_for_at_a_terminal(
    bare: pytest.MonkeyPatch, connect: Connect, from_environment: FromEnvironment, tmp_path: Path
) -> None:
    """The profile needs no region, since us-east-1 knows every role."""
    with_code(tmp_path, bare)
    server = connect(good(AssumeRole=ASSUMED)).server
    bare.setattr(sys, "stdin", Screen(tty=True))
    bare.setattr("reconciler.aws.credentials.getpass", lambda prompt: prompt[-4:-2] + "3456")
    assert from_environment().identity.account() == "111111111111"
    assert [(one.operation, key_of(one)) for one in server.asked] == [
        ("AssumeRole", "AKIAEXAMPLE/us-east-1"),
        ("GetCallerIdentity", "ASIAASSUMED/us-east-1"),
    ]
    assert server.asked[0].parameters["TokenCode"] == "me3456"


def test_an_mfa_code_is_asked_for_once_in_a_run(
    bare: pytest.MonkeyPatch, from_environment: FromEnvironment, tmp_path: Path
) -> None:
    """Apply makes new clients after those of its plan, and AWS accepts each code once."""
    with_code(tmp_path, bare)
    codes = iter(["123456"])
    bare.setattr(sys, "stdin", Screen(tty=True))
    bare.setattr("reconciler.aws.credentials.getpass", lambda _prompt: next(codes))
    assert [from_environment(writes=writes).identity.account() for writes in (False, True)] == ["111111111111"] * 2
    assert list(codes) == []


BUNDLES = {
    "missing": ("/nowhere/ca.pem", "can't be read (No such file or directory)"),
    "a folder": ("/", "can't be read (Is a directory)"),
    "empty": (os.devnull, "holds no certificate"),
}


@pytest.mark.parametrize("variable", ["AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE"])
@pytest.mark.parametrize(("file", "what"), BUNDLES.values(), ids=BUNDLES.keys())
def test_an_invalid_ca_bundle_is_named(
    connect: Connect,
    credentials: pytest.MonkeyPatch,
    from_environment: FromEnvironment,
    file: str,
    what: str,
    variable: str,
) -> None:
    """The fault is a file on this machine, not the network."""
    credentials.setenv("AWS_ENDPOINT_URL", connect(good()).server.url.replace("http", "https"))
    credentials.setenv(variable, file)
    error = told(from_environment)
    assert error.message == f"sts:GetCallerIdentity: the CA bundle {file} {what}"
    assert error.hint.startswith("AWS_CA_BUNDLE names it")


@pytest.mark.parametrize(
    ("variable", "url"), [("HTTPS_PROXY", "http://127.0.0.1:verysecretkey"), ("AWS_ENDPOINT_URL", "ftp://127.0.0.1")]
)
def test_an_invalid_url_is_reported_as_such(
    credentials: pytest.MonkeyPatch, from_environment: FromEnvironment, variable: str, url: str
) -> None:
    """No call was made, so no service failed to answer."""
    credentials.setenv("no_proxy", "")
    credentials.setenv("NO_PROXY", "")
    credentials.setenv("AWS_ENDPOINT_URL", "https://192.0.2.1")
    credentials.setenv(variable, url)
    what = "AWS_ENDPOINT_URL, or the proxy (HTTPS_PROXY), is not a usable URL"
    assert told(from_environment).message == f"sts:GetCallerIdentity: {what}"


def test_a_proxy_that_is_silent_is_named_without_its_password(
    credentials: pytest.MonkeyPatch, from_environment: FromEnvironment
) -> None:
    """The message says which of the proxies it was."""
    credentials.setenv("HTTPS_PROXY", "http://user:verysecretkey@127.0.0.1:9")
    credentials.setenv("NO_PROXY", "")
    credentials.setenv("no_proxy", "")
    credentials.setenv("AWS_ENDPOINT_URL", "https://192.0.2.1")
    assert told(from_environment).message == "sts:GetCallerIdentity: the proxy 127.0.0.1:9 did not answer"
