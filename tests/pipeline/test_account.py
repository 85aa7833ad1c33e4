from dataclasses import replace

from reconciler.model import Action, Address, Change, Operation, Plan, SetChange, Unmanaged
from reconciler.pipeline.account import budget, names_mentioned

FINANCE = Address("experience", "finance")
CHANGE = Change(
    address=FINANCE,
    action=Action.UPDATE,
    fields=(SetChange("products.allow", frozenset({"prod-new"}), frozenset({"prod-old"}), 7),),
    remote_id="exp-1",
    reason="",
    source="",
)
OPERATION = Operation(
    id="op-1",
    after=(),
    account="111111111111",
    region="us-east-1",
    service="marketplace-catalog",
    action="StartChangeSet",
    parameters={},
    requests=(),
)
PLAN = Plan(
    created_at="",
    commit=None,
    changes=(CHANGE,),
    operations=(OPERATION,),
    unmanaged=(Unmanaged("experience", "exp-9", "By hand"),),
    residue={FINANCE: ("prod-kept",)},
)


def test_every_id_that_the_plan_mentions_is_named() -> None:
    """Objects, members that join or leave, residue, what is unmanaged, the account; nothing else."""
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


def test_what_has_no_name_is_not_named() -> None:
    """An id without a title is shown alone."""
    assert names_mentioned(PLAN, [{"prod-new": "New"}]) == {"prod-new": "New"}


def test_the_repository_knows_best() -> None:
    """Of two titles the later mapping's is taken: the wish over AWS."""
    assert names_mentioned(PLAN, [{"prod-new": "In AWS"}, {"prod-new": "In git"}]) == {"prod-new": "In git"}


def test_a_creation_has_no_id_to_name() -> None:
    """It has none yet."""
    assert names_mentioned(replace(PLAN, changes=(replace(CHANGE, remote_id=None, fields=()),)), [{"exp-1": "X"}]) == {}


def test_a_budget_counts_calls_and_the_seconds_that_the_quotas_make_of_them() -> None:
    """Facts, catalog 2: five of either a second."""
    tag = replace(OPERATION, action="TagResource")
    assert budget([OPERATION, tag, OPERATION, OPERATION]) == {
        "calls": {"StartChangeSet": 3, "TagResource": 1},
        "seconds_at_quota": 0.8,
    }


def test_nothing_to_do_costs_nothing() -> None:
    """The budget of an empty plan is empty."""
    assert budget([]) == {}
