"""A document that ends on a day: its grants leave their service from that day on, whatever owns the list."""

import re

import pytest

from reconciler.model import Severity
from reconciler.pipeline import Acceptance, PlanOptions, plan
from tests.selling import (
    ACME,
    GLOBEX,
    INITECH,
    Shop,
    accounts,
    calls,
    connection,
    problems,
    refusals,
    root,
    service,
    world,
)

DAY = 86_400.0
API = "{{kind: endpoint_service, name: api, region: us-east-1, id: vpce-svc-00000000000617069, principals: {}}}\n"
"""The service of the world, whose clock begins on 2026-11-22."""


def customer(name: str, principals: list[str], expires: str = "", services: str = "api") -> str:
    """Return the document of a customer, which ends on a day if one is given."""
    ends = f", expires: {expires}" if expires else ""
    listed = ", ".join(f"'{one}'" for one in principals)
    return f"---\n{{kind: allowed_principals, name: {name}, service: {services}, principals: [{listed}]{ends}}}\n"


def granted(shop: Shop) -> list[str]:
    """Return the principals that the twin lists for the service."""
    return sorted(shop.service().principals)


@pytest.fixture(params=["additive", "exclusive"])
def mode(request: pytest.FixtureRequest) -> str:
    """Return who owns the list: both modes end a grant whose day has come."""
    return str(request.param)


def test_a_grant_ends_on_its_day_in_both_modes(shop: Shop, mode: str) -> None:
    """On the eve nothing changes; on the day, from 00:00 UTC on, this grant is revoked, and the next plan is empty."""
    shop.twin.reset(world(service(principals=[root(ACME), root(GLOBEX), root(INITECH)])))
    shop.wish(API.format(mode) + customer("acme", [ACME], "2026-11-23") + customer("others", [GLOBEX, INITECH]))
    assert calls(shop.plan()) == []
    shop.clock.at = 14 * 3600.0
    assert calls(shop.plan()) == [
        (
            "ModifyVpcEndpointServicePermissions",
            {"ServiceId": "vpce-svc-00000000000617069", "RemoveAllowedPrincipals": [root(ACME)]},
        )
    ]
    shop.converge()
    assert granted(shop) == [root(GLOBEX), root(INITECH)]


def test_a_grant_that_another_document_names_stays(shop: Shop, mode: str) -> None:
    """Of two documents that name a principal, one has ended: nothing is revoked."""
    shop.twin.reset(world(service(principals=[root(ACME), root(GLOBEX)])))
    shop.wish(API.format(mode) + customer("acme", [ACME, GLOBEX], "2026-01-01") + customer("all", [ACME, root(GLOBEX)]))
    assert calls(shop.plan()) == []


def test_a_document_that_has_ended_grants_nothing(shop: Shop, mode: str) -> None:
    """Its principals, which AWS does not list, are not granted, and other grants of an additive list stay."""
    shop.twin.reset(world(service(principals=[root(GLOBEX)])))
    shop.wish(API.format(mode) + customer("acme", [ACME], "2026-11-22") + customer("globex", [GLOBEX]))
    assert calls(shop.plan()) == []


def test_the_plan_is_the_same_until_the_day(shop: Shop, mode: str) -> None:
    """The digest of a plan does not change when an end comes near; that of the day is another one."""
    shop.twin.reset(world(service(principals=[root(ACME), root(GLOBEX)])))
    shop.wish(API.format(mode) + customer("acme", [ACME], "2026-12-31") + customer("new", [GLOBEX, INITECH]))
    far = shop.plan().plan
    shop.clock.at = 38 * DAY
    near = shop.plan().plan
    shop.clock.at = 39 * DAY
    assert (far.digest == near.digest, near.digest == shop.plan().plan.digest) == (True, False)


def notes(shop: Shop) -> list[tuple[str, str]]:
    """Return code and message of the notes of the plan."""
    return problems(shop.plan().plan, Severity.NOTE)


def test_an_end_within_thirty_days_is_noted(shop: Shop) -> None:
    """31 days before nothing is said; from 30 days on, the plan names the document, the day and the service."""
    shop.twin.reset(world(service(principals=[root(ACME), root(GLOBEX)])))
    shop.wish(API.format("additive") + customer("acme", [ACME], "2026-12-23") + customer("globex", [GLOBEX]))
    assert notes(shop) == []
    shop.clock.at = DAY
    start = "allowed_principals.acme expires"
    assert notes(shop) == [("expires-soon", f"{start} in 30 days, on 2026-12-23 (UTC)")]
    shop.clock.at = 30 * DAY
    assert notes(shop) == [("expires-soon", f"{start} tomorrow, on 2026-12-23 (UTC)")]
    shop.clock.at = 31 * DAY
    assert notes(shop) == [("expired", "allowed_principals.acme has expired on 2026-12-23: it grants nothing any more")]


