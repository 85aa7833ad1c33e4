"""The complete text of drift."""

from pathlib import Path

import pytest

from reconciler.model import Absence
from reconciler.printed import PlanJson
from reconciler.render import drift_lines, plan_lines
from tests.render.people import EXPOSURE, group
from tests.render.plans import (
    CREATE_FINANCE,
    ERROR,
    HANDMADE,
    OBSERVED,
    REFUSED,
    UPDATE_DEFAULT,
    WARNING,
    everything,
    impact_json,
    plan_json,
)


def text(plan: PlanJson, *, full: bool = False) -> str:
    """Render drift without colour."""
    return "\n".join(drift_lines(plan, full=full)) + "\n"


def test_drift_shows_how_aws_differs_from_the_repository() -> None:
    """A member that apply would remove is shown as added in AWS. Guards are not shown, and calls are only counted."""
    expected = Path(__file__).with_name("drift.txt").read_text(encoding="utf-8")
    assert text(everything()) == expected


def test_no_drift_is_one_sentence() -> None:
    """Without drift, the text is one sentence."""
    assert text(plan_json()) == "No drift. AWS matches the repository.\n"


def test_differences_of_observed_objects_count_as_drift() -> None:
    """A difference of an object in mode observe is drift, although apply does not change it."""
    assert text(plan_json(problems=[OBSERVED])).endswith("\n\nAWS differs from the repository in 1 object.\n")


def test_aws_with_an_object_that_no_document_names_is_not_called_equal() -> None:
    """An experience that was made in the console may govern accounts that the repository puts under another one."""
    said = text(plan_json(unmanaged=[HANDMADE]))
    assert said.endswith("\n\nNo drift in managed objects; AWS has 1 object that no document names.\n")


def test_what_was_not_compared_is_said_beside_what_no_document_names() -> None:
    """Neither hides the other."""
    gone = WARNING | {"code": Absence.GONE}
    assert text(plan_json(unmanaged=[HANDMADE], problems=[gone])).replace("\n    ", " ").splitlines()[-1] == (
        "No drift in managed objects, except for 1 principal that is closed or missing; "
        "AWS has 1 object that no document names."
    )


def test_an_incomplete_comparison_is_never_called_equal() -> None:
    """Objects that could not be compared may differ, so the text does not say that AWS matches (contract 3)."""
    assert text(plan_json(problems=[ERROR])).endswith(
        "\n\nIncomplete: 1 error; experience.marketing is left out. No drift in the objects that could be\n"
        "    compared.\n"
    )


def test_long_values_show_the_repository_before_aws() -> None:
    """The value of the repository has a minus sign, the value of AWS a plus sign."""
    change = UPDATE_DEFAULT | {"fields": [{"path": "description", "before": "a" * 60, "after": "b" * 60}]}
    assert "    description\n      - " + "b" * 60 + "\n      + " + "a" * 60 + "\n" in text(plan_json(changes=[change]))


def test_impact_of_drift_shows_products_only_or_missing_in_aws() -> None:
    """Each group shows its experience in the repository and in AWS, and the products that only one of them allows."""
    felt = [
        group("1", before=None, loses=None),
        group("2", after=None, gains=None),
        group("3", gained=["prod-datadog000001"]),
        group("4", after="experience.b"),
    ]
    drift = plan_json(impact=impact_json(felt, ["2"]), exposures=[EXPOSURE])
    assert (
        text(drift).rpartition("\n\n")[0] + "\n"
        == """\
Impact (AWS compared with the repository)
  1 account: experience.a in the repository, ungoverned in AWS
      1
      + only in AWS: every product that experience.a in the repository does not allow
  1 account: ungoverned in the repository, experience.a in AWS
      2
      - missing in AWS: every product that experience.a in AWS does not allow
  1 account is under experience.a
      3
      - missing in AWS: Datadog Pro
  1 account: experience.b in the repository, experience.a in AWS
      4
"""
    )


def test_drift_shows_ten_groups_unless_full() -> None:
    """Ten groups are shown and the others are counted; --full shows all."""
    felt = impact_json(group(str(n), after=f"experience.{n}") for n in range(12))
    short, full = text(plan_json(impact=felt)), text(plan_json(impact=felt), full=True)
    assert "      9\n  … and 2 more (--full)\n" in short
    assert "experience.11 in the repository" in full
    assert "--full" not in full


