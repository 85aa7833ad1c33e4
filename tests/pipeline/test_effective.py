"""The experience that governs each account and the products that it may buy, now and after a plan, on the twin."""

import pytest

from reconciler.errors import UsageError
from reconciler.governance import Experience
from reconciler.impact import Course
from reconciler.model import Account, Organization, Plan
from reconciler.names import Name, References
from reconciler.pipeline import Planning, PlanOptions, Repository, effective
from reconciler.printed import EffectiveJson
from reconciler.render import clean
from reconciler.render.page import Page
from reconciler.settings import Marketplace, Settings
from tests.naive_governance import naive_governing, naive_products
from tests.trial import (
    ADS,
    CLOSED,
    DELEGATE,
    FINANCE,
    MANAGEMENT,
    MEMBER,
    ORGANIZATION,
    WORLD,
    Trial,
    experience,
    world,
)

WISH = f"""\
kind: product
items:
  ledger: {{id: prod-b, title: Ledger One, groups: [security], aliases: [prod-b2]}}
  observer: {{id: prod-c, groups: [security]}}
---
{{kind: principal, items: {{reporting: {{id: "{MEMBER}"}}, gone: {{id: "{CLOSED}"}}, finance: {{id: {FINANCE}}}}}}}
---
kind: experience
items:
  default: {{title: Default, principals: [{ORGANIZATION}], products: {{allow: [prod-a, prod-c]}}}}
  new: {{title: New, status: enabled, principals: [reporting, gone], products: {{allow: [ledger]}}}}
"""
A_PRODUCT = "use the name or title of a product in the repository, or an id: prod-…"
OTHERS = [MANAGEMENT, DELEGATE, ADS]


@pytest.fixture
def changing(trial: Trial) -> Trial:
    """Return a default experience whose list changes, a new one for one account, and an unmanaged disabled one."""
    policy = {"requests": "Deny", "allow": ["prod-a", "prod-b"]}
    off = experience("Off", status="Disabled", principals=[FINANCE])
    trial.twin.reset(world(experience("Default", principals=[ORGANIZATION], policy=policy), off))
    trial.wish(WISH)
    return trial


def holding(id_: str, *principals: str) -> Experience:
    """Return an experience of three products for *principals*."""
    products = frozenset({"prod-a", "prod-b", "prod-c"})
    return Experience(id=id_, principals=frozenset(principals), products=products)


def told(trial: Trial, **asked: str) -> EffectiveJson:
    """Return the effective catalogues before and after the plan."""
    return effective(trial.plan(whole_organization=True), **asked)


def test_accounts_are_grouped_and_each_catalogue_is_reported_once(changing: Trial) -> None:
    """The answer does not repeat products for each account; a closed account is in no group."""
    answer = told(changing)
    assert answer["groups"] == [
        {"now": "experience.default", "after": "experience.default", "accounts": sorted(OTHERS)},
        {"now": "experience.default", "after": "experience.new", "accounts": [MEMBER]},
    ]
    assert answer["catalogues"] == {
        "experience.default": {
            "now": {"everything": False, "products": ["prod-a", "prod-b"]},
            "after": {"everything": False, "products": ["prod-a", "prod-c"]},
        },
        "experience.new": {"now": None, "after": {"everything": False, "products": ["prod-b"]}},
    }
    assert answer["plan_digest"] == changing.plan().plan.digest
    assert (answer["account"], answer["product"]) == (None, None)


def test_only_ids_of_the_answer_are_named(changing: Trial) -> None:
    """Names are those of the repository, else AWS's; an answer about one account does not name all accounts."""
    accounts = {MANAGEMENT: "Management", DELEGATE: "Procurement", MEMBER: "Reporting", ADS: "Ads"}
    products = {"prod-b": "Ledger One", "prod-c": "observer"}
    assert told(changing)["names"] == accounts | products
    assert told(changing, account=MEMBER)["names"] == {
        MEMBER: "Reporting",
        FINANCE: "Finance",
        "exp-off": "Off",
        **products,
    }


def test_an_answer_has_one_order_and_the_best_names() -> None:
    """The order of AWS's answer makes no difference; titles of the repository come first, then its names."""
    accounts = {id_: Account(id_, f"Account {id_[0]}", "r-abcd") for id_ in ("3" * 12, "2" * 12, "1" * 12)}
    organization = Organization(id="o-1", management_account="1" * 12, root="r-abcd", accounts=accounts)
    worlds = ({"e-2": holding("e-2", "3" * 12, "1" * 12), "e-1": holding("e-1", "2" * 12)},)
    products = {"a": Name("prod-a"), "b": Name("prod-b", "Titled")}
    planning = Planning(
        plan=Plan(created_at="", commit=None, names={"prod-b": "Told by AWS", "prod-c": "Only AWS's"}),
        repository=Repository(
            settings=Settings(file="", marketplace=Marketplace("1" * 12)),
            kinds={},
            references=References.to({"product": products, "principal": {"me": Name("1" * 12, "Myself")}}),
        ),
        options=PlanOptions(),
        course=Course(organization, worlds),
    )
    answer = effective(planning)
    assert [(one["now"], one["accounts"]) for one in answer["groups"]] == [
        ("e-1", ["222222222222"]),
        ("e-2", ["111111111111", "333333333333"]),
    ]
    assert answer["names"] == {
        "111111111111": "Myself",
        "222222222222": "Account 2",
        "333333333333": "Account 3",
        "prod-a": "a",
        "prod-b": "Titled",
        "prod-c": "Only AWS's",
    }


