"""Enabled, disabled, archived; allowed and denied: what an experience goes through."""

import pytest

from reconciler.twin.twin import Twin
from tests.twin.sdk import change, create, describe, errors, first, principals, products, start, succeeded
from tests.twin.worlds import ARCHIVED, BARE, LIVE, OTHER

pytestmark = pytest.mark.usefixtures("twin")

ENABLE, DISABLE = {"Status": "Enabled"}, {"Status": "Disabled"}


def test_a_new_experience_is_disabled_and_bare(twin: Twin) -> None:
    """catalog.md 4.1: "New experience: Disabled, default branding, **no policy**, no audience"."""
    succeeded(create("Fresh"))
    assert describe(first(twin, "Fresh"))["DetailsDocument"] == {
        "Name": "Fresh",
        "Status": "Disabled",
        "AdminStatus": "Editable",
    }


def test_archiving_needs_a_set_that_disabled_before(twin: Twin) -> None:
    """catalog.md 4.1: "Before archiving an experience, you must disable it"; one set for both is refused."""
    assert start(change("RestrictExperience", LIVE, {}))["Status"] == "FAILED"
    both = start(change("UpdateExperience", LIVE, DISABLE), change("RestrictExperience", LIVE, {}))
    assert errors(both)[0][:2] == ("RestrictExperience", "CLIENT_ERROR")
    succeeded(change("UpdateExperience", LIVE, DISABLE))
    succeeded(change("RestrictExperience", LIVE, {}))
    assert (twin.experiences()[LIVE].archived, twin.experiences()[LIVE].status) == (True, "Disabled")


def test_archiving_stands_alone() -> None:
    """What AWS makes of other changes beside an archiving is not documented; the stricter reading refuses them."""
    described = start(
        change("RestrictExperience", OTHER, {}),
        change("DisassociateAudience", OTHER, principals("ou-abcd-finance1")),
    )
    assert errors(described)[0][:2] == ("RestrictExperience", "CLIENT_ERROR")


def test_an_archived_experience_tells_so() -> None:
    """catalog.md 1.9: an AdminStatus that is not "Editable"; which word AWS uses is unknown."""
    assert describe(ARCHIVED)["DetailsDocument"]["AdminStatus"] == "Restricted"
    assert describe(LIVE)["DetailsDocument"]["AdminStatus"] == "Editable"


def test_reviving_stands_alone(twin: Twin) -> None:
    """catalog.md 4.1: an archived experience "can't be updated": it has to be revived in an earlier set."""
    both = start(change("ReviveExperience", ARCHIVED, {}), change("UpdateExperience", ARCHIVED, ENABLE))
    assert both["Status"] == "FAILED"
    assert twin.experiences()[ARCHIVED].archived
    succeeded(change("ReviveExperience", ARCHIVED, {}))
    succeeded(change("UpdateExperience", ARCHIVED, ENABLE))
    assert twin.experiences()[ARCHIVED].status == "Enabled"


def test_archiving_and_reviving_share_a_set_with_other_experiences() -> None:
    """catalog.md 1.4: "Different experiences can be in the same set"."""
    succeeded(
        change("ReviveExperience", ARCHIVED, {}),
        change("RestrictExperience", BARE, {}),
        change("UpdateExperience", OTHER, ENABLE),
    )


def test_only_what_is_archived_is_revived() -> None:
    """Reviving a live experience is not documented; the stricter reading refuses it."""
    assert errors(start(change("ReviveExperience", LIVE, {})))[0][:2] == ("ReviveExperience", "CLIENT_ERROR")


def test_disabling_keeps_the_lists(twin: Twin) -> None:
    """catalog.md 4.1: disabling "keeps your list of both allowed and denied products"."""
    succeeded(change("UpdateExperience", LIVE, DISABLE))
    found = twin.experiences()[LIVE]
    assert (sorted(found.allow), sorted(found.deny)) == (["prod-a", "prod-b"], ["prod-c"])


def test_an_experience_needs_neither_policy_nor_audience_to_be_enabled() -> None:
    """catalog.md 4.1: "An Experience entity with no procurement policy (null) allows all products"."""
    succeeded(change("UpdateExperience", BARE, ENABLE))


def test_a_disabled_experience_is_editable(twin: Twin) -> None:
    """catalog.md 4.3: the request setting is said to need an enabled experience in the 2022 guide only."""
    deny = {"Configuration": {"PolicyResourceRequests": "Deny"}}
    succeeded(
        change("UpdateProcurementPolicy", OTHER, deny), change("AllowProductProcurement", OTHER, products("prod-a"))
    )
    assert (twin.experiences()[OTHER].requests, *twin.experiences()[OTHER].allow) == ("Deny", "prod-a")


