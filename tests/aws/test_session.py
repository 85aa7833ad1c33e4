import re
import subprocess
import sys
from pathlib import Path

import pytest

import reconciler
from reconciler.aws.calls import OBSERVING, CallList
from reconciler.aws.session import clients
from reconciler.errors import InvalidInput, Refused, Unreadable
from reconciler.settings import Marketplace, Role, Settings
from tests.aws.answers import good
from tests.aws.conftest import SETTINGS, Connect, FromEnvironment, StandingClock
from tests.aws.loopback import failure, key_of
from tests.verbs import VERB, tag

ROLE = Role("arn:aws:iam::111111111111:role/reconciler", "shared-with-nobody")
WITH_ROLE = Settings(file="reconciler.yaml", marketplace=Marketplace("111111111111", ROLE))


def test_the_endpoint_of_one_service_may_differ_from_all_others(
    connect: Connect, credentials: pytest.MonkeyPatch, from_environment: FromEnvironment
) -> None:
    """AWS_ENDPOINT_URL_MARKETPLACE_CATALOG wins over AWS_ENDPOINT_URL, as in every SDK program."""
    server = connect(good()).server
    credentials.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    credentials.setenv("AWS_ENDPOINT_URL_MARKETPLACE_CATALOG", server.url)
    assert from_environment().catalog.list_tags("arn:exp-a") == {"team": "procurement"}


def test_requests_say_who_sends_them_and_are_made_in_us_east_1(
    pointed: Connect, credentials: pytest.MonkeyPatch, from_environment: FromEnvironment
) -> None:
    """The catalogue is always called in us-east-1, and STS in the user's region."""
    server = pointed(good()).server
    credentials.setenv("AWS_REGION", "eu-west-1")
    made = from_environment()
    made.identity.account()
    made.catalog.list_tags("arn:exp-a")
    made.organizations.describe()
    made.identity.has_role("r")
    assert [key_of(asked) for asked in server.asked] == [
        "AKIAEXAMPLE/eu-west-1",
        "AKIAEXAMPLE/us-east-1",
        "AKIAEXAMPLE/us-east-1",
        "AKIAEXAMPLE/us-east-1",
    ]
    assert all(f"reconciler/{reconciler.__version__}" in asked.headers["User-Agent"] for asked in server.asked)


def test_the_user_agent_has_the_application_of_the_user(
    pointed: Connect, credentials: pytest.MonkeyPatch, from_environment: FromEnvironment
) -> None:
    """AWS_SDK_UA_APP_ID works as in every SDK program, and botocore is named."""
    server = pointed(good()).server
    credentials.setenv("AWS_SDK_UA_APP_ID", "billing")
    from_environment().identity.account()
    (agent,) = [asked.headers["User-Agent"] for asked in server.asked]
    assert agent.startswith("Botocore/")
    assert agent.endswith(f"reconciler/{reconciler.__version__} app/billing")


@pytest.mark.parametrize("name", ["AWS_REGION", "AWS_DEFAULT_REGION"])
@pytest.mark.parametrize("region", ["mars-north-1", "us-east-one", "cn-north-1", "eusc-de-east-1", "no region"])
def test_an_unknown_region_is_an_invalid_setting(
    credentials: pytest.MonkeyPatch, from_environment: FromEnvironment, name: str, region: str
) -> None:
    """The exit code is 3, before any call."""
    credentials.setenv(name, region)
    with pytest.raises(InvalidInput, match=f"'{region}' is not a region") as caught:
        from_environment()
    assert (caught.value.exit_code, "AWS_REGION" in caught.value.hint) == (3, True)


@pytest.mark.parametrize("name", ["AWS_REGION", "AWS_DEFAULT_REGION"])
def test_a_region_that_botocore_does_not_know_yet_is_used(
    pointed: Connect, credentials: pytest.MonkeyPatch, from_environment: FromEnvironment, name: str
) -> None:
    """Only a region that fits no partition is an invalid setting (contract 1.1)."""
    server = pointed(good()).server
    credentials.setenv(name, "eu-nowhere-7")
    from_environment().identity.account()
    assert [key_of(asked) for asked in server.asked] == ["AKIAEXAMPLE/eu-nowhere-7"]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("AWS_ENDPOINT_URL", "nonsense", "Invalid endpoint: nonsense"),
        ("AWS_RETRY_MODE", "never", "never"),
        ("AWS_MAX_ATTEMPTS", "often", "often"),
        ("AWS_MAX_ATTEMPTS", "-1", "-1"),
    ],
)
def test_an_unknown_setting_of_the_environment_is_an_invalid_setting(
    credentials: pytest.MonkeyPatch, from_environment: FromEnvironment, name: str, value: str, said: str
) -> None:
    """The exit code is 3, with botocore's message."""
    credentials.setenv(name, value)
    with pytest.raises(InvalidInput, match=r"^AWS configuration: ") as caught:
        from_environment()
    assert said in caught.value.message
    assert "\n" not in caught.value.message


