"""How many calls to Organizations a plan and an apply make, and what a plan says that it has read."""

import pytest

from tests.trial import FINANCE, MEMBER, ORGANIZATION, WORLD, Trial, experience, world

LISTS = ("ListRoots", "ListAccounts", "ListAccountsForParent", "ListOrganizationalUnitsForParent")
POLICY = {"requests": "Deny", "allow": ["prod-a"]}
SAME = f"{{kind: experience, name: a, title: A, principals: [{FINANCE}, '{MEMBER}']}}"


def calls(trial: Trial) -> dict[str, int]:
    """Return the calls that read units and accounts, and forget all calls."""
    made = trial.twin.calls.operations()
    trial.twin.calls.clear()
    return {name: made[name] for name in ("DescribeAccount", "DescribeOrganizationalUnit", *LISTS) if made[name]}


def read(trial: Trial) -> str:
    """Plan, and return what the plan says that it has read of the organization."""
    told: str = trial.plan().plan.as_json()["read"]["organization"]
    return told


@pytest.fixture
def live(trial: Trial) -> Trial:
    """Return a twin with an experience of a unit and of an account in it."""
    trial.twin.reset(world(experience("A", principals=[FINANCE, MEMBER], policy=POLICY)))
    return trial


def test_a_plan_without_changes_reads_the_principals_that_it_names(live: Trial) -> None:
    """One call for each; no list of the organization is read."""
    live.wish(SAME)
    assert read(live) == "principals"
    assert calls(live) == {"DescribeAccount": 1, "DescribeOrganizationalUnit": 1}


def test_a_plan_without_principals_reads_nothing_of_the_organization(live: Trial) -> None:
    """Nothing depends on it."""
    live.wish("{kind: experience, name: a, title: A}")
    assert (read(live), calls(live)) == ("none", {})


def test_a_product_for_a_unit_reads_the_unit_and_what_is_below_it(live: Trial) -> None:
    """The other accounts of the organization cannot feel it; the calls are made in the account of the buyer."""
    live.wish(f"{SAME[:-1]}, products: {{allow: [prod-a, prod-b]}}}}")
    assert read(live) == "subtrees"
    assert calls(live) == {
        "DescribeAccount": 2,
        "DescribeOrganizationalUnit": 1,
        "ListAccountsForParent": 1,
        "ListOrganizationalUnitsForParent": 1,
    }


def test_a_move_of_an_account_reads_no_list(live: Trial) -> None:
    """The path of the account is all that decides who governs it."""
    live.wish(
        f"{{kind: experience, items: {{a: {{title: A, principals: [{FINANCE}]}},"
        f" b: {{title: B, status: enabled, principals: ['{MEMBER}']}}}}}}"
    )
    assert read(live) == "principals"
    assert calls(live) == {"DescribeAccount": 2, "DescribeOrganizationalUnit": 1}


def test_a_change_for_the_organization_reads_the_whole(trial: Trial) -> None:
    """All accounts by one list, and the units."""
    trial.twin.reset(world(experience("A", principals=[ORGANIZATION], policy=POLICY)))
    trial.wish("{kind: experience, name: a, title: A, products: {allow: [prod-a, prod-b]}}")
    assert read(trial) == "whole"
    assert calls(trial) == {"DescribeAccount": 1, "ListAccounts": 1, "ListOrganizationalUnitsForParent": 2}


def test_the_last_look_reads_only_the_principals_that_have_moved(live: Trial) -> None:
    """The apply reads the account again, and nothing that stayed."""
    live.wish(
        f"{{kind: experience, items: {{a: {{title: A, principals: [{FINANCE}]}},"
        f" b: {{title: B, status: enabled, principals: ['{MEMBER}']}}}}}}"
    )
    planning = live.plan()
    calls(live)
    assert live.apply(planning).converged
    assert calls(live) == {"DescribeAccount": 1}


@pytest.mark.parametrize(
    ("operation", "hint"),
    [
        ("DescribeAccount", "allow organizations:DescribeAccount, so that only what a plan relies on is read"),
        ("DescribeOrganizationalUnit", "allow organizations:DescribeOrganizationalUnit, so that only what a plan "),
        ("", ""),
    ],
)
def test_a_plan_says_why_it_had_to_read_the_whole(live: Trial, operation: str, hint: str) -> None:
    """A denied action is named; where AWS returns no paths, nothing can be done."""
    live.wish(SAME)
    if operation:
        live.twin.faults.deny(operation)
    else:
        seed = experience("A", principals=[FINANCE, MEMBER], policy=POLICY)
        live.twin.reset(world(seed, organization={**WORLD["organization"], "paths": False}))
    planning = live.plan()
    (note,) = planning.plan.problems
    assert (note.code, note.severity.value) == ("organization-read-whole", "note")
    assert note.hint.startswith(hint)
    assert planning.plan.as_json()["read"] == {"organization": "whole"}
    assert live.apply(planning).converged
