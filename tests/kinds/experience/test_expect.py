from typing import Any

import pytest

from reconciler.kinds.experience.expect import expect, same
from reconciler.kinds.experience.spec import BLANK, ExperienceSpec, ExperienceStatus
from reconciler.model import Address, Request
from tests.verbs import VERB

A, B = "prod-a", "prod-b"


def after(before: ExperienceSpec, verb: str, details: dict[str, Any]) -> ExperienceSpec:
    """Give the spec after one request."""
    about = Address("experience", "finance")
    return expect(before, Request(address=about, verb=VERB[verb], details=details, remote_id="exp-1"))


def products(*ids: str) -> dict[str, Any]:
    """Give the details of a change of products, a block each."""
    return {"Products": [{"Ids": [id_]} for id_ in ids]}


LISTED = ExperienceSpec(policy="restricted", allow=frozenset({A}), deny=frozenset({B}))
HELD = ExperienceSpec(principals=frozenset({"111111111111"}))
LIVE = ExperienceSpec(title="Old", description="Old", status=ExperienceStatus.ENABLED)


def test_a_new_experience_is_disabled_and_governs_nobody() -> None:
    """Facts, catalog 4.1: disabled, no policy, no audience."""
    assert after(BLANK, "CreateExperience", {"Name": "F", "Description": "D"}) == ExperienceSpec(
        title="F", description="D", status=ExperienceStatus.DISABLED, principals=frozenset()
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
        (LISTED, "AllowProductProcurement", products(B, "prod-c"), {"allow": {A, B, "prod-c"}, "deny": set()}),
        (LISTED, "AllowProductProcurement", products(A), {}),
        (LISTED, "DenyProductProcurement", products(A, "prod-c"), {"allow": set(), "deny": {A, B, "prod-c"}}),
        (HELD, "AssociateAudience", {"Principals": ["o-1"]}, {"principals": {"o-1", "111111111111"}}),
        (HELD, "DisassociateAudience", {"Principals": ["111111111111"]}, {"principals": set()}),
        (
            BLANK,
            "CreateProcurementPolicy",
            {"Configuration": {"PolicyResourceRequests": "Deny"}},
            {"policy": "restricted", "user_requests": "deny", "allow": set(), "deny": set()},
        ),
        (
            LISTED,
            "UpdateProcurementPolicy",
            {"Configuration": {"PolicyResourceRequests": "Allow"}},
            {"user_requests": "allow"},
        ),
        (BLANK, "CreateBrandingSettings", {"Name": "F", "Configuration": {"Title": "T"}}, {"branding": {"title": "T"}}),
        (
            ExperienceSpec(branding={"title": "T", "information": "I"}),
            "UpdateBrandingSettings",
            {"Configuration": {"Information": "J", "ThemeColor": "#0e7f74", "LogoUrl": "https://example.com/l.png"}},
            {"branding": {"title": "T", "information": "J", "theme_color": "#0e7f74"}},
        ),
    ],
)
def test_a_request_changes_what_it_says_and_nothing_else(
    before: ExperienceSpec, verb: str, details: dict[str, Any], expected: dict[str, Any]
) -> None:
    """Facts, catalog 1.10: allowing moves out of deny, and again is a no-op; a logo is not seen again."""
    found = after(before, verb, details)
    changed = {
        name: getattr(found, name)
        for name in ExperienceSpec.__dataclass_fields__
        if getattr(found, name) != getattr(before, name)
    }
    assert changed == expected


FULL = ExperienceSpec(
    title="F",
    description="D",
    status=ExperienceStatus.ENABLED,
    policy="restricted",
    allow=frozenset({A}),
    deny=frozenset({B}),
    user_requests="allow",
    principals=frozenset({"o-1"}),
    branding={"title": "T", "logo_url": "https://example.com/copy.png"},
    tags={"team": "x"},
)


def but(**stated: Any) -> ExperienceSpec:  # noqa: ANN401 - any field of a spec
    """Give the full spec, but for what is stated."""
    return ExperienceSpec(**{**{name: getattr(FULL, name) for name in ExperienceSpec.__dataclass_fields__}, **stated})


@pytest.mark.parametrize(
    "expected",
    [
        FULL,
        BLANK,
        but(tags={"team": "other"}),
        but(branding={"title": "T", "logo_url": "https://example.com/sent.png"}),
        but(branding={}),
        but(user_requests=None),
    ],
)
def test_what_is_as_expected_is_the_same(expected: ExperienceSpec) -> None:
    """What nobody expects anything of, tags and the logo are not compared."""
    assert same(expected, FULL)


@pytest.mark.parametrize(
    "expected",
    [
        but(title="G"),
        but(description="E"),
        but(status=ExperienceStatus.DISABLED),
        but(allow=frozenset()),
        but(deny=frozenset({A, B})),
        but(user_requests="deny"),
        but(principals=frozenset({"o-1", "111111111111"})),
        but(branding={"title": "U"}),
        but(branding={"information": "I"}),
    ],
)
def test_what_somebody_else_changed_is_not_the_same(expected: ExperienceSpec) -> None:
    """Any member, any value."""
    assert not same(expected, FULL)