def test_no_credentials_is_unreadable(
    pointed: Connect, credentials: pytest.MonkeyPatch, from_environment: FromEnvironment
) -> None:
    """The exit code is 7 at the first call, and the hint says how to get credentials."""
    server = pointed(good()).server
    credentials.delenv("AWS_ACCESS_KEY_ID")
    credentials.delenv("AWS_SECRET_ACCESS_KEY")
    with pytest.raises(Unreadable, match="sts:GetCallerIdentity: Unable to locate credentials") as caught:
        from_environment().identity.account()
    assert (caught.value.exit_code, server.asked) == (7, [])
    assert "AWS_PROFILE" in caught.value.hint


def test_half_a_pair_of_credentials_is_unreadable(
    credentials: pytest.MonkeyPatch, from_environment: FromEnvironment
) -> None:
    """The message names the missing half."""
    credentials.delenv("AWS_SECRET_ACCESS_KEY")
    with pytest.raises(Unreadable, match="Partial credentials found in env, missing: AWS_SECRET_ACCESS_KEY"):
        from_environment().identity.account()


def test_a_profile_is_named_in_what_to_do(
    pointed: Connect, credentials: pytest.MonkeyPatch, from_environment: FromEnvironment, tmp_path: Path
) -> None:
    """The command can be pasted."""
    (tmp_path / "config").write_text("[profile buyer]\naws_access_key_id=AKIAEXAMPLE\naws_secret_access_key=x\n")
    credentials.delenv("AWS_ACCESS_KEY_ID")
    credentials.delenv("AWS_SECRET_ACCESS_KEY")
    credentials.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    credentials.setenv("AWS_PROFILE", "buyer")
    pointed(good(GetCallerIdentity=failure(403, "ExpiredToken", operation="GetCallerIdentity")))
    with pytest.raises(Unreadable) as caught:
        from_environment().identity.account()
    assert caught.value.hint.startswith("run `aws sso login --profile buyer`")


def test_clients_made_for_planning_do_not_write(pointed: Connect, from_environment: FromEnvironment) -> None:
    """The client refuses before anything is sent."""
    server = pointed(good()).server
    clients = from_environment()
    with pytest.raises(Refused):
        tag(clients, "arn:exp-a", team="procurement")
    with pytest.raises(Refused):
        clients.catalog.start_change_set([], name="n", tags={}, token="t-1")
    assert server.asked == []


def test_calls_are_paced_by_the_clock_that_is_given(
    pointed: Connect, from_environment: FromEnvironment, clock: StandingClock
) -> None:
    """At five tags a second, the sixth and the seventh wait for the first and the second."""
    pointed(good())
    catalog = from_environment().catalog
    for _ in range(7):
        catalog.list_tags("arn:exp-a")
    assert clock.slept == [1.05]


@pytest.mark.parametrize("made", ["identity", "organizations", "catalog"])
def test_nothing_secret_shows_when_clients_are_printed(
    credentials: pytest.MonkeyPatch, made: str, clock: StandingClock
) -> None:
    """No repr has keys or external ids."""
    credentials.setenv("AWS_SESSION_TOKEN", "FwoGZXIvYXdz")
    found = clients(WITH_ROLE, calls=CallList.of(VERB.values(), writing=False), clock=clock, environ={})
    text = repr(found) + repr(vars(getattr(found, made)))
    assert not re.search("verysecretkey|AKIAEXAMPLE|FwoGZXIvYXdz|shared-with-nobody", text)


def test_settings_without_a_marketplace_use_the_credentials_as_they_are(
    pointed: Connect, from_environment: FromEnvironment
) -> None:
    """No role is assumed."""
    server = pointed(good()).server
    from_environment(SETTINGS).identity.account()
    assert server.operations == ["GetCallerIdentity"]


def test_the_core_does_not_load_aws() -> None:
    """Importing ports, settings, errors and the clock does not import botocore."""
    code = (
        "import sys, reconciler.ports, reconciler.settings, reconciler.errors, reconciler.aws.clock;"
        "sys.exit(bool({'botocore', 'boto3'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_clients_of_verify_are_made_beside_a_marketplace(credentials: pytest.MonkeyPatch) -> None:
    """Its calls are none of the marketplace, so no client of the catalogue is made, which botocore would refuse."""
    del credentials
    made = clients(WITH_ROLE, CallList.of(OBSERVING), clock=StandingClock(), environ={"AWS_REGION": "us-east-1"})
    assert made.sellers == {}
