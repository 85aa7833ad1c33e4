"""Small answers, one for each kind of change and of end, and the comments that are made of them."""

from collections.abc import Mapping
from typing import Any, Final

from reconciler.printed import ChangeJson, ExposureJson, FieldChangeJson, OperationJson, PlanJson
from reconciler.render import (
    Marker,
    drift_markdown,
    effective_markdown,
    plan_markdown,
    report_markdown,
    validation_markdown,
)
from tests.render.markdown.samples import (
    ACME,
    ALL_NAMES,
    API,
    PERMISSION_CALL,
    UPDATE_API,
    bought_answer,
    residual,
    whole_answer,
    whole_plan,
    whole_report,
    whole_validation,
)
from tests.render.people import EXPOSURE, FELT_BY, group
from tests.render.plans import (
    CREATE_FINANCE,
    ERROR,
    FIRST_CALL,
    NOTE,
    REFUSED,
    SECOND_CALL,
    UPDATE_DEFAULT,
    WARNING,
    impact_json,
    plan_json,
)
from tests.render.reports import outcome, report_json

PLAN, DRIFT = Marker("plan", "reconciler.yaml"), Marker("drift", "reconciler.yaml")
APPLY, SHOW = Marker("apply", "reconciler.yaml"), Marker("show", "prod/reconciler.yaml")

LEFT: Any = {**group("222222222222", "333333333333", before="experience.default", after=None), "gains": None}
MOVED: Final = group(
    "222222222222", before="experience.default", after="experience.finance", gained=["prod-datadog000001"]
)
MOVING: Final[ExposureJson] = {**EXPOSURE, "governed_by": "experience.default", "wider": False, "narrower": True}


def changed(base: ChangeJson, action: Any, *fields: FieldChangeJson, **parts: Any) -> ChangeJson:  # noqa: ANN401 - JSON
    """Return a change of the object of *base*."""
    found: Any = {**base, "action": action, "fields": list(fields), **parts}
    told: ChangeJson = found
    return told


def members(
    path: str, added: tuple[str, ...] = (), removed: tuple[str, ...] = (), unchanged: int = 0
) -> FieldChangeJson:
    """Return the change of a list."""
    return {"path": path, "added": list(added), "removed": list(removed), "unchanged": unchanged}


def value(path: str, before: object, after: object) -> FieldChangeJson:
    """Return the change of a value."""
    return {"path": path, "before": before, "after": after}


def plan(change: ChangeJson, *operations: OperationJson, **parts: Any) -> PlanJson:  # noqa: ANN401 - any part of a plan
    """Return a plan of one change."""
    return plan_json(**{"names": ALL_NAMES, "changes": [change], "operations": list(operations), **parts})


def refused(rule: str) -> Any:  # noqa: ANN401 - JSON
    """Return a refusal of a rule about accounts or grants."""
    hint = f"--accept {rule}@1a2b3c4d"
    return {**REFUSED, "code": rule, "hint": hint, "address": API, "path": None, "message": f"{API} breaks {rule}"}


