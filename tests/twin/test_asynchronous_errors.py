"""DescribeChangeSet returns AWS's own codes and messages for a set that failed (catalog 5.1)."""

from typing import Any

import pytest

from reconciler.twin.twin import Twin
from tests.twin.sdk import change, create, errors, principals, products, start
from tests.twin.worlds import ARCHIVED, BARE, LIVE, OTHER

pytestmark = pytest.mark.usefixtures("twin")

REQUESTS = {"Configuration": {"PolicyResourceRequests": "Deny"}}
NO_POLICY = ("ENTITY_NOT_FOUND", "Procurement policy missing from Experience")
UNAUTHORIZED = ("CALLER_NOT_AUTHORIZED", "Caller not authorized to execute the action")
IMAGE = (
    "INVALID_IMAGE",
    (
        "Image verification for type, content, or file size failed. Only .png and .svg file types with sizes less than "
        "or equal to 500KB are supported."
    ),
)
NOWHERE = (
    "https://unreachable.invalid/logo.png",
    "http://[",
    "https://[::1/logo.png",
    "https://exa]mple.com/logo.png",
    "https:///logo.png",
    "https://example.com:port/logo.png",
    "https://example.com:65536/logo.png",
    "https://me:secret@example.com/logo.png",
    "https://example.com/our logo.png",
)
"""URLs from which no picture can be fetched; `validate` refuses all but the first, which only AWS can try."""


def logo(url: str) -> dict[str, Any]:
    """Return an update of the logo."""
    return {"Configuration": {"LogoUrl": url}}


@pytest.mark.parametrize(
    ("kind", "experience", "details", "error"),
    [
        ("AllowProductProcurement", BARE, products("a"), NO_POLICY),
        ("DenyProductProcurement", BARE, products("a"), NO_POLICY),
        ("UpdateProcurementPolicy", BARE, REQUESTS, NO_POLICY),
        ("CreateProcurementPolicy", LIVE, {}, ("ENTITY_ALREADY_EXISTS", "Procurement policy exists for Experience")),
        (
            "CreateBrandingSettings",
            LIVE,
            {"Name": "Branding"},
            ("ENTITY_ALREADY_EXISTS", "Branding settings exists for Experience"),
        ),
        ("UpdateBrandingSettings", BARE, {}, ("ENTITY_NOT_FOUND", "Branding settings missing from Experience")),
        *(
            (
                "UpdateBrandingSettings",
                LIVE,
                logo(url),
                ("INVALID_URL", "Image could not be fetched from the input URL"),
            )
            for url in NOWHERE
        ),
        ("UpdateBrandingSettings", LIVE, logo("https://example.com/logo.gif"), IMAGE),
        ("CreateBrandingSettings", BARE, {"Name": "Branding", **logo("https://example.com/logo")}, IMAGE),
        ("AssociateAudience", BARE, principals("o-0123456789"), UNAUTHORIZED),
        ("AssociateAudience", BARE, principals("ou-abcd-01234567"), UNAUTHORIZED),
        ("AssociateAudience", BARE, principals("999999999999"), UNAUTHORIZED),
        ("AssociateAudience", BARE, principals("r-abcd"), UNAUTHORIZED),
        ("AssociateAudience", BARE, principals("somebody"), UNAUTHORIZED),
    ],
)
def test_the_documented_codes_and_messages(
    kind: str, experience: str, details: dict[str, Any], error: tuple[str, str]
) -> None:
    """Each error has its documented code and message, also for a principal outside the organization (catalog 5.1)."""
    described = start(change(kind, experience, details))
    assert (described["Status"], described["FailureCode"]) == ("FAILED", "CLIENT_ERROR")
    assert errors(described) == [(kind, *error)]


def test_a_principal_held_elsewhere_has_to_leave_first() -> None:
    """Associating it elsewhere is ENTITY_ALREADY_EXISTS, with AWS's message (catalog 5.1)."""
    message = (
        "An experience is already associated with the account ou-abcd-finance1. "
        "Disassociate previous experience before updating"
    )
    described = start(change("AssociateAudience", LIVE, principals("ou-abcd-finance1")))
    assert errors(described) == [("AssociateAudience", "ENTITY_ALREADY_EXISTS", message)]


