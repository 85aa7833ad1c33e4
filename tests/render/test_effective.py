"""Effective catalogues as text, whole."""

from typing import Any

from reconciler.render import effective_lines
from tests.render.documents import DIGEST, ERROR, NAMES, WARNING

DATADOG, LEDGER = "prod-datadog000001", "prod-ledger0000001"
DEFAULT, FINANCE = "exp-default1", "experience.finance"


def group(now: str | None, after: str | None, *accounts: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    """Give accounts that fare alike."""
    return {"now": now, "after": after, "accounts": list(accounts), **more}


def listed(*products: str) -> dict[str, Any]:
    """Give a catalogue that restricts."""
    return {"everything": False, "products": list(products)}


CATALOGUES = {
    DEFAULT: {"now": {"everything": True, "products": []}, "after": listed(DATADOG)},
    FINANCE: {"now": listed(DATADOG), "after": listed(DATADOG, LEDGER)},
}


def text(*groups: dict[str, Any], full: bool = False, **parts: Any) -> str:  # noqa: ANN401
    """Render an answer about *groups*."""
    document = {
        "plan_digest": DIGEST,
        "names": NAMES,
        "account": None,
        "product": None,
        "groups": groups,
        "catalogues": CATALOGUES,
        "problems": [],
        **parts,
    }
    return "\n".join(effective_lines(document, full=full)) + "\n"


def test_everybody_is_told_by_what_governs_them() -> None:
    """Groups first, then what each experience lets buy, with what comes and what goes."""
    assert text(group(None, DEFAULT, "111111111111"), group(DEFAULT, FINANCE, "222222222222", "333333333333")) == (
        """\
After plan 1a2b3c4d, another experience would govern 3 of 3 accounts.

ungoverned → exp-default1 (Default Experience): 1 account
  111111111111 (payer)
exp-default1 (Default Experience) → experience.finance: 2 accounts
  222222222222 (finance-prod)
  333333333333

What may be bought
  exp-default1 (Default Experience): everything → 1 product
    + prod-datadog000001 (Datadog Pro)
  experience.finance: 1 product → 2 products
      prod-datadog000001 (Datadog Pro)
    + prod-ledger0000001 (Ledger One)
  ungoverned: everything
"""
    )


def test_an_account_is_told_with_both_paths() -> None:
    """Why it is governed as it is, and as it would be; errors of the plan are told, warnings are plan's to tell."""
    now = {
        "experience": DEFAULT,
        "path": ["222222222222", "ou-abcd-01234567"],
        "skipped": [{"experience": FINANCE, "status": "disabled"}],
    }
    after = {"experience": None, "path": ["222222222222", "ou-abcd-01234567", "o-abcdef1234"], "skipped": []}
    account = {"id": "222222222222", "open": True, "now": now, "after": after}
    told = text(group(DEFAULT, None, "222222222222"), account=account, catalogues={}, problems=[ERROR, WARNING])
    assert told == (
        """\
After plan 1a2b3c4d, another experience would govern 1 of 1 account.

desired_state/experiences/marketing.yaml:4:5: error[principal-held] 333333333333 is held by exp-handmade
  hint: adopt exp-handmade: give a document its id

222222222222 (finance-prod)
  now    222222222222 (finance-prod) ← ou-abcd-01234567 (Finance) ← exp-default1 (Default Experience); \
experience.finance skipped: disabled
  after  222222222222 (finance-prod) ← ou-abcd-01234567 (Finance) ← o-abcdef1234: ungoverned

exp-default1 (Default Experience) → ungoverned: 1 account
  222222222222 (finance-prod)
"""
    )


def test_a_closed_account_that_stays_is_told_in_one_line() -> None:
    """Nothing is said twice."""
    why = {"experience": DEFAULT, "path": ["111111111111"], "skipped": []}
    account = {"id": "111111111111", "open": False, "now": why, "after": why}
    lines = text(group(DEFAULT, DEFAULT, "111111111111"), account=account).splitlines()
    assert lines[:4] == [
        "1 account; plan 1a2b3c4d changes what governs none of them.",
        "",
        "111111111111 (payer) is closed: it can't buy anything",
        "  now and after  111111111111 (payer) ← exp-default1 (Default Experience)",
    ]


def test_a_product_is_told_by_who_may_buy_it() -> None:
    """Who may, who would gain it, who would lose it, who may not."""
    keeps, gains = {"now": True, "after": True}, {"now": False, "after": True}
    loses, never = {"now": True, "after": False}, {"now": False, "after": False}
    assert text(
        group(None, None, "111111111111", may_buy=keeps),
        group(DEFAULT, FINANCE, "222222222222", may_buy=gains),
        group(FINANCE, DEFAULT, "333333333333", may_buy=loses),
        group(FINANCE, FINANCE, "444444444444", may_buy=never),
        product=LEDGER,
    ) == (
        """\
After plan 1a2b3c4d, another experience would govern 2 of 4 accounts.

prod-ledger0000001 (Ledger One)
  may buy it: 1 account
    ungoverned
      111111111111 (payer)
  would gain it: 1 account
    exp-default1 (Default Experience) → experience.finance
      222222222222 (finance-prod)
  would lose it: 1 account
    experience.finance → exp-default1 (Default Experience)
      333333333333
  may not buy it: 1 account
    experience.finance
      444444444444
"""
    )


def test_long_lists_are_cut_unless_all_is_asked_for() -> None:
    """Fifty of each, and how many more."""
    accounts = [f"{number:012}" for number in range(60)]
    catalogues = {DEFAULT: {"now": listed(*(f"prod-{n}" for n in range(55))), "after": None}}
    short = text(group(DEFAULT, DEFAULT, *accounts), catalogues=catalogues)
    assert ("  … and 10 more (--full)\n" in short, "    … and 5 more (--full)\n" in short) == (True, True)
    assert "more (--full)" not in text(group(DEFAULT, DEFAULT, *accounts), catalogues=catalogues, full=True)
    assert "  exp-default1 (Default Experience): 55 products → not there\n" in short
