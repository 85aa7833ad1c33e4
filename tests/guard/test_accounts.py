"""Plans that harm accounts are refused, with the number and the names of accounts."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from reconciler.guard import guard, preconditions
from reconciler.model import (
    Acceptance,
    Action,
    Address,
    Change,
    Exposure,
    Group,
    Impact,
    Plan,
    Problem,
    SetChange,
    Severity,
)
from reconciler.settings import Guards, Ruling

NAMES = {"111111111111": "billing", "222222222222": "core"}
PLAN = Plan(created_at="", commit=None, names=NAMES)
NOTHING: frozenset[str] = frozenset()


def losing(*accounts: str, lost: frozenset[str] | None = frozenset({"prod-a"})) -> Group:
    """Return a group of accounts that lose something."""
    return Group(before="experience.a", after="experience.b", accounts=accounts, lost=lost)


def plan_of(*groups: Group, ungoverned: tuple[str, ...] = ()) -> Plan:
    """Return a plan with these groups."""
    return replace(PLAN, impact=Impact(groups, ungoverned))


def exposed(*accounts: str, governed_by: str | None = None, since: int = 1, seconds: int = 30) -> Exposure:
    """Return an exposure from one operation to the next."""
    return Exposure(
        principal="ou-abcd-finance1",
        accounts=accounts,
        since=f"op-{since}",
        until=f"op-{since + 1}",
        governed_by=governed_by,
        wider=True,
        narrower=False,
        seconds=seconds,
    )


def told(plan: Plan, guards: Guards) -> list[tuple[str, str, str]]:
    """Return severity, code and message of the guards' problems."""
    return [(one.severity.value, one.code, one.message) for one in guard(plan, guards)]


def test_more_accounts_losing_products_than_the_settings_allow_are_refused() -> None:
    """Accounts are counted over all groups and named (contract 1.1)."""
    plan = plan_of(losing("222222222222"), losing("111111111111", "333333333333", lost=None))
    assert told(plan, Guards(max_accounts_losing_access=2)) == [
        (
            "refused",
            "max_accounts_losing_access",
            "3 accounts lose products (limit: 2): 111111111111 (billing), 222222222222 (core), 333333333333",
        )
    ]
    assert told(plan, Guards(max_accounts_losing_access=3)) == []
    ((_, _, message),) = told(plan_of(losing("222222222222")), Guards(max_accounts_losing_access=0))
    assert message == "1 account loses products (limit: 0): 222222222222 (core)"


def test_fifty_accounts_may_lose_products_by_default() -> None:
    """The default is that of contract 1.1; ten accounts are named."""
    accounts = [f"{number:012d}" for number in range(51)]
    assert told(plan_of(losing(*accounts[:50])), Guards()) == []
    ((_, _, message),) = told(plan_of(losing(*accounts)), Guards())
    assert message.endswith(": " + ", ".join(accounts[:10]) + " and 41 more")


def test_accounts_that_only_gain_or_change_experience_lose_nothing() -> None:
    """A group without a loss is not counted."""
    group = losing("111111111111", lost=NOTHING)
    assert told(plan_of(group, replace(group, gained=None)), Guards(max_accounts_losing_access=0)) == []


def test_accounts_that_end_up_ungoverned_are_refused_by_name() -> None:
    """The rule is for accounts that are governed before and not after (contract 1.1)."""
    plan = plan_of(ungoverned=("111111111111", "222222222222"))
    assert told(plan, Guards()) == [
        (
            "refused",
            "ungoverned",
            "2 accounts become ungoverned and can buy every product: 111111111111 (billing), 222222222222 (core)",
        )
    ]
    ((_, _, message),) = told(plan_of(ungoverned=("333333333333",)), Guards())
    assert message == "1 account becomes ungoverned and can buy every product: 333333333333"


def test_accounts_ungoverned_in_between_are_refused_with_when_and_how_long() -> None:
    """Accounts that pass through ungoverned are refused as well (contract 1.1)."""
    plan = replace(
        PLAN,
        exposures=(exposed("222222222222", since=9), exposed("111111111111", "222222222222", since=10, seconds=60)),
    )
    assert told(plan, Guards()) == [
        (
            "refused",
            "ungoverned",
            (
                "2 accounts are ungoverned from op-9 until op-10, from op-10 until op-11 "
                "(about 60 s): 111111111111 (billing), 222222222222 (core)"
            ),
        )
    ]
    ((_, _, message),) = told(replace(PLAN, exposures=(exposed("333333333333"),)), Guards())
    assert message == "1 account is ungoverned from op-1 until op-2 (about 30 s): 333333333333"


def test_many_moments_are_counted() -> None:
    """A plan of many sets tells the number of moments in one line."""
    plan = replace(PLAN, exposures=tuple(exposed("111111111111", since=number) for number in range(1, 13)))
    ((_, _, message),) = told(plan, Guards())
    assert "from op-10 until op-11 and 2 more times (about 30 s)" in message


