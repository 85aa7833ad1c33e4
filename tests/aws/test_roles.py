from datetime import UTC, datetime, timedelta

import pytest

from reconciler.errors import ReconcilerError, Unreadable
from reconciler.settings import Marketplace, Role, Settings
from tests.aws.answers import GOOD, good
from tests.aws.conftest import Connect, FromEnvironment
from tests.aws.loopback import Asked, Reply, failure, key_of
from tests.verbs import tag

ROLE = "arn:aws:iam::111111111111:role/reconciler"
ASSUMED = (
    "<Credentials><AccessKeyId>ASIAASSUMED</AccessKeyId><SecretAccessKey>topsecret</SecretAccessKey>"
    "<SessionToken>FwoGZXIvYXdz</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>"
)


def with_role(external_id: str | None = None) -> Settings:
    """Return settings with a role that is assumed first."""
    return Settings(file="reconciler.yaml", marketplace=Marketplace("111111111111", Role(ROLE, external_id)))


@pytest.mark.parametrize("external_id", [None, "shared-with-nobody"])
def test_a_role_is_assumed_first_and_once(
    pointed: Connect, from_environment: FromEnvironment, external_id: str | None
) -> None:
    """The credentials of the environment assume it, and every call is made as the role."""
    server = pointed(good(AssumeRole=ASSUMED)).server
    made = from_environment(with_role(external_id))
    assert server.asked == []
    made.identity.account()
    made.catalog.list_tags("arn:exp-a")
    assert [(asked.operation, key_of(asked)) for asked in server.asked] == [
        ("AssumeRole", "AKIAEXAMPLE/us-east-1"),
        ("GetCallerIdentity", "ASIAASSUMED/us-east-1"),
        ("ListTagsForResource", "ASIAASSUMED/us-east-1"),
    ]
    first = server.asked[0].parameters
    assert (first["RoleArn"], first["RoleSessionName"]) == (ROLE, "reconciler")
    assert first.get("ExternalId") == external_id


@pytest.mark.parametrize(("writes", "name"), [(False, "reconciler"), (True, "reconciler-apply")])
def test_a_session_that_may_write_has_a_name_of_its_own(
    pointed: Connect, from_environment: FromEnvironment, name: str, *, writes: bool
) -> None:
    """A role can allow writes to sessions of that name alone, and refuse the name to whoever only plans."""
    server = pointed(good(AssumeRole=ASSUMED)).server
    from_environment(with_role(), writes=writes).identity.account()
    assert server.asked[0].parameters["RoleSessionName"] == name


def test_credentials_of_a_role_are_renewed_before_they_expire(
    pointed: Connect, from_environment: FromEnvironment
) -> None:
    """A long apply outlives a session: five minutes before its end the next call assumes the role again."""
    soon = (datetime.now(UTC) + timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M:%SZ")
    sessions = iter([ASSUMED.replace("ASIAASSUMED", "ASIAOLD").replace("2099-01-01T00:00:00Z", soon), ASSUMED])

    def script(asked: Asked) -> Reply | dict[str, object] | str:
        return next(sessions) if asked.operation == "AssumeRole" else GOOD[asked.operation]

    server = pointed(script).server
    made = from_environment(with_role())
    for _ in range(3):
        made.catalog.list_tags("arn:exp-a")
    keys = [key_of(asked) for asked in server.asked if asked.operation != "AssumeRole"]
    assert keys == ["ASIAOLD/us-east-1", "ASIAASSUMED/us-east-1", "ASIAASSUMED/us-east-1"]


def test_a_role_that_may_not_be_assumed_says_what_to_allow(pointed: Connect, from_environment: FromEnvironment) -> None:
    """The message names AssumeRole, whichever call was made, and leaves out the external id."""
    pointed(good(AssumeRole=failure(403, "AccessDenied", "User: x is not authorized", "AssumeRole")))
    with pytest.raises(Unreadable, match=r"^sts:AssumeRole: AccessDenied: User: x is not authorized") as caught:
        from_environment(with_role("shared-with-nobody")).catalog.list_tags("arn:exp-a")
    assert caught.value.hint.startswith("allow sts:AssumeRole to role ")
    assert f"let the trust policy of {ROLE} name them (external_id, where it asks for one)" in caught.value.hint
    assert "shared-with-nobody" not in caught.value.message + caught.value.hint


def test_a_role_without_credentials_to_assume_it_is_unreadable(
    credentials: pytest.MonkeyPatch, from_environment: FromEnvironment
) -> None:
    """The error comes at once, since no call can be made."""
    credentials.delenv("AWS_ACCESS_KEY_ID")
    credentials.delenv("AWS_SECRET_ACCESS_KEY")
    with pytest.raises(Unreadable, match="AWS configuration: Unable to locate credentials"):
        from_environment(with_role())


def test_credentials_that_expire_while_writing_fail_the_call(
    pointed: Connect, from_environment: FromEnvironment
) -> None:
    """The outcome has AWS's code, and its message says what to do."""
    pointed(good(TagResource=failure(403, "ExpiredTokenException", "token FwoGZXIvYXdz expired")))
    with pytest.raises(ReconcilerError, match="aws sso login") as caught:
        tag(from_environment(writes=True), "arn:exp-a", team="procurement")
    assert "FwoGZXIvYXdz" not in caught.value.message
