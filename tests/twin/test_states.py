"""An experience is enabled, disabled and archived; its products are allowed and denied."""

import pytest

from reconciler.twin.twin import Twin
from tests.twin.sdk import change, create, describe, errors, first, principals, products, start, succeeded
from tests.twin.worlds import ARCHIVED, BARE, LIVE, OTHER

pytestmark = pytest.mark.usefixtures("twin")

ENABLE, DISABLE = {"Status": "Enabled"}, {"Status": "Disabled"}


def test_a_new_experience_is_disabled_and_bare(twin: Twin) -> None:
    """A new experience is disabled, without policy and without audience (catalog 4.1)."""
    succeeded(create("Fresh"))
    assert describe(first(twin, "Fresh"))["DetailsDocument"] == {
        "Name": "Fresh",
        "Status": "Disabled",
        "AdminStatus": "Editable",
    }


def test_archiving_needs_a_set_that_disabled_before(twin: Twin) -> None:
    """An experience has to be disabled before it is archived, in an earlier set (catalog 4.1)."""
    assert start(change("RestrictExperience", LIVE, {}))["Status"] == "FAILED"
    both = start(change("UpdateExperience", LIVE, DISABLE), change("RestrictExperience", LIVE, {}))
    assert errors(both)[0][:2] == ("RestrictExperience", "CLIENT_ERROR")
    succeeded(change("UpdateExperience", LIVE, DISABLE))
    succeeded(change("RestrictExperience", LIVE, {}))
    assert (twin.experiences()[LIVE].archived, twin.experiences()[LIVE].status) == (True, "Disabled")


def test_archiving_stands_alone() -> None:
    """RestrictExperience is the only change of its experience in its set: the stricter reading (catalog 4.1)."""
    described = start(
        change("RestrictExperience", OTHER, {}),
        change("DisassociateAudience", OTHER, principals("ou-abcd-finance1")),
    )
    assert errors(described)[0][:2] == ("RestrictExperience", "CLIENT_ERROR")


def test_an_archived_experience_has_an_admin_status() -> None:
    """Its AdminStatus is there and not "Editable"; AWS's word is unknown (catalog 1.9)."""
    assert describe(ARCHIVED)["DetailsDocument"]["AdminStatus"] == "Restricted"
    assert describe(LIVE)["DetailsDocument"]["AdminStatus"] == "Editable"


def test_reviving_stands_alone(twin: Twin) -> None:
    """An archived experience refuses every change but ReviveExperience, which stands alone in its set (catalog 4.1)."""
    both = start(change("ReviveExperience", ARCHIVED, {}), change("UpdateExperience", ARCHIVED, ENABLE))
    assert both["Status"] == "FAILED"
    assert twin.experiences()[ARCHIVED].archived
    succeeded(change("ReviveExperience", ARCHIVED, {}))
    succeeded(change("UpdateExperience", ARCHIVED, ENABLE))
    assert twin.experiences()[ARCHIVED].status == "Enabled"


def test_archiving_and_reviving_share_a_set_with_other_experiences() -> None:
    """Different experiences may share a set (catalog 1.4)."""
    succeeded(
        change("ReviveExperience", ARCHIVED, {}),
        change("RestrictExperience", BARE, {}),
        change("UpdateExperience", OTHER, ENABLE),
    )


def test_only_an_archived_experience_is_revived() -> None:
    """Only an archived experience can be revived: the stricter reading (catalog 4.1)."""
    assert errors(start(change("ReviveExperience", LIVE, {})))[0][:2] == ("ReviveExperience", "CLIENT_ERROR")


def test_disabling_keeps_the_lists(twin: Twin) -> None:
    """Disabling keeps the lists of products (catalog 4.1)."""
    succeeded(change("UpdateExperience", LIVE, DISABLE))
    found = twin.experiences()[LIVE]
    assert (sorted(found.allow), sorted(found.deny)) == (["prod-a", "prod-b"], ["prod-c"])


def test_an_experience_needs_neither_policy_nor_audience_to_be_enabled() -> None:
    """To be enabled, an experience needs neither policy nor audience (catalog 4.1)."""
    succeeded(change("UpdateExperience", BARE, ENABLE))


def test_a_disabled_experience_is_editable(twin: Twin) -> None:
    """The request setting may be changed while the experience is disabled (catalog 4.3)."""
    deny = {"Configuration": {"PolicyResourceRequests": "Deny"}}
    succeeded(
        change("UpdateProcurementPolicy", OTHER, deny), change("AllowProductProcurement", OTHER, products("prod-a"))
    )
    assert (twin.experiences()[OTHER].requests, *twin.experiences()[OTHER].allow) == ("Deny", "prod-a")


def test_requests_are_on_by_default(twin: Twin) -> None:
    """Users may request products unless the policy says no (catalog 4.3)."""
    succeeded(change("CreateProcurementPolicy", BARE, {}))
    assert twin.experiences()[BARE].requests == "Allow"


def test_allowing_again_changes_nothing(twin: Twin) -> None:
    """Repeating an Allow changes nothing (catalog 1.10)."""
    succeeded(change("AllowProductProcurement", LIVE, products("prod-a", "prod-b")))
    assert sorted(twin.experiences()[LIVE].allow) == ["prod-a", "prod-b"]


