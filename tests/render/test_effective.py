"""The complete text of effective catalogues."""

from typing import Any

import pytest

from tests.render.answers import CATALOGUES, DATADOG, DEFAULT, FINANCE, LEDGER, OPEN, group, listed, text, why
from tests.render.plans import ERROR, REFUSED, WARNING

CHANGED = "plan 1a2b3c4d would change the experience of"


def opening(*groups: dict[str, Any], **parts: Any) -> str:  # noqa: ANN401 - JSON
    """Return the first sentence of an answer."""
    return text(*groups, **parts).splitlines()[0]


def test_accounts_are_grouped_by_governing_experience() -> None:
    """The groups come first, their accounts by name, then the products of each experience, with those that change."""
    assert text(group(None, DEFAULT, "111111111111"), group(DEFAULT, FINANCE, "222222222222", "333333333333")) == (
        """\
Of 3 accounts, plan 1a2b3c4d would change the experience of 3 and the products of 3.

exp-default1 (Default Experience) → experience.finance: 2 accounts
  333333333333
  222222222222 (finance-prod)
ungoverned → exp-default1 (Default Experience): 1 account
  111111111111 (payer)

Products of each experience
  exp-default1 (Default Experience): every product → 1 product
    + prod-datadog000001 (Datadog Pro)
  experience.finance: 1 product → 2 products
      prod-datadog000001 (Datadog Pro)
    + prod-ledger0000001 (Ledger One)
  ungoverned: every product
"""
    )


@pytest.mark.parametrize(
    ("groups", "sentence"),
    [
        (
            [group(FINANCE, FINANCE, "1", "2"), group(None, None, "3")],
            f"Of 3 accounts, {CHANGED} none and the products of 2.",
        ),
        (
            [group(None, OPEN, "1", "2"), group(FINANCE, FINANCE, "3")],
            f"Of 3 accounts, {CHANGED} 2 and the products of 1.",
        ),
        (
            [group(None, OPEN, "1")],
            f"Of 1 account, {CHANGED} 1 and the products of none.",
        ),
        (
            [group(OPEN, OPEN, "1"), group(None, None, "2")],
            "Plan 1a2b3c4d changes neither experience nor products of any account (2 accounts).",
        ),
    ],
    ids=["catalogues", "both", "experiences", "nothing"],
)
def test_the_first_sentence_counts_accounts_that_change(groups: list[dict[str, Any]], sentence: str) -> None:
    """The sentence counts accounts whose experience changes, and accounts whose products change."""
    everything = {"everything": True, "products": []}
    assert opening(*groups, catalogues={**CATALOGUES, OPEN: {"now": None, "after": everything}}) == sentence


def test_the_first_sentence_counts_accounts_that_gain_or_lose_the_product() -> None:
    """Accounts whose other products change are counted separately."""
    may = {"now": True, "after": True}
    assert opening(group(FINANCE, FINANCE, "1", may_buy=may), product=DATADOG) == (
        f"Of 1 account, {CHANGED} none and the products of 1; "
        "none would gain prod-datadog000001 (Datadog Pro), none would lose it."
    )


def test_an_account_shows_its_path_now_and_after_the_plan() -> None:
    """Each path explains the governing experience. Errors and refusals of the plan are shown, warnings are not."""
    now = why(DEFAULT, "222222222222", "ou-abcd-01234567", finance="disabled")
    after = why(None, "222222222222", "ou-abcd-01234567", "o-abcdef1234")
    account = {"id": "222222222222", "open": True, "state": "ACTIVE", "now": now, "after": after}
    told = text(group(DEFAULT, None, "222222222222"), account=account, problems=[ERROR, WARNING, REFUSED])
    assert told == (
        """\
Of 1 account, plan 1a2b3c4d would change the experience of 1 and the products of none.

desired_state/experiences/marketing.yaml:4:5: error[principal-held] 333333333333 is held by exp-handmade
  hint: adopt exp-handmade: give a document its id
desired_state/experiences/default.yaml:7:3: refused[max_removals] experience.default loses 1 of 13 in products.allow

222222222222 (finance-prod)
  now    account 222222222222 (finance-prod) ← ou-abcd-01234567 (Finance) ← exp-default1 (Default Experience); \
experience.finance skipped: disabled
  after  account 222222222222 (finance-prod) ← ou-abcd-01234567 (Finance) ← o-abcdef1234: ungoverned

exp-default1 (Default Experience) → ungoverned: 1 account
  222222222222 (finance-prod)

Products of each experience
  exp-default1 (Default Experience): every product → 1 product
    + prod-datadog000001 (Datadog Pro)
  experience.finance: 1 product → 2 products
      prod-datadog000001 (Datadog Pro)
    + prod-ledger0000001 (Ledger One)
  ungoverned: every product
"""
    )


