"""Makes one change of one experience, as a user of the console does: `console.py EXPERIENCE CHANGETYPE DETAILS`."""

import json
import sys
import time

import boto3


def main(experience: str, change_type: str, details: str) -> None:
    """Start the change and wait until it has ended."""
    catalog = boto3.client("marketplace-catalog", region_name="us-east-1")
    entity = {"Type": "Experience@1.0", "Identifier": experience}
    change = {"ChangeType": change_type, "Entity": entity, "DetailsDocument": json.loads(details)}
    started = catalog.start_change_set(Catalog="AWSMarketplace", ChangeSet=[change], ChangeSetName="console")
    while True:
        change_set = catalog.describe_change_set(Catalog="AWSMarketplace", ChangeSetId=started["ChangeSetId"])
        if change_set["Status"] not in {"PREPARING", "APPLYING"}:
            break
        time.sleep(0.2)
    print(f"{change_type} on {experience}: {change_set['Status']}")


if __name__ == "__main__":
    main(*sys.argv[1:])
