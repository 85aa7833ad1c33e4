"""ListChangeSets: filters that all have to hold, pages of 20, the newest set first."""

from typing import Any

import pytest

from reconciler.twin.twin import Twin
from tests.twin.sdk import CATALOG, change, client, create, products, refused, start
from tests.twin.worlds import BARE, LIVE, OTHER, Hand

pytestmark = pytest.mark.usefixtures("twin")


def listed(**parameters: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - boto3's
    """List one page."""
    answer = client("marketplace-catalog").list_change_sets(Catalog=CATALOG, **parameters)
    found: list[dict[str, Any]] = answer["ChangeSetSummaryList"]
    return found


def where(**filters: str | list[str]) -> list[str]:
    """Return the names of the sets that pass all filters."""
    values = {name: value if isinstance(value, list) else [value] for name, value in filters.items()}
    filter_list = [{"Name": name, "ValueList": value} for name, value in values.items()]
    return [item["ChangeSetName"] for item in listed(FilterList=filter_list)]


@pytest.fixture
def history(twin: Twin, clock: Hand) -> None:  # noqa: ARG001 - the sets need a twin
    """Three sets, a minute apart: one of LIVE and OTHER, one that failed, and another one of OTHER."""
    start(
        change("UpdateExperience", LIVE, {"Description": "Other"}),
        change("AllowProductProcurement", OTHER, products("a")),
        ChangeSetName="one",
    )
    clock.move(60)
    start(change("AllowProductProcurement", BARE, products("a")), ChangeSetName="two")
    clock.move(60)
    start(change("UpdateExperience", OTHER, {"Description": "Other"}), ChangeSetName="three")


@pytest.mark.usefixtures("history")
def test_the_newest_comes_first() -> None:
    """Sets are sorted by StartTime or EndTime, by default descending (catalog 1.7)."""
    names = ["three", "two", "one"]
    assert [item["ChangeSetName"] for item in listed()] == names
    assert [item["ChangeSetName"] for item in listed(Sort={"SortBy": "EndTime"})] == names
    assert [item["ChangeSetName"] for item in listed(Sort={"SortOrder": "ASCENDING"})] == names[::-1]


@pytest.mark.usefixtures("history")
def test_a_line_says_how_the_set_ended() -> None:
    """A line has these members, and FailureCode for a set that failed (catalog 1.7)."""
    two, one = listed()[1:]
    assert (two["Status"], two["FailureCode"], two["EntityIdList"]) == ("FAILED", "CLIENT_ERROR", [BARE])
    assert (one["Status"], one["EntityIdList"]) == ("SUCCEEDED", [LIVE, OTHER])
    assert (one["StartTime"], one["EndTime"]) == ("2027-01-15T08:00:00Z", "2027-01-15T08:00:00Z")
    assert one["ChangeSetArn"].endswith(f"/ChangeSet/{one['ChangeSetId']}")
    assert "FailureCode" not in one


@pytest.mark.usefixtures("history")
@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({"ChangeSetName": "one"}, ["one"]),
        ({"ChangeSetName": ["one", "two"]}, ["two", "one"]),
        ({"Status": "FAILED"}, ["two"]),
        ({"Status": ["PREPARING", "APPLYING"]}, []),
        ({"EntityId": OTHER}, ["three", "one"]),
        ({"EntityId": OTHER, "ChangeSetName": ["one", "two"]}, ["one"]),
        ({"BeforeStartTime": "2027-01-15T08:01:00Z"}, ["one"]),
        ({"AfterStartTime": "2027-01-15T08:01:00Z"}, ["three"]),
        ({"BeforeEndTime": "2027-01-15T08:01:00Z"}, ["one"]),
        ({"AfterEndTime": "2027-01-15T08:00:00Z"}, ["three", "two"]),
    ],
)
def test_all_filters_have_to_hold(filters: dict[str, str | list[str]], names: list[str]) -> None:
    """A set is listed if all filters hold (catalog 1.7)."""
    assert where(**filters) == names


def test_a_set_that_runs_has_no_end(twin: Twin) -> None:
    """A set that has no end fits no filter on the end (catalog 1.7), and sorts after all others."""
    start(create(), ChangeSetName="ended")
    twin.faults.stick()
    start(create(), ChangeSetName="runs")
    assert where(AfterEndTime="2020-01-01T00:00:00Z") == ["ended"]
    assert where(BeforeEndTime="2099-01-01T00:00:00Z") == ["ended"]
    assert [item["ChangeSetName"] for item in listed(Sort={"SortBy": "EndTime"})] == ["runs", "ended"]
    assert "EndTime" not in listed()[0]


@pytest.mark.parametrize("size", [1, 20])
def test_a_page_has_at_most_twenty_lines(size: int) -> None:
    """A page has 1-20 lines, by default 20 (catalog 1.7)."""
    for _ in range(21):
        start(create())
    assert len(listed()) == 20
    pages = client("marketplace-catalog").get_paginator("list_change_sets")
    found = [
        item["ChangeSetId"]
        for page in pages.paginate(Catalog=CATALOG, MaxResults=size)
        for item in page["ChangeSetSummaryList"]
    ]
    assert len(set(found)) == len(found) == 21


@pytest.mark.parametrize(
    "parameters",
    [
        {"MaxResults": 21},
        {"MaxResults": 0},
        {"FilterList": [{"Name": "Status", "ValueList": ["RUNNING"]}]},
        {"FilterList": [{"Name": "BeforeStartTime", "ValueList": ["2027-01-15"]}]},
        {"FilterList": [{"Name": "Owner", "ValueList": ["me"]}]},
        {"FilterList": [{"Name": "ChangeSetName", "ValueList": ["a"]}] * 9},
        {"FilterList": [{"Name": "ChangeSetName", "ValueList": [str(number) for number in range(11)]}]},
        {"Sort": {"SortBy": "Status"}},
    ],
)
def test_a_meaningless_query_is_refused(parameters: dict[str, Any]) -> None:
    """A request takes 1-8 filters, a filter 1-10 values, a page 1-20 lines (catalog 1.7)."""
    catalog = client("marketplace-catalog")
    assert refused(catalog.list_change_sets, Catalog=CATALOG, **parameters)[:2] == ("ValidationException", 422)
