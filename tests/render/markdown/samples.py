"""JSON with an entry in each place that a comment shows, small enough to read; for hostile names and for lengths."""

from typing import Any

from reconciler.printed import ChangeJson, EffectiveJson, OperationJson, PlanJson, RunReportJson, ValidationJson
from tests.printed.strict import check
from tests.render.answers import CATALOGUES, why
from tests.render.people import EXPOSURE, FELT_BY, group
from tests.render.plans import (
    CREATE_FINANCE,
    DIGEST,
    ERROR,
    FIRST_CALL,
    HANDMADE,
    NAMES,
    NOTE,
    REFUSED,
    SECOND_CALL,
    TAG_CALL,
    UPDATE_DEFAULT,
    WARNING,
    impact_json,
    plan_json,
)
from tests.render.reports import error_json, outcome, report_json

API = "endpoint_service.api"
ACME, GLOBEX = "arn:aws:iam::333333333333:root", "arn:aws:iam::444444444444:root"
ALL_NAMES = {
    **NAMES,
    "333333333333": "acme-prod",
    "444444444444": "globex",
    "555555555555": "Box 10",
    ACME: "Acme Corp",
    GLOBEX: "Globex",
    API: "API Gateway",
    "experience.default": "Default Experience",
    "experience.finance": "Finance Unit Experience",
    "prod-mail00000000001": "Mail",
}

UPDATE_API: ChangeJson = {
    "address": API,
    "kind": "endpoint_service",
    "name": "api",
    "action": "update",
    "remote_id": "vpce-svc-0123456789abcdef0",
    "observed": None,
    "reason": "",
    "source": "desired_state/services/api.yaml:2:1",
    "origin": None,
    "because": None,
    "change_sets": [],
    "last_edit": None,
    "fields": [
        {"path": "private_dns_name", "before": "api.example.com", "after": "api.example.org"},
        {"path": "tags.team", "before": None, "after": "payments"},
        {"path": "allowed_principals", "added": [GLOBEX], "removed": [ACME], "unchanged": 3},
    ],
}
ARCHIVE_OLD: ChangeJson = {
    **UPDATE_DEFAULT,
    "address": "experience.old",
    "action": "archive",
    "remote_id": "exp-old1",
    "fields": [{"path": "status", "before": "enabled", "after": "archived"}],
}
PERMISSION_CALL: OperationJson = {
    **TAG_CALL,
    "id": "op-4",
    "after": [],
    "account": "333333333333",
    "region": "eu-west-1",
    "service": "ec2",
    "action": "ModifyVpcEndpointServicePermissions",
    "parameters": {
        "ServiceId": "vpce-svc-0123456789abcdef0",
        "AddAllowedPrincipals": [GLOBEX],
        "RemoveAllowedPrincipals": [ACME],
    },
    "addresses": [API],
}
REJECT_CALL: OperationJson = {
    **PERMISSION_CALL,
    "id": "op-5",
    "action": "RejectVpcEndpointConnections",
    "parameters": {"ServiceId": "vpce-svc-0123456789abcdef0", "VpcEndpointIds": ["vpce-0a"]},
}


BY_HAND: Any = {"id": "4v9example", "name": "by hand", "at": "2026-11-22T09:30:00Z", "paths": ["products.allow"]}
ORIGINS: tuple[Any, ...] = (
    {
        "origin": "changed_in_aws",
        "change_sets": [BY_HAND, {**BY_HAND, "id": "8w2example", "name": "", "paths": ["status"]}],
        "last_edit": {"address": "experience.default", "at": "2026-11-20T16:00:00Z", "commit": "0" * 40},
    },
    {
        "origin": "unfinished",
        "last_edit": {"address": "product.datadog", "at": "2026-11-22T09:45:00Z", "commit": "0" * 40},
    },
    {"origin": "unknown", "because": "AWS does not tell when it was last modified"},
    {"origin": "unknown", "because": "AWS lists no changes of tags.team", "change_sets": [BY_HAND]},
)
"""How differences came about: by two sets, by a document that is not applied, and unknown without and with evidence."""


def residual(endpoint: str, *admitted_by: str) -> Any:  # noqa: ANN401 - JSON
    """Return a live connection that has lost its grant."""
    return {
        "service": API,
        "principal": ACME,
        "endpoint": endpoint,
        "owner": "333333333333",
        "state": "available",
        "region": "us-east-1",
        "since": "2026-03-03T09:00:00Z",
        "admitted_by": list(admitted_by),
    }


def drifted_plan(**parts: Any) -> PlanJson:  # noqa: ANN401 - any part of a plan
    """Return the plan of `whole_plan` as drift has it, with an origin of each difference."""
    plan = whole_plan(**parts)
    changes: Any = [{**one, **ORIGINS[at % len(ORIGINS)]} for at, one in enumerate(plan["changes"])]
    drift: PlanJson = check("drift", {**plan, "changes": changes})
    return drift


