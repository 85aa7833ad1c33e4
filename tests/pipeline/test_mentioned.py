"""The names that a plan carries: those of the ids that it mentions, and no others."""

from dataclasses import replace

from reconciler.model import (
    Action,
    Address,
    Change,
    Exposure,
    Group,
    Impact,
    Plan,
    ResidualAccess,
    SetChange,
    Unmanaged,
)
from reconciler.pipeline.planning.mentioned import names_mentioned
from tests.operations import operation

FINANCE = Address("experience", "finance")
CHANGE = Change(
    address=FINANCE,
    action=Action.UPDATE,
    fields=(SetChange("products.allow", frozenset({"prod-new"}), frozenset({"prod-old"}), 7),),
    remote_id="exp-1",
    reason="",
    source="",
)
OPERATION = operation(1)
PLAN = Plan(
    created_at="",
    commit=None,
    changes=(CHANGE,),
    operations=(OPERATION,),
    unmanaged=(Unmanaged("experience", "exp-9", "By hand"),),
    irremovable={FINANCE: ("prod-kept",)},
)


def test_every_id_that_the_plan_mentions_is_named() -> None:
    """`names` has objects, members that join or leave, residue, unmanaged objects and the account, and no other id."""
    titles = {
        id_: id_.upper()
        for id_ in ("prod-new", "prod-old", "prod-kept", "exp-1", "exp-9", "111111111111", "prod-unchanged")
    }
    assert names_mentioned(PLAN, [titles]) == {
        "exp-1": "EXP-1",
        "prod-new": "PROD-NEW",
        "prod-old": "PROD-OLD",
        "prod-kept": "PROD-KEPT",
        "exp-9": "EXP-9",
        "111111111111": "111111111111",
    }


def test_an_id_without_a_title_is_not_named() -> None:
    """A blank title counts as none and does not hide another title."""
    assert names_mentioned(PLAN, [{"prod-new": "New"}]) == {"prod-new": "New"}
    assert names_mentioned(PLAN, [{"prod-new": "New", "prod-old": ""}, {"prod-new": " "}]) == {"prod-new": "New"}


def test_accounts_and_products_of_the_impact_are_named() -> None:
    """Every id of the impact is named (contract 4), also those that no change or call mentions."""
    group = Group(
        before="exp-a",
        after="exp-b",
        accounts=("222222222222",),
        gained=frozenset({"prod-gained"}),
        lost=frozenset({"prod-lost"}),
    )
    exposure = Exposure(
        principal="ou-moved",
        accounts=("333333333333",),
        since="op-1",
        until="op-2",
        governed_by="exp-c",
        wider=True,
        narrower=False,
        seconds=30,
    )
    ids = ["222222222222", "333333333333", "exp-a", "exp-b", "exp-c", "ou-moved", "prod-gained", "prod-lost"]
    plan = Plan(created_at="", commit=None, impact=Impact((group,)), exposures=(exposure,))
    titles = {id_: id_.upper() for id_ in [*ids, "prod-other"]}
    assert sorted(names_mentioned(plan, [titles])) == ids


def test_titles_of_the_repository_win_over_those_of_aws() -> None:
    """Of two titles, the one of the later mapping is used."""
    assert names_mentioned(PLAN, [{"prod-new": "In AWS"}, {"prod-new": "In git"}]) == {"prod-new": "In git"}


def test_a_creation_has_no_id_to_name() -> None:
    """An experience gets its id when it is created."""
    assert names_mentioned(replace(PLAN, changes=(replace(CHANGE, remote_id=None, fields=()),)), [{"exp-1": "X"}]) == {}


def test_remaining_connections_are_named() -> None:
    """The account, the removed principal, and the principals that still admit the account are named."""
    residual = ResidualAccess(
        service=Address("endpoint_service", "api"),
        principal="arn:aws:iam::333333333333:root",
        endpoint="vpce-1",
        owner="333333333333",
        state="available",
        region="us-east-1",
        since="2026-11-10T10:00:00Z",
        admitted_by=("arn:aws:iam::333333333333:role/reader",),
    )
    titles = {
        "333333333333": "Acme",
        "arn:aws:iam::333333333333:root": "Acme",
        "arn:aws:iam::333333333333:role/reader": "reader",
        "vpce-1": "never named",
    }
    plan = Plan(created_at="", commit=None, residual_access=(residual,))
    assert names_mentioned(plan, [titles]) == {id_: name for id_, name in titles.items() if id_ != "vpce-1"}
