"""The public images of EC2 are made when they are asked for, and all of them are there then."""

from typing import Any

import pytest
from moto.ec2.models import ec2_backends
from moto.ec2.models.amis import AMIS, Ami

from reconciler.twin.twin import Twin
from tests.twin.ec2.sellers import CUSTOMER, HOME, ec2
from tests.twin.sdk import refused

FIRST, LAST = AMIS[0]["ami_id"], AMIS[-1]["ami_id"]


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the ids of the images that are made from now on."""
    ids, begin = list[str](), Ami.__init__

    def begun(image: Ami, backend: object, ami_id: str, **stated: Any) -> None:  # noqa: ANN401 - as moto takes them
        ids.append(ami_id)
        begin(image, backend, ami_id, **stated)

    monkeypatch.setattr(Ami, "__init__", begun)
    return ids


def test_who_asks_for_no_image_waits_for_none(twin: Twin, made: list[str]) -> None:
    """Zones are read, the twin starts over, and no image is made."""
    ec2(CUSTOMER).describe_availability_zones()
    twin.reset()
    ec2(CUSTOMER).describe_availability_zones()
    assert made == []


@pytest.mark.usefixtures("twin")
def test_all_images_are_made_once_when_one_is_asked_for(made: list[str]) -> None:
    """The next one that is asked for is there already."""
    for wanted in (FIRST, LAST):
        assert [one["ImageId"] for one in ec2(CUSTOMER).describe_images(ImageIds=[wanted])["Images"]] == [wanted]
    assert sorted(made) == sorted(ec2_backends[CUSTOMER][HOME].amis)
    assert {image["ami_id"] for image in AMIS} <= set(made)


@pytest.mark.usefixtures("twin")
def test_snapshots_are_those_of_all_images_before_one_is_read(made: list[str]) -> None:
    """Whoever names a snapshot that nobody has is refused, after all images with theirs are made."""
    assert refused(ec2(CUSTOMER).describe_snapshots, SnapshotIds=["snap-00000000"])[0] == "InvalidSnapshot.NotFound"
    assert len(ec2_backends[CUSTOMER][HOME].snapshots) == len(made) > 0


def test_a_twin_that_starts_over_has_all_images_again(twin: Twin, made: list[str]) -> None:
    """What a client has made of them is gone."""
    client = ec2(CUSTOMER)
    client.deregister_image(ImageId=FIRST)
    twin.reset()
    made.clear()
    assert [one["ImageId"] for one in client.describe_images(ImageIds=[FIRST])["Images"]] == [FIRST]
    assert FIRST in made
