"""Plans as `Plan.as_json` makes them, small enough to read."""

from collections.abc import Iterable
from typing import Any

from reconciler.model.plan import NO_BUDGET, NO_OPTIONS, UNREAD
from reconciler.printed import (
    ChangeJson,
    GroupJson,
    ImpactJson,
    LostServiceJson,
    OperationJson,
    PlanJson,
    ProblemJson,
    UnmanagedJson,
)
from reconciler.render import PLAIN
from tests.printed.strict import check
from tests.render.people import EXPOSURE, FELT_BY

WIDE = PLAIN._replace(width=10_000)
"""A style in which no line is folded."""

DIGEST = "sha256:1a2b3c4d" + "0" * 56

NAMES = {
    "111111111111": "payer",
    "222222222222": "finance-prod",
    "ou-abcd-01234567": "Finance",
    "prod-datadog000001": "Datadog Pro",
    "prod-ledger0000001": "Ledger One",
    "exp-default1": "Default Experience",
}

CREATE_FINANCE: ChangeJson = {
    "address": "experience.finance",
    "kind": "experience",
    "name": "finance",
    "action": "create",
    "remote_id": None,
    "observed": None,
    "reason": "not in AWS",
    "source": "desired_state/experiences/finance.yaml:3:1",
    "origin": None,
    "because": None,
    "change_sets": [],
    "last_edit": None,
    "fields": [
        {"path": "title", "before": None, "after": "Finance Unit Experience"},
        {"path": "status", "before": None, "after": "enabled"},
        {"path": "products", "before": None, "after": "restricted"},
        {
            "path": "principals",
            "added": ["222222222222", "ou-abcd-01234567"],
            "removed": [],
            "unchanged": 0,
        },
        {
            "path": "products.allow",
            "added": ["12345678-0123-4567-abcd-43176543213", "prod-datadog000001"],
            "removed": [],
            "unchanged": 0,
        },
    ],
}

UPDATE_DEFAULT: ChangeJson = {
    "address": "experience.default",
    "kind": "experience",
    "name": "default",
    "action": "update",
    "remote_id": "exp-default1",
    "observed": None,
    "reason": "",
    "source": "desired_state/experiences/default.yaml:2:1",
    "origin": None,
    "because": None,
    "change_sets": [],
    "last_edit": None,
    "fields": [
        {"path": "description", "before": None, "after": "What everyone may buy"},
        {"path": "user_requests", "before": "allow", "after": "deny"},
        {"path": "principals", "added": [], "removed": ["222222222222"], "unchanged": 1},
        {"path": "products.allow", "added": [], "removed": ["prod-ledger0000001"], "unchanged": 12},
        {"path": "products.deny", "added": ["prod-ledger0000001"], "removed": [], "unchanged": 0},
    ],
}

FIRST_CALL: OperationJson = {
    "id": "op-1",
    "after": [],
    "account": "111111111111",
    "region": "us-east-1",
    "service": "marketplace-catalog",
    "action": "StartChangeSet",
    "parameters": {
        "Catalog": "AWSMarketplace",
        "ChangeSet": [
            {
                "ChangeName": "A",
                "ChangeType": "CreateExperience",
                "Entity": {"Type": "Experience@1.0"},
                "DetailsDocument": {"Name": "Finance Unit Experience"},
            },
            {
                "ChangeName": "B",
                "ChangeType": "CreateProcurementPolicy",
                "Entity": {"Type": "Experience@1.0", "Identifier": "$A.Entity.Identifier"},
                "DetailsDocument": {"Name": "Finance Unit Experience"},
            },
            {
                "ChangeName": "C",
                "ChangeType": "AllowProductProcurement",
                "Entity": {"Type": "Experience@1.0", "Identifier": "$A.Entity.Identifier"},
                "DetailsDocument": {
                    "Products": [{"Ids": ["12345678-0123-4567-abcd-43176543213", "prod-datadog000001"]}]
                },
            },
            {
                "ChangeName": "D",
                "ChangeType": "DisassociateAudience",
                "Entity": {"Type": "Experience@1.0", "Identifier": "exp-default1@6"},
                "DetailsDocument": {"Principals": ["222222222222"]},
            },
            {
                "ChangeName": "E",
                "ChangeType": "DenyProductProcurement",
                "Entity": {"Type": "Experience@1.0", "Identifier": "exp-default1@6"},
                "DetailsDocument": {"Products": [{"Ids": ["prod-ledger0000001"]}]},
            },
            {
                "ChangeName": "F",
                "ChangeType": "UpdateProcurementPolicy",
                "Entity": {"Type": "Experience@1.0", "Identifier": "exp-default1@6"},
                "DetailsDocument": {"Configuration": {"PolicyResourceRequests": "Deny"}},
            },
        ],
    },
    "addresses": ["experience.default", "experience.finance"],
}

_FINANCE = {"known_after": "op-1", "address": "experience.finance"}

