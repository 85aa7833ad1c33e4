import json
from dataclasses import replace
from hashlib import sha256

from reconciler.model import (
    Action,
    Address,
    Change,
    Operation,
    Plan,
    Precondition,
    Rule,
    Unmanaged,
    ValueChange,
    When,
    canonical_json,
)
from reconciler.model.problem import warning
from reconciler.printed import BudgetJson
from tests.verbs import asking

FINANCE = Address("experience", "finance")
CHANGE = Change(
    address=FINANCE,
    action=Action.CREATE,
    fields=(ValueChange("title", None, "Finance"),),
    remote_id=None,
    reason="not in AWS",
    source="finance.yaml:1:1",
)
OPERATION = Operation(
    id="op-1",
    after=(),
    account="111111111111",
    region="us-east-1",
    service="marketplace-catalog",
    action="StartChangeSet",
    parameters={"Catalog": "AWSMarketplace", "ChangeSet": []},
    requests=(asking("StartChangeSet"),),
)
PLAN = Plan(created_at="2026-11-22T10:00:00Z", commit=None, changes=(CHANGE,), operations=(OPERATION,))


def test_canonical_json_has_one_form() -> None:
    """Keys are sorted, without blanks, letters as they are: a digest does not depend on how the value was built."""
    assert canonical_json({"b": [1, "é"], "a": {"d": None, "c": True}}) == '{"a":{"c":true,"d":null},"b":[1,"é"]}'


ESSENCE = (
    '{"changes":[{"action":"create","address":"experience.finance",'
    '"fields":[{"after":"Finance","before":null,"path":"title"}],'
    '"kind":"experience","name":"finance","observed":null,"remote_id":null}],'
    '"format_version":"1.0",'
    '"operations":[{"account":"111111111111","action":"StartChangeSet","addresses":["experience.any"],"after":[],"id":"op-1",'
    '"parameters":{"Catalog":"AWSMarketplace","ChangeSet":[]},"region":"us-east-1","service":"marketplace-catalog"}],'
    '"preconditions":[]}'
)


LEFT = Precondition(Rule.UNGOVERNED, When.AFTER, ("333333333333", "555555555555"))
LEFT_JSON = '{"accounts":["333333333333","555555555555"],"rule":"ungoverned","when":"after"}'


def test_the_digest_of_a_fixed_plan_never_changes() -> None:
    """Saved plans are compared with later ones (contract 4), so the recipe must stay."""
    assert PLAN.digest == "sha256:" + sha256(ESSENCE.encode()).hexdigest()
    assert PLAN.short_digest == "da5e2e25"
    relying = ESSENCE.replace('"preconditions":[]', f'"preconditions":[{LEFT_JSON}]')
    assert replace(PLAN, preconditions=(LEFT,)).digest == "sha256:" + sha256(relying.encode()).hexdigest()


def test_the_digest_covers_only_what_a_plan_does() -> None:
    """Time, commit, reasons, sources and warnings are no part of it."""
    other = replace(
        PLAN,
        created_at="2027-01-01T00:00:00Z",
        commit="abcdef0",
        changes=(replace(CHANGE, reason="archived in AWS", source="other.yaml:9:9"),),
        problems=(warning("unused-name", "nothing uses it"),),
        unmanaged=(Unmanaged("experience", "exp-1", "By hand"),),
        names={"prod-a": "A"},
        irremovable={FINANCE: ("prod-b",)},
    )
    assert other.digest == PLAN.digest


def test_a_plan_with_more_problems_has_the_same_digest() -> None:
    """Problems are reported beside the plan; its JSON has both."""
    told = PLAN.ruled((), warning("unmanaged", "one"))
    assert [problem.message for problem in told.problems] == [*(one.message for one in PLAN.problems), "one"]
    assert told.as_json()["digest"] == replace(told, problems=()).digest == PLAN.digest


def test_the_digest_tells_one_plan_from_another() -> None:
    """Another change, call, account or precondition makes another digest."""
    others = [
        replace(PLAN, changes=(replace(CHANGE, action=Action.UPDATE),)),
        replace(PLAN, changes=(replace(CHANGE, fields=(ValueChange("title", None, "Finances"),)),)),
        replace(PLAN, operations=()),
        replace(PLAN, operations=(replace(OPERATION, account="222222222222"),)),
        replace(PLAN, operations=(replace(OPERATION, after=("op-0",)),)),
        replace(PLAN, preconditions=(LEFT,)),
        replace(PLAN, preconditions=(replace(LEFT, accounts=("333333333333",)),)),
        replace(PLAN, preconditions=(replace(LEFT, rule=Rule.LOSING),)),
        replace(PLAN, preconditions=(replace(LEFT, when=When.ON_THE_WAY),)),
    ]
    assert len({PLAN.digest, *(other.digest for other in others)}) == 10


BUDGET: BudgetJson = {
    "calls": {"StartChangeSet": 1},
    "seconds_at_quota": 0.2,
    "reading": {"calls": {"ListEntities": 2}, "throttled": 0, "seconds": 1.3},
    "expected_seconds": 31,
    "schedule": {"op-1": {"begins": 0.0, "ends": 31.0}},
}
SUMMARY = {
    "create": 1,
    "update": 0,
    "archive": 0,
    "revive": 0,
    "delete": 0,
    "change_sets": 1,
    "permission_calls": 0,
}


def test_a_plan_is_written_as_the_contract_says() -> None:
    """Every key is present, also those that later versions fill (contract 4)."""
    plan = replace(
        PLAN,
        unmanaged=(Unmanaged("experience", "exp-1", "By hand"),),
        names={"prod-b": "B", "prod-a": "A"},
        budget=BUDGET,
        irremovable={FINANCE: ("prod-c",)},
        preconditions=(LEFT,),
        problems=(warning("unused-name", "nothing uses it"),),
    )
    written = json.loads(json.dumps(plan.as_json()))
    assert (written.pop("changes"), written.pop("operations")) == ([CHANGE.as_json()], [OPERATION.as_json()])
    assert written.pop("problems") == [warning("unused-name", "nothing uses it").as_json()]
    assert written == {
        "format_version": "1.0",
        "digest": plan.digest,
        "created_at": "2026-11-22T10:00:00Z",
        "commit": None,
        "options": {"select": [], "exclude": [], "no_removals": False, "reject_connections": False},
        "accepted": [],
        "summary": SUMMARY,
        "names": {"prod-a": "A", "prod-b": "B"},
        "preconditions": [{"rule": "ungoverned", "when": "after", "accounts": ["333333333333", "555555555555"]}],
        "impact": {"groups": [], "ungoverned": [], "lost_services": []},
        "exposures": [],
        "residual_access": [],
        "proof": {},
        "budget": BUDGET,
        "unmanaged": [{"kind": "experience", "remote_id": "exp-1", "title": "By hand"}],
        "dns_records": [],
        "residue": {"experience.finance": ["prod-c"]},
        "read": {"organization": "none"},
        "world": {"units": None, "accounts": None, "experiences": None, "services": None},
    }


def test_what_a_plan_costs_is_not_in_its_digest() -> None:
    """Reading is measured, so it differs between equal plans."""
    assert replace(PLAN, budget=BUDGET).digest == PLAN.digest


def test_a_summary_counts_change_sets_and_no_other_calls() -> None:
    """Tagging is a call, but no change set."""
    tag = replace(OPERATION, id="op-2", action="TagResource", requests=(asking("TagResource"),))
    assert replace(PLAN, operations=(OPERATION, tag)).summary()["change_sets"] == 1
