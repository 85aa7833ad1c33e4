from typing import Any

import pytest

from reconciler.twin.twin import Twin
from tests.twin.sdk import CATALOG, change, client, create, describe, refused, start
from tests.twin.worlds import BARE, LIVE

pytestmark = pytest.mark.usefixtures("twin")


def tags_of(arn: str) -> dict[str, str]:
    """Read the tags of a resource."""
    answer = client("marketplace-catalog").list_tags_for_resource(ResourceArn=arn)
    assert answer["ResourceArn"] == arn
    return {tag["Key"]: tag["Value"] for tag in answer["Tags"]}


def tag(arn: str, **tags: str) -> None:
    """Set tags."""
    sent = [{"Key": key, "Value": value} for key, value in tags.items()]
    client("marketplace-catalog").tag_resource(ResourceArn=arn, Tags=sent)


def arn_of(entity_id: str) -> str:
    """Return an entity's ARN."""
    arn: str = describe(entity_id)["EntityArn"]
    return arn


def test_tags_are_set_and_removed_by_key() -> None:
    """TagResource, UntagResource and ListTagsForResource take the ARN (catalog 1.11)."""
    arn = arn_of(LIVE)
    tag(arn, team="finance", cost="1")
    assert tags_of(arn) == {"team": "finance", "cost": "1"}
    client("marketplace-catalog").untag_resource(ResourceArn=arn, TagKeys=["cost", "unknown"])
    assert tags_of(arn) == {"team": "finance"}


def test_a_creation_and_its_set_are_tagged_at_the_start() -> None:
    """A creation takes EntityTags, a set ChangeSetTags (catalog 1.11)."""
    tags = [{"Key": "product-team", "Value": "team-xyz"}]
    described = start({**create(), "EntityTags": tags}, ChangeSetTags=tags)
    made = described["ChangeSet"][0]["Entity"]["Identifier"].partition("@")[0]
    assert tags_of(arn_of(made)) == {"product-team": "team-xyz"}
    assert tags_of(described["ChangeSetArn"]) == {"product-team": "team-xyz"}


def test_a_failed_creation_leaves_no_tags(twin: Twin) -> None:
    """A set that fails while PREPARING leaves no tags either (catalog 1.5)."""
    bad = change("UpdateProcurementPolicy", BARE, {"Configuration": {"PolicyResourceRequests": "Deny"}})
    start({**create(), "EntityTags": [{"Key": "a", "Value": "b"}]}, bad)
    assert list(twin.catalog.marketplace.tags.values()) == [{"team": "procurement"}]


def test_tagging_does_not_advance_the_revision() -> None:
    """Tagging does not advance a revision (catalog 1.11)."""
    tag(arn_of(LIVE), team="finance")
    assert describe(LIVE)["EntityIdentifier"] == f"{LIVE}@6"


def test_neither_describing_nor_listing_returns_tags() -> None:
    """DescribeEntity and ListEntities do not return tags (catalog 1.11)."""
    catalog = client("marketplace-catalog")
    listed = catalog.list_entities(Catalog=CATALOG, EntityType="Experience")["EntitySummaryList"]
    assert not any("Tags" in item for item in (describe(LIVE), *listed))


@pytest.mark.parametrize(
    "tags",
    [
        [],
        [{"Key": "", "Value": "x"}],
        [{"Key": "a" * 129, "Value": "x"}],
        [{"Key": "a", "Value": "x" * 257}],
        [{"Key": "a;b", "Value": "x"}],
        [{"Key": "aws:a", "Value": "x"}],
        [{"Key": "a", "Value": "x"}, {"Key": "a", "Value": "y"}],
        [{"Key": f"k{number}", "Value": ""} for number in range(51)],
    ],
)
def test_tags_beyond_the_limits_are_refused(tags: list[dict[str, str]]) -> None:
    """Keys have 1-128 characters, values 0-256, of one pattern; a call takes 50 tags (catalog 1.11)."""
    catalog = client("marketplace-catalog")
    answer = refused(catalog.tag_resource, ResourceArn=arn_of(LIVE), Tags=tags)
    assert answer[:2] == ("ValidationException", 422)


def test_a_resource_has_at_most_fifty_tags() -> None:
    """A resource has at most 50 tags (catalog 1.11)."""
    arn = arn_of(LIVE)
    tag(arn, **{f"k{number}": "" for number in range(49)})
    with pytest.raises(Exception, match="at most 50 tags"):
        tag(arn, one="more")


def test_tags_take_letters_of_any_language() -> None:
    r"""Keys and values have letters, blanks and digits of any language (catalog 1.11)."""
    tag(arn_of(LIVE), Zweck="Größe 5 / Süd", 目的="調達")
    assert tags_of(arn_of(LIVE))["目的"] == "調達"


@pytest.mark.parametrize(
    "arn",
    [
        "arn:aws:aws-marketplace:us-east-1:111111111111:AWSMarketplace/Experience/exp-1234missing",
        "arn:aws:aws-marketplace:us-east-1:999999999999:AWSMarketplace/Experience/exp-1234live",
        "arn:aws:aws-marketplace:us-east-1:111111111111:AWSMarketplace/Audience/exp-1234live",
    ],
)
def test_an_arn_of_no_resource_is_not_found(arn: str) -> None:
    """The twin knows an ARN only if owner, type and id are right (catalog 4.5)."""
    catalog = client("marketplace-catalog")
    calls: list[tuple[Any, dict[str, Any]]] = [
        (catalog.list_tags_for_resource, {}),
        (catalog.tag_resource, {"Tags": [{"Key": "a", "Value": "b"}]}),
        (catalog.untag_resource, {"TagKeys": ["a"]}),
    ]
    for call, parameters in calls:
        assert refused(call, ResourceArn=arn, **parameters)[:2] == ("ResourceNotFoundException", 404)
