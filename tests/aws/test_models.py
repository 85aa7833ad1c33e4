from pathlib import Path

import pytest
from botocore.loaders import create_loader

from reconciler.aws.calls import CallList
from reconciler.aws.models import models
from reconciler.aws.session import watched_session
from tests.aws.called import READS, WRITES
from tests.aws.conftest import StandingClock
from tests.verbs import VERB


def test_a_client_of_ec2_has_the_operations_that_are_listed_and_no_others() -> None:
    """Other operations cannot be called; the listed ones are as in botocore."""
    ours, theirs = (
        loader.load_service_model("ec2", "service-2") for loader in (models(None, READS | WRITES), create_loader())
    )
    assert {f"ec2:{name}" for name in ours["operations"]} == {
        call for call in READS | WRITES if call.startswith("ec2:")
    }
    assert {name: theirs["operations"][name] for name in ours["operations"]} == ours["operations"]
    assert {**ours, "operations": None} == {**theirs, "operations": None}


@pytest.mark.parametrize("service", ["iam", "marketplace-catalog", "organizations", "sts"])
def test_every_other_model_is_botocores(service: str) -> None:
    """The other models are small."""
    assert models(None, READS | WRITES).load_service_model(service, "service-2") == create_loader().load_service_model(
        service, "service-2"
    )


def test_the_users_own_models_are_found_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """AWS_DATA_PATH works as in every SDK program."""
    monkeypatch.setenv("AWS_DATA_PATH", str(tmp_path))
    session = watched_session(calls=CallList.of(VERB.values(), writing=False), clock=StandingClock())
    assert session.get_component("data_loader").search_paths[0] == str(tmp_path)
