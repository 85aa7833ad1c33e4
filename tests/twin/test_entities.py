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
    """Make the experiences sixty."""
    for _ in range(56):
        twin.edit(create())


def test_a_line_tells_who_but_not_what() -> None:
    """catalog.md 1.8: "No status, products or principals → need DescribeEntity per entity"."""
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
    """catalog.md 1.8: "MaxResults 1–50, default 20"."""
    sixty(twin)
    page = listed(**asked)
    assert len(page["EntitySummaryList"]) == given
    assert page["NextToken"]


@pytest.mark.parametrize("size", [0, 51])
def test_other_page_sizes_are_refused(size: int) -> None:
    """catalog.md 1.8: "MaxResults 1–50"; 1.1: `max` is the server's to check."""
    assert refused(listed, MaxResults=size)[:2] == ("ValidationException", 422)


def test_the_pages_hold_everything_once(twin: Twin) -> None:
    """catalog.md 1.1: ListEntities is paginated with NextToken."""
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
    """A token of another query would silently skip entities; the stricter reading refuses it, like any made-up one."""
    sixty(twin)
    token = listed()["NextToken"]
    assert refused(listed, NextToken=token, Sort=BY_ID)[0] == "ValidationException"
    assert refused(listed, NextToken="bm9uc2Vuc2U=")[0] == "ValidationException"


def test_the_latest_modified_comes_first(twin: Twin, clock: Hand) -> None:
    """catalog.md 1.8: "Sort by LastModifiedDate (default) or EntityId"; the model: DESCENDING by default."""
    clock.move(1)
    twin.edit(change("UpdateExperience", BARE, {"Description": "New"}))
    assert entity_ids("Experience")[0] == BARE
    assert entity_ids("Experience", Sort={"SortOrder": "ASCENDING"})[-1] == BARE
    assert entity_ids("Experience", Sort=BY_ID) == sorted([ARCHIVED, BARE, LIVE, OTHER])


@pytest.mark.parametrize("entity_type", ["Audience", "ProcurementPolicy", "BrandingSettings", "SaaSProduct"])
def test_each_type_is_listed_by_itself(entity_type: str) -> None:
    """catalog.md 1.8: the valid values of EntityType; the twin has nothing of a seller."""
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
def test_a_query_that_means_nothing_is_refused(parameters: dict[str, Any]) -> None:
    """catalog.md 1.2: no version in EntityType; 1.8: "only generic FilterList (EntityId, Scope)"; 1.7: 1–10 values."""
    catalog = client("marketplace-catalog")
    query = {"Catalog": CATALOG, "EntityType": "Experience", **parameters}
    assert refused(catalog.list_entities, **query)[:2] == ("ValidationException", 422)


def test_nothing_is_shared_through_ram() -> None:
    """catalog.md 1.8: "`OwnershipType` SELF (default) | SHARED is the AWS RAM mechanism", not Private Marketplace's."""
    assert entity_ids("Experience", OwnershipType="SHARED") == []
    assert len(entity_ids("Experience", OwnershipType="SELF")) == 4


def test_an_entity_is_described_as_text_and_as_document() -> None:
    """catalog.md 1.9: the form of the answer, the child ids in the experience, versions in EntityType."""
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
    """catalog.md 1.9: "**Experience does not list its Audience** … Audience points back"."""
    assert "udience" not in describe(LIVE)["Details"]
    audience = describe("audience-1234live")
    assert audience["DetailsDocument"]["Name"] == f"Audience for Experience {LIVE}"
    assert audience["DetailsDocument"]["ExperienceId"] == LIVE


def test_branding_is_an_entity_of_its_own() -> None:
    """catalog.md 1.9: BrandingSettings has `Configuration{Title, Information, ThemeColor, LogoUrl}`."""
    found = describe("brandsettings-1234live")
    assert found["EntityType"] == "BrandingSettings@1.0"
    assert found["DetailsDocument"]["Configuration"] == {"Title": "Live", "ThemeColor": "#232f3e"}


def test_an_unknown_entity_is_not_found() -> None:
    """catalog.md 1.12: ResourceNotFoundException 404."""
    catalog = client("marketplace-catalog")
    answer = refused(catalog.describe_entity, Catalog=CATALOG, EntityId="exp-1234missing")
    assert answer[:2] == ("ResourceNotFoundException", 404)


def batch(*ids: str) -> dict[str, Any]:
    """Describe several entities at once."""
    catalog = client("marketplace-catalog")
    wanted = [{"Catalog": CATALOG, "EntityId": item} for item in ids]
    answer: dict[str, Any] = catalog.batch_describe_entities(EntityRequestList=wanted)
    return answer


def test_a_batch_fails_for_each_entity_alone() -> None:
    """catalog.md 1.8: "returns `EntityDetails` map … and `Errors` map …; partial failure is per entity"."""
    answer = batch(LIVE, "procpolicy-1234live", "exp-1234missing")
    assert set(answer["EntityDetails"]) == {LIVE, "procpolicy-1234live"}
    assert answer["EntityDetails"][LIVE]["EntityIdentifier"] == f"{LIVE}@6"
    assert answer["EntityDetails"][LIVE]["DetailsDocument"]["Name"] == "Live"
    assert set(answer["Errors"]) == {"exp-1234missing"}
    assert set(answer["Errors"]["exp-1234missing"]) == {"ErrorCode", "ErrorMessage"}


@pytest.mark.parametrize("ids", [(), tuple(f"exp-{number}" for number in range(21)), (LIVE, LIVE), (f"{LIVE}@6",)])
def test_a_batch_has_one_to_twenty_ids(ids: tuple[str, ...]) -> None:
    """catalog.md 1.8: "BatchDescribeEntities: 1–20 `{Catalog, EntityId}`"; repeats are refused (stricter reading)."""
    assert refused(batch_of, ids=ids)[:2] == ("ValidationException", 422)


def batch_of(ids: tuple[str, ...]) -> None:
    """Describe several entities at once."""
    batch(*ids)


def test_a_name_is_not_unique() -> None:
    """catalog.md 1.8: "Name (not unique)"."""
    succeeded(create("Live"))
    assert [item["Name"] for item in listed()["EntitySummaryList"]].count("Live") == 2
