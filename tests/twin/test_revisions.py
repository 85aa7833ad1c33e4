import pytest

from reconciler.twin.twin import Twin
from tests.twin.sdk import change, describe, products, refused_start, start, succeeded
from tests.twin.worlds import BARE, LIVE

pytestmark = pytest.mark.usefixtures("twin")

UPDATE = {"Description": "New"}


def revision(entity_id: str) -> str:
    """Give the revision that DescribeEntity tells."""
    identifier: str = describe(entity_id)["EntityIdentifier"]
    return identifier.partition("@")[2]


def test_a_revision_that_is_not_the_latest_starts_nothing(twin: Twin) -> None:
    """The optimistic lock holds, and its refusal tells the latest revision.

    catalog.md 1.2: "If you include a RevisionId, then the request to StartChangeSet will fail with a
    ValidationException if the RevisionId is not the latest revision of the entity."
    """
    code, status, message = refused_start(change("UpdateExperience", f"{LIVE}@5", UPDATE))
    assert (code, status) == ("ValidationException", 422)
    assert message.endswith("The latest revision is 6.")
    assert twin.experiences()[LIVE].description is None


@pytest.mark.parametrize("seen", ["7", "x"])
def test_a_revision_that_never_was_starts_nothing(seen: str) -> None:
    """catalog.md 1.2: "Never-existed/future revision is also 'not the latest' → 422"."""
    assert refused_start(change("UpdateExperience", f"{LIVE}@{seen}", UPDATE))[:2] == ("ValidationException", 422)


def test_the_latest_revision_and_none_are_welcome(twin: Twin) -> None:
    """catalog.md 1.2: "With no RevisionId the change is performed on the latest revision"."""
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
    """catalog.md 1.2: "the Experience revision advances when a child is changed through it"."""
    succeeded(change(kind, f"{LIVE}@6", details))
    assert revision(LIVE) == "7"


def test_children_have_counters_of_their_own() -> None:
    """catalog.md 1.2: "procpolicy-123example456@4 while experience is @6"."""
    succeeded(change("CreateProcurementPolicy", BARE, {}))
    succeeded(change("UpdateExperience", BARE, UPDATE))
    succeeded(change("AllowProductProcurement", BARE, products("prod-a")))
    policy = describe(BARE)["DetailsDocument"]["ProcurementPolicies"][0]
    assert (revision(BARE), revision(policy)) == ("4", "2")


def test_a_change_without_effect_advances_too() -> None:
    """catalog.md 1.2: "Every successful change request to the entity will update the revision"."""
    succeeded(change("AllowProductProcurement", LIVE, products("prod-a")))
    assert revision(LIVE) == "7"


def test_a_failed_set_advances_nothing() -> None:
    """catalog.md 1.2: every *successful* change request updates the revision, a failed one does not."""
    described = start(
        change("UpdateExperience", LIVE, UPDATE), change("AllowProductProcurement", BARE, products("prod-a"))
    )
    assert described["Status"] == "FAILED"
    assert (revision(LIVE), revision(BARE)) == ("6", "1")


def test_the_set_does_not_tell_the_latest_revision() -> None:
    """Only DescribeEntity tells it; of DescribeChangeSet no more than the id is documented.

    catalog.md 1.2: "DescribeEntity returns the latest in EntityIdentifier."
    """
    described = start(change("UpdateExperience", f"{LIVE}@6", UPDATE))
    assert described["ChangeSet"][0]["Entity"]["Identifier"] == f"{LIVE}@6"
    assert revision(LIVE) == "7"


def test_describing_takes_no_revision() -> None:
    """catalog.md 1.2: DescribeEntity's EntityId is a ResourceId, "no `@`; strip the revision"."""
    with pytest.raises(Exception, match="ValidationException"):
        describe(f"{LIVE}@6")