@pytest.mark.parametrize("named", [MEMBER, "reporting", "Reporting", f"{MEMBER} (Reporting)"])
def test_an_account_is_reported_with_the_path_that_decided(changing: Trial, named: str) -> None:
    """The account is given by its id or any of its names; the path leads up to the principal that decides."""
    answer = told(changing, account=named)
    assert answer["account"] == {
        "id": MEMBER,
        "open": True,
        "state": "ACTIVE",
        "now": {
            "experience": "experience.default",
            "path": [MEMBER, FINANCE, ORGANIZATION],
            "skipped": [{"experience": "exp-off", "status": "disabled"}],
        },
        "after": {"experience": "experience.new", "path": [MEMBER], "skipped": []},
    }
    assert [group["accounts"] for group in answer["groups"]] == [[MEMBER]]


def test_a_product_is_reported_with_the_accounts_that_may_buy_it(changing: Trial) -> None:
    """The answer tells the accounts that keep and lose the product, though it is in two experiences."""
    answer = told(changing, product="ledger")
    assert answer["product"] == "prod-b"
    assert [(one["accounts"], one["may_buy"]) for one in answer["groups"]] == [
        (sorted(OTHERS), {"now": True, "after": False}),
        ([MEMBER], {"now": True, "after": True}),
    ]


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("ledger", "prod-b"),
        ("prod-b", "prod-b"),
        ("prod-b2", "prod-b"),
        ("Ledger One", "prod-b"),
        ("prod-b (Ledger One)", "prod-b"),
        ("prod-c (observer)", "prod-c"),
        ("prod-nobody", "prod-nobody"),
        ("12345678-0123-4567-abcd-43176543210", "12345678-0123-4567-abcd-43176543210"),
    ],
)
def test_a_product_is_given_by_any_name_or_id(changing: Trial, asked: str, meant: str) -> None:
    """An id that the repository does not name is accepted; only accounts that may buy everything may buy it."""
    assert told(changing, product=asked)["product"] == meant


@pytest.mark.parametrize("listed", ["allow", "deny"])
def test_an_id_of_another_form_is_a_product_where_a_list_has_it(trial: Trial, listed: str) -> None:
    """AWS documents only the length of an id."""
    policy = {"requests": "Deny", listed: ["PRODUCT.1"]}
    trial.twin.reset(world(experience("Default", principals=[ORGANIZATION], policy=policy)))
    trial.wish("{kind: experience, name: default, title: Default, mode: additive, products: {allow: [prod-a]}}")
    assert told(trial, product="PRODUCT.1")["product"] == "PRODUCT.1"


def test_an_archived_experience_has_no_catalogue(trial: Trial) -> None:
    """An archived experience governs no account, so no account may buy the products that it still lists."""
    policy = {"requests": "Deny", "allow": ["prod-a"]}
    trial.twin.reset(world(experience("Default", principals=[ORGANIZATION], policy=policy)))
    trial.wish("{kind: experience, name: default, title: Default, status: archived, principals: []}")
    assert told(trial)["catalogues"] == {
        "experience.default": {"now": {"everything": False, "products": ["prod-a"]}, "after": None},
    }


def test_ungoverned_accounts_may_buy_everything(trial: Trial) -> None:
    """Without an experience on the path, or without a policy, nothing is restricted."""
    trial.twin.reset(world({"id": "exp-open", "name": "Open", "status": "Enabled", "principals": [FINANCE]}))
    trial.wish("")
    assert [(one["now"], one["may_buy"]) for one in told(trial, product="prod-any")["groups"]] == [
        (None, {"now": True, "after": True}),
        ("exp-open", {"now": True, "after": True}),
    ]
    assert told(trial)["catalogues"]["exp-open"]["now"] == {"everything": True, "products": []}


def test_after_apply_now_equals_what_was_reported_as_after(changing: Trial) -> None:
    """The answer agrees with the naive rule of governance as well."""
    before = told(changing)
    changing.converge()
    planning = changing.plan(whole_organization=True)
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
            listed = after["catalogues"][group["now"] or ""]["now"]
            assert listed
            assert naive_products(course.organization, course.before, account) == frozenset(listed["products"])


