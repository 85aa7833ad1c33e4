"""The full plan is always shown; its refused changes, fields, groups and exposures are marked."""

from typing import Any

import pytest

from reconciler.printed import PlanJson, ProblemJson
from reconciler.render import ANSI, plan_lines
from tests.render.people import EXPOSURE, group
from tests.render.plans import CREATE_FINANCE, REFUSED, UPDATE_DEFAULT, WIDE, impact_json, plan_json

LOSING: ProblemJson = {**REFUSED, "code": "max_accounts_losing_access", "address": None, "path": None}
UNGOVERNED: ProblemJson = {**LOSING, "code": "ungoverned"}
SERVICE: dict[str, Any] = {
    "address": "endpoint_service.api",
    "kind": "endpoint_service",
    "name": "api",
    "action": "delete",
    "remote_id": "vpce-svc-1",
    "observed": None,
    "reason": "",
    "source": "api.yaml:1:1",
    "origin": None,
    "because": None,
    "change_sets": [],
    "last_edit": None,
    "fields": [{"path": "payer", "before": "endpoint_owner", "after": "service_owner"}],
}
EMPTIED = {"path": "products.allow", "added": [], "removed": ["prod-ledger0000001"], "unchanged": 0}


def lines(*problems: ProblemJson, **parts: Any) -> list[str]:  # noqa: ANN401 - parts of a plan
    """Render a plan with *problems*, and return the lines below them."""
    shown = list(plan_lines(plan_json(problems=list(problems), **parts), WIDE))
    return [line for line in shown if not line.startswith(("desired_state/", "  hint:"))]


def marked(*problems: ProblemJson, **parts: Any) -> list[str]:  # noqa: ANN401 - parts of a plan
    """Return the lines of a plan that have a mark of a refusal."""
    return [line for line in lines(*problems, **parts) if "refused[" in line]


TOLD: list[dict[str, Any]] = [
    {"rule": "max_accounts_losing_access", "when": "after", "accounts": ["1", "2", "4"]},
    {"rule": "max_accounts_losing_everything", "when": "after", "accounts": ["6"]},
    {"rule": "ungoverned", "when": "after", "accounts": ["5"]},
    {"rule": "ungoverned", "when": "on_the_way", "accounts": ["3", "222222222222"]},
]


def accounts(*problems: ProblemJson, **parts: Any) -> list[str]:  # noqa: ANN401 - parts of a plan
    """Return the lines about groups of accounts that have a mark of a refusal."""
    groups = [
        group("1", "2", lost=["prod-a"]),
        group("3", after="experience.b", gained=["prod-a"]),
        group("4", before=None, loses=None),
        group("5", after=None, gains=None),
        group("6", after="experience.c", lost=["prod-a", "prod-b"]),
    ]
    return marked(*problems, impact=impact_json(groups, ["5"]), preconditions=TOLD, **parts)


def test_a_refused_change_is_marked_at_its_heading_and_at_the_field() -> None:
    """The marks name the rule. Other changes have no mark."""
    assert marked(REFUSED, changes=[UPDATE_DEFAULT, CREATE_FINANCE]) == [
        '~ update experience.default "Default Experience" (exp-default1)  refused[max_removals]',
        "    products.allow  1 removed, 12 unchanged  refused[max_removals]",
    ]


def test_each_rule_marks_a_change_once() -> None:
    """The heading has one mark for each rule, also if a rule refuses two fields."""
    principals = REFUSED | {"path": "principals"}
    protected = REFUSED | {"code": "protected"}
    assert marked(REFUSED, principals, protected, changes=[UPDATE_DEFAULT]) == [
        '~ update experience.default "Default Experience" (exp-default1)  refused[max_removals]  refused[protected]',
        "    principals      1 removed, 1 unchanged  refused[max_removals]",
        "    products.allow  1 removed, 12 unchanged  refused[max_removals]  refused[protected]",
    ]


@pytest.mark.parametrize("rule", ["delete", "reject_connections", "protected"])
def test_a_change_that_is_refused_whole_is_marked_at_its_heading(rule: str) -> None:
    """A service that ends and connections that are cut are marked at the heading of the change."""
    problem = REFUSED | {"code": rule, "address": "endpoint_service.api", "path": None}
    assert marked(problem, changes=[SERVICE]) == [f"- delete endpoint_service.api (vpce-svc-1)  refused[{rule}]"]


