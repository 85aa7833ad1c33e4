"""The sentences from which a reader decides: numbers with their nouns, who it is, and the rules that refuse."""

from reconciler.printed import GroupJson, LostServiceJson, PlanJson, ProblemJson, UnitJson, WorldAccountJson
from reconciler.render.decision import MOST, points
from reconciler.render.naming import people
from reconciler.render.page import Page
from reconciler.render.units import Units

from .people import EXPOSURE, FELT_BY, group
from .plans import NAMES, REFUSED, impact_json, plan_json
from .test_sellers import RESIDUAL, operation

PAGE = Page(names={**NAMES, "prod-mail00000000001": "Mail", "1": "Box 10", "2": "Box 2", "ou-1": "Retail"})
FINANCE = "finance-prod from experience.default to experience.finance"
UNGOVERNED: ProblemJson = {**REFUSED, "code": "ungoverned", "address": None, "path": None}


def said(plan: PlanJson, page: Page = PAGE) -> list[str]:
    """Return the points as sentences, each with the rules that refuse it."""
    return [f"{point.sentence}{''.join(f' [{rule}]' for rule in point.rules)}" for point in points(page, plan)]


def test_losses_and_gains_are_told_by_group() -> None:
    """Large groups are counted, small ones named; the largest is first."""
    assert said(plan_json(impact=impact_json(FELT_BY))) == [
        f"4 accounts lose products: 3 under experience.default lose Ledger One; {FINANCE} loses Ledger One and Mail",
        f"1 account gains products: {FINANCE} gains Datadog Pro",
    ]


def test_a_refused_harm_is_told_first() -> None:
    """A rule that refuses stands behind its sentence, and that sentence stands before the others."""
    plan = plan_json(
        impact=impact_json(FELT_BY),
        exposures=[EXPOSURE],
        problems=[UNGOVERNED],
        preconditions=[{"rule": "ungoverned", "when": "on_the_way", "accounts": ["222222222222"]}],
    )
    assert said(plan)[0] == "1 account is ungoverned for about 30 s during the apply: finance-prod [ungoverned]"


def test_an_accepted_harm_is_still_told() -> None:
    """Acceptance takes the rule away, not the sentence."""
    assert said(plan_json(problems=[{**REFUSED, "severity": "note"}])) == [
        "1 list loses more members than the limit allows: products.allow of experience.default"
    ]


def test_a_first_experience_and_no_policy_are_told_in_words() -> None:
    """Null stands for every product: it is said which."""
    first: GroupJson = group("1", "2", "3", before=None)
    free: GroupJson = group("4", after="experience.b")
    groups: list[GroupJson] = [{**first, "loses": None, "lost": None}, {**free, "gains": None}]
    assert said(plan_json(impact=impact_json(groups))) == [
        "3 accounts lose products: 3 were ungoverned and can buy only what experience.a allows",
        "1 account gains products: 4 from experience.a to experience.b gains every product (no procurement policy)",
    ]


def test_connected_customers_are_told_before_the_others() -> None:
    """Customers with a live connection have a sentence of their own; `*` is everyone without a grant."""
    api, old, unread = "endpoint_service.api", "endpoint_service.old", "connections were not read"
    lost: list[LostServiceJson] = [
        {"service": api, "customers": ["*", "1", "2"], "connected": ["1"]},
        {"service": old, "customers": ["3"], "connected": None},
    ]
    assert said(plan_json(impact=impact_json(lost_services=lost))) == [
        "1 connected customer loses access: Box 10 on endpoint_service.api",
        f"2 customers and everyone without a grant lose access: * and Box 2 on {api}; 3 on {old}; {unread}",
    ]


def test_connections_that_are_all_cut_are_not_counted() -> None:
    """One is told in the singular; if some remain, the sentence says how many are cut."""
    lost: list[LostServiceJson] = [{"service": "endpoint_service.api", "customers": ["1"], "connected": ["1"]}]
    told = "1 connected customer loses access: Box 10 on endpoint_service.api; "
    for cut, of, words in (
        (["vpce-1"], 1, "their live connection is cut"),
        (["vpce-1", "vpce-2"], 2, "their live connections are cut"),
        (["vpce-1"], 2, "1 of their 2 live connections is cut"),
        ([], 2, "their live connections remain"),
    ):
        plan = plan_json(
            impact=impact_json(lost_services=lost),
            residual_access=[{**RESIDUAL, "owner": "1", "endpoint": f"vpce-{number + 1}"} for number in range(of)],
            operations=[operation("RejectVpcEndpointConnections", VpcEndpointIds=cut)] if cut else [],
        )
        assert said(plan) == [told + words]


def test_at_most_eight_points_are_shown() -> None:
    """The last point holds the heads of those that do not fit; no rule is lost."""
    rules = ["protected", "public_endpoint_service", "delete", "reject_connections", "private_dns", "payer"]
    plan = plan_json(
        problems=[{**REFUSED, "code": rule} for rule in [*rules, "max_removals"]],
        impact=impact_json([*FELT_BY, group("9", before="experience.a", after="experience.b")], ["8"]),
    )
    found = points(PAGE, plan)
    assert len(found) == MOST
    assert {rule for point in found for rule in point.rules} == {*rules, "max_removals"}
    assert found[-1].head == "4 more points"


def test_accounts_are_summed_up_by_unit_then_by_name() -> None:
    """A unit whose accounts are all meant stands for them; names are sorted by the numbers in them."""
    homes = {"ou-1": ["3", "4", "5"], "ou-2": ["1", "2", "6"]}
    accounts: list[WorldAccountJson] = [
        {"id": id_, "unit": unit, "before": None, "after": None} for unit, ids in homes.items() for id_ in ids
    ]
    units: list[UnitJson] = [{"id": unit, "name": unit, "parent": "r-1"} for unit in homes]
    units.append({"id": "r-1", "name": "Root", "parent": None})
    page = PAGE._replace(units=Units.of({"units": units, "accounts": accounts, "experiences": None, "services": None}))
    assert people(page, ["1", "2", "3", "4", "5"]) == "all 3 of Retail, Box 2 and Box 10"
    assert people(page, ["1", "2", "3", "4", "5", "6"]) == "all 6 of the organization"
    assert people(page, ["1", "3", "2", "4"], most=2) == "3, 4 and 2 more"


def test_names_are_inert_in_every_point() -> None:
    """The page decides how a name is made harmless."""
    loud = PAGE._replace(inert=lambda text: f"<{text}>", coded=lambda text: f"[{text}]")
    assert said(plan_json(impact=impact_json(FELT_BY[1:])), loud)[0] == (
        "1 account loses products: <finance-prod> from [experience.default] to [experience.finance] loses "
        "<Ledger One> and <Mail>"
    )


def test_parts_of_private_marketplace_are_named_by_their_fields() -> None:
    """One rule asks about three endings, so the point says which of them the plan does."""
    address = "private_marketplace.organization"
    paths = ["trusted_access", "service_linked_role"]
    plan = plan_json(problems=[{**REFUSED, "code": "trusted_access", "address": address, "path": one} for one in paths])
    told = (
        "trusted_access of private_marketplace.organization and service_linked_role of private_marketplace.organization"
    )
    assert said(plan) == [f"2 parts of Private Marketplace itself are taken away: {told} [trusted_access]"]