def test_accounts_governed_by_another_in_between_are_not_ungoverned() -> None:
    """That is an exposure, which is reported and not refused."""
    assert told(replace(PLAN, exposures=(exposed("111111111111", governed_by="exp-default"),)), Guards()) == []


@pytest.mark.parametrize(("ruling", "severities"), [(Ruling.WARN, ["warning", "warning"]), (Ruling.ALLOW, [])])
def test_the_settings_may_warn_or_allow_instead(ruling: Ruling, severities: list[str]) -> None:
    """The setting is refuse, warn or allow (contract 1.1)."""
    plan = replace(plan_of(ungoverned=("111111111111",)), exposures=(exposed("222222222222"),))
    assert [severity for severity, _, _ in told(plan, Guards(ungoverned=ruling))] == severities


def test_both_rules_are_accepted_for_one_plan() -> None:
    """The option is the one that the refusal prints."""
    plan = plan_of(losing("111111111111"), ungoverned=("222222222222",))
    guards = Guards(max_accounts_losing_access=0)
    rules = ["max_accounts_losing_access", "ungoverned"]
    assert [one.hint for one in guard(plan, guards)] == [f"--accept {rule}@{plan.short_digest}" for rule in rules]
    accepted: tuple[Problem, ...] = guard(plan, guards, [Acceptance(rule, plan.short_digest) for rule in rules])
    assert [one.severity for one in accepted] == [Severity.NOTE, Severity.NOTE]


def relied_on(plan: Plan, guards: Guards | None = None) -> list[object]:
    """Return the preconditions that an acceptance would have."""
    return [one.as_json() for one in preconditions(plan, guards or Guards())]


def test_an_acceptance_is_for_the_accounts_that_were_reported() -> None:
    """The accounts are preconditions of the plan, sorted, once for each rule."""
    plan = replace(
        plan_of(losing("222222222222"), losing("111111111111"), ungoverned=("333333333333",)),
        exposures=(
            exposed("555555555555", "444444444444"),
            exposed("444444444444", since=3),
            exposed("666666666666", governed_by="exp-a"),
        ),
    )
    ending = {"rule": "ungoverned", "when": "after", "accounts": ["333333333333"]}
    passing = {"rule": "ungoverned", "when": "on_the_way", "accounts": ["444444444444", "555555555555"]}
    assert relied_on(plan) == [ending, passing]
    assert relied_on(plan, Guards(max_accounts_losing_access=1)) == [
        {"rule": "max_accounts_losing_access", "when": "after", "accounts": ["111111111111", "222222222222"]},
        ending,
        passing,
    ]


@pytest.mark.parametrize("ruling", [Ruling.WARN, Ruling.ALLOW])
def test_a_plan_that_no_rule_refuses_has_no_preconditions(ruling: Ruling) -> None:
    """A plan without refusals needs no acceptance."""
    plan = replace(plan_of(losing("222222222222"), ungoverned=("333333333333",)), exposures=(exposed("444444444444"),))
    assert relied_on(plan, Guards(ungoverned=ruling)) == []
    assert relied_on(plan_of()) == []


def stripped(*accounts: str) -> Group:
    """Return a group of accounts that stay governed and keep nothing."""
    return replace(losing(*accounts), loses_everything=True)


def test_even_one_account_that_loses_everything_is_refused() -> None:
    """The limit is 0 unless the settings say otherwise (contract 1.1)."""
    plan = plan_of(stripped("222222222222"), losing("333333333333"))
    message = "1 account loses every product that it can buy now (limit: 0): 222222222222 (core)"
    assert told(plan, Guards()) == [("refused", "max_accounts_losing_everything", message)]
    assert told(plan, Guards(max_accounts_losing_everything=1)) == []
    ((_, _, message),) = told(plan_of(stripped("222222222222", "111111111111")), Guards())
    assert (
        message
        == "2 accounts lose every product that they can buy now (limit: 0): 111111111111 (billing), 222222222222 (core)"
    )


def test_each_account_is_reported_under_the_strongest_rule_that_refuses_it() -> None:
    """One harm has one rule, and limits count every account, told or not (contract 1.1)."""
    plan = plan_of(stripped("222222222222"), losing("111111111111", "333333333333"))
    everything, access = (
        "1 account loses every product that it can buy now (limit: 0): 222222222222 (core)",
        (
            "3 accounts lose products (limit: 2), 1 of them every product that it can buy now: 111111111111 "
            "(billing), 333333333333"
        ),
    )
    assert [message for _, _, message in told(plan, Guards(max_accounts_losing_access=2))] == [everything, access]
    assert [message for _, _, message in told(plan, Guards(max_accounts_losing_access=3))] == [everything]
    weaker = Guards(max_accounts_losing_everything=1, max_accounts_losing_access=2)
    assert [message for _, _, message in told(plan, weaker)] == [
        "3 accounts lose products (limit: 2): 111111111111 (billing), 222222222222 (core), 333333333333"
    ]
    assert [code for _, code, _ in told(plan_of(stripped("222222222222")), Guards(max_accounts_losing_access=0))] == [
        "max_accounts_losing_everything"
    ]