def test_a_comparison_that_read_nothing_claims_nothing() -> None:
    """If no experience and no service could be read, the verdict does not speak of objects that were compared."""
    assert text(plan_json(problems=[ERROR | {"code": "unreadable"}])).endswith(
        "\n\nIncomplete: 1 error; experience.marketing is left out. Nothing could be compared with AWS.\n"
    )


def test_a_service_that_admits_everyone_in_aws_comes_first() -> None:
    """A `*` that somebody granted by hand is more than one grant: it opens the service."""
    field = {"path": "allowed_principals", "added": [], "removed": ["*", "arn:aws:iam::3:root"], "unchanged": 1}
    change = UPDATE_DEFAULT | {"address": "endpoint_service.api", "fields": [field]}
    shown = text(plan_json(changes=[change])).partition("\nAWS differs")[2]
    assert shown.index("1 endpoint service is open to every AWS account: endpoint_service.api.") < shown.index(
        "2 grants"
    )


def test_a_grant_of_everyone_is_not_offered_for_adoption() -> None:
    """It is never adopted, so the command would end in a refusal; another object that differs is offered."""
    field = {"path": "allowed_principals", "added": [], "removed": ["*"], "unchanged": 1}
    change = UPDATE_DEFAULT | {"address": "endpoint_service.api", "fields": [field]}
    assert "--adopt" not in text(plan_json(changes=[change]))
    assert "--adopt --select experience.default\n" in text(plan_json(changes=[change, UPDATE_DEFAULT]))


def test_an_experience_that_aws_does_not_have_is_not_offered() -> None:
    """No document can say that there is none; a service that AWS does not have becomes `state: absent`."""
    service = CREATE_FINANCE | {"address": "endpoint_service.api", "kind": "endpoint_service"}
    assert "--adopt" not in text(plan_json(changes=[CREATE_FINANCE]))
    assert "--adopt --select experience.default\n" in text(plan_json(changes=[CREATE_FINANCE, UPDATE_DEFAULT]))
    assert "--adopt --select endpoint_service.api\n" in text(plan_json(changes=[service]))


@pytest.mark.parametrize(
    ("said", "hint"),
    [
        ("would make AWS match the repository again, with 0 change sets, once max_removals is accepted:", None),
        ("would make AWS match the repository again, with 0 change sets, but protected refuses it:", "no"),
    ],
)
def test_the_command_that_undoes_drift_says_what_refuses_it(said: str, hint: str | None) -> None:
    """Who pastes the command is not surprised by a guard."""
    refusal = REFUSED if hint is None else REFUSED | {"code": "protected", "hint": hint}
    shown = " ".join(text(plan_json(changes=[UPDATE_DEFAULT], problems=[refusal])).split())
    assert f"{said} reconciler apply" in shown


@pytest.mark.parametrize("severity", ["refused", "warning", "note"])
@pytest.mark.parametrize(
    "rule",
    [
        "protected",
        "max_removals",
        "max_accounts_losing_access",
        "ungoverned",
        "public_endpoint_service",
        "payer",
        "delete",
        "reject_connections",
    ],
)
def test_drift_shows_no_problems_of_guards(rule: str, severity: str) -> None:
    """Drift changes nothing, so it shows no refusals, warnings or acceptances of guards above the way to undo it."""
    said = REFUSED | {"code": rule, "severity": severity}
    quiet = text(plan_json(changes=[UPDATE_DEFAULT], problems=[WARNING])).partition("\nPlan ")[0]
    assert text(plan_json(changes=[UPDATE_DEFAULT], problems=[said, WARNING])).partition("\nPlan ")[0] == quiet


def test_experiences_that_are_not_planned_are_not_called_equal() -> None:
    """Where Private Marketplace is not enabled, nothing of experiences was read: neither verdict speaks of them."""
    closed = plan_json(problems=[WARNING | {"code": "not-planned"}])
    matches = "AWS matches the repository, except for experiences, which are not planned."
    assert text(closed).splitlines()[-1] == f"No drift. {matches}"
    assert [*plan_lines(closed)][-1] == f"No changes. {matches}"


def test_drift_counts_principals_that_were_not_compared() -> None:
    """Principals that are closed, missing or not activated yet were not compared, so the verdict excepts them."""
    pending = WARNING | {"code": "principal-pending"}
    gone = "AWS matches the repository, except for 2 principals that are closed or missing"
    assert text(plan_json(problems=[WARNING, WARNING])).endswith(f"\n\nNo drift. {gone}.\n")
    shown = " ".join(text(plan_json(problems=[WARNING, WARNING, pending])).split())
    assert shown.endswith(f" No drift. {gone} and 1 principal that is not activated yet.")
