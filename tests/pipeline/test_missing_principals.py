"""Principals that do not exist or cannot be used: what a plan says of them, and what becomes of the others."""

from typing import Any

import pytest

from reconciler.cli.codes import drift_code
from reconciler.printed import PlanJson
from reconciler.render import drift_lines, plan_lines, report_lines
from tests.render.plans import WIDE
from tests.trial import ADS, CLOSED, FINANCE, MEMBER, ORGANIZATION, WORLD, Trial, world

MISSPELT = "ou-abcd-fnance01"


def wish(*principals: str) -> str:
    """Return an enabled experience with *principals*, one a line, the first in line 6."""
    lines = "".join(f'\n  - "{one}"' for one in principals)
    return f"kind: experience\nname: new\ntitle: New\nstatus: enabled\nprincipals:{lines}\n"


def plan_text(plan: PlanJson) -> list[str]:
    """Return a plan as text."""
    return list(plan_lines(plan, WIDE))


def test_the_row_of_a_misspelt_unit_says_that_it_does_not_exist(trial: Trial) -> None:
    """A reader sees it in the change itself, beside the principals that exist."""
    trial.wish(wish(MISSPELT, FINANCE))
    lines = plan_text(trial.plan().plan.as_json())
    row = lines.index(f"      ! {MISSPELT} does not exist in {ORGANIZATION}")
    assert lines[row - 2 : row] == ["    principals  1 added", f"      + {FINANCE}  Finance"]


def test_an_experience_whose_principals_are_gone_is_never_in_order(trial: Trial) -> None:
    """The plan says so, the apply says so, and drift ends with 2."""
    trial.wish(wish(MISSPELT, CLOSED))
    planning = trial.plan()
    plan = planning.plan.as_json()
    lines = plan_text(plan)
    start = lines.index("    principals  empty")
    assert lines[start : start + 5] == [
        "    principals  empty",
        f"      ! {CLOSED} is closed",
        f"      ! {MISSPELT} does not exist in {ORGANIZATION}",
        "",
        "API calls  1, about 31 s",
    ]
    report = trial.apply(planning).as_json()
    exceptions = (
        "except for 2 principals that are closed or missing and 1 object with a problem that no plan can solve."
    )
    assert list(report_lines(report, plan, style=WIDE))[-1] == f"Converged: AWS matches the repository, {exceptions}"
    after = trial.plan().plan.as_json()
    assert plan_text(after)[-1] == "No changes. 1 object has a problem that no plan can solve: see the warnings."
    assert list(drift_lines(after, WIDE))[-1] == "AWS differs from the repository in 1 object."
    assert drift_code(after) == 2


def test_principals_that_were_not_compared_are_reported(trial: Trial) -> None:
    """One unit is misspelt: AWS is as the repository says only of the other one."""
    trial.wish(wish(MISSPELT, FINANCE))
    trial.converge()
    after = trial.plan().plan.as_json()
    assert (
        plan_text(after)[-1]
        == "No changes. AWS matches the repository, except for 1 principal that is closed or missing."
    )
    assert (
        list(drift_lines(after, WIDE))[-1]
        == "No drift. AWS matches the repository, except for 1 principal that is closed or missing."
    )
    assert drift_code(after) == 0


def test_errors_and_warnings_come_before_notes(trial: Trial) -> None:
    """A program that reads only the first problem reads the most severe."""
    trial.wish("kind: product\nname: spare\nid: prod-spare\n", "a.yaml")
    trial.wish(wish(MISSPELT))
    found = trial.plan().plan.as_json()["problems"]
    assert [(one["severity"], one["code"]) for one in found] == [
        ("warning", "governs-nobody"),
        ("warning", "principal-gone"),
        ("note", "unused-name"),
    ]


@pytest.mark.parametrize(
    ("state", "message"),
    [
        ("CLOSED", f"{MEMBER} is closed"),
        ("SUSPENDED", f"{MEMBER} is suspended"),
        ("PENDING_CLOSURE", f"{MEMBER} is being closed"),
    ],
)
def test_a_suspended_account_is_reported_by_its_state(trial: Trial, state: str, message: str) -> None:
    """An account that AWS has suspended may come back; it was not closed."""
    trial.twin.reset(with_member(state))
    trial.wish(wish(MEMBER, ADS))
    gone = [one.message for one in trial.plan().plan.problems if one.code == "principal-gone"]
    assert gone == [message]


def test_an_account_that_is_not_activated_yet_is_not_reported_as_closed(trial: Trial) -> None:
    """The account waits under its own code, in the twin's stricter reading.

    The other principals arrive, and it arrives later.
    """
    trial.twin.reset(with_member("PENDING_ACTIVATION"))
    trial.wish(wish(ADS, MEMBER))
    (pending,) = trial.plan().plan.problems
    assert (pending.code, pending.message) == ("principal-pending", f"{MEMBER} is not activated yet")
    assert pending.source.endswith("wish.yaml:7:5")
    trial.converge()
    assert trial.named("New").principals == {ADS}
    said = plan_text(trial.plan().plan.as_json())[-1]
    assert said == "No changes. AWS matches the repository, except for 1 principal that is not activated yet."


def with_member(state: str) -> Any:  # noqa: ANN401
    """Return the organization with its member in *state*."""
    unit = {"id": FINANCE, "name": "Finance", "accounts": [{"id": MEMBER, "name": "Reporting", "state": state}]}
    return world(organization={**WORLD["organization"], "units": [unit]})
