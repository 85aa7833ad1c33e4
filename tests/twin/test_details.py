"""Each of the twelve change types takes its documented Details and nothing else."""

from typing import Any

import pytest

from tests.twin.sdk import change, products, refused_start, start
from tests.twin.worlds import BARE, LIVE, OTHER

pytestmark = pytest.mark.usefixtures("twin")

TEXT_50 = "a" * 50
TEXT_51 = "a" * 51
NAMED = {"Name": "Name"}
REQUESTS = {"Configuration": {"PolicyResourceRequests": "Deny"}}


def branding(**configuration: str) -> dict[str, Any]:
    """Return the details of an update of the branding."""
    return {"Configuration": configuration}


def blocks(*sizes: int) -> dict[str, Any]:
    """Return blocks of product ids of the given sizes, all different."""
    ids = iter(range(sum(sizes)))
    return {"Products": [{"Ids": [f"prod-{next(ids)}" for _ in range(size)]} for size in sizes]}


def identifier(kind: str) -> str | None:
    """Return an experience on which the change can succeed."""
    creating = {"CreateProcurementPolicy": BARE, "CreateBrandingSettings": BARE, "CreateExperience": None}
    return creating.get(kind, LIVE)


@pytest.mark.parametrize(
    ("kind", "details"),
    [
        ("CreateExperience", {"Name": TEXT_50, "Description": "a" * 1000}),
        ("CreateExperience", {"Name": "Finance Unit Experience ", "Catalog": "aws-mp-commercial-prod"}),
        ("UpdateExperience", {"Name": "A_b-9 c", "Description": "a", "Status": "Disabled"}),
        ("CreateProcurementPolicy", {}),
        ("CreateProcurementPolicy", {"Name": TEXT_50, "Description": "a" * 100, **REQUESTS}),
        ("UpdateProcurementPolicy", {"Name": TEXT_50, "Description": "a" * 1000, **REQUESTS}),
        ("AllowProductProcurement", blocks(50)),
        ("AllowProductProcurement", blocks(*[1] * 50)),
        ("DenyProductProcurement", {"Products": [{"Ids": [TEXT_50], "Notes": TEXT_50}]}),
        ("CreateBrandingSettings", NAMED),
        ("UpdateBrandingSettings", branding(Title=TEXT_50, Information="a" * 1000, ThemeColor="#232F3E")),
        ("UpdateBrandingSettings", branding(LogoUrl="https://example.com/" + "a" * 2024 + ".png")),
        ("AssociateAudience", {"Principals": ["ou-abcd-payroll1"], "Name": TEXT_50, "Description": "a" * 1000}),
    ],
)
def test_the_documented_limits_are_reached(kind: str, details: dict[str, Any]) -> None:
    """Each change type takes values at the limits of catalog 1.10."""
    assert start(change(kind, identifier(kind), details))["Status"] == "SUCCEEDED"


@pytest.mark.parametrize(
    ("kind", "details"),
    [
        ("CreateExperience", {}),
        ("UpdateExperience", {}),
        ("CreateExperience", {"Name": TEXT_51}),
        ("CreateExperience", {"Name": ""}),
        ("CreateExperience", {"Name": "Finance.Unit"}),
        ("CreateExperience", {"Name": "Finänz"}),
        ("CreateExperience", {"Name": 5}),
        ("CreateExperience", {"Name": "Name", "Description": ""}),
        ("CreateExperience", {"Name": "Name", "Description": "a" * 1001}),
        ("CreateExperience", {"Name": "Name", "Status": "Enabled"}),
        ("UpdateExperience", {"Name": ""}),
        ("UpdateExperience", {"Status": "Archived"}),
        ("RestrictExperience", {"Name": "Name"}),
        ("ReviveExperience", {"Status": "Enabled"}),
        ("CreateProcurementPolicy", {"Description": "a" * 101}),
        ("CreateProcurementPolicy", {"Configuration": {}}),
        ("UpdateProcurementPolicy", {}),
        ("UpdateProcurementPolicy", {"Configuration": {"PolicyResourceRequests": "deny"}}),
        ("UpdateProcurementPolicy", {"Description": "a" * 1001, **REQUESTS}),
        ("AllowProductProcurement", {}),
        ("AllowProductProcurement", {"Products": []}),
        ("AllowProductProcurement", {"Products": [{"Ids": []}]}),
        ("AllowProductProcurement", {"Products": [{"Ids": [""]}]}),
        ("AllowProductProcurement", {"Products": [{"Ids": [TEXT_51]}]}),
        ("AllowProductProcurement", {"Products": [{"Ids": ["a"], "Notes": ""}]}),
        ("AllowProductProcurement", {"Products": [{"Ids": ["a"], "Notes": TEXT_51}]}),
        ("AllowProductProcurement", {"Products": ["a"]}),
        ("AllowProductProcurement", {"Products": "a"}),
        ("DenyProductProcurement", {"Products": [{"Notes": "a"}]}),
        ("CreateBrandingSettings", branding(Title="No name")),
        ("UpdateBrandingSettings", branding(Title="")),
        ("UpdateBrandingSettings", branding(Title=TEXT_51)),
        ("UpdateBrandingSettings", branding(Information="a" * 1001)),
        ("UpdateBrandingSettings", branding(ThemeColor="232F3E")),
        ("UpdateBrandingSettings", branding(ThemeColor="#232F3G")),
        ("UpdateBrandingSettings", branding(LogoUrl="s3://bucket/logo.png")),
        ("UpdateBrandingSettings", branding(LogoUrl="https://example.com/" + "a" * 2030)),
        ("UpdateBrandingSettings", branding(Colour="#232f3e")),
        ("AssociateAudience", {}),
        ("AssociateAudience", {"Principals": []}),
        ("AssociateAudience", {"Principals": [f"{number:012d}" for number in range(51)]}),
        ("AssociateAudience", {"Principals": ["333333333333"], "Name": "a/b"}),
        ("DisassociateAudience", {"Principals": [f"{number:012d}" for number in range(51)]}),
        ("DisassociateAudience", {"Principals": ["333333333333"], "Name": "Name"}),
        ("DeleteExperience", {}),
    ],
)
def test_details_beyond_the_limits_start_nothing(kind: str, details: dict[str, Any]) -> None:
    """The server enforces maxima and patterns, since botocore does not (catalog 1.1); catalog 1.10 has the limits."""
    assert refused_start(change(kind, identifier(kind), details))[:2] == ("ValidationException", 422)


