"""StartChangeSet checks a request before it looks at any state."""

from typing import Any

import pytest

from reconciler.twin.twin import Twin
from tests.twin.sdk import CATALOG, change, client, create, first, products, refused, refused_start, start, succeeded
from tests.twin.worlds import BARE, LIVE, OTHER

pytestmark = pytest.mark.usefixtures("twin")

UPDATE = change("UpdateExperience", LIVE, {"Description": "New"})


def creations(count: int) -> list[dict[str, Any]]:
    """Return *count* changes that can share a set."""
    return [change("CreateExperience", None, {"Name": f"Experience {number}"}) for number in range(count)]


def test_a_set_holds_twenty_changes() -> None:
    """A set has 1-20 changes (catalog 1.4)."""
    assert start(*creations(20))["Status"] == "SUCCEEDED"
    assert refused_start(*creations(21))[:2] == ("ValidationException", 422)
    assert refused_start()[:2] == ("ValidationException", 422)


def test_a_set_has_one_change_of_a_type_for_an_entity() -> None:
    """A set has one change of a type for an entity, with or without a revision (catalog 1.4).

    So a list of more than 50 members takes several sets.
    """
    again = change("AllowProductProcurement", f"{LIVE}@6", products("prod-y"))
    allow = change("AllowProductProcurement", LIVE, products("prod-x"))
    assert refused_start(allow, again)[:2] == ("ValidationException", 422)
    referring = [change("AllowProductProcurement", "$New.Entity.Identifier", products(item)) for item in "ab"]
    assert refused_start(create(), *referring)[:2] == ("ValidationException", 422)


def test_different_types_and_different_entities_share_a_set() -> None:
    """Different experiences may share a set, each with one change of each type (catalog 1.4)."""
    succeeded(
        change("AllowProductProcurement", LIVE, products("prod-x")),
        change("DenyProductProcurement", LIVE, products("prod-y")),
        change("AllowProductProcurement", OTHER, products("prod-x")),
    )


def test_creation_filling_association_and_enabling_fit_in_one_set(twin: Twin) -> None:
    """One set creates, fills, associates and enables an experience, in any order of the list (catalog 1.3, 1.4)."""
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
    """Each `$<ChangeName>.Entity.Identifier` stands for the entity of the change of that name (catalog 1.3)."""
    succeeded(
        create("First", "A"),
        create("Second", "AA"),
        change("UpdateExperience", "$AA.Entity.Identifier", {"Description": "second"}),
    )
    descriptions = {item.name: item.description for item in twin.experiences().values()}
    assert (descriptions["First"], descriptions["Second"]) == (None, "second")


@pytest.mark.parametrize("reference", ["$Nobody.Entity.Identifier", "$B.Entity.Identifier", "$New", "$New.Entity.Id"])
def test_a_reference_has_to_name_a_creating_change(reference: str) -> None:
    """A reference has to name a creating change of the same set (catalog 1.3)."""
    referring = change("UpdateExperience", reference, {"Description": "x"})
    other = change("UpdateExperience", LIVE, {"Description": "Other"}, "B")
    assert refused_start(create(), referring, other)[:2] == ("ValidationException", 422)


@pytest.mark.parametrize("name", ["A1", "A-B", "", "a" * 73])
def test_change_names_are_letters_only(name: str) -> None:
    """A ChangeName has 1-72 characters, and every example of AWS has letters only (catalog 1.3)."""
    assert refused_start({**UPDATE, "ChangeName": name})[:2] == ("ValidationException", 422)


def test_change_names_are_unique_in_a_set() -> None:
    """A reference to one of two changes of a name would be ambiguous: the stricter reading (catalog 1.3)."""
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
    """A change needs `Experience@1.0` and an identifier; only a creation takes EntityTags (catalog 1.2, 1.11)."""
    assert refused_start({**UPDATE, **broken})[:2] == ("ValidationException", 422)


def test_a_creation_has_no_identifier() -> None:
    """CreateExperience creates its entity, so it names none (catalog 1.10)."""
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
    r"""The server enforces the model's patterns of name, token and Intent (catalog 1.6) and of tags (catalog 1.11)."""
    assert refused_start(UPDATE, **parameters)[:2] == ("ValidationException", 422)


def test_there_is_one_catalogue() -> None:
    """Catalog is always AWSMarketplace (catalog 1.1)."""
    catalog = client("marketplace-catalog")
    assert refused(catalog.start_change_set, Catalog="Other", ChangeSet=[UPDATE])[0] == "ValidationException"
    assert refused(catalog.list_entities, Catalog="Other", EntityType="Experience")[0] == "ValidationException"


def test_there_is_one_region() -> None:
    """A client for another Region builds a host that does not exist; the twin refuses it (catalog 1.1)."""
    catalog = client("marketplace-catalog", region="eu-west-1")
    answer = refused(catalog.list_entities, Catalog=CATALOG, EntityType="Experience")
    assert answer[:2] == ("AccessDeniedException", 403)


def test_an_unknown_experience_is_not_found() -> None:
    """An unknown entity is ResourceNotFoundException, HTTP 404 (catalog 1.12)."""
    missing = change("UpdateExperience", "exp-1234missing", {"Description": "Other"})
    assert refused_start(missing)[:2] == ("ResourceNotFoundException", 404)


def test_changes_target_only_the_experience() -> None:
    """All change types target the experience, never the policy, branding or audience (catalog 1.10)."""
    child = change(
        "UpdateProcurementPolicy", "procpolicy-1234live", {"Configuration": {"PolicyResourceRequests": "Deny"}}
    )
    assert refused_start(child)[:2] == ("ResourceNotFoundException", 404)


def test_names_of_experiences_are_not_unique(twin: Twin) -> None:
    """Names are not unique (catalog 1.8), and entities are never deleted (catalog 1.6)."""
    succeeded(create("Bare"))
    assert first(twin, "Bare") == BARE
    assert sum(item.name == "Bare" for item in twin.experiences().values()) == 2
