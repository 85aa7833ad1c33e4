"""An experience after one request; execution compares it with AWS to find edits by others."""

from typing import Any

import pytest

from reconciler.kinds.experience.proof import EFFECTS
from reconciler.model.fields import Fields

A, B = "prod-a", "prod-b"


def fields(**stated: Any) -> dict[str, Any]:  # noqa: ANN401 - any value of a field
    """Return an experience by YAML path: an underscore in a keyword is a dot, a list of members a frozenset."""
    named = {key.replace("__", "."): value for key, value in stated.items()}
    return {key: frozenset(value) if isinstance(value, set) else value for key, value in named.items()}


def products(*ids: str) -> dict[str, Any]:
    """Return the details of a change of products, one block for each argument."""
    return {"Products": [{"Ids": [id_]} for id_ in ids]}


LISTED = fields(products="restricted", products__allow={A}, products__deny={B})
HELD = fields(principals={"111111111111"})
LIVE = fields(title="Old", description="Old", status="enabled")
NEW = EFFECTS.blank()


def test_a_new_experience_is_disabled_and_governs_no_account() -> None:
    """A new experience is disabled, without policy and audience (catalog 4.1)."""
    assert EFFECTS.after(NEW, "CreateExperience", {"Name": "F", "Description": "D"}) == fields(
        title="F", description="D", status="disabled", principals=set(), products__allow=set(), products__deny=set()
    )


@pytest.mark.parametrize(
    ("before", "verb", "details", "expected"),
    [
        (LIVE, "UpdateExperience", {"Name": "New"}, {"title": "New"}),
        (LIVE, "UpdateExperience", {"Description": "New"}, {"description": "New"}),
        (LIVE, "UpdateExperience", {"Status": "Disabled"}, {"status": "disabled"}),
        (LIVE, "RestrictExperience", {}, {"status": "archived"}),
        (LIVE, "ReviveExperience", {}, {"status": "disabled"}),
        (LIVE, "TagResource", {"ResourceArn": "arn", "Tags": []}, {}),
        (
            LISTED,
            "AllowProductProcurement",
            products(B, "prod-c"),
            {"products.allow": {A, B, "prod-c"}, "products.deny": set()},
        ),
        (LISTED, "AllowProductProcurement", products(A), {}),
        (
            LISTED,
            "DenyProductProcurement",
            products(A, "prod-c"),
            {"products.allow": set(), "products.deny": {A, B, "prod-c"}},
        ),
        (HELD, "AssociateAudience", {"Principals": ["o-1"]}, {"principals": {"o-1", "111111111111"}}),
        (HELD, "DisassociateAudience", {"Principals": ["111111111111"]}, {"principals": set()}),
        (
            NEW,
            "CreateProcurementPolicy",
            {"Configuration": {"PolicyResourceRequests": "Deny"}},
            {"products": "restricted", "user_requests": "deny"},
        ),
        (
            LISTED,
            "UpdateProcurementPolicy",
            {"Configuration": {"PolicyResourceRequests": "Allow"}},
            {"user_requests": "allow"},
        ),
        (NEW, "CreateBrandingSettings", {"Name": "F", "Configuration": {"Title": "T"}}, {"branding.title": "T"}),
        (
            fields(branding__title="T", branding__information="I"),
            "UpdateBrandingSettings",
            {"Configuration": {"Information": "J", "ThemeColor": "#0e7f74", "LogoUrl": "https://example.com/l.png"}},
            {
                "branding.information": "J",
                "branding.theme_color": "#0e7f74",
                "branding.logo_url": "https://example.com/l.png",
            },
        ),
    ],
)
def test_a_request_changes_what_it_says_and_nothing_else(
    before: Fields, verb: str, details: dict[str, Any], expected: dict[str, Any]
) -> None:
    """Allowing removes a product from the denied ones; repeating a request changes nothing (catalog 1.10)."""
    found = EFFECTS.after(before, verb, details)
    assert {path: value for path, value in found.items() if before.get(path) != value} == expected


FULL = fields(
    title="F",
    description="D",
    status="enabled",
    products="restricted",
    products__allow={A},
    products__deny={B},
    user_requests="allow",
    principals={"o-1"},
    branding__title="T",
    branding__logo_url="https://example.com/copy.png",
    tags__team="x",
)


def but(**stated: Any) -> dict[str, Any]:  # noqa: ANN401 - any field
    """Return the full experience with the stated differences."""
    return {**FULL, **fields(**stated)}


@pytest.mark.parametrize(
    "expected",
    [
        FULL,
        {},
        but(tags__team="other"),
        but(branding__logo_url="https://example.com/sent.png"),
        {path: value for path, value in FULL.items() if path != "branding.title"},
        but(user_requests=None),
    ],
)
def test_an_experience_as_expected_is_unchanged(expected: Fields) -> None:
    """Fields without an expectation, tags and the logo are not compared."""
    assert EFFECTS.as_expected(expected, FULL)


def test_a_missing_list_equals_an_empty_one() -> None:
    """An experience without lists allows nothing."""
    assert EFFECTS.as_expected(NEW, {})
    assert not EFFECTS.as_expected(NEW, HELD)


@pytest.mark.parametrize(
    "expected",
    [
        but(title="G"),
        but(description="E"),
        but(status="disabled"),
        but(products__allow=set()),
        but(products__deny={A, B}),
        but(user_requests="deny"),
        but(principals={"o-1", "111111111111"}),
        but(branding__title="U"),
        but(branding__information="I"),
    ],
)
def test_any_edit_by_another_user_is_a_difference(expected: Fields) -> None:
    """Any member of a list and any value may be edited."""
    assert not EFFECTS.as_expected(expected, FULL)
