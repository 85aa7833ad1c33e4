"""Losses of customers are counted over all services of a run, and connected customers are reported."""

from dataclasses import replace

import pytest

from reconciler.guard import guard, preconditions
from reconciler.model import Acceptance, Action, Address, Change, Plan, ResidualAccess, SetChange, Severity
from reconciler.settings import Guards

PLAN = Plan(created_at="", commit=None, names={"arn:aws:iam::000000000000:root": "Acme"})
MANY = Guards(max_connected_removed=1000)


def root(number: int) -> str:
    """Return the grant of an account."""
    return f"arn:aws:iam::{number:012d}:root"


def change(name: str, *removed: str, unchanged: int = 30) -> Change:
    """Return a change that removes grants of a service with thirty others."""
    return Change(
        address=Address("endpoint_service", name),
        action=Action.UPDATE,
        fields=(SetChange("allowed_principals", frozenset(), frozenset(removed), unchanged),),
        remote_id=None,
        reason="",
        source=f"{name}.yaml:1:1",
    )


def edit(services: int, grants: int, unchanged: int = 30) -> Plan:
    """Return a change that removes so many grants of so many services."""
    removed = [root(number) for number in range(grants)]
    changes = (change(f"s{number:02}", *removed, unchanged=unchanged) for number in range(1, services + 1))
    return replace(PLAN, changes=tuple(changes))


def live(name: str, grant: str, owner: int = 0, endpoint: str = "vpce-1", *by: str) -> ResidualAccess:
    """Return a connection that remains after its grant is gone; *by* are other principals that admit its owner."""
    return ResidualAccess(
        service=Address("endpoint_service", name),
        principal=grant,
        endpoint=endpoint,
        owner=f"{owner:012d}",
        state="available",
        region="us-east-1",
        since="2026-11-10T10:00:00Z",
        admitted_by=by,
    )


def told(plan: Plan, guards: Guards = MANY) -> list[tuple[str, str, str]]:
    """Return address, rule and message of the refusals."""
    found = guard(plan, guards)
    assert {one.path for one in found} <= {"allowed_principals"}
    return [(str(one.address), one.code, one.message) for one in found if one.severity is Severity.REFUSED]


def test_an_edit_that_removes_grants_of_many_services_is_refused() -> None:
    """The edit removes 96 grants of 12 services. No single list loses too many, and each message has its number."""
    found = told(edit(services=12, grants=8))
    assert [(address, rule) for address, rule, _ in found] == [
        (f"endpoint_service.s{number:02}", "max_grants_removed") for number in range(1, 13)
    ]
    others = ", ".join(root(number) for number in range(1, 8))
    assert found[0][2] == (
        f"endpoint_service.s01 revokes 8 grants (96 in this plan, limit: 20): {root(0)} (Acme), {others}"
    )


@pytest.mark.parametrize(("services", "grants", "refused"), [(2, 10, 0), (3, 7, 3), (20, 1, 0), (21, 1, 21)])
def test_twenty_grants_may_be_removed_by_default(services: int, grants: int, refused: int) -> None:
    """The default is for all services together (contract 1.1)."""
    assert len(told(edit(services, grants))) == refused


def test_the_limit_of_grants_is_that_of_the_settings() -> None:
    """A plan of one service does not repeat the total."""
    guards = replace(MANY, max_grants_removed=0)
    assert told(edit(1, 1), guards) == [
        (
            "endpoint_service.s01",
            "max_grants_removed",
            f"endpoint_service.s01 revokes 1 grant (limit: 0): {root(0)} (Acme)",
        )
    ]
    assert told(edit(12, 8), replace(MANY, max_grants_removed=96)) == []


