"""A script that knows nothing of reconciler: boto3 and the environment are all that it has."""

import json

import boto3
from botocore.exceptions import ClientError

catalog = boto3.client("marketplace-catalog")
lines = catalog.list_entities(Catalog="AWSMarketplace", EntityType="Experience")["EntitySummaryList"]
live = next(line["EntityId"] for line in lines if line["Name"] == "Live")


def change(revision: int) -> dict[str, object]:
    """Return a change with an optimistic lock."""
    entity = {"Type": "Experience@1.0", "Identifier": f"{live}@{revision}"}
    return {"ChangeType": "UpdateExperience", "Entity": entity, "Details": '{"Description": "Changed from afar"}'}


started = catalog.start_change_set(Catalog="AWSMarketplace", ChangeSet=[change(6)])
described = catalog.describe_change_set(Catalog="AWSMarketplace", ChangeSetId=started["ChangeSetId"])
stale: list[object] = []
try:
    catalog.start_change_set(Catalog="AWSMarketplace", ChangeSet=[change(6)])
except ClientError as refusal:
    stale = [refusal.response["Error"]["Code"], refusal.response["ResponseMetadata"]["HTTPStatusCode"]]
role = boto3.client("iam").get_role(RoleName="AWSServiceRoleForPrivateMarketplaceAdmin")["Role"]
answer = {
    "account": boto3.client("sts").get_caller_identity()["Account"],
    "organization": boto3.client("organizations").describe_organization()["Organization"]["Id"],
    "role": role["RoleName"],
    "experiences": sorted(line["Name"] for line in lines),
    "status": described["Status"],
    "stale": stale,
}
print(json.dumps(answer))  # noqa: T201 - the answer is for the test that runs this
