"""Small answers, one for each kind of change and of end, in each format that is made of them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from reconciler.printed import (
    ChangeJson,
    EffectiveJson,
    ExposureJson,
    FieldChangeJson,
    OperationJson,
    PlanJson,
    ProblemJson,
    RunReportJson,
    ValidationJson,
)
from reconciler.render import (
    Marker,
    drift_lines,
    drift_markdown,
    effective_lines,
    effective_markdown,
    github_lines,
    plan_lines,
    plan_markdown,
    report_lines,
    report_markdown,
    sarif,
    to_json,
    validation_lines,
    validation_markdown,
)
from reconciler.render.page import Page
from tests.render.markdown.samples import (
    ACME,
    ALL_NAMES,
    API,
    PERMISSION_CALL,
    UPDATE_API,
    bought_answer,
    drifted_plan,
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

SHOWN: Final = {"service-permissions"}
"""Plans that are shown with `show`."""

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


PLANS: Final[Mapping[str, PlanJson]] = {
    "create": CREATED,
    "update": UPDATED,
    "archive": ARCHIVED,
    "revive": REVIVED,
    "delete": DELETED,
    "service-create": NEW_SERVICE,
    "service-update": SERVICE,
    "service-permissions": PERMISSIONS,
    "move": MOVE,
    "refused": REFUSED_PLAN,
    "incomplete": INCOMPLETE,
    "nothing": plan_json(),
}
DRIFTS: Final[Mapping[str, PlanJson]] = {"drift": drifted_plan(problems=[WARNING]), "no-drift": plan_json()}
ANSWERS: Final[Mapping[str, EffectiveJson]] = {"effective": whole_answer(), "effective-product": bought_answer()}
VALIDATIONS: Final[Mapping[str, ValidationJson]] = {
    "validation": whole_validation(),
    "valid": {**whole_validation(NOTE), "valid": True},
}
REPORTS: Final[Mapping[str, tuple[RunReportJson, PlanJson]]] = {
    "report-applied": (APPLIED, UPDATED),
    "report-in-part": (whole_report(), MOVE),
    "report-refused": (
        report_json(problems=REFUSED_PLAN["problems"], remaining=["experience.default"]),
        REFUSED_PLAN,
    ),
}


def files() -> Mapping[str, str]:
    """Return each answer in each of its formats, by the name of the file that holds it."""
    texts = {f"{name}.md": text for name, text in comments().items()}
    texts |= {f"{name}.txt": "\n".join(lines) + "\n" for name, lines in _lines().items()}
    for name, found in _problems().items():
        texts[f"{name}.github"] = "\n".join(github_lines(found)) + "\n"
        texts[f"{name}.sarif"] = to_json(sarif(found, {}, "0.0.0"))
    return texts


def _lines() -> Mapping[str, Iterable[str]]:
    return {
        **{name: plan_lines(plan) for name, plan in PLANS.items()},
        **{name: drift_lines(plan) for name, plan in DRIFTS.items()},
        **{name: effective_lines(answer) for name, answer in ANSWERS.items()},
        **{name: validation_lines(Page(), one["problems"], one["read"]) for name, one in VALIDATIONS.items()},
        **{name: report_lines(report, plan) for name, (report, plan) in REPORTS.items()},
    }


def _problems() -> Mapping[str, Sequence[ProblemJson]]:
    """Return the problems of the answers that have problems of each severity, for annotations."""
    plans = {name: PLANS[name]["problems"] for name in ("refused", "incomplete", "nothing")}
    return {**plans, **{name: one["problems"] for name, one in VALIDATIONS.items()}}


def comments() -> Mapping[str, str]:
    """Return a comment of each kind, by its name."""
    validate, effective = (Marker(command, "reconciler.yaml") for command in ("validate", "effective"))
    return {
        **{name: plan_markdown(plan, SHOW if name in SHOWN else PLAN) for name, plan in PLANS.items()},
        "unmade-invalid": unmade("unknown-name", "no product is named 'datadgo'", "did you mean 'datadog'?"),
        "unmade-refused": unmade("refused", "the account is 111111111111, not 222222222222"),
        "unmade-unreadable": unmade("unreadable", "ListEntities was throttled 10 times"),
        **{name: drift_markdown(plan, DRIFT) for name, plan in DRIFTS.items()},
        **{name: effective_markdown(answer, effective) for name, answer in ANSWERS.items()},
        **{name: validation_markdown(one, validate) for name, one in VALIDATIONS.items()},
        **{name: report_markdown(report, plan, APPLY) for name, (report, plan) in REPORTS.items()},
    }