CREATED = plan(CREATE_FINANCE, FIRST_CALL, impact=impact_json([MOVED]))
UPDATED = plan(UPDATE_DEFAULT, FIRST_CALL, impact=impact_json(FELT_BY[:1]))
ARCHIVED = plan(
    changed(UPDATE_DEFAULT, "archive", value("status", "enabled", "archived")),
    FIRST_CALL,
    impact=impact_json([LEFT], ["222222222222", "333333333333"]),
)
REVIVED = plan(changed(UPDATE_DEFAULT, "revive", value("status", "archived", "enabled")), FIRST_CALL)
DELETED = plan(
    changed(UPDATE_API, "delete", members("allowed_principals", removed=(ACME,))),
    PERMISSION_CALL,
    problems=[refused("delete")],
    residual_access=[residual("vpce-0a")],
    impact=impact_json(lost_services=[{"service": API, "customers": ["333333333333"], "connected": ["333333333333"]}]),
)
NEW_SERVICE = plan(
    changed(
        UPDATE_API, "create", value("region", None, "eu-west-1"), members("allowed_principals", (ACME,)), remote_id=None
    ),
    PERMISSION_CALL,
)
SERVICE = plan(changed(UPDATE_API, "update", *UPDATE_API["fields"][:2]), PERMISSION_CALL)
PERMISSIONS = plan(
    changed(UPDATE_API, "update", UPDATE_API["fields"][2]), PERMISSION_CALL, residual_access=[residual("vpce-0a")]
)
MOVE = plan_json(
    names=ALL_NAMES,
    changes=[
        changed(UPDATE_DEFAULT, "update", members("principals", removed=("222222222222",), unchanged=3)),
        changed(CREATE_FINANCE, "update", members("principals", ("222222222222",), unchanged=1)),
    ],
    operations=[FIRST_CALL, SECOND_CALL],
    impact=impact_json([MOVED]),
    exposures=[MOVING],
)
REFUSED_PLAN = whole_plan(problems=[WARNING, REFUSED, refused("ungoverned")])
INCOMPLETE = plan(UPDATE_DEFAULT, FIRST_CALL, problems=[ERROR, WARNING, NOTE])
APPLIED = report_json(
    outcome("op-1", "succeeded", action="StartChangeSet", change_set_id="cs-1", addresses=["experience.default"]),
    converged=True,
)


def unmade(code: str, message: str, hint: str | None = None) -> str:
    """Return the comment of a plan that could not be made."""
    problem: Any = {**ERROR, "code": code, "message": message, "hint": hint}
    return plan_markdown(plan_json(digest=None, problems=[problem, WARNING]), PLAN)


def comments() -> Mapping[str, str]:
    """Return a comment of each kind, by the name of the file that holds it."""
    return {
        "create": plan_markdown(CREATED, PLAN),
        "update": plan_markdown(UPDATED, PLAN),
        "archive": plan_markdown(ARCHIVED, PLAN),
        "revive": plan_markdown(REVIVED, PLAN),
        "delete": plan_markdown(DELETED, PLAN),
        "service-create": plan_markdown(NEW_SERVICE, PLAN),
        "service-update": plan_markdown(SERVICE, PLAN),
        "service-permissions": plan_markdown(PERMISSIONS, SHOW),
        "move": plan_markdown(MOVE, PLAN),
        "refused": plan_markdown(REFUSED_PLAN, PLAN),
        "incomplete": plan_markdown(INCOMPLETE, PLAN),
        "unmade-invalid": unmade("unknown-name", "no product is named 'datadgo'", "did you mean 'datadog'?"),
        "unmade-refused": unmade("refused", "the account is 111111111111, not 222222222222"),
        "unmade-unreadable": unmade("unreadable", "ListEntities was throttled 10 times"),
        "nothing": plan_markdown(plan_json(), PLAN),
        "drift": drift_markdown(whole_plan(problems=[WARNING]), DRIFT),
        "no-drift": drift_markdown(plan_json(), DRIFT),
        "effective": effective_markdown(whole_answer(), Marker("effective", "reconciler.yaml")),
        "effective-product": effective_markdown(bought_answer(), Marker("effective", "reconciler.yaml")),
        "validation": validation_markdown(whole_validation(), Marker("validate", "reconciler.yaml")),
        "valid": validation_markdown({**whole_validation(NOTE), "valid": True}, Marker("validate", "reconciler.yaml")),
        "report-applied": report_markdown(APPLIED, UPDATED, APPLY),
        "report-in-part": report_markdown(whole_report(), MOVE, APPLY),
        "report-refused": report_markdown(
            report_json(problems=REFUSED_PLAN["problems"], remaining=["experience.default"]), REFUSED_PLAN, APPLY
        ),
    }
