"""The text of effective catalogues with many accounts, experiences and products, with and without --full."""

from tests.render.answers import DEFAULT, LEDGER, group, listed, text


def test_long_lists_are_cut_without_full() -> None:
    """Fifty entries of each list are shown and the others are counted.

    Without ungoverned accounts, no such group is shown.
    """
    accounts = [f"{number:012}" for number in range(60)]
    catalogues = {DEFAULT: {"now": listed(*(f"prod-{n}" for n in range(55))), "after": None}}
    short = text(group(DEFAULT, DEFAULT, *accounts), catalogues=catalogues)
    assert ("  … and 10 more (--full)\n" in short, "    … and 5 more (--full)\n" in short) == (True, True)
    assert "more (--full)" not in text(group(DEFAULT, DEFAULT, *accounts), catalogues=catalogues, full=True)
    assert "  exp-default1 (Default Experience): 55 products → does not exist\n" in short
    assert "ungoverned" not in short


def test_the_groups_that_change_and_the_largest_are_shown() -> None:
    """Ten groups of each list are shown and the others are counted; --full shows all."""
    still, recut = {"now": listed(), "after": listed()}, {"now": listed(), "after": listed(LEDGER)}
    catalogues = {f"experience.e{n:02}": recut if n == 13 else still for n in range(14)}
    groups = [group(name, name, *(f"{name}-{m}" for m in range(1 + (name[-1] == "4")))) for name in catalogues]
    groups.append(group("experience.e11", "experience.e12", "moves and may buy the same"))
    short, full = (text(*groups, catalogues=catalogues, full=full).splitlines() for full in (False, True))
    assert [line for line in short if line.startswith("experience.e")] == [
        "experience.e13: 1 account",
        "experience.e11 → experience.e12: 1 account",
        "experience.e04: 2 accounts",
        *(f"experience.e{n:02}: 1 account" for n in (0, 1, 2, 3, 5, 6, 7)),
    ]
    assert [line for line in short if ": 0 products" in line] == [
        "  experience.e13: 0 products → 1 product",
        *(f"  experience.e{n:02}: 0 products" for n in range(9)),
    ]
    assert [line for line in short if line.endswith("more (--full)")] == [
        "… and 5 more (--full)",
        "  … and 4 more (--full)",
    ]
    assert sum(line.startswith("experience.e") for line in full) == 15
    assert sum(": 0 products" in line for line in full) == 14
    assert not any("--full" in line for line in full)


def test_many_groups_that_can_buy_a_product_are_cut() -> None:
    """Ten groups that can buy a product are shown. The accounts of all groups are counted."""
    may = {"now": True, "after": True}
    catalogues = {f"experience.e{n:02}": {"now": listed(LEDGER), "after": listed(LEDGER)} for n in range(12)}
    groups = [group(name, name, f"{name}-account", may_buy=may) for name in catalogues]
    short, full = (
        text(*groups, product=LEDGER, catalogues=catalogues, full=full).splitlines() for full in (False, True)
    )
    assert short[3] == full[3] == "  can buy it: 12 accounts"
    assert (short[-1], len(short)) == ("    … and 2 more (--full)", 4 + 2 * 10 + 1)
    assert (full[-1], len(full)) == ("      experience.e11-account", 4 + 2 * 12)
