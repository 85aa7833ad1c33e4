"""Who is governed by what and may buy what, now and after a plan, on the twin."""

from typing import Any

import pytest

from reconciler.errors import UsageError
from reconciler.pipeline import effective
from tests.naive_governance import naive_governing, naive_products
from tests.turns import ADS, CLOSED, DELEGATE, FINANCE, MANAGEMENT, MEMBER, ORGANIZATION, Turns, experience, world

WISH = f"""\
{{kind: product, items: {{ledger: {{id: prod-b, title: Ledger One}}}}}}
---
{{kind: principal, items: {{reporting: {{id: "{MEMBER}"}}, gone: {{id: "{CLOSED}"}}, finance: {{id: {FINANCE}}}}}}}
---
kind: experience
items:
  default: {{title: Default, principals: [{ORGANIZATION}], products: {{allow: [prod-a, prod-c]}}}}
  new: {{title: New, status: enabled, principals: [reporting, gone], products: {{allow: [ledger]}}}}
"""
OTHERS = [MANAGEMENT, DELEGATE, ADS]


@pytest.fixture
def changing(turns: Turns) -> Turns:
    """A default experience whose list changes, a new one for one account, and a disabled one that nobody wishes."""
    policy = {"requests": "Deny", "allow": ["prod-a", "prod-b"]}
    off = experience("Off", status="Disabled", principals=[FINANCE])
    turns.twin.reset(world(experience("Default", principals=[ORGANIZATION], policy=policy), off))
    turns.wish(WISH)
    return turns


def told(turns: Turns, **asked: str) -> dict[str, Any]:
    """Give the effective catalogues before and after what is planned now."""
    return effective(turns.plan(), **asked)


def test_accounts_are_grouped_and_each_catalogue_is_told_once(changing: Turns) -> None:
    """Never one account times one product; a closed account buys nothing, so it is in no group."""
    document = told(changing)
    assert document["groups"] == [
        {"now": "experience.default", "after": "experience.default", "accounts": sorted(OTHERS)},
        {"now": "experience.default", "after": "experience.new", "accounts": [MEMBER]},
    ]
    assert document["catalogues"] == {
        "experience.default": {
            "now": {"everything": False, "products": ["prod-a", "prod-b"]},
            "after": {"everything": False, "products": ["prod-a", "prod-c"]},
        },
        "experience.new": {"now": None, "after": {"everything": False, "products": ["prod-b"]}},
    }
    assert document["plan_digest"] == changing.plan().plan.digest
    assert (document["account"], document["product"], document["names"]["prod-b"]) == (None, None, "Ledger One")


@pytest.mark.parametrize("named", [MEMBER, "reporting"])
def test_an_account_is_told_with_the_path_that_decided(changing: Turns, named: str) -> None:
    """By its id or by its name in the repository: from the account up to the principal that holds its experience."""
    document = told(changing, account=named)
    assert document["account"] == {
        "id": MEMBER,
        "open": True,
        "now": {
            "experience": "experience.default",
            "path": [MEMBER, FINANCE, ORGANIZATION],
            "skipped": [{"experience": "exp-off", "status": "disabled"}],
        },
        "after": {"experience": "experience.new", "path": [MEMBER], "skipped": []},
    }
    assert [group["accounts"] for group in document["groups"]] == [[MEMBER]]


def test_a_product_is_told_by_who_may_buy_it_now_and_after(changing: Turns) -> None:
    """Who keeps it and who loses it, though it is in two experiences."""
    assert [(one["accounts"], one["may_buy"]) for one in told(changing, product="ledger")["groups"]] == [
        (sorted(OTHERS), {"now": True, "after": False}),
        ([MEMBER], {"now": True, "after": True}),
    ]


def test_what_nobody_governs_may_buy_everything(turns: Turns) -> None:
    """Without an experience on the path, and without a policy, nothing restricts."""
    turns.twin.reset(world({"id": "exp-open", "name": "Open", "status": "Enabled", "principals": [FINANCE]}))
    turns.wish("")
    assert [(one["now"], one["may_buy"]) for one in told(turns, product="prod-any")["groups"]] == [
        (None, {"now": True, "after": True}),
        ("exp-open", {"now": True, "after": True}),
    ]
    assert told(turns)["catalogues"]["exp-open"]["now"] == {"everything": True, "products": []}


def test_after_the_plan_is_applied_now_is_what_was_told_as_after(changing: Turns) -> None:
    """The answer keeps its word, and agrees with the naive rule of governance."""
    before = told(changing)
    changing.turn()
    planning = changing.plan()
    after = effective(planning)
    assert {(one["after"], *one["accounts"]) for one in before["groups"]} == {
        (one["now"], *one["accounts"]) for one in after["groups"]
    }
    assert {id_: one["after"] for id_, one in before["catalogues"].items()} == {
        id_: one["now"] for id_, one in after["catalogues"].items()
    }
    course = planning.course
    for group in after["groups"]:
        for account in group["accounts"]:
            assert naive_governing(course.organization, course.before, account) == group["now"]
            listed = after["catalogues"][group["now"]]["now"]["products"]
            assert naive_products(course.organization, course.before, account) == frozenset(listed)


def test_a_closed_account_is_told_to_be_closed(changing: Turns) -> None:
    """It still has a place in the tree."""
    assert told(changing, account="gone")["account"]["open"] is False


@pytest.mark.parametrize(
    ("asked", "message", "hint"),
    [
        ({"account": "999999999999"}, "the organisation has no account '999999999999'", "an account id of 12 digits"),
        ({"account": "finance"}, "the organisation has no account 'finance'", "an account id of 12 digits"),
        ({"account": "reportin"}, "the organisation has no account 'reportin'", "did you mean 'reporting'?"),
        ({"product": "legder"}, "no product is called 'legder'", "did you mean 'ledger'?"),
        ({"product": "prodview-abc"}, "prodview-abc is a page, not a product", "give the product id"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_hint(
    changing: Turns, asked: dict[str, str], message: str, hint: str
) -> None:
    """A slip is no empty answer."""
    with pytest.raises(UsageError) as refused:
        told(changing, **asked)
    assert refused.value.message == message
    assert refused.value.hint.startswith(hint)
