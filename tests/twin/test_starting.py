"""What StartChangeSet accepts before it looks at any state."""

from typing import Any

import pytest

from reconciler.twin.twin import Twin
from tests.twin.sdk import CATALOG, change, client, create, first, products, refused, refused_start, start, succeeded
from tests.twin.worlds import BARE, LIVE, OTHER

pytestmark = pytest.mark.usefixtures("twin")

UPDATE = change("UpdateExperience", LIVE, {"Description": "New"})


def creations(count: int) -> list[dict[str, Any]]:
    """Write *count* changes that can share a set."""
    return [change("CreateExperience", None, {"Name": f"Experience {number}"}) for number in range(count)]


def test_a_set_holds_twenty_changes() -> None:
    """catalog.md 1.4: "RequestedChangeList 1–**20** changes"."""
    assert start(*creations(20))["Status"] == "SUCCEEDED"
    assert refused_start(*creations(21))[:2] == ("ValidationException", 422)
    assert refused_start()[:2] == ("ValidationException", 422)


def test_one_change_type_meets_one_entity_once_a_set() -> None:
    """Lists of more than 50 members need several sets.

    catalog.md 1.4: "Within a single ChangeSet, you can't start the same change type against the same entity multiple
    times." With and without a revision it is the same entity.
    """
    again = change("AllowProductProcurement", f"{LIVE}@6", products("prod-y"))
    allow = change("AllowProductProcurement", LIVE, products("prod-x"))
    assert refused_start(allow, again)[:2] == ("ValidationException", 422)
    referring = [change("AllowProductProcurement", "$New.Entity.Identifier", products(item)) for item in "ab"]
    assert refused_start(create(), *referring)[:2] == ("ValidationException", 422)


def test_different_types_and_different_entities_share_a_set() -> None:
    """catalog.md 1.4: "Different experiences can be in the same set", each with one change of each type."""
    succeeded(
        change("AllowProductProcurement", LIVE, products("prod-x")),
        change("DenyProductProcurement", LIVE, products("prod-y")),
        change("AllowProductProcurement", OTHER, products("prod-x")),
    )


def test_creation_filling_association_and_enabling_fit_in_one_set(twin: Twin) -> None:
    """Whatever their order in the list, the changes of a new experience work in one set.

    catalog.md 1.3: "create + policy + principals + products + enable in one set is AWS's own pattern"; 1.4: "Catalog
    API evaluates which order the changes need to be applied".
    """
    new = "$New.Entity.Identifier"
    succeeded(
        change("UpdateExperience", new, {"Status": "Enabled"}),
        change("AssociateAudience", new, {"Principals": ["333333333333"]}),
        change("AllowProductProcurement", new, products("prod-x")),
        change("DenyProductProcurement", new, products("prod-y")),
        change("UpdateProcurementPolicy", new, {"Configuration": {"PolicyResourceRequests": "Deny"}}),
        change("CreateProcurementPolicy", new, {}),
        change("CreateBrandingSettings", new, {"Name": "Branding", "Configuration": {"Title": "Hello"}}),
        create("Account 1 Experience"),
    )
    made = twin.experiences()[first(twin, "Account 1 Experience")]
    assert (made.status, made.requests, made.branding) == ("Enabled", "Deny", {"Title": "Hello"})
    assert (*made.allow, *made.deny, *made.principals) == ("prod-x", "prod-y", "333333333333")


def test_several_experiences_are_created_in_one_set(twin: Twin) -> None:
    """catalog.md 1.3: each `$<ChangeName>.Entity.Identifier` means the entity of the change of that name."""
    succeeded(
        create("First", "A"),
        create("Second", "AA"),
        change("UpdateExperience", "$AA.Entity.Identifier", {"Description": "second"}),
    )
    descriptions = {item.name: item.description for item in twin.experiences().values()}
    assert (descriptions["First"], descriptions["Second"]) == (None, "second")


@pytest.mark.parametrize("reference", ["$Nobody.Entity.Identifier", "$B.Entity.Identifier", "$New", "$New.Entity.Id"])
def test_a_reference_has_to_name_a_creating_change(reference: str) -> None:
    """catalog.md 1.3: "`$<ChangeName>.Entity.Identifier`" is the one form, of a change in the same set."""
    referring = change("UpdateExperience", reference, {"Description": "x"})
    other = change("UpdateExperience", LIVE, {"Description": "Other"}, "B")
    assert refused_start(create(), referring, other)[:2] == ("ValidationException", 422)