@pytest.mark.parametrize("asked", [{}, {"product": "ledger"}], ids=str)
def test_a_closed_account_is_told_to_be_closed(changing: Trial, asked: dict[str, str]) -> None:
    """A closed account is in the tree but may buy nothing: it is in no group and has no catalogue."""
    answer = told(changing, account="gone", **asked)
    assert answer["account"]
    assert answer["account"]["open"] is False
    assert answer["account"]["now"]["experience"] == "experience.default"
    assert (answer["groups"], answer["catalogues"]) == ([], {})


def test_every_name_of_an_answer_is_accepted_as_a_question(trial: Trial) -> None:
    """Accounts and products may have any name, control characters and blank names included."""
    accounts = [{"id": DELEGATE, "name": "  "}, {"id": ADS, "name": "Ads \u202e1"}]
    policy = {"requests": "Deny", "allow": ["prod-a", "prod-b", "prod-c"]}
    organization = {**WORLD["organization"], "accounts": accounts}
    one = experience("Default", principals=[ORGANIZATION], policy=policy)
    trial.twin.reset(world(one, organization=organization))
    trial.wish(f"{WISH}---\n{{kind: principal, items: {{blank: {{id: '{DELEGATE}'}}}}}}")
    answer = told(trial)
    page = Page(names=answer["names"])
    printed = {id_: {page.named(id_), page.name(id_) or id_, clean(page.name(id_)) or id_} for id_ in page.names}
    assert printed.keys() >= {MANAGEMENT, DELEGATE, MEMBER, ADS, "prod-b", "prod-c"}
    assert page.named(DELEGATE) == f"{DELEGATE} (blank)"
    for id_, forms in printed.items():
        about = "product" if id_.startswith("prod-") else "account"
        answers = [told(trial, **{about: form}) for form in forms]
        assert {(one["account"] or {"id": one["product"]})["id"] for one in answers} == {id_}


def test_an_ambiguous_name_is_refused_with_the_ids(trial: Trial) -> None:
    """AWS lets two accounts have one name, and the repository may name a third so; none is chosen."""
    accounts = [{"id": DELEGATE, "name": "prod"}, {"id": ADS, "name": "prod"}]
    trial.twin.reset(world(organization={**WORLD["organization"], "accounts": accounts}))
    trial.wish(
        f"{{kind: principal, items: {{prod: {{id: '{MEMBER}'}}}}}}\n---\n"
        "{kind: product, items: {a: {id: prod-a, title: b}, b: {id: prod-b, title: One}, c: {id: prod-c, title: One}}}"
    )
    for asked, message, ids in (
        ({"account": "prod"}, "3 accounts are called 'prod'", f"{DELEGATE}, {MEMBER}, {ADS}"),
        ({"product": "One"}, "2 products are called 'One'", "prod-b, prod-c"),
        ({"product": "b"}, "2 products are called 'b'", "prod-a, prod-b"),
    ):
        with pytest.raises(UsageError) as refused:
            told(trial, **asked)
        assert (refused.value.message, refused.value.hint) == (message, f"use an id: {ids}")


@pytest.mark.parametrize(
    ("asked", "message", "hint"),
    [
        (
            {"account": "999999999999"},
            "the organization has no account '999999999999'",
            "use an account id of 12 digits",
        ),
        ({"account": "finance"}, "the organization has no account 'finance'", "use an account id of 12 digits"),
        ({"account": "reportin"}, "the organization has no account 'reportin'", "did you mean 'Reporting'?"),
        ({"account": "Procurment"}, "the organization has no account 'Procurment'", "did you mean 'Procurement'?"),
        ({"product": "legder"}, "no product is called 'legder'", "did you mean 'ledger'?"),
        ({"product": "ledger one"}, "no product is called 'ledger one'", "did you mean 'Ledger One'?"),
        ({"product": "observ"}, "no product is called 'observ'", "did you mean 'observer'?"),
        ({"product": "foo"}, "no product is called 'foo'", A_PRODUCT),
        ({"product": ""}, "no product is called ''", A_PRODUCT),
        ({"product": "Prod-b"}, "no product is called 'Prod-b'", "did you mean 'prod-b'?"),
        ({"product": "finance"}, "no product is called 'finance'", A_PRODUCT),
        ({"product": "security"}, "'security' is a group, not a product", "name one product, such as 'ledger'"),
        ({"product": "group:security"}, "'group:security' is a group, not a product", "name one product, such as"),
        ({"product": "group:finance"}, "'group:finance' is a group, not a product", "name one product"),
        ({"product": "prodview-abc"}, "prodview-abc is a page, not a product", "use the product's id"),
    ],
)
def test_an_unknown_name_is_refused_with_a_hint(
    changing: Trial, asked: dict[str, str], message: str, hint: str
) -> None:
    """A typing mistake does not return an empty answer."""
    with pytest.raises(UsageError) as refused:
        told(changing, **asked)
    assert refused.value.message == message
    assert refused.value.hint.startswith(hint)
