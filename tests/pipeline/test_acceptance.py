"""An acceptance is for one plan, one rule, and the accounts that the rule was reported for."""

from copy import deepcopy
from datetime import timedelta

import pytest

from reconciler.errors import UsageError
from reconciler.model import Acceptance, Plan
from reconciler.twin.seed import Seed, parse
from tests.trial import FINANCE, WORLD, Trial, experience

ENDED = "kind: experience\nname: finance\ntitle: Finance\nstatus: disabled\n"
CUT = "kind: experience\nname: finance\ntitle: Finance\nproducts: {allow: [prod-a]}\n"


def grown(more: int) -> Seed:
    """Return the organization with so many more accounts in Finance, which an experience governs."""
    organization = deepcopy(WORLD["organization"])
    accounts = [{"id": f"6000000000{number:02d}", "name": f"Prod {number}"} for number in range(more)]
    organization["units"][0]["accounts"] += accounts
    finance = experience("Finance", principals=[FINANCE], policy={"requests": "Deny", "allow": ["prod-a", "prod-b"]})
    return parse({**WORLD, "organization": organization, "experiences": [finance]})


def told(plan: Plan) -> list[tuple[str, str]]:
    """Return severities and codes of the problems of a plan."""
    return [(problem.severity.value, problem.code) for problem in plan.problems]


def accept(plan: Plan, rule: str) -> tuple[Acceptance, ...]:
    """Return the acceptance of one rule for one plan."""
    return (Acceptance(rule, plan.short_digest),)


@pytest.mark.parametrize(
    ("rule", "wish", "guards"),
    [("ungoverned", ENDED, ""), ("max_accounts_losing_access", CUT, "guards: {max_accounts_losing_access: 0}\n")],
)
def test_an_acceptance_ends_when_it_would_cover_other_accounts(trial: Trial, rule: str, wish: str, guards: str) -> None:
    """The acceptance was for one account. The rule now refuses two, and the old acceptance is reported as stale."""
    trial.settings(guards)
    trial.wish(wish)
    trial.twin.reset(grown(0))
    first = trial.plan().plan
    accepted = trial.plan(accept=accept(first, rule)).plan
    assert (told(first), told(accepted)) == ([("refused", rule)], [("note", rule)])
    assert accepted.digest == first.digest
    assert [one.as_json() for one in accepted.preconditions] == [
        {"rule": rule, "when": "after", "accounts": ["333333333333"]}
    ]
    trial.twin.reset(grown(1))
    second = trial.plan(accept=accept(first, rule)).plan
    assert told(second) == [("refused", rule), ("warning", "stale-acceptance")]
    assert [one.accounts for one in second.preconditions] == [("333333333333", "600000000000")]
    assert (second.changes, second.operations) == (first.changes, first.operations)


def test_a_plan_that_no_account_rule_refuses_relies_on_no_account(trial: Trial) -> None:
    """Another account in the organization leaves the digest as it is.

    The emptied experience is asked about as a list.
    """
    trial.settings("guards: {ungoverned: warn}\n")
    trial.wish(ENDED)
    trial.twin.reset(grown(0))
    first = trial.plan().plan
    assert told(first) == [("refused", "max_removals"), ("warning", "ungoverned")]
    assert first.preconditions == ()
    trial.twin.reset(grown(3))
    assert trial.plan().plan.digest == first.digest


@pytest.mark.parametrize("rule", ["max_removal", "protected"])
def test_a_rule_that_cannot_be_accepted_is_refused(trial: Trial, rule: str) -> None:
    """The error lists the rules that can be accepted."""
    trial.wish(ENDED)
    with pytest.raises(UsageError) as raised:
        trial.plan(accept=(Acceptance(rule, "1a2b3c4d"),))
    assert raised.value.message == f"'{rule}' is not a rule that can be accepted"
    assert raised.value.hint == (
        "rules that can be accepted: delete, max_accounts_losing_access, max_accounts_losing_everything, "
        "max_connected_removed, "
        "max_grants_removed, max_removals, payer, private_dns, public_endpoint_service, reject_connections, "
        "trusted_access, ungoverned"
    )


def accepting(trial: Trial, *lines: str) -> Plan:
    """Plan with *lines* below `accepted` in reconciler.yaml."""
    trial.settings("accepted:\n" + "".join(f"  - {line}\n" for line in lines))
    return trial.plan().plan


def test_a_rule_that_git_accepts_refuses_no_more(trial: Trial) -> None:
    """The same plan with the same digest; the plan says which rules are accepted."""
    trial.wish(ENDED)
    trial.twin.reset(grown(0))
    first = trial.plan().plan
    day = trial.clock.now().date()
    accepted = accepting(trial, f"ungoverned@{first.short_digest} until {day}")
    assert (told(first), told(accepted)) == ([("refused", "ungoverned")], [("note", "ungoverned")])
    assert accepted.as_json()["accepted"] == [f"ungoverned@{first.short_digest}"]
    assert (accepted.digest, first.as_json()["accepted"]) == (first.digest, [])


def test_an_acceptance_in_git_that_has_ended_accepts_nothing(trial: Trial) -> None:
    """A warning says so and names the line."""
    trial.wish(ENDED)
    trial.twin.reset(grown(0))
    first = trial.plan().plan
    day = trial.clock.now().date() - timedelta(days=1)
    found = accepting(trial, f"ungoverned@{first.short_digest} until {day}")
    assert sorted(told(found)) == [("refused", "ungoverned"), ("warning", "acceptance-ended")]


def test_an_acceptance_in_git_that_is_not_needed_is_a_warning(trial: Trial) -> None:
    """Of another plan, and of a rule that does not refuse this plan: both lines stay in git until they are removed."""
    trial.wish(ENDED)
    trial.twin.reset(grown(0))
    first = trial.plan().plan
    day = trial.clock.now().date()
    found = accepting(trial, f"payer@{first.short_digest} until {day}", f"ungoverned@00000000 until {day}")
    warned = [(one.code, one.source, one.hint) for one in found.problems if one.severity.value == "warning"]
    remove = "remove the line from 'accepted'"
    file = trial.folder / "reconciler.yaml"
    assert warned == [
        ("unneeded-acceptance", f"{file}:5:5", remove),
        ("stale-acceptance", f"{file}:6:5", remove),
    ]
    assert found.as_json()["accepted"] == []
