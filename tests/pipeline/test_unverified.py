import pytest

from reconciler.errors import Unreadable
from reconciler.pipeline.observing import Unverified, without
from tests.fakes.endpoint_services import FakeEndpointServices, selling
from tests.verbs import VERB

WHY = Unreadable("sts:GetCallerIdentity was denied")


def test_no_call_is_made_with_credentials_of_unknown_account() -> None:
    """Every call fails with the reason why the account is unknown."""
    services = Unverified(WHY)
    for ask in (
        services.configurations,
        lambda: services.grants("vpce-svc-1"),
        lambda: services.connections(["vpce-svc-1"]),
        lambda: services.edit(VERB["CreateTags"], {}),
        lambda: services.read(VERB["CreateTags"], {}),
    ):
        with pytest.raises(Unreadable) as told:
            ask()
        assert told.value is WHY


def test_only_the_seller_in_question_is_shut() -> None:
    """No region of that seller can be called; all other sellers can."""
    clients = selling(FakeEndpointServices())
    assert without(clients, {}) is clients
    assert without(clients, {"saas": WHY}).sellers["saas"].regions == {"us-east-1": Unverified(WHY)}
