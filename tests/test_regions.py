"""Partitions and regions are botocore's: known regions are valid, and others are judged by their names."""

import json
from importlib.resources import files

import pytest

from reconciler.regions import is_region, known_regions, likely_region, partition_of, partitions, region_problem


def test_regions_are_those_that_botocore_has_endpoints_in() -> None:
    """Regions of its newer file are included; pseudo regions such as aws-global are not."""
    endpoints = json.loads(files("botocore").joinpath("data/endpoints.json").read_bytes())
    with_endpoints = {part["partition"]: frozenset(part["regions"]) for part in endpoints["partitions"]}
    assert with_endpoints.keys() == partitions().keys()
    assert all(regions <= partitions()[name].regions for name, regions in with_endpoints.items())
    assert not any("global" in region for region in known_regions())


def test_partitions_of_sovereign_and_secret_clouds_are_known() -> None:
    """The contract names them; a newer botocore may know more."""
    known = {"aws", "aws-cn", "aws-us-gov", "aws-eusc", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f"}
    assert known <= partitions().keys()
    assert {"eusc-de-east-1", "us-iso-east-1", "us-isob-east-1", "eu-isoe-west-1", "us-isof-south-1"} < known_regions()


@pytest.mark.parametrize(
    ("region", "partition"),
    [
        ("us-east-1", "aws"),
        ("eu-west-1", "aws"),
        ("cn-north-1", "aws-cn"),
        ("cn-northwest-1", "aws-cn"),
        ("us-gov-west-1", "aws-us-gov"),
        ("us-gov-east-1", "aws-us-gov"),
        ("eusc-de-east-1", "aws-eusc"),
        ("us-iso-east-1", "aws-iso"),
        ("us-isob-west-1", "aws-iso-b"),
        ("eu-isoe-west-1", "aws-iso-e"),
        ("us-isof-south-1", "aws-iso-f"),
        ("eu-nowhere-7", "aws"),
        ("us-gov-north-3", "aws-us-gov"),
        ("eusc-de-west-1", "aws-eusc"),
    ],
)
def test_a_region_lies_in_one_partition(region: str, partition: str) -> None:
    """China, governments and the sovereign cloud have their own; the name of a new region decides."""
    assert partition_of(region) == partition
    assert is_region(region)


@pytest.mark.parametrize(
    "name", ["", "aws-global", "mars-north-1", "eu-west", "us-east-1a", "US-EAST-1", "us-east-\u0661"]
)
def test_a_name_that_fits_no_partition_is_no_region(name: str) -> None:
    """Such a name cannot be a region that AWS has opened since."""
    assert not is_region(name)


@pytest.mark.parametrize(
    ("name", "severity", "message", "hint"),
    [
        ("eu-wset-1", "warning", "botocore knows no region 'eu-wset-1'", "did you mean 'eu-west-1'?"),
        ("us-gov-east-2", "warning", "botocore knows no region 'us-gov-east-2'", "did you mean 'us-gov-east-1'?"),
        (
            "eu-nowhere-7",
            "note",
            "botocore knows no region 'eu-nowhere-7'",
            "it is treated as a new region of partition aws; a newer botocore may know it",
        ),
        ("ux-west-1", "error", "there is no AWS region 'ux-west-1'", "did you mean 'us-west-1'?"),
        (
            "xx-nowhere-9",
            "error",
            "there is no AWS region 'xx-nowhere-9'",
            "AWS lists its regions under: Regions and Availability Zones",
        ),
    ],
)
def test_a_region_that_is_not_known_is_judged_by_its_name(name: str, severity: str, message: str, hint: str) -> None:
    """A possible region is a note, one within two edits of a known one a warning, any other an error (contract 1.1)."""
    found = region_problem(name, "wish.yaml:3:9")
    assert found is not None
    assert (found.severity, found.code, found.message, found.hint) == (severity, "unknown-region", message, hint)
    assert found.source == "wish.yaml:3:9"


def test_a_known_region_has_no_problem() -> None:
    """Regions of every partition are known."""
    assert [region_problem(region, "") for region in sorted(known_regions())] == [None] * len(known_regions())


def test_a_guess_prefers_regions_in_use() -> None:
    """Of two similar regions, the hint names the one that the repository uses."""
    assert likely_region("us-eest-1") == "us-east-1"
    assert likely_region("us-eest-1", ["us-west-1"]) == "us-west-1"
    assert likely_region("eu-nowhere-7", ["us-west-1"]) is None