@pytest.mark.parametrize("kind", ["AllowProductProcurement", "DenyProductProcurement"])
@pytest.mark.parametrize("sizes", [(51,), (50, 1), (1,) * 51])
def test_more_than_fifty_ids_in_one_change_are_refused_in_awss_words(kind: str, sizes: tuple[int, ...]) -> None:
    """The message is AWS's own, HTTP 422 (catalog 5.1)."""
    answer = refused_start(change(kind, LIVE, blocks(*sizes)))
    message = "Cumulative number of values in Ids array must be less than or equal to 50"
    assert answer == ("ValidationException", 422, message)


@pytest.mark.parametrize("kind", ["AllowProductProcurement", "DenyProductProcurement"])
@pytest.mark.parametrize("ids", [[["a", "a"]], [["a"], ["a"]]])
def test_an_id_twice_in_one_change_is_refused_in_awss_words(kind: str, ids: list[list[str]]) -> None:
    """The message is AWS's own, HTTP 422 (catalog 5.1); an id may occur once in a change (catalog 1.10)."""
    answer = refused_start(change(kind, LIVE, {"Products": [{"Ids": block} for block in ids]}))
    assert answer == ("ValidationException", 422, "Values in Ids array must be unique")


@pytest.mark.parametrize("details", ["{'Name': 'Name'}", '{"Name": "Name"', "[]"])
def test_details_that_are_no_json_object_are_refused_in_awss_words(details: str) -> None:
    """The message is AWS's own, HTTP 422, for all change types (catalog 5.1)."""
    sent = {"ChangeType": "UpdateExperience", "Entity": {"Type": "Experience@1.0", "Identifier": LIVE}}
    answer = refused_start({**sent, "Details": details})
    assert answer == ("ValidationException", 422, "Document not valid JSON format")


def test_details_are_sent_as_text_or_as_document() -> None:
    """A change has either Details or DetailsDocument, not both (catalog 1.4)."""
    sent = {"ChangeType": "UpdateExperience", "Entity": {"Type": "Experience@1.0", "Identifier": OTHER}}
    described = start({**sent, "Details": '{"Name": "As text"}'})
    assert described["ChangeSet"][0]["DetailsDocument"] == {"Name": "As text"}
    assert described["ChangeSet"][0]["Details"] == '{"Name": "As text"}'
    assert refused_start(sent)[0] == "ValidationException"
    assert refused_start({**sent, "Details": "{}", "DetailsDocument": {}})[0] == "ValidationException"


def test_details_as_text_have_at_most_16384_characters() -> None:
    """Details are a text of 2-16384 characters (catalog 1.4)."""
    sent = {"ChangeType": "UpdateExperience", "Entity": {"Type": "Experience@1.0", "Identifier": OTHER}}
    padding = " " * (16384 - len('{"Name":"A"}'))
    assert start({**sent, "Details": '{"Name":"A"' + padding + "}"})["Status"] == "SUCCEEDED"
    assert refused_start({**sent, "Details": '{ "Name":"A"' + padding + "}"})[:2] == ("ValidationException", 422)


def test_principals_are_a_set() -> None:
    """A principal twice in one list is refused: the stricter reading (catalog 1.10, note c)."""
    twice = {"Principals": ["333333333333", "333333333333"]}
    assert refused_start(change("AssociateAudience", BARE, twice))[:2] == ("ValidationException", 422)


def test_a_product_id_is_any_text_of_fifty_characters() -> None:
    """An id has 1-50 characters and no pattern (catalog 4.6)."""
    ids = ["12345678-0123-4567-abcd-43176543210", "prod-mxcfnwvpd6kb4"]
    assert start(change("AllowProductProcurement", LIVE, products(*ids)))["Status"] == "SUCCEEDED"
