"""The impact in the text of a plan: the first line, the groups of accounts, and the exposures during apply."""

from typing import Any

import pytest

from reconciler.model import NO_BUDGET
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


def block(heading: str, shown: str) -> str:
    """Return the block of a rendered plan that begins with *heading*."""
    return shown[shown.index(heading) :].partition("\n\n")[0]


def test_a_plan_without_impact_says_so() -> None:
    """A plan with change sets says that no account gains or loses a product. A plan without changes does not."""
    assert "  No account gains or loses a product.\n" in text(operations=[FIRST_CALL])
    assert text() == "No changes. AWS matches the repository.\n"


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
        block("Impact\n", shown)
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
  Existing subscriptions to lost products continue, but AWS blocks their renewal and changes to
      them."""
    )


def test_losing_every_unlisted_product_mentions_renewals() -> None:
    """The sentence about renewals appears also if every product that is not listed is lost."""
    assert (
        "\n  Existing subscriptions to lost products continue, but AWS blocks their renewal and changes to\n"
        in text(group("1", before=None, loses=None))
    )


def test_a_plan_without_losses_does_not_mention_renewals() -> None:
    """The sentence about renewals would be read as a warning, so it appears only if accounts lose products."""
    assert "renewal" not in text(group("111111111111", gained=["prod-dd"]))


def test_full_shows_all_accounts_and_products() -> None:
    """With --full, all groups, accounts and products are shown with ids, in lines that fit.

    The lines that decide stay short.
    """
    groups = [
        group("111111111111", *accounts(30), lost=["prod-dd"]),
        *(group(*accounts(1, n), before=f"experience.{n}", gained=["prod-le"]) for n in range(40, 55)),
    ]
    short, full = text(*groups), text(*groups, full=True)
    assert "  … and 6 more (--full)\n" in short
    assert full.count("→") + full.count("stay") == 16
    assert "      900000000000, 900000000001, " in full
    assert " 111111111111 (prod-billing)\n" in full
    assert "      - prod-dd (Datadog)\n" in full
    assert max(len(line) for line in full.splitlines()) <= 100
    assert full.partition("─\n")[2] == short.partition("─\n")[2]


def test_exposures_are_listed() -> None:
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
    assert (
        block("Exposure during apply", shown)
        == """\
Exposure during apply (what accounts can and cannot buy between two API calls)
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
        shown = text(group("1", lost=["prod-dd"]), proof=proof)
        assert " ".join(shown.split()).endswith(end)


def last_line(**proof: int) -> str:
    """Return the last line of a plan with this *proof*, which has the fewest change sets."""
    proof["lower_bound"] = proof["change_sets"]
    sets = [FIRST_CALL | {"id": f"op-{number}"} for number in range(1, proof["change_sets"] + 1)]
    budget = NO_BUDGET | {"expected_seconds": 62}
    shown = " ".join(text(group("1", lost=["prod-dd"]), operations=sets, budget=budget, proof=proof).split())
    return shown.partition("to archive; ")[2].removesuffix(" No safe order needs fewer change sets.")


def test_the_last_line_says_how_many_change_sets_follow_each_other() -> None:
    """From three change sets on it says how many are carried out one after the other at most: time depends on it."""
    assert last_line(change_sets=2, chain=2) == "2 change sets, about 62 s."
    assert last_line(change_sets=3, chain=1) == "3 change sets (none after another), about 62 s."
    chained = last_line(change_sets=4, chain=2)
    assert chained == "4 change sets (at most 2 one after the other), about 62 s."


def test_a_plan_file_without_its_chain_is_shown_without_it() -> None:
    """A plan file of an earlier version does not say how many change sets wait for each other."""
    assert last_line(change_sets=4) == "4 change sets, about 62 s."


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
    shown = list(plan_lines(plan_json(names={"111111111111": name}, impact=felt), full=full))
    assert shown[:3] == ["Impact", "  1 account: experience.a → ungoverned", "      111111111111"]
    assert "  1 account becomes ungoverned and can buy every product: 111111111111." in shown


def test_a_group_without_accounts_is_shown() -> None:
    """A plan file with an empty group is shown without an error."""
    assert "  0 accounts stay under experience.a\n" in text(group(lost=["prod-dd"]))
