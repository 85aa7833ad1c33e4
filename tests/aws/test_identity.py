from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from types import SimpleNamespace
from typing import Any

import pytest

from reconciler.aws.identity import IdentityApi
from reconciler.aws.organizations import OrganizationsApi
from reconciler.errors import Unreadable
from tests.aws.answers import good
from tests.aws.conftest import Connect
from tests.aws.loopback import failure
from tests.patience import PATIENCE


def test_the_account_of_the_credentials_is_asked_once(connect: Connect) -> None:
    """The account cannot change during a run."""
    connected = connect(good())
    assert [connected.clients.identity.account() for _ in range(2)] == ["111111111111"] * 2
    assert connected.server.operations == ["GetCallerIdentity"]


@pytest.mark.parametrize("port", ["identity", "organizations"])
def test_accounts_do_not_wait_for_the_answers_to_others(port: str) -> None:
    """STS and Organizations are asked for two accounts at the same time, in every Python."""
    both = Barrier(2)

    def read(*_: str) -> None:
        both.wait(timeout=PATIENCE)
        raise LookupError

    def ask(_: int) -> str:
        service: Any = SimpleNamespace(read=read)
        asked = (
            IdentityApi(sts=service, iam=service).account if port == "identity" else OrganizationsApi(service).describe
        )
        with pytest.raises(LookupError):
            asked()
        return "asked"

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(ask, range(2))) == ["asked", "asked"]


def test_an_invalid_account_id_is_unreadable(connect: Connect) -> None:
    """Guards compare the account, so a malformed one must not reach them."""
    with pytest.raises(Unreadable, match="Account in the answer is 1234, not 12 digits"):
        connect(good(GetCallerIdentity="<Account>1234</Account>")).clients.identity.account()


def test_an_error_is_not_remembered(connect: Connect) -> None:
    """A call that failed temporarily is repeated."""
    connected = connect(good(GetCallerIdentity=failure(500, "InternalFailure", operation="GetCallerIdentity")))
    with pytest.raises(Unreadable):
        connected.clients.identity.account()
    connected.server.script = good()
    assert connected.clients.identity.account() == "111111111111"


def test_a_role_exists_or_not(connect: Connect) -> None:
    """Only the code NoSuchEntity means that there is none."""
    assert connect(good()).clients.identity.has_role("AWSServiceRoleForPrivateMarketplaceAdmin")
    absent = failure(404, "NoSuchEntity", operation="GetRole")
    assert not connect(good(GetRole=absent)).clients.identity.has_role("AWSServiceRoleForPrivateMarketplaceAdmin")
    with pytest.raises(Unreadable, match="iam:GetRole: ServiceFailure"):
        connect(good(GetRole=failure(500, "ServiceFailure", operation="GetRole"))).clients.identity.has_role("r")