def test_grants_of_a_list_that_is_refused_are_not_refused_again() -> None:
    """One harm has one rule (contract 1.1); other grants are refused, and the limit counts all."""
    emptied = change("s00", *(root(number) for number in range(20)), unchanged=0)
    plan = replace(PLAN, changes=(emptied, change("s01", root(0))))
    assert [(address, rule) for address, rule, _ in told(plan)] == [
        ("endpoint_service.s00", "max_removals"),
        ("endpoint_service.s01", "max_grants_removed"),
    ]
    assert told(plan)[1][2] == f"endpoint_service.s01 revokes 1 grant (21 in this plan, limit: 20): {root(0)} (Acme)"
    assert [rule for _, rule, _ in told(replace(PLAN, changes=(emptied,)), replace(MANY, max_grants_removed=0))] == [
        "max_removals"
    ]


def test_grants_of_a_list_that_the_whole_empties_are_not_refused_again() -> None:
    """A part is judged by what the whole does to the list."""
    part = change("s01", root(0))
    whole = replace(
        part, fields=(SetChange("allowed_principals", frozenset(), part.members("allowed_principals").removed, 0),)
    )
    found = guard(replace(PLAN, changes=(part,)), replace(MANY, max_grants_removed=0), wholes={part.address: whole})
    assert [one.code for one in found] == ["max_removals"]


def test_a_grant_whose_account_is_connected_is_refused() -> None:
    """The limit is 0 unless the settings say otherwise (contract 1.1); a grant with several connections counts once."""
    plan = replace(PLAN, changes=(change("s01", root(0), root(1)),))
    connected = replace(plan, residual_access=(live("s01", root(0)), live("s01", root(0), endpoint="vpce-2")))
    assert told(plan, Guards()) == []
    assert told(connected, Guards()) == [
        (
            "endpoint_service.s01",
            "max_connected_removed",
            (
                "endpoint_service.s01 revokes 1 grant whose account is connected and has no other grant (limit: 0): "
                f"{root(0)} (Acme)"
            ),
        )
    ]
    assert told(connected, Guards(max_connected_removed=1)) == []


def test_grants_with_connections_are_counted_over_all_services() -> None:
    """Each service has a message with its number of the total."""
    plan = replace(
        PLAN,
        changes=(change("s01", root(0), root(1)), change("s02", root(0)), change("s03", root(3))),
        residual_access=(live("s01", root(0)), live("s01", root(1), 1), live("s02", root(0))),
    )
    assert [message for _, _, message in told(plan, Guards(max_connected_removed=2))] == [
        (
            "endpoint_service.s01 revokes 2 grants whose accounts are connected and have no other grant "
            f"(3 in this plan, limit: 2): {root(0)} (Acme), {root(1)}"
        ),
        (
            "endpoint_service.s02 revokes 1 grant whose account is connected and has no other grant "
            f"(3 in this plan, limit: 2): {root(0)} (Acme)"
        ),
    ]
    assert told(plan, Guards(max_connected_removed=3)) == []


def test_an_account_that_keeps_another_grant_is_not_counted() -> None:
    """Such an account can connect again. A connection that the plan does not affect is not counted either."""
    plan = replace(PLAN, changes=(change("s01", root(0)),))
    admitted = live("s01", root(0), 0, "vpce-1", "*")
    others = (live("s02", root(0)), live("s01", root(5), 5))
    assert told(replace(plan, residual_access=(admitted, *others)), Guards()) == []


def test_an_acceptance_of_connected_grants_is_for_these_accounts() -> None:
    """An acceptance does not cover accounts that connect later; below the limit there is no precondition."""
    cut = (live("s01", root(1), 1), live("s01", root(0)), live("s01", root(0), endpoint="vpce-2"))
    plan = replace(PLAN, changes=(change("s01", root(0), root(1)),), residual_access=cut)
    relied = [{"rule": "max_connected_removed", "when": "after", "accounts": ["000000000000", "000000000001"]}]
    assert [one.as_json() for one in preconditions(plan, Guards())] == relied
    assert preconditions(plan, Guards(max_connected_removed=2)) == ()
    accepted = guard(plan, Guards(), [Acceptance("max_connected_removed", plan.short_digest)])
    assert [one.severity for one in accepted] == [Severity.NOTE]