def test_a_refused_value_is_marked() -> None:
    """A refused change of the payer is marked at its heading and at the field."""
    problem = REFUSED | {"code": "payer", "address": "endpoint_service.api", "path": "payer"}
    assert marked(problem, changes=[SERVICE | {"action": "update"}]) == [
        "~ update endpoint_service.api (vpce-svc-1)  refused[payer]",
        "    payer  endpoint_owner → service_owner  refused[payer]",
    ]


def test_groups_that_lose_access_are_marked() -> None:
    """Accounts that a stronger rule reports, that only gain products or that are only exposed are not marked."""
    assert accounts(LOSING) == [
        "  2 accounts stay under experience.a  refused[max_accounts_losing_access]",
        "  1 account: ungoverned → experience.a  refused[max_accounts_losing_access]",
    ]


def test_groups_that_lose_everything_are_marked_with_that_rule() -> None:
    """Each group is marked with the one rule that reports its accounts."""
    everything = LOSING | {"code": "max_accounts_losing_everything"}
    assert accounts(LOSING, everything)[2:] == [
        "  1 account: experience.a → experience.c  refused[max_accounts_losing_everything]",
    ]
    assert accounts(everything) == accounts(LOSING, everything)[2:]


def test_ungoverned_groups_and_exposures_are_marked() -> None:
    """An exposure in which another experience governs the accounts is not marked."""
    governed = EXPOSURE | {"principal": "333333333333", "governed_by": "experience.default"}
    assert accounts(UNGOVERNED, exposures=[governed, EXPOSURE]) == [
        "  222222222222 (finance-prod) from op-1 until op-2, about 30 s: ungoverned  refused[ungoverned]",
        "  1 account: experience.a → ungoverned  refused[ungoverned]",
    ]


def test_refused_groups_and_exposures_are_always_shown() -> None:
    """Refused groups and exposures come before the largest groups and before other exposures."""
    groups = [group(str(n), "x", before=f"experience.{n}") for n in range(12)]
    lost, governed = group("13", after=None, gains=None), {**EXPOSURE, "governed_by": "experience.default"}
    felt = impact_json([*groups, lost], ["13"])
    told = [{"rule": "ungoverned", "when": "after", "accounts": ["13"]}]
    shown = lines(UNGOVERNED, impact=felt, preconditions=told, exposures=[governed] * 12 + [EXPOSURE])
    assert shown[shown.index("Impact") + 1] == "  1 account: experience.a → ungoverned  refused[ungoverned]"
    assert shown[
        shown.index("Exposure during apply (what accounts can and cannot buy between two API calls)") + 1
    ].endswith("  refused[ungoverned]")


@pytest.mark.parametrize("severity", ["note", "warning"])
def test_accepted_rules_and_warnings_are_not_marked(severity: str) -> None:
    """A problem that is a note or a warning refuses nothing, so it leaves no mark."""
    told: list[Any] = [{**one, "severity": severity, "hint": None} for one in (REFUSED, LOSING, UNGOVERNED)]
    shown = accounts(*told, changes=[UPDATE_DEFAULT], exposures=[EXPOSURE])
    assert shown == []


def test_an_old_plan_file_is_shown_without_marks() -> None:
    """Problems of older plan files have no address, so nothing is marked."""
    old: Any = {key: part for key, part in REFUSED.items() if key not in {"address", "path"}}
    plan: PlanJson = {**plan_json(changes=[UPDATE_DEFAULT]), "problems": [old]}
    shown = [line for line in plan_lines(plan) if not line.startswith("desired_state/")]
    assert [line for line in shown if "refused[" in line] == []


def test_marks_have_the_colour_of_errors() -> None:
    """A mark has the same colour as the verdict of a refused plan."""
    plan = plan_json(changes=[UPDATE_DEFAULT], problems=[REFUSED])
    heading = next(line for line in plan_lines(plan, style=ANSI) if "~ update" in line)
    assert heading.endswith("(exp-default1)  \x1b[1;31mrefused[max_removals]\x1b[0m")


def test_a_rule_that_nothing_accepts_is_no_option_to_paste() -> None:
    """Beside it the options of other rules do not help: the verdict says so, and the hint is shown."""
    kept: ProblemJson = {**REFUSED, "code": "protected", "hint": "no option accepts this: take the object out first"}
    shown = list(plan_lines(plan_json(changes=[UPDATE_DEFAULT], problems=[kept, UNGOVERNED])))
    assert any("1 rule cannot be accepted" in line for line in shown)
    assert "  hint: no option accepts this: take the object out first" in shown
    start = shown.index("To accept the others, for exactly this plan:")
    assert shown[start + 1] == f"    reconciler apply {UNGOVERNED['hint']}"
