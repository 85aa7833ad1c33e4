"""The catalogue is one of moto's services under `mock_aws`, without any server."""

import boto3
import pytest
from moto import mock_aws
from moto.core import responses
from moto.core.utils import method_names_from_class
from moto.iam.responses import IamResponse

from reconciler.twin.bridge import services
from reconciler.twin.bridge.planting import plant
from reconciler.twin.catalog.conditions import Conditions
from tests.twin.worlds import LIVE, small


def test_the_catalogue_works_under_moto() -> None:
    """A user of moto plants an organization and calls it with ordinary clients, in one process."""
    services.register()
    services.register()
    with mock_aws(), pytest.MonkeyPatch.context() as environment:
        environment.setenv("MOTO_ACCOUNT_ID", "111111111111")
        plant(small(), Conditions())
        catalog = boto3.client("marketplace-catalog", region_name="us-east-1")
        change = {
            "ChangeType": "UpdateExperience",
            "Entity": {"Type": "Experience@1.0", "Identifier": f"{LIVE}@6"},
            "DetailsDocument": {"Description": "New"},
        }
        started = catalog.start_change_set(Catalog="AWSMarketplace", ChangeSet=[change])
        described = catalog.describe_change_set(Catalog="AWSMarketplace", ChangeSetId=started["ChangeSetId"])
        assert described["Status"] == "SUCCEEDED"
        found = catalog.describe_entity(Catalog="AWSMarketplace", EntityId=LIVE)
        assert found["EntityIdentifier"] == f"{LIVE}@7"
        organizations = boto3.client("organizations", region_name="us-east-1")
        assert organizations.describe_organization()["Organization"]["Id"] == "o-abcdef1234"
        with pytest.raises(catalog.exceptions.ResourceNotFoundException):
            catalog.describe_entity(Catalog="AWSMarketplace", EntityId="exp-1234missing")


def test_nothing_is_left_after_moto() -> None:
    """Moto's own reset empties the catalogue too."""
    services.register()
    for _ in range(2):
        with mock_aws(), pytest.MonkeyPatch.context() as environment:
            environment.setenv("MOTO_ACCOUNT_ID", "111111111111")
            catalog = boto3.client("marketplace-catalog", region_name="us-east-1")
            answer = catalog.list_entities(Catalog="AWSMarketplace", EntityType="Experience")
            assert answer["EntitySummaryList"] == []
            plant(small(), Conditions())


def test_moto_finds_the_methods_of_a_class_as_without_the_twin() -> None:
    """The twin replaces the function that lists them by one that searches each class once, not by other names."""
    services.register()
    assert vars(responses)["method_names_from_class"] is services.method_names
    for _ in range(2):
        assert services.method_names(IamResponse) == method_names_from_class(IamResponse)
        assert "get_role" in services.method_names(IamResponse)
