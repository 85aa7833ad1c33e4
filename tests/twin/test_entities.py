"""Listing and describing entities: page sizes, filters, order."""

from typing import Any

import pytest

from reconciler.twin.twin import Twin
from tests.twin.sdk import CATALOG, MANAGEMENT, change, client, create, describe, entity_ids, refused, succeeded
from tests.twin.worlds import ARCHIVED, BARE, LIVE, OTHER, Hand

pytestmark = pytest.mark.usefixtures("twin")

BY_ID = {"SortBy": "EntityId", "SortOrder": "ASCENDING"}


def listed(**parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - boto3's
    """List one page of experiences."""
    catalog = client("marketplace-catalog")
    answer: dict[str, Any] = catalog.list_entities(Catalog=CATALOG, EntityType="Experience", **parameters)
    return answer


def sixty(twin: Twin) -> None:
    """Create sixty experiences."""
    for _ in range(56):
        twin.edit(create())


def test_a_line_has_the_name_and_not_the_content() -> None:
    """A line has no status, no products and no principals (catalog 1.8)."""
    found = listed(FilterList=[{"Name": "EntityId", "ValueList": [LIVE]}])["EntitySummaryList"]
    assert found == [
        {
            "Name": "Live",
            "EntityType": "Experience",
            "EntityId": LIVE,
            "EntityArn": f"arn:aws:aws-marketplace:us-east-1:{MANAGEMENT}:AWSMarketplace/Experience/{LIVE}",
            "LastModifiedDate": "2027-01-15T08:00:00Z",
        }
    ]


@pytest.mark.parametrize(("asked", "given"), [({}, 20), ({"MaxResults": 1}, 1), ({"MaxResults": 50}, 50)])
def test_a_page_has_twenty_lines_and_at_most_fifty(twin: Twin, asked: dict[str, int], given: int) -> None:
    """Pages have 1-50 lines, by default 20 (catalog 1.8)."""
    sixty(twin)
    page = listed(**asked)
    assert len(page["EntitySummaryList"]) == given
    assert page["NextToken"]


@pytest.mark.parametrize("size", [0, 51])
def test_other_page_sizes_are_refused(size: int) -> None:
    """Pages have 1-50 lines (catalog 1.8); the server checks it, since botocore does not (catalog 1.1)."""
    assert refused(listed, MaxResults=size)[:2] == ("ValidationException", 422)


def test_the_pages_have_every_entity_once(twin: Twin) -> None:
    """ListEntities is paginated with NextToken (catalog 1.1)."""
    sixty(twin)
    pages = client("marketplace-catalog").get_paginator("list_entities")
    found = [
        item["EntityId"]
        for page in pages.paginate(Catalog=CATALOG, EntityType="Experience", MaxResults=25)
        for item in page["EntitySummaryList"]
    ]
    assert len(found) == 60
    assert set(found) == set(twin.experiences())


def test_a_token_belongs_to_its_query(twin: Twin) -> None:
    """A token of another query would silently skip entities; it is refused, like a made-up token (catalog 1.1)."""
    sixty(twin)
    token = listed()["NextToken"]
    assert refused(listed, NextToken=token, Sort=BY_ID)[0] == "ValidationException"
    assert refused(listed, NextToken="bm9uc2Vuc2U=")[0] == "ValidationException"


def test_the_entity_modified_last_comes_first(twin: Twin, clock: Hand) -> None:
    """Entities are sorted by LastModifiedDate, by default, or EntityId; by default descending (catalog 1.8)."""
    clock.move(1)
    twin.edit(change("UpdateExperience", BARE, {"Description": "New"}))
    assert entity_ids("Experience")[0] == BARE
    assert entity_ids("Experience", Sort={"SortOrder": "ASCENDING"})[-1] == BARE
    assert entity_ids("Experience", Sort=BY_ID) == sorted([ARCHIVED, BARE, LIVE, OTHER])


@pytest.mark.parametrize("entity_type", ["Audience", "ProcurementPolicy", "BrandingSettings", "SaaSProduct"])
def test_each_type_is_listed_by_itself(entity_type: str) -> None:
    """Each EntityType can be listed (catalog 1.8); the twin has no entities of sellers."""
    expected = {
        "Audience": {"audience-1234live", "audience-1234other"},
        "ProcurementPolicy": {"procpolicy-1234live", "procpolicy-1234other", "procpolicy-1234archived"},
        "BrandingSettings": {"brandsettings-1234live"},
        "SaaSProduct": set(),
    }
    assert set(entity_ids(entity_type)) == expected[entity_type]


@pytest.mark.parametrize(
    "parameters",
    [
        {"EntityType": "Experience@1.0"},
        {"EntityType": "Nothing"},
        {"FilterList": []},
        {"FilterList": [{"Name": "Name", "ValueList": ["Live"]}]},
        {"FilterList": [{"Name": "EntityId", "ValueList": []}]},
        {"FilterList": [{"Name": "EntityId", "ValueList": [f"exp-{number}" for number in range(11)]}]},
        {"FilterList": [{"Name": "EntityId", "ValueList": ["exp-1"]}] * 2},
        {"FilterList": [{"Name": "Scope", "ValueList": ["SharedWithYou"]}]},
        {"Sort": {"SortBy": "Name"}},
        {"OwnershipType": "OTHER"},
        {"EntityTypeFilters": {"AmiProductFilters": {}}},
        {"EntityTypeSort": {"AmiProductSort": {}}},
    ],
)
def test_a_meaningless_query_is_refused(parameters: dict[str, Any]) -> None:
    """EntityType has no version, the filters are EntityId and Scope, with 1-10 values (catalog 1.2, 1.8, 1.7)."""
    catalog = client("marketplace-catalog")
    query = {"Catalog": CATALOG, "EntityType": "Experience", **parameters}
    assert refused(catalog.list_entities, **query)[:2] == ("ValidationException", 422)


def test_nothing_is_shared_through_ram() -> None:
    """OwnershipType SHARED is about AWS RAM; the twin has nothing under it (catalog 1.8)."""
    assert entity_ids("Experience", OwnershipType="SHARED") == []
    assert len(entity_ids("Experience", OwnershipType="SELF")) == 4


def test_an_entity_is_described_as_text_and_as_document() -> None:
    """The content comes as text and as document; an experience names its policy and branding (catalog 1.9)."""
    found = describe(LIVE)
    assert (found["EntityType"], found["EntityIdentifier"]) == ("Experience@1.0", f"{LIVE}@6")
    assert found["EntityArn"] == f"arn:aws:aws-marketplace:us-east-1:{MANAGEMENT}:AWSMarketplace/Experience/{LIVE}"
    assert found["DetailsDocument"] == {
        "Name": "Live",
        "Status": "Enabled",
        "AdminStatus": "Editable",
        "ProcurementPolicies": ["procpolicy-1234live"],
        "BrandingSettings": ["brandsettings-1234live"],
    }
    assert found["Details"].startswith('{"Name": "Live"')


def test_an_experience_does_not_list_its_audience() -> None:
    """The audience names its experience, and the experience does not name its audience (catalog 1.9)."""
    assert "udience" not in describe(LIVE)["Details"]
    audience = describe("audience-1234live")
    assert audience["DetailsDocument"]["Name"] == f"Audience for Experience {LIVE}"
    assert audience["DetailsDocument"]["ExperienceId"] == LIVE


def test_branding_is_an_entity_of_its_own() -> None:
    """BrandingSettings has Configuration with Title, Information, ThemeColor and LogoUrl (catalog 1.9)."""
    found = describe("brandsettings-1234live")
    assert found["EntityType"] == "BrandingSettings@1.0"
    assert found["DetailsDocument"]["Configuration"] == {"Title": "Live", "ThemeColor": "#232f3e"}


def test_an_unknown_entity_is_not_found() -> None:
    """An unknown entity is ResourceNotFoundException, HTTP 404 (catalog 1.12)."""
    catalog = client("marketplace-catalog")
    answer = refused(catalog.describe_entity, Catalog=CATALOG, EntityId="exp-1234missing")
    assert answer[:2] == ("ResourceNotFoundException", 404)


def batch(*ids: str) -> dict[str, Any]:
    """Describe several entities in one call."""
    catalog = client("marketplace-catalog")
    wanted = [{"Catalog": CATALOG, "EntityId": item} for item in ids]
    answer: dict[str, Any] = catalog.batch_describe_entities(EntityRequestList=wanted)
    return answer


def test_each_entity_of_a_batch_fails_by_itself() -> None:
    """The answer has the maps EntityDetails and Errors, so each entity may fail by itself (catalog 1.8)."""
    answer = batch(LIVE, "procpolicy-1234live", "exp-1234missing")
    assert set(answer["EntityDetails"]) == {LIVE, "procpolicy-1234live"}
    assert answer["EntityDetails"][LIVE]["EntityIdentifier"] == f"{LIVE}@6"
    assert answer["EntityDetails"][LIVE]["DetailsDocument"]["Name"] == "Live"
    assert set(answer["Errors"]) == {"exp-1234missing"}
    assert set(answer["Errors"]["exp-1234missing"]) == {"ErrorCode", "ErrorMessage"}


@pytest.mark.parametrize("ids", [(), tuple(f"exp-{number}" for number in range(21)), (LIVE, LIVE), (f"{LIVE}@6",)])
def test_a_batch_has_one_to_twenty_ids(ids: tuple[str, ...]) -> None:
    """BatchDescribeEntities takes 1-20 entities; an id twice in one batch is refused (catalog 1.8)."""
    assert refused(batch_of, ids=ids)[:2] == ("ValidationException", 422)


def batch_of(ids: tuple[str, ...]) -> None:
    """Describe several entities in one call."""
    batch(*ids)


def test_a_name_is_not_unique() -> None:
    """Several entities may have one name (catalog 1.8)."""
    succeeded(create("Live"))
    assert [item["Name"] for item in listed()["EntitySummaryList"]].count("Live") == 2