def test_a_move_in_one_set_fails_at_both_ends(twin: Twin) -> None:
    """A principal has to be free before the set in which it arrives starts.

    AssociateAudience fails with ENTITY_ALREADY_EXISTS and DisassociateAudience with CLIENT_ERROR (catalog 5.2).
    """
    described = start(
        change("DisassociateAudience", OTHER, principals("ou-abcd-finance1")),
        change("AssociateAudience", LIVE, principals("ou-abcd-finance1")),
    )
    unable = "Unable to disassociate audience for account ou-abcd-finance1."
    found = errors(described)
    assert found[0] == ("DisassociateAudience", "CLIENT_ERROR", unable)
    assert found[1][:2] == ("AssociateAudience", "ENTITY_ALREADY_EXISTS")
    assert twin.experiences()[OTHER].principals == {"ou-abcd-finance1"}


def test_a_move_in_two_sets_works(twin: Twin) -> None:
    """The first set has SUCCEEDED before the second one starts (catalog 5.2)."""
    start(change("DisassociateAudience", OTHER, principals("ou-abcd-finance1")))
    described = start(change("AssociateAudience", LIVE, principals("ou-abcd-finance1")))
    assert described["Status"] == "SUCCEEDED"
    assert twin.experiences()[LIVE].principals == {"o-abcdef1234", "ou-abcd-finance1"}
    assert twin.experiences()[OTHER].principals == frozenset()


def test_disassociating_a_principal_that_is_not_there_is_an_error() -> None:
    """Disassociating a principal that is not associated is an error (catalog 5.3), in the words of 5.2."""
    described = start(change("DisassociateAudience", LIVE, principals("333333333333")))
    message = "Unable to disassociate audience for account 333333333333."
    assert errors(described) == [("DisassociateAudience", "CLIENT_ERROR", message)]


def test_each_bad_principal_is_named() -> None:
    """There is one error for each principal (catalog 5.2)."""
    described = start(change("DisassociateAudience", LIVE, principals("333333333333", "o-abcdef1234", "222222222222")))
    assert [message.split()[-1] for _, _, message in errors(described)] == ["333333333333.", "222222222222."]


def test_one_bad_change_fails_the_whole_set(twin: Twin) -> None:
    """A set that fails while PREPARING applies nothing (catalog 1.5), and only the bad change has an error."""
    described = start(
        create("Never made"),
        change("UpdateExperience", LIVE, {"Description": "Never told"}),
        change("AllowProductProcurement", BARE, products("a")),
    )
    assert [kind for kind, _, _ in errors(described)] == ["AllowProductProcurement"]
    assert len(twin.experiences()) == 4
    assert twin.experiences()[LIVE].description is None
    assert "Identifier" not in described["ChangeSet"][0]["Entity"]


def test_every_bad_change_has_its_errors() -> None:
    """ErrorDetailList stands at every change that failed (catalog 1.6)."""
    described = start(
        change("AllowProductProcurement", BARE, products("a")), change("CreateProcurementPolicy", LIVE, {})
    )
    assert [code for _, code, _ in errors(described)] == ["ENTITY_NOT_FOUND", "ENTITY_ALREADY_EXISTS"]


@pytest.mark.parametrize(
    ("kind", "details"),
    [
        ("UpdateExperience", {"Description": "New"}),
        ("UpdateExperience", {"Status": "Enabled"}),
        ("RestrictExperience", {}),
        ("AllowProductProcurement", products("a")),
        ("UpdateProcurementPolicy", REQUESTS),
        ("CreateBrandingSettings", {"Name": "Branding"}),
        ("AssociateAudience", principals("333333333333")),
        ("DisassociateAudience", principals("333333333333")),
    ],
)
def test_an_archived_experience_takes_no_change(twin: Twin, kind: str, details: dict[str, Any]) -> None:
    """An archived experience can neither be updated nor govern (catalog 4.1)."""
    described = start(change(kind, ARCHIVED, details))
    assert errors(described)[0][1] == "CLIENT_ERROR"
    assert twin.experiences()[ARCHIVED].revision == 1