def test_a_connected_customer_leaves_on_the_day_without_a_question(shop: Shop, mode: str) -> None:
    """`max_connected_removed` does not count a written ending; the connection that remains is told."""
    shop.twin.reset(
        world(service(principals=[root(ACME), root(GLOBEX), root(INITECH)], connections=[connection(1, ACME)]))
    )
    shop.wish(API.format(mode) + customer("acme", [ACME], "2026-11-22") + customer("others", [GLOBEX, INITECH]))
    made = shop.plan().plan
    assert (refusals(made), [one.endpoint for one in made.residual_access]) == ([], ["vpce-00000000000000001"])


def test_a_connected_customer_without_a_day_is_still_a_question(shop: Shop) -> None:
    """Beside one that ends by its day, the grant that merely left its document is refused, and only that one counts."""
    connections = [connection(1, ACME), connection(2, GLOBEX)]
    shop.twin.reset(
        world(service(principals=[root(ACME), root(GLOBEX), *map(root, accounts(2))], connections=connections))
    )
    shop.wish(API.format("exclusive") + customer("acme", [ACME], "2026-11-22") + customer("others", accounts(2)))
    (refused,) = [one for one in refusals(shop.plan().plan) if one[0] == "max_connected_removed"]
    assert refused[1].startswith("endpoint_service.api revokes 1 grant whose account is connected")
    assert root(GLOBEX) in refused[1]


def many_ending(shop: Shop, mode: str) -> None:
    """Let 25 grants end today, more than `max_grants_removed`, while a new customer comes."""
    ending, staying = accounts(25), accounts(75, 26)
    shop.twin.reset(world(service(principals=map_root(ending + staying))))
    ended = customer("ending", ending, "2026-11-22")
    shop.wish(API.format(mode) + ended + customer("staying", [*staying, ACME]))


def map_root(ids: list[str]) -> list[str]:
    """Return the ARNs of whole accounts."""
    return [root(one) for one in ids]


def test_what_another_rule_refuses_stays_and_the_rest_goes_on(shop: Shop, mode: str) -> None:
    """The new customer is granted; the 25 grants stay, named with the option that accepts their end."""
    many_ending(shop, mode)
    planning = shop.plan()
    ((action, sent),) = calls(planning)
    assert (action, sent["AddAllowedPrincipals"]) == ("ModifyVpcEndpointServicePermissions", [root(ACME)])
    assert "RemoveAllowedPrincipals" not in sent
    assert refusals(planning.plan) == []
    (kept, *more) = [one for one in planning.plan.problems if one.code == "ending-refused"]
    assert (kept.severity, kept.hint.startswith("reconciler apply --accept max_")) == (Severity.WARNING, True)
    run = shop.apply(planning)
    assert (run.converged, len(granted(shop)), more == [] or more[0].hint != kept.hint) == (True, 101, True)


def test_the_acceptance_that_the_warning_names_ends_the_grants(shop: Shop, mode: str) -> None:
    """With the pasted options the whole plan is made: the customer is granted, and all 25 grants are revoked."""
    many_ending(shop, mode)
    hints = [one.hint for one in shop.plan().plan.problems if one.code == "ending-refused"]
    accepted = tuple(Acceptance.read(found) for hint in hints for found in re.findall(r"--accept (\S+)", hint))
    planning = plan(
        shop.load(), shop.clients(writes=False), PlanOptions(accept=accepted), clock=shop.clock, commit=None
    )
    assert refusals(planning.plan) == []
    run = shop.apply(planning)
    assert (run.converged, granted(shop)) == (True, sorted(map_root([*accounts(75, 26), ACME])))


def test_no_removals_keeps_what_has_ended(shop: Shop, mode: str) -> None:
    """`--no-removals` revokes no grant whose day has come, says so, and does not call it unmanaged."""
    shop.twin.reset(world(service(principals=[root(ACME), root(GLOBEX)])))
    shop.wish(API.format(mode) + customer("acme", [ACME], "2026-11-22") + customer("globex", [GLOBEX]))
    made = shop.plan(no_removals=True).plan
    codes = [one.code for one in made.problems]
    assert (made.changes, made.unmanaged, "left-out" in codes) == ((), (), True)


def test_an_ended_star_is_revoked_without_a_warning(shop: Shop) -> None:
    """`*` that a document named until its day is no grant that nobody has written."""
    shop.twin.reset(world(service(principals=["*", root(GLOBEX), root(ACME)])))
    shop.wish(API.format("additive") + customer("all", ["*"], "2026-11-22") + customer("some", [GLOBEX, ACME]))
    made = shop.plan().plan
    assert problems(made, Severity.WARNING) == []
    assert made.changes[0].members("allowed_principals").removed == {"*"}