def test_requests_are_on_by_default(twin: Twin) -> None:
    """catalog.md 4.3: "User requests: on by default"."""
    succeeded(change("CreateProcurementPolicy", BARE, {}))
    assert twin.experiences()[BARE].requests == "Allow"


def test_allowing_again_changes_nothing(twin: Twin) -> None:
    """catalog.md 1.10: "no duplicate error appears in the error table"."""
    succeeded(change("AllowProductProcurement", LIVE, products("prod-a", "prod-b")))
    assert sorted(twin.experiences()[LIVE].allow) == ["prod-a", "prod-b"]


def test_products_move_between_allow_and_deny(twin: Twin) -> None:
    """catalog.md 1.10: allowing an id already in Deny moves it ("BG ("move to denied") imply it moves")."""
    succeeded(
        change("AllowProductProcurement", LIVE, products("prod-c")),
        change("DenyProductProcurement", LIVE, products("prod-a")),
    )
    found = twin.experiences()[LIVE]
    assert (sorted(found.allow), sorted(found.deny)) == (["prod-b", "prod-c"], ["prod-a"])


def test_a_product_is_not_allowed_and_denied_in_one_set() -> None:
    """AWS orders the changes of a set, so the outcome is unknown; the stricter reading refuses both."""
    described = start(
        change("AllowProductProcurement", LIVE, products("prod-x")),
        change("DenyProductProcurement", LIVE, products("prod-x")),
    )
    assert [code for _, code, _ in errors(described)] == ["CLIENT_ERROR", "CLIENT_ERROR"]


def test_a_policy_tells_its_products_in_several_blocks() -> None:
    """Whoever reads a policy has to read all statements and all resources.

    catalog.md 1.9: "Several Resources blocks per statement (one per note/batch), order of statements varies (Deny
    first in the test fixture)".
    """
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
    """catalog.md 4.1: "An Experience entity with an empty procurement policy has no products available"."""
    assert describe("procpolicy-1234other")["DetailsDocument"]["Statements"] == []


def test_an_experience_has_one_audience(twin: Twin) -> None:
    """catalog.md 1.9: "subsequent calls to the AssociateAudience change type will add principals"."""
    succeeded(change("AssociateAudience", OTHER, {"Principals": ["333333333333"], "Name": "Both"}))
    audience = describe("audience-1234other")["DetailsDocument"]
    assert audience == {
        "Name": "Both",
        "ExperienceId": OTHER,
        "Principals": ["ou-abcd-finance1", "333333333333"],
    }
    assert twin.experiences()[OTHER].principals == {"ou-abcd-finance1", "333333333333"}


def test_an_audience_stays_when_everybody_has_left() -> None:
    """catalog.md 1.10: no delete of an audience."""
    succeeded(change("DisassociateAudience", LIVE, principals("o-abcdef1234")))
    assert describe("audience-1234live")["DetailsDocument"]["Principals"] == []


def test_associating_again_is_refused() -> None:
    """Not stated for the same experience (catalog.md 5.1 speaks of any); the stricter reading refuses it."""
    described = start(change("AssociateAudience", LIVE, principals("o-abcdef1234")))
    assert errors(described)[0][1] == "ENTITY_ALREADY_EXISTS"


def test_a_closed_account_is_not_associated() -> None:
    """Whether AWS takes a SUSPENDED account is unknown; the stricter reading refuses it."""
    described = start(change("AssociateAudience", BARE, principals("444444444444")))
    assert errors(described)[0][1] == "CALLER_NOT_AUTHORIZED"


def test_two_experiences_do_not_take_one_principal_in_one_set() -> None:
    """catalog.md 4.2: "A principal can only be directly associated with one experience"."""
    described = start(
        change("AssociateAudience", BARE, principals("333333333333")),
        change("AssociateAudience", OTHER, principals("333333333333")),
    )
    assert {code for _, code, _ in errors(described)} == {"ENTITY_ALREADY_EXISTS"}


def test_branding_keeps_what_is_not_stated(twin: Twin) -> None:
    """catalog.md 1.10: "Branding values likewise cannot be cleared once set"."""
    succeeded(change("UpdateBrandingSettings", LIVE, {"Configuration": {"Information": "Text"}}))
    assert twin.experiences()[LIVE].branding == {"Title": "Live", "ThemeColor": "#232f3e", "Information": "Text"}


def test_a_logo_comes_back_as_a_copy(twin: Twin) -> None:
    """catalog.md 1.9: "The URL for the logo is used to make a copy": the twin tells the copy's URL."""
    sent = "https://example.com/Logo.PNG?signature=1"
    succeeded(change("UpdateBrandingSettings", LIVE, {"Configuration": {"LogoUrl": sent}}))
    told = (twin.experiences()[LIVE].branding or {})["LogoUrl"]
    assert told.startswith("https://logos.example.com/")
    assert told.endswith(".png")
