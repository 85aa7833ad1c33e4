import pytest

from reconciler.twin.twin import Twin
from tests.twin.sdk import change, describe, products, refused_start, start, succeeded
from tests.twin.worlds import BARE, LIVE

pytestmark = pytest.mark.usefixtures("twin")

UPDATE = {"Description": "New"}


def revision(entity_id: str) -> str:
    """Return the revision that DescribeEntity returns."""
    identifier: str = describe(entity_id)["EntityIdentifier"]
    return identifier.partition("@")[2]


def test_a_revision_that_is_not_the_latest_starts_nothing(twin: Twin) -> None:
    """A stale revision is ValidationException, whose message has the latest revision (catalog 1.2)."""
    code, status, message = refused_start(change("UpdateExperience", f"{LIVE}@5", UPDATE))
    assert (code, status) == ("ValidationException", 422)
    assert message.endswith("The latest revision is 6.")
    assert twin.experiences()[LIVE].description is None


@pytest.mark.parametrize("seen", ["7", "x"])
def test_a_revision_that_never_existed_starts_nothing(seen: str) -> None:
    """A revision that never existed is not the latest either (catalog 1.2)."""
    assert refused_start(change("UpdateExperience", f"{LIVE}@{seen}", UPDATE))[:2] == ("ValidationException", 422)


def test_the_latest_revision_and_no_revision_start_a_set(twin: Twin) -> None:
    """Without a revision, the change is made to whatever is the latest (catalog 1.2)."""
    succeeded(change("UpdateExperience", f"{LIVE}@6", UPDATE))
    succeeded(change("UpdateExperience", LIVE, {"Description": "Newer"}))
    assert twin.experiences()[LIVE].description == "Newer"


@pytest.mark.parametrize(
    ("kind", "details"),
    [
        ("UpdateExperience", UPDATE),
        ("UpdateProcurementPolicy", {"Configuration": {"PolicyResourceRequests": "Allow"}}),
        ("AllowProductProcurement", products("prod-x")),
        ("DenyProductProcurement", products("prod-x")),
        ("UpdateBrandingSettings", {"Configuration": {"Title": "Two"}}),
        ("AssociateAudience", {"Principals": ["ou-abcd-payroll1"]}),
        ("DisassociateAudience", {"Principals": ["o-abcdef1234"]}),
    ],
)
def test_each_change_advances_the_experience(kind: str, details: dict[str, object]) -> None:
    """Changing a policy, branding or audience advances the experience too (catalog 1.2)."""
    succeeded(change(kind, f"{LIVE}@6", details))
    assert revision(LIVE) == "7"


def test_a_policy_has_a_revision_of_its_own() -> None:
    """The revisions of a policy, branding and audience differ from that of the experience (catalog 1.2)."""
    succeeded(change("CreateProcurementPolicy", BARE, {}))
    succeeded(change("UpdateExperience", BARE, UPDATE))
    succeeded(change("AllowProductProcurement", BARE, products("prod-a")))
    policy = describe(BARE)["DetailsDocument"]["ProcurementPolicies"][0]
    assert (revision(BARE), revision(policy)) == ("4", "2")


def test_a_change_without_effect_advances_too() -> None:
    """A change without effect advances the revision too (catalog 1.2)."""
    succeeded(change("AllowProductProcurement", LIVE, products("prod-a")))
    assert revision(LIVE) == "7"


def test_a_failed_set_advances_nothing() -> None:
    """Only a successful change request advances the revision (catalog 1.2)."""
    described = start(
        change("UpdateExperience", LIVE, UPDATE), change("AllowProductProcurement", BARE, products("prod-a"))
    )
    assert described["Status"] == "FAILED"
    assert (revision(LIVE), revision(BARE)) == ("6", "1")


def test_describing_a_set_does_not_return_the_latest_revision() -> None:
    """DescribeChangeSet has what was sent; only DescribeEntity returns the latest revision (catalog 1.2)."""
    described = start(change("UpdateExperience", f"{LIVE}@6", UPDATE))
    assert described["ChangeSet"][0]["Entity"]["Identifier"] == f"{LIVE}@6"
    assert revision(LIVE) == "7"


def test_describing_takes_no_revision() -> None:
    """EntityId of DescribeEntity admits no `@`: the revision has to be cut off (catalog 1.2)."""
    with pytest.raises(Exception, match="ValidationException"):
        describe(f"{LIVE}@6")
