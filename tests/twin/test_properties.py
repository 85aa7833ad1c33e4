"""Rules that hold after any change sets."""

from collections.abc import Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as some

from reconciler.twin.bridge import services
from reconciler.twin.bridge.catalog import MarketplaceCatalogBackend, marketplacecatalog_backends
from reconciler.twin.bridge.planting import plant
from reconciler.twin.catalog.conditions import Conditions
from reconciler.twin.catalog.inspection import InspectedExperience, inspect
from reconciler.twin.refusal import Refusal
from tests.twin.sdk import CATALOG, MANAGEMENT, change
from tests.twin.worlds import ARCHIVED, BARE, LIVE, OTHER, small

PRODUCTS = some.lists(some.sampled_from("abcd"), min_size=1, max_size=3, unique=True)
PRINCIPALS = some.lists(
    some.sampled_from(["o-abcdef1234", "ou-abcd-finance1", "ou-abcd-payroll1", "333333333333", "999999999999"]),
    min_size=1,
    max_size=2,
    unique=True,
)
BLOCKS = PRODUCTS.map(lambda ids: {"Products": [{"Ids": ids}]})
AUDIENCE = PRINCIPALS.map(lambda ids: {"Principals": ids})
DETAILS: Mapping[str, some.SearchStrategy[dict[str, Any]]] = {
    "UpdateExperience": some.sampled_from([{"Status": "Enabled"}, {"Status": "Disabled"}, {"Description": "x"}]),
    "RestrictExperience": some.just({}),
    "ReviveExperience": some.just({}),
    "CreateProcurementPolicy": some.just({}),
    "AllowProductProcurement": BLOCKS,
    "DenyProductProcurement": BLOCKS,
    "AssociateAudience": AUDIENCE,
    "DisassociateAudience": AUDIENCE,
}
EXPERIENCES = some.sampled_from([LIVE, OTHER, BARE, ARCHIVED, "$New.Entity.Identifier"])
CREATION = change("CreateExperience", None, {"Name": "New"}, "New")


@some.composite
def change_sets(draw: some.DrawFn) -> list[dict[str, Any]]:
    """Draw a well-formed change set."""
    targets = draw(
        some.lists(some.tuples(some.sampled_from(sorted(DETAILS)), EXPERIENCES), min_size=1, max_size=6, unique=True)
    )
    changes = [change(kind, experience, draw(DETAILS[kind])) for kind, experience in targets]
    return draw(some.permutations([CREATION, *changes]))


def fresh() -> MarketplaceCatalogBackend:
    """Return the catalogue of the small organization, without a server."""
    services.register()
    plant(small(), Conditions())
    return marketplacecatalog_backends[MANAGEMENT]["us-east-1"]


def carry_out(catalog: MarketplaceCatalogBackend, changes: list[dict[str, Any]]) -> str:
    """Start a set and return its final status."""
    try:
        started = catalog.call("StartChangeSet", {"Catalog": CATALOG, "ChangeSet": changes})
    except Refusal as refusal:
        return refusal.code
    answer = catalog.call("DescribeChangeSet", {"Catalog": CATALOG, "ChangeSetId": started["ChangeSetId"]})
    status: str = answer["Status"]
    return status


def content(found: Mapping[str, InspectedExperience]) -> list[tuple[object, ...]]:
    """Return the content of the experiences, whatever their ids."""
    return [
        (item.name, item.status, item.archived, item.revision, item.allow, item.deny, item.principals)
        for item in found.values()
    ]


@given(some.lists(change_sets(), max_size=4))
def test_the_rules_of_the_catalogue_hold_after_any_sets(sets: list[list[dict[str, Any]]]) -> None:
    """Archived implies disabled, a principal has one experience, a failed set has no effect (catalog 4.1, 4.2, 1.5)."""
    catalog = fresh()
    for changes in sets:
        before = inspect(catalog.marketplace)
        status = carry_out(catalog, changes)
        found = inspect(catalog.marketplace)
        assert (found == before) is (status != "SUCCEEDED")
        held = [principal for item in found.values() for principal in item.principals]
        assert len(held) == len(set(held))
        assert not any(item.allow & item.deny for item in found.values())
        assert not any(item.archived and item.status == "Enabled" for item in found.values())


@given(change_sets(), some.randoms())
def test_the_order_of_the_list_does_not_matter(changes: list[dict[str, Any]], chance: Any) -> None:  # noqa: ANN401
    """The caller's order of the changes is no contract: AWS finds the order (catalog 1.4)."""
    first, shuffled = fresh(), list(changes)
    chance.shuffle(shuffled)
    status, found = carry_out(first, changes), content(inspect(first.marketplace))
    second = fresh()
    assert (carry_out(second, shuffled), content(inspect(second.marketplace))) == (status, found)