def test_products_move_between_allow_and_deny(twin: Twin) -> None:
    """Allowing an id that is denied moves it, and the other way round (catalog 1.10)."""
    succeeded(
        change("AllowProductProcurement", LIVE, products("prod-c")),
        change("DenyProductProcurement", LIVE, products("prod-a")),
    )
    found = twin.experiences()[LIVE]
    assert (sorted(found.allow), sorted(found.deny)) == (["prod-b", "prod-c"], ["prod-a"])


def test_a_product_is_not_allowed_and_denied_in_one_set() -> None:
    """AWS orders the changes of a set, so the outcome is unknown; the stricter reading refuses both (catalog 1.10)."""
    described = start(
        change("AllowProductProcurement", LIVE, products("prod-x")),
        change("DenyProductProcurement", LIVE, products("prod-x")),
    )
    assert [code for _, code, _ in errors(described)] == ["CLIENT_ERROR", "CLIENT_ERROR"]


def test_a_policy_lists_its_products_in_several_resources() -> None:
    """A statement may have several resources, and statements come in any order (catalog 1.9)."""
    noted = {"Products": [{"Ids": ["prod-x"], "Notes": "For the audit"}, {"Ids": ["prod-y", "prod-a"]}]}
    succeeded(change("AllowProductProcurement", LIVE, noted))
    policy = describe("procpolicy-1234live")["DetailsDocument"]
    assert policy["Statements"] == [
        {"Effect": "Deny", "Resources": [{"Type": "Product", "Ids": ["prod-c"]}]},
        {
            "Effect": "Allow",
            "Resources": [
                {"Type": "Product", "Ids": ["prod-a", "prod-b"]},
                {"Type": "Product", "Ids": ["prod-x"], "Notes": "For the audit"},
                {"Type": "Product", "Ids": ["prod-y"]},
            ],
        },
    ]
    assert policy["Configuration"] == {"PolicyResourceRequests": "Deny"}


def test_an_empty_policy_has_no_statements() -> None:
    """An experience with an empty policy allows no product (catalog 4.1)."""
    assert describe("procpolicy-1234other")["DetailsDocument"]["Statements"] == []


def test_an_experience_has_one_audience(twin: Twin) -> None:
    """A further AssociateAudience adds principals to the audience (catalog 1.9)."""
    succeeded(change("AssociateAudience", OTHER, {"Principals": ["333333333333"], "Name": "Both"}))
    audience = describe("audience-1234other")["DetailsDocument"]
    assert audience == {
        "Name": "Both",
        "ExperienceId": OTHER,
        "Principals": ["ou-abcd-finance1", "333333333333"],
    }
    assert twin.experiences()[OTHER].principals == {"ou-abcd-finance1", "333333333333"}


def test_an_audience_stays_when_its_last_principal_has_left() -> None:
    """An audience stays when its last principal has left (catalog 1.10)."""
    succeeded(change("DisassociateAudience", LIVE, principals("o-abcdef1234")))
    assert describe("audience-1234live")["DetailsDocument"]["Principals"] == []


def test_associating_again_is_refused() -> None:
    """The twin returns ENTITY_ALREADY_EXISTS also for the experience that holds the principal (catalog 5.1)."""
    described = start(change("AssociateAudience", LIVE, principals("o-abcdef1234")))
    assert errors(described)[0][1] == "ENTITY_ALREADY_EXISTS"


def test_a_closed_account_is_not_associated() -> None:
    """Whether an account that is not ACTIVE can be associated is unknown; the twin refuses it (catalog 4.7)."""
    described = start(change("AssociateAudience", BARE, principals("444444444444")))
    assert errors(described)[0][1] == "CALLER_NOT_AUTHORIZED"


def test_two_experiences_do_not_take_one_principal_in_one_set() -> None:
    """A principal can be associated directly with one experience only (catalog 4.2)."""
    described = start(
        change("AssociateAudience", BARE, principals("333333333333")),
        change("AssociateAudience", OTHER, principals("333333333333")),
    )
    assert {code for _, code, _ in errors(described)} == {"ENTITY_ALREADY_EXISTS"}


def test_branding_keeps_what_is_not_stated(twin: Twin) -> None:
    """Fields that an UpdateBrandingSettings does not state stay (catalog 1.10)."""
    succeeded(change("UpdateBrandingSettings", LIVE, {"Configuration": {"Information": "Text"}}))
    assert twin.experiences()[LIVE].branding == {"Title": "Live", "ThemeColor": "#232f3e", "Information": "Text"}


def test_a_logo_is_returned_as_a_copy(twin: Twin) -> None:
    """AWS copies a logo, and the twin returns the copy's URL (catalog 1.9)."""
    sent = "https://example.com/Logo.PNG?signature=1"
    succeeded(change("UpdateBrandingSettings", LIVE, {"Configuration": {"LogoUrl": sent}}))
    told = (twin.experiences()[LIVE].branding or {})["LogoUrl"]
    assert told.startswith("https://logos.example.com/")
    assert told.endswith(".png")