@pytest.mark.parametrize("name", ["A1", "A-B", "", "a" * 73])
def test_change_names_are_letters_only(name: str) -> None:
    """catalog.md 1.3: "ChangeName 1–72 … every AWS example uses letters only"."""
    assert refused_start({**UPDATE, "ChangeName": name})[:2] == ("ValidationException", 422)


def test_change_names_are_unique_in_a_set() -> None:
    """A reference could mean either of two changes of one name (stricter reading)."""
    assert refused_start(create("One"), create("Two"))[:2] == ("ValidationException", 422)


@pytest.mark.parametrize(
    "broken",
    [
        {"Entity": {"Type": "Experience", "Identifier": LIVE}},
        {"Entity": {"Type": "SaaSProduct@1.0", "Identifier": LIVE}},
        {"Entity": {"Type": "Experience@1.0"}},
        {"Entity": {"Type": "Experience@1.0", "Identifier": "a b"}},
        {"ChangeType": "updateExperience"},
        {"EntityTags": [{"Key": "team", "Value": "x"}]},
    ],
)
def test_a_malformed_change_starts_nothing(broken: dict[str, Any]) -> None:
    """catalog.md 1.2: `Experience@1.0` and an identifier; 1.11: EntityTags "on a creating change"."""
    assert refused_start({**UPDATE, **broken})[:2] == ("ValidationException", 422)


def test_a_creation_has_no_identifier() -> None:
    """catalog.md 1.10: CreateExperience makes the entity that it is about."""
    made = {**create(), "Entity": {"Type": "Experience@1.0", "Identifier": LIVE}}
    assert refused_start(made)[:2] == ("ValidationException", 422)


@pytest.mark.parametrize(
    "parameters",
    [
        {"ChangeSetName": "a" * 101},
        {"ChangeSetName": "a/b"},
        {"ChangeSetName": ""},
        {"ClientRequestToken": "a" * 65},
        {"ClientRequestToken": "a b"},
        {"Intent": "VALIDATE"},
        {"ChangeSetTags": []},
        {"ChangeSetTags": [{"Key": "a" * 129, "Value": ""}]},
        {"ChangeSetTags": [{"Key": "aws:team", "Value": "x"}]},
        {"ChangeSetTags": [{"Key": "a", "Value": "x"}, {"Key": "a", "Value": "y"}]},
        {"ChangeSetTags": [{"Key": f"k{number}", "Value": ""} for number in range(51)]},
    ],
)
def test_malformed_parameters_start_nothing(parameters: dict[str, Any]) -> None:
    r"""The patterns of the model hold on the server.

    catalog.md 1.6: name "1–100 `^[\w\s+=.:@-]+$`", token "1–64, `^[!-~]+$`", VALIDATE "for adding versions to
    single-AMI products only"; 1.11: 50 tags, keys of 1–128 characters.
    """
    assert refused_start(UPDATE, **parameters)[:2] == ("ValidationException", 422)


def test_there_is_one_catalogue() -> None:
    """catalog.md 1.1: "`Catalog` is always "AWSMarketplace""."""
    catalog = client("marketplace-catalog")
    assert refused(catalog.start_change_set, Catalog="Other", ChangeSet=[UPDATE])[0] == "ValidationException"
    assert refused(catalog.list_entities, Catalog="Other", EntityType="Experience")[0] == "ValidationException"


def test_there_is_one_region() -> None:
    """catalog.md 1.1: a client for another region asks a host that does not exist; the twin refuses it."""
    catalog = client("marketplace-catalog", region="eu-west-1")
    answer = refused(catalog.list_entities, Catalog=CATALOG, EntityType="Experience")
    assert answer[:2] == ("AccessDeniedException", 403)


def test_an_entity_that_is_not_there_is_not_found() -> None:
    """catalog.md 1.12: ResourceNotFoundException 404."""
    missing = change("UpdateExperience", "exp-1234missing", {"Description": "Other"})
    assert refused_start(missing)[:2] == ("ResourceNotFoundException", 404)


def test_changes_target_the_experience_never_its_children() -> None:
    """catalog.md 1.10: "12; all target the Experience, never the child"."""
    child = change(
        "UpdateProcurementPolicy", "procpolicy-1234live", {"Configuration": {"PolicyResourceRequests": "Deny"}}
    )
    assert refused_start(child)[:2] == ("ResourceNotFoundException", 404)


def test_names_of_experiences_are_not_unique(twin: Twin) -> None:
    """catalog.md 1.8: "Name (not unique)"; 1.6: "Entities are never deleted": a twin is for ever."""
    succeeded(create("Bare"))
    assert first(twin, "Bare") == BARE
    assert sum(item.name == "Bare" for item in twin.experiences().values()) == 2