@pytest.mark.parametrize(
    ("decision", "sentence"),
    [
        (
            why("experience.finance", "1111", "ou-finance", marketing="disabled"),
            "account 1111 ← ou-finance ← experience.finance; experience.marketing skipped: disabled",
        ),
        (why("experience.finance", "1111"), "account 1111 ← experience.finance"),
        (
            why(None, "1111", "ou-finance", "o-1", marketing="disabled", old="archived"),
            (
                "account 1111 ← ou-finance ← o-1: ungoverned; experience.marketing skipped: disabled; "
                "experience.old skipped: archived"
            ),
        ),
    ],
    ids=["skipping", "itself", "ungoverned"],
)
def test_a_decision_fits_on_one_line(decision: dict[str, Any], sentence: str) -> None:
    """The line has the account, each principal up to the seat that governs, and the experiences that were skipped."""
    account = {"id": "1111", "open": True, "state": "ACTIVE", "now": decision, "after": decision}
    lines = text(group(FINANCE, FINANCE, "1111"), account=account).splitlines()
    assert lines[3] == f"  now and after  {sentence}"


@pytest.mark.parametrize("product", [None, LEDGER])
@pytest.mark.parametrize(
    ("state", "words"),
    [("CLOSED", "is closed"), ("SUSPENDED", "is suspended"), ("PENDING_CLOSURE", "is being closed")],
)
def test_an_account_that_is_not_in_use_cannot_buy_anything(state: str, words: str, product: str | None) -> None:
    """The text says so once, whichever experience governs the account and whichever product is asked about."""
    decision = why(DEFAULT, "111111111111")
    account = {"id": "111111111111", "open": False, "state": state, "now": decision, "after": decision}
    assert text(account=account, catalogues={}, product=product) == (
        f"""\
The account is not in use and cannot buy anything, with or without plan 1a2b3c4d.

111111111111 (payer) {words}: it cannot buy anything
  now and after  account 111111111111 (payer) ← exp-default1 (Default Experience)
"""
    )


def test_an_account_that_is_not_activated_yet_is_called_so() -> None:
    """A pending account is governed like an active account, and it is not called closed."""
    decision = why(DEFAULT, "111111111111")
    account = {"id": "111111111111", "open": True, "state": "PENDING_ACTIVATION", "now": decision, "after": decision}
    lines = text(group(DEFAULT, DEFAULT, "111111111111"), account=account).splitlines()
    assert lines[2] == "111111111111 (payer) is not activated yet"


def test_a_product_lists_the_accounts_that_can_buy_it() -> None:
    """Accounts that can buy the product, would gain it, would lose it and cannot buy it are listed separately."""
    keeps, gains = {"now": True, "after": True}, {"now": False, "after": True}
    loses, never = {"now": True, "after": False}, {"now": False, "after": False}
    assert text(
        group(None, None, "111111111111", may_buy=keeps),
        group(DEFAULT, FINANCE, "222222222222", may_buy=gains),
        group(FINANCE, DEFAULT, "333333333333", may_buy=loses),
        group(FINANCE, FINANCE, "444444444444", may_buy=never),
        product=LEDGER,
        catalogues={
            DEFAULT: {"now": listed(), "after": listed()},
            FINANCE: {"now": listed(), "after": listed(DATADOG)},
        },
    ) == (
        """\
Of 4 accounts, plan 1a2b3c4d would change the experience of 2 and the products of 2; \
1 would gain prod-ledger0000001 (Ledger One), 1 would lose it.

prod-ledger0000001 (Ledger One)
  can buy it: 1 account
    ungoverned
      111111111111 (payer)
  would gain it: 1 account
    exp-default1 (Default Experience) → experience.finance
      222222222222 (finance-prod)
  would lose it: 1 account
    experience.finance → exp-default1 (Default Experience)
      333333333333
  cannot buy it: 1 account
    experience.finance
      444444444444
"""
    )
