"""moto's EC2 is imported cheaply, and answers what it always does."""

import subprocess
import sys
from threading import Thread

import boto3
import botocore.session
import pytest
from moto.utilities.utils import load_resource

from reconciler.twin.bridge.quick_import import Offerings, shared_files
from tests.twin.ec2.sellers import CUSTOMER, HOME, ec2
from tests.twin.sdk import refused

FILE = "ec2/resources/instance_type_offerings/availability-zone/us-east-1.json.gz"
IMPORT = """
import sys
from collections import Counter
from pathlib import PurePath
read = Counter()
sys.addaudithook(lambda event, words: read.update([PurePath(str(words[0])).name] if event == "open" else []))
import reconciler.twin.bridge.ec2_models
assert "moto.ec2.models" in sys.modules
print(read["endpoints.json"] + read["endpoints.json.gz"], read["us-east-1.json.gz"])
"""


def test_the_import_reads_each_table_once_and_no_offerings() -> None:
    """The endpoints of botocore are read once for all sessions, and no file says which instance types a region has."""
    done = subprocess.run([sys.executable, "-c", IMPORT], capture_output=True, text=True, check=True)
    assert done.stdout == "1 0\n"


def test_sessions_share_files_in_the_block_only() -> None:
    """A session that begins in another thread meanwhile works, and one that begins later reads for itself."""
    regions, before = list[list[str]](), botocore.session.create_loader
    with shared_files():
        other = Thread(target=lambda: regions.append(boto3.Session().get_available_regions("ec2")))
        other.start()
        other.join()
        assert botocore.session.create_loader("") is botocore.session.create_loader("")
    assert regions == [boto3.Session().get_available_regions("ec2")]
    assert botocore.session.create_loader is before


def test_the_offerings_of_a_region_are_read_when_they_are_asked_for() -> None:
    """They are read once, and those of no other region."""
    read = list[str]()

    def reading(file: str) -> list[dict[str, str]]:
        read.append(file)
        return [{"InstanceType": "t3.micro", "Location": file}]

    offerings = Offerings("region", {"us-east-1": "us.json", "eu-west-1": "eu.json"}, reading)
    assert (list(offerings), len(offerings), read) == (["us-east-1", "eu-west-1"], 2, [])
    assert offerings.get("mars-1", []) == []
    wanted = [{"InstanceType": "t3.micro", "Location": "eu.json", "LocationType": "region"}]
    assert (offerings["eu-west-1"], offerings.get("eu-west-1"), read) == (wanted, wanted, ["eu.json"])


@pytest.mark.usefixtures("twin")
def test_the_twin_offers_what_moto_offers() -> None:
    """All offerings of the file are listed, and an instance may start where its type is offered, only there."""
    client = ec2(CUSTOMER)
    listed = client.describe_instance_type_offerings(LocationType="availability-zone")["InstanceTypeOfferings"]
    names = ("InstanceType", "Location", "LocationType")
    assert [tuple(one[name] for name in names) for one in listed] == [
        (one["InstanceType"], one["Location"], "availability-zone") for one in load_resource(FILE)
    ]
    sent = {"ImageId": "ami-12c6146b", "InstanceType": "t3.micro", "MinCount": 1, "MaxCount": 1}
    started = client.run_instances(**sent, Placement={"AvailabilityZone": "us-east-1a"})["Instances"]
    assert [one["Placement"]["AvailabilityZone"] for one in started] == ["us-east-1a"]
    elsewhere = refused(client.run_instances, **sent, Placement={"AvailabilityZone": "eu-west-1a"})
    assert elsewhere[0] == "InvalidParameterValue"


@pytest.mark.usefixtures("twin")
def test_the_twin_has_the_regions_of_ec2() -> None:
    """They are those that botocore knows, with the zones of each."""
    found = {one["RegionName"] for one in ec2(CUSTOMER).describe_regions()["Regions"]}
    assert found >= set(boto3.Session().get_available_regions("ec2"))
    zones = ec2(CUSTOMER, HOME).describe_availability_zones()["AvailabilityZones"]
    assert ("us-east-1a", "use1-az6") in {(one["ZoneName"], one["ZoneId"]) for one in zones}
