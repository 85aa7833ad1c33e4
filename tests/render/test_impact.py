"""The impact in the text of a plan: the first line, the groups of accounts, and the exposures during apply."""

from typing import Any

import pytest

from reconciler.render import plan_lines
from tests.render.people import EXPOSURE, group
from tests.render.plans import FIRST_CALL, impact_json, plan_json

NAMES = {
    "111111111111": "prod-billing",
    "222222222222": "prod-core",
    "ou-abcd-finance1": "Finance",
    "prod-dd": "Datadog",
    "prod-le": "Ledger",
    "prod-tax": "Tax Engine",
    "prod-pay": "Payroll",
}


def accounts(number: int, first: int = 0) -> list[str]:
    """Return account ids."""
    return [f"9{n:011d}" for n in range(first, first + number)]


def text(*groups: Any, ungoverned: tuple[str, ...] = (), full: bool = False, **parts: Any) -> str:  # noqa: ANN401
    """Render a plan whose impact has *groups*."""
    felt = impact_json(groups, ungoverned)
    return "\n".join(plan_lines(plan_json(names=NAMES, impact=felt, **parts), full=full)) + "\n"


def first_line(*groups: Any, **parts: Any) -> str:  # noqa: ANN401 - JSON
    """Return the first line of that plan."""
    return text(*groups, **parts).splitlines()[0]


def test_the_first_line_counts_losses_gains_and_ungoverned() -> None:
    """The first line has the accounts that lose or gain products and the accounts that become ungoverned."""
    assert (
        first_line(
            group(*accounts(41), lost=["prod-dd"]),
            group(*accounts(3, 41), after="experience.b", gained=["prod-dd"]),
            group("111111111111", "222222222222", after=None, gains=None),
            ungoverned=("111111111111", "222222222222"),
        )
        == "41 accounts lose Datadog, 3 gain it; 2 accounts become ungoverned and can buy every product: "
        "prod-billing and prod-core."
    )


def test_products_that_the_same_accounts_gain_or_lose_share_a_clause() -> None:
    """Products that the same accounts gain or lose are named in one clause."""
    assert first_line(
        group(*accounts(5), gained=["prod-pay", "prod-tax"], lost=["prod-le"]),
        group(*accounts(1, 5), before="experience.b", lost=["prod-pay", "prod-tax"]),
    ) == ("5 accounts lose Ledger; 1 account loses Payroll and Tax Engine, 5 gain them.")


def test_the_first_line_names_the_largest_losses_and_counts_the_rest() -> None:
    """The line has at most three clauses about products, three products in a clause and five accounts by name."""
    many = [f"prod-{number}" for number in range(9)]
    assert first_line(
        group(*accounts(9), lost=many),
        group(*accounts(4), before="experience.b", gained=["prod-dd"]),
        group(*accounts(3), before="experience.c", gained=["prod-le"]),
        group(*accounts(2), before="experience.d", gained=["prod-tax"]),
        group(*accounts(7), before="experience.e", after=None, gains=None),
        ungoverned=tuple(accounts(7)),
    ) == (
        "9 accounts lose prod-0, prod-1, prod-2 and 6 more products; 4 accounts gain Datadog; 3 accounts gain Ledger; "
        "1 more product is gained or lost; 7 accounts become ungoverned and can buy every product: 900000000000, "
        "900000000001, 900000000002, 900000000003, 900000000004 and 2 more."
    )


def test_null_products_are_called_every_product() -> None:
    """A null list means every product. A change of experience without a change of products is named, too."""
    assert first_line(group("1", before="experience.open", loses=None)) == (
        "1 account loses every product that its experience does not allow."
    )
    assert (
        first_line(group("1", "2", after="experience.open", gains=None))
        == "2 accounts gain every product, since their experience has no procurement policy."
    )
    assert (
        first_line(group("1", after="experience.b"))
        == "1 account changes its experience and can buy the same products."
    )


def test_ungoverned_accounts_are_named_once() -> None:
    """Accounts that become ungoverned are in one clause, also if their old experience allowed every product."""
    felt = [group("1", "2", after=None), group("3", after="experience.b")]
    assert first_line(*felt, ungoverned=("1", "2")) == (
        "2 accounts become ungoverned and can buy every product: 1 and 2; 1 account changes its "
        "experience and can buy the same products."
    )


def test_a_plan_without_impact_says_so() -> None:
    """A plan with change sets says that no account gains or loses a product. A plan without changes does not."""
    assert first_line(operations=[FIRST_CALL]) == "No account gains or loses a product."
    assert first_line() == "No changes. AWS matches the repository."


def test_groups_show_experiences_accounts_and_products() -> None:
    """The largest group comes first. The sentence about renewals appears once."""
    shown = text(
        group("222222222222", after="experience.b", gained=["prod-tax"], lost=["prod-dd", "prod-le"]),
        group(*accounts(7), lost=["prod-dd"]),
        group("111111111111", after=None, gains=None),
        group("333333333333", before=None, after="exp-hand", loses=None),
        ungoverned=("111111111111",),
    )
    assert (
        shown.partition("\n\n")[2].partition("\n\n")[0]
        == """\
Impact
  7 accounts stay under experience.a
      900000000000, 900000000001, 900000000002, 900000000003, 900000000004 and 2 more
      - Datadog
  1 account: experience.a → experience.b
      prod-core
      - Datadog and Ledger
      + Tax Engine
  1 account: experience.a → ungoverned
      prod-billing
      + every product that experience.a does not allow
  1 account: ungoverned → exp-hand
      333333333333
      - every product that exp-hand does not allow
  Existing subscriptions to lost products continue, but AWS blocks their renewal and changes to them."""
    )