SECOND_CALL: OperationJson = {
    "id": "op-2",
    "after": ["op-1"],
    "account": "111111111111",
    "region": "us-east-1",
    "service": "marketplace-catalog",
    "action": "StartChangeSet",
    "parameters": {
        "Catalog": "AWSMarketplace",
        "ChangeSet": [
            {
                "ChangeName": "A",
                "ChangeType": "AssociateAudience",
                "Entity": {"Type": "Experience@1.0", "Identifier": _FINANCE},
                "DetailsDocument": {"Principals": ["222222222222", "ou-abcd-01234567"]},
            },
            {
                "ChangeName": "B",
                "ChangeType": "UpdateExperience",
                "Entity": {"Type": "Experience@1.0", "Identifier": _FINANCE},
                "DetailsDocument": {"Status": "Enabled"},
            },
        ],
    },
    "addresses": ["experience.finance"],
}

TAG_CALL: OperationJson = {
    "id": "op-3",
    "after": ["op-1", "op-2"],
    "account": "111111111111",
    "region": "us-east-1",
    "service": "marketplace-catalog",
    "action": "TagResource",
    "parameters": {"ResourceArn": _FINANCE, "Tags": [{"Key": "team", "Value": "procurement"}]},
    "addresses": ["experience.finance"],
}

WARNING: ProblemJson = {
    "severity": "warning",
    "code": "principal-gone",
    "message": "444444444444 is closed",
    "source": "desired_state/principals.yaml:9:3",
    "hint": "take it out of experience.finance",
    "address": "experience.finance",
    "path": None,
    "remote_id": None,
}
REFUSED: ProblemJson = {
    "severity": "refused",
    "code": "max_removals",
    "message": "experience.default loses 1 of 13 in products.allow",
    "source": "desired_state/experiences/default.yaml:7:3",
    "hint": "--accept max_removals@1a2b3c4d",
    "address": "experience.default",
    "path": "products.allow",
    "remote_id": None,
}
ERROR: ProblemJson = {
    "severity": "error",
    "code": "principal-held",
    "message": "333333333333 is held by exp-handmade",
    "source": "desired_state/experiences/marketing.yaml:4:5",
    "hint": "adopt exp-handmade: give a document its id",
    "address": "experience.marketing",
    "path": None,
    "remote_id": None,
}
NOTE: ProblemJson = {
    "severity": "note",
    "code": "later",
    "message": "just so you know",
    "source": None,
    "hint": None,
    "address": None,
    "path": None,
    "remote_id": None,
}
OBSERVED: ProblemJson = {
    "severity": "note",
    "code": "observed-difference",
    "message": "experience.legacy: status is disabled in AWS, enabled here",
    "source": "desired_state/experiences/legacy.yaml:2:1",
    "hint": None,
    "address": "experience.legacy",
    "path": None,
    "remote_id": None,
}
HANDMADE: UnmanagedJson = {"kind": "experience", "remote_id": "exp-handmade", "title": "Made by hand"}


def plan_json(**parts: Any) -> PlanJson:  # noqa: ANN401 - any part of a plan
    """Return a plan that says "nothing to do", with *parts* replaced and the summary counted."""
    plan: Any = {
        "format_version": "1.0",
        "digest": DIGEST,
        "created_at": "2026-11-22T10:00:00Z",
        "commit": None,
        "options": NO_OPTIONS,
        "accepted": [],
        "summary": {},
        "names": NAMES,
        "changes": [],
        "operations": [],
        "preconditions": [],
        "impact": impact_json(),
        "exposures": [],
        "residual_access": [],
        "proof": {},
        "budget": NO_BUDGET,
        "unmanaged": [],
        "dns_records": [],
        "residue": {},
        "read": {"organization": "none"},
        "world": UNREAD,
        "problems": [],
        **parts,
    }
    actions = [change["action"] for change in plan["changes"]]
    calls = [operation["action"] for operation in plan["operations"]]
    summary = {action: actions.count(action) for action in ("create", "update", "archive", "revive", "delete")}
    plan["summary"] = {**summary, "change_sets": calls.count("StartChangeSet"), "permission_calls": 0}
    checked: PlanJson = check("plan", plan)
    return checked


def impact_json(
    groups: Iterable[GroupJson] = (), ungoverned: Iterable[str] = (), lost_services: Iterable[LostServiceJson] = ()
) -> ImpactJson:
    """Return the impact of a plan."""
    return {"groups": list(groups), "ungoverned": list(ungoverned), "lost_services": list(lost_services)}


def everything() -> PlanJson:
    """Return a plan with an entry in each section."""
    return plan_json(
        changes=[UPDATE_DEFAULT, CREATE_FINANCE],
        operations=[FIRST_CALL, SECOND_CALL, TAG_CALL],
        problems=[WARNING, REFUSED],
        unmanaged=[HANDMADE],
        residue={"experience.default": ["prod-ledger0000001"]},
        impact=impact_json(FELT_BY),
        exposures=[EXPOSURE],
        proof={"change_sets": 2, "lower_bound": 2, "chain": 2},
        budget={
            "calls": {"StartChangeSet": 2, "TagResource": 1},
            "seconds_at_quota": 0.6,
            "reading": {"calls": {"ListEntities": 2}, "throttled": 0, "seconds": 1.3},
            "expected_seconds": 63,
            "schedule": {
                "op-1": {"begins": 0.0, "ends": 31.0},
                "op-2": {"begins": 31.0, "ends": 62.0},
                "op-3": {"begins": 62.0, "ends": 63.0},
            },
        },
    )