def test_accounts_with_a_first_catalogue_count_as_losing_access() -> None:
    """Ungoverned accounts lose all that is not listed, which does not count as losing everything."""
    first = replace(losing("111111111111", "333333333333", lost=None), before=None)
    plan, guards = plan_of(first, losing("222222222222")), Guards(max_accounts_losing_access=2)
    assert told(plan, guards) == [
        (
            "refused",
            "max_accounts_losing_access",
            (
                "3 accounts lose products (limit: 2); 2 were ungoverned before: "
                "111111111111 (billing), 222222222222 (core), 333333333333"
            ),
        )
    ]
    one = plan_of(replace(first, accounts=("111111111111",)))
    ((_, _, message),) = told(one, Guards(max_accounts_losing_access=0))
    assert message == "1 account loses products (limit: 0); 1 was ungoverned before: 111111111111 (billing)"


def test_accepting_a_loss_of_everything_accepts_it_for_those_accounts_only() -> None:
    """Each account is a precondition under the rule that it is reported under."""
    plan = plan_of(stripped("222222222222"), losing("111111111111", "333333333333"))
    everything = {"rule": "max_accounts_losing_everything", "when": "after", "accounts": ["222222222222"]}
    assert relied_on(plan) == [everything]
    assert relied_on(plan, Guards(max_accounts_losing_access=1)) == [
        {"rule": "max_accounts_losing_access", "when": "after", "accounts": ["111111111111", "333333333333"]},
        everything,
    ]


BELOW = {"ou-abcd-finance1": ("111111111111", "222222222222"), "333333333333": ("333333333333",)}


def leaving(plan: Plan, *principals: str, path: str = "principals") -> Plan:
    """Return the plan with an experience that loses all its principals."""
    change = Change(
        address=Address("experience", "a"),
        action=Action.UPDATE,
        fields=(SetChange(path, frozenset(), frozenset(principals), 0),),
        remote_id="exp-a",
        reason="",
        source="",
    )
    return replace(plan, changes=(change,))


def rules(plan: Plan, guards: Guards | None = None) -> list[str]:
    """Return the rules that refuse a plan where the accounts below principals are known."""

    def below(principals: Iterable[str]) -> list[str]:
        return [account for principal in principals for account in BELOW.get(principal, ())]

    return [one.code for one in guard(plan, guards or Guards(), below=below)]


def test_principals_whose_accounts_are_all_told_are_not_refused_again() -> None:
    """Archiving an experience needs one acceptance, whichever rule refuses it (contract 1.1)."""
    gone = plan_of(ungoverned=("111111111111", "222222222222", "333333333333"))
    assert rules(leaving(gone, "ou-abcd-finance1", "333333333333")) == ["ungoverned"]
    assert rules(leaving(gone, "ou-abcd-finance1", "333333333333", "ou-abcd-nobody01")) == ["ungoverned"]
    assert rules(leaving(plan_of(stripped("333333333333")), "333333333333")) == ["max_accounts_losing_everything"]
    both = plan_of(losing("222222222222"), stripped("111111111111"))
    assert rules(leaving(both, "ou-abcd-finance1"), Guards(max_accounts_losing_access=1)) == [
        "max_accounts_losing_everything",
        "max_accounts_losing_access",
    ]


@pytest.mark.parametrize(
    ("plan", "principal"),
    [
        (plan_of(stripped("111111111111")), "ou-abcd-finance1"),
        (plan_of(stripped("111111111111")), "ou-abcd-nobody01"),
        (plan_of(losing("333333333333")), "333333333333"),
        (replace(PLAN, exposures=(exposed("333333333333"),)), "333333333333"),
    ],
    ids=["some are not told", "there are none", "nothing refuses them", "they only pass"],
)
def test_principals_with_an_account_that_is_not_reported_are_refused(plan: Plan, principal: str) -> None:
    """Principals without accounts are refused too, and those whose accounts are reported only for a moment."""
    assert "max_removals" in rules(leaving(plan, principal))


def test_only_lists_of_principals_are_covered_by_their_accounts() -> None:
    """A list of products that is emptied is refused as well."""
    plan = leaving(plan_of(stripped("333333333333")), "333333333333", path="products.allow")
    assert rules(plan) == ["max_removals", "max_accounts_losing_everything"]


def test_a_rule_that_only_warns_covers_nothing() -> None:
    """The list is refused, since the rule does not refuse."""
    plan = leaving(plan_of(ungoverned=("333333333333",)), "333333333333")
    assert rules(plan, Guards(ungoverned=Ruling.WARN)) == ["max_removals", "ungoverned"]
    assert rules(plan, Guards(ungoverned=Ruling.ALLOW)) == ["max_removals"]