def whole_plan(**parts: Any) -> PlanJson:  # noqa: ANN401 - any part of a plan
    """Return a plan with an entry in each section of a comment, with *parts* replaced."""
    groups: Any = [
        *FELT_BY,
        {**group("111111111111", before=None, after="experience.finance"), "loses": None, "lost": None},
        {**group("666666666666", before="experience.old", after=None), "gains": None},
    ]
    return plan_json(
        **{
            "names": ALL_NAMES,
            "commit": "0123456789abcdef0123456789abcdef01234567-dirty",
            "changes": [UPDATE_DEFAULT, CREATE_FINANCE, ARCHIVE_OLD, UPDATE_API],
            "operations": [FIRST_CALL, SECOND_CALL, TAG_CALL, PERMISSION_CALL, REJECT_CALL],
            "problems": [
                NOTE,
                WARNING,
                REFUSED,
                {**REFUSED, "code": "ungoverned", "address": None, "path": None},
                ERROR,
            ],
            "unmanaged": [
                HANDMADE,
                {"kind": "allowed_principal", "remote_id": GLOBEX, "title": "Globex", "service": API},
            ],
            "impact": impact_json(
                groups,
                ["666666666666"],
                [{"service": API, "customers": ["333333333333", "*"], "connected": ["333333333333"]}],
            ),
            "exposures": [EXPOSURE, {**EXPOSURE, "governed_by": "experience.default", "narrower": True}],
            "residual_access": [residual("vpce-0a"), residual("vpce-0b", GLOBEX), residual("vpce-0c")],
            "preconditions": [
                {"rule": "max_accounts_losing_everything", "when": "after", "accounts": ["222222222222"]}
            ],
            "proof": {"change_sets": 2, "lower_bound": 2, "chain": 2},
            **parts,
        }
    )


def unmade_plan(*problems: Any, **parts: Any) -> PlanJson:  # noqa: ANN401 - JSON
    """Return a plan that could not be made because of *problems*."""
    found = problems or (NOTE, WARNING, {**ERROR, "code": "unreadable"})
    return plan_json(digest=None, problems=list(found), **parts)


def whole_answer(**parts: Any) -> EffectiveJson:  # noqa: ANN401 - any part of an answer
    """Return an answer of `effective` with an entry in each section of a comment."""
    now = why("exp-default1", "222222222222", "ou-abcd-01234567", legacy="disabled")
    answer: EffectiveJson = check(
        "effective",
        {
            "format_version": "1.0",
            "plan_digest": DIGEST,
            "names": ALL_NAMES,
            "account": {
                "id": "222222222222",
                "state": "SUSPENDED",
                "open": False,
                "now": now,
                "after": why(None, "222222222222"),
            },
            "product": None,
            "groups": [
                {"now": "exp-default1", "after": "experience.finance", "accounts": ["222222222222", "333333333333"]},
                {"now": None, "after": "exp-default1", "accounts": ["444444444444"]},
            ],
            "catalogues": CATALOGUES,
            "problems": [ERROR, REFUSED],
            **parts,
        },
    )
    return answer


def bought_answer() -> EffectiveJson:
    """Return an answer of `effective` about a product."""
    may = {"now": False, "after": True}
    group = {"now": None, "after": "experience.finance", "accounts": ["222222222222"], "may_buy": may}
    return whole_answer(product="prod-datadog000001", groups=[group])


def whole_validation(*problems: Any) -> ValidationJson:  # noqa: ANN401 - JSON
    """Return an answer of `validate`, by default with a problem of each severity."""
    found = list(problems or (ERROR, WARNING, NOTE))
    answer: ValidationJson = check(
        "validate",
        {
            "format_version": "1.0",
            "valid": False,
            "read": {"documents": 34, "kinds": 5, "files": 12},
            "problems": found,
        },
    )
    return answer


def whole_report(**parts: Any) -> RunReportJson:  # noqa: ANN401 - any part of a report
    """Return a run report with an entry in each section of a comment."""
    error = error_json("EntityInUse", "busy: retry", address="experience.default", source="a.yaml:4:14", retryable=True)
    exposed = {
        "principal": "222222222222",
        "left": "experience.default",
        "taker": "experience.finance",
        "accounts": ["222222222222", "111111111111"],
        "governed_by": "exp-default1",
        "putback": "op-6",
        "held_by": "exp-default1",
        "maybe": False,
    }
    default = ["experience.default"]
    return report_json(
        outcome("op-1", "succeeded", action="StartChangeSet", change_set_id="cs-1", addresses=default),
        outcome("op-2", "failed", action="StartChangeSet", change_set_id="cs-2", addresses=default, errors=[error]),
        outcome("op-3", "skipped", action="TagResource", addresses=default, because="op-2 did not succeed"),
        **{
            "names": ALL_NAMES,
            "remaining": ["experience.default", "experience.finance"],
            "unverified": [API],
            "exposed": [exposed, {**exposed, "principal": None, "governed_by": None}],
            "problems": [ERROR, WARNING],
            **parts,
        },
    )