def test_accounts_that_were_ungoverned_lose_unlisted_products() -> None:
    """They are counted with the accounts that leave an experience without a policy, and named in parentheses."""
    open_before = group("1", before="experience.open", loses=None)
    assert first_line(open_before, group(*accounts(17), before=None, loses=None)) == (
        "18 accounts lose every product that their experience does not allow (17 were ungoverned before)."
    )
    assert first_line(open_before, group("2", before=None, loses=None)) == (
        "2 accounts lose every product that their experience does not allow (1 was ungoverned before)."
    )


def test_losing_every_unlisted_product_mentions_renewals() -> None:
    """The sentence about renewals appears also if every product that is not listed is lost."""
    assert (
        "\n  Existing subscriptions to lost products continue, but AWS blocks their renewal and changes to them.\n"
        in text(group("1", before=None, loses=None))
    )


def test_a_plan_without_losses_does_not_mention_renewals() -> None:
    """The sentence about renewals would be read as a warning, so it appears only if accounts lose products."""
    assert "renewed" not in text(group("111111111111", gained=["prod-dd"]))


def test_full_shows_all_accounts_and_products() -> None:
    """With --full, all groups, accounts and products are shown with ids, in lines that fit.

    The first line stays short.
    """
    groups = [
        group("111111111111", *accounts(30), lost=["prod-dd"]),
        *(group(*accounts(1, n), before=f"experience.{n}", gained=["prod-le"]) for n in range(40, 55)),
    ]
    short, full = text(*groups), text(*groups, full=True)
    assert "  … and 6 more (--full)\n" in short
    assert full.count("→") + full.count("stay") == 16
    assert "      111111111111 (prod-billing), 900000000000, " in full
    assert "      - prod-dd (Datadog)\n" in full
    assert max(len(line) for line in full.splitlines()) <= 120
    assert full.splitlines()[0] == short.splitlines()[0]


def test_exposures_are_summarised_and_listed() -> None:
    """Each exposure shows its principal, its first and last operation, its length, and what governs meanwhile."""
    shown = text(
        group("111111111111", "222222222222", after="experience.b"),
        exposures=[
            EXPOSURE | {"principal": "ou-abcd-finance1", "accounts": ["111111111111", "222222222222"]},
            EXPOSURE
            | {
                "principal": "111111111111",
                "accounts": ["111111111111"],
                "from": "op-2",
                "until": "op-4",
                "governed_by": "experience.default",
                "narrower": True,
                "seconds": 60,
            },
        ],
    )
    assert shown.splitlines()[1] == (
        "Exposure during apply: for about 30 s, 2 accounts are ungoverned; for about 60 s, 1 account can buy products "
        "that neither the old nor the new experience allows; for about 60 s, 1 account cannot buy some products that "
        "both the old and the new experience allow."
    )
    assert (
        shown.partition("Exposure during apply (")[2].partition("\n\n")[0]
        == """\
what accounts can and cannot buy between two API calls)
  ou-abcd-finance1 (Finance) from op-1 until op-2, about 30 s: ungoverned
      2 accounts: prod-billing and prod-core
      can buy every product
  111111111111 (prod-billing) from op-2 until op-4, about 60 s: governed by experience.default
      can buy products that neither the old nor the new experience allows
      cannot buy some products that both the old and the new experience allow"""
    )


def test_many_exposures_are_counted() -> None:
    """Ten exposures are shown and the others are counted; --full shows all."""
    exposures = [EXPOSURE | {"principal": str(number)} for number in range(12)]
    assert "  … and 2 more (--full)\n" in text(exposures=exposures)
    assert "(--full)" not in text(exposures=exposures, full=True)


def test_the_last_line_compares_change_sets_with_the_lower_bound() -> None:
    """The line gives the lower bound if the plan has more change sets.

    Without change sets it says nothing of a bound.
    """
    ends = {
        (2, 2): "No safe order needs fewer change sets.",
        (3, 2): "A safe order needs at least 2 change sets.",
        (2, 1): "A safe order needs at least 1 change set.",
        (0, 0): "0 change sets.",
    }
    for (used, fewest), end in ends.items():
        proof = {"change_sets": used, "lower_bound": fewest}
        assert text(proof=proof).rstrip().endswith(end)


def test_names_cannot_control_the_terminal() -> None:
    """Control characters in names of accounts and products are shown as escapes."""
    felt = impact_json([group("111111111111", lost=["prod-dd"])])
    names = {"111111111111": "\x1b]0;owned\x07", "prod-dd": "\x1b[2J"}
    shown = "\n".join(plan_lines(plan_json(names=names, impact=felt)))
    assert "\x1b" not in shown
    assert "\\x1b]0;owned\\x07" in shown


@pytest.mark.parametrize("name", ["", " ", "\u3000", "\t"])
@pytest.mark.parametrize("full", [False, True])
def test_an_account_with_a_blank_name_is_shown_by_its_id(name: str, *, full: bool) -> None:
    """AWS may return a blank name, or none. Then the id alone is shown."""
    felt = impact_json([group("111111111111", after=None, gains=None)], ["111111111111"])
    shown = plan_lines(plan_json(names={"111111111111": name}, impact=felt), full=full)
    first, *_, heading, accounts, _, _, _ = shown
    assert first == "1 account becomes ungoverned and can buy every product: 111111111111."
    assert (heading, accounts) == ("  1 account: experience.a → ungoverned", "      111111111111")


def test_a_group_without_accounts_is_shown() -> None:
    """A plan file with an empty group is shown without an error."""
    assert "  0 accounts stay under experience.a\n" in text(group(lost=["prod-dd"]))
