"""What a run says when it ends, whole."""

from typing import Any

import pytest

from reconciler.printed import OutcomeErrorJson, OutcomeJson, ProblemJson
from reconciler.render import report_lines
from tests.render.plans import WARNING, everything, plan_json
from tests.render.reports import error_json, outcome, report_json

PASSING = error_json("ENTITY_IN_USE", "busy", retryable=True)
REFUSED = error_json("InvalidPrincipal", "no", source="c3.yaml:4:14")
UNREADABLE = error_json("unreadable", "busy")
BLIND = "To finish, run reconciler apply again once AWS can be read."
AGAIN = "then run reconciler apply again."
ERROR: ProblemJson = {**WARNING, "severity": "error", "source": "a.yaml:1:1"}


def text(*outcomes: OutcomeJson, converged: bool | None = False, **more: Any) -> str:  # noqa: ANN401
    """Render the report of a run without colour."""
    return "\n".join(report_lines(report_json(*outcomes, converged=converged, **more), everything())) + "\n"


def test_a_run_that_met_failures_names_each_with_what_aws_said() -> None:
    """Done, failed and not attempted are told apart, and what to do next stands at the end."""
    error = error_json("INVALID_INPUT", "Name is taken\nby exp-1", address="experience.finance")
    assert (
        text(
            outcome("op-1", "succeeded", change_set_id="4v9kaexample"),
            outcome("op-2", "failed", change_set_id="5w1kbexample", errors=[error], because="AWS refused 1 change"),
            outcome("op-3", "skipped", because="op-2 failed"),
            remaining=["experience.finance"],
        )
        == """\
Applied in part: of 3 API calls, 1 succeeded, 1 failed and 1 skipped.

  op-1  succeeded    StartChangeSet 4v9kaexample experience.default experience.finance
  op-2  failed       StartChangeSet 5w1kbexample experience.finance
      AWS refused 1 change
      experience.finance: INVALID_INPUT: Name is taken
        by exp-1
  op-3  skipped      TagResource experience.finance
      op-2 failed

Remaining to be changed: experience.finance.
Correct the problems above, then run reconciler apply again.
"""
    )


@pytest.mark.parametrize(
    ("errors", "problems", "advice"),
    [
        ([], [], "To finish, run reconciler apply again."),
        ([PASSING], [WARNING], "To finish, run reconciler apply again."),
        ([PASSING, UNREADABLE], [WARNING], BLIND),
        ([PASSING], [{**ERROR, "code": "unreadable"}], BLIND),
        ([UNREADABLE, REFUSED], [], "Correct c3.yaml:4:14, then run reconciler apply again."),
        ([PASSING, REFUSED], [], "Correct c3.yaml:4:14, then run reconciler apply again."),
        ([REFUSED, REFUSED], [ERROR], "Correct c3.yaml:4:14 and a.yaml:1:1, then run reconciler apply again."),
        ([{**PASSING, "retryable": False}], [], "Correct the problems above, then run reconciler apply again."),
        (
            [{**REFUSED, "source": f"c{number}.yaml:4:14"} for number in range(7)],
            [],
            f"Correct {', '.join(f'c{number}.yaml:4:14' for number in range(5))} and 2 more places, {AGAIN}",
        ),
    ],
)
def test_a_new_run_is_promised_to_help_only_where_causes_pass(
    errors: list[OutcomeErrorJson], problems: list[ProblemJson], advice: str
) -> None:
    """Throttling, locks and faults pass by themselves; for all else the places to change are named."""
    said = text(outcome("op-1", "failed", errors=errors), problems=problems, remaining=["experience.finance"])
    assert said.splitlines()[-1] == advice
    assert ("InvalidPrincipal: no (c3.yaml:4:14)" in said) == (REFUSED in errors)


def test_a_call_that_was_made_in_part_says_what_was_sent_of_it() -> None:
    """EC2 refuses one principal and takes the rest: that is no failure of everything."""
    rest = {"ServiceId": "vpce-svc-1", "AddAllowedPrincipals": ["arn:1", "arn:2"], "RemoveAllowedPrincipals": ["arn:3"]}
    action = "ModifyVpcEndpointServicePermissions"
    said = text(
        outcome("op-1", "failed", in_part=True),
        outcome("op-1.retry", "succeeded", action=action, parameters=rest),
        remaining=["endpoint_service.api"],
    )
    assert said.startswith(
        """\
Applied in part: of 1 API call, 1 done in part.

  op-1        in part      StartChangeSet experience.default experience.finance
  op-1.retry  succeeded    ModifyVpcEndpointServicePermissions
      AddAllowedPrincipals: arn:1, arn:2
      RemoveAllowedPrincipals: arn:3
"""
    )


def test_a_run_that_reached_the_wish_says_so() -> None:
    """Converged is said only when a last look at AWS found nothing left."""
    assert (
        text(outcome("op-1", "succeeded", change_set_id="4v9kaexample"), outcome("op-2", "adopted"), converged=True)
        == """\
Applied: of 2 API calls, 1 succeeded and 1 adopted.

  op-1  succeeded    StartChangeSet 4v9kaexample experience.default experience.finance
  op-2  adopted      StartChangeSet experience.finance

Converged: AWS matches the repository, except for 1 principal that is closed or missing.
"""
    )


def test_success_without_convergence_is_not_called_success() -> None:
    """Every call succeeded, and still AWS differs: the verdict says both."""
    assert text(outcome("op-1", "succeeded"), remaining=["experience.default"]) == (
        """\
Applied, but AWS still differs: 1 API call succeeded.

  op-1  succeeded    StartChangeSet experience.default experience.finance

Remaining to be changed: experience.default.
To finish, run reconciler apply again.
"""
    )


def test_a_run_that_could_not_look_again_says_so() -> None:
    """Not knowing is not the same as nothing remaining."""
    assert "AWS could not be compared with the repository.\n" in text(
        outcome("op-1", "rolled_back", because="op-2 failed"), problems=[WARNING]
    )


def test_what_was_not_read_again_is_not_said_to_differ() -> None:
    """Every call succeeded and nobody could look: that is neither success nor a difference."""
    told = text(outcome("op-1", "succeeded"), converged=None, unverified=["experience.default", "experience.finance"])
    assert told == (
        """\
Applied, but not verified: 1 API call succeeded.

  op-1  succeeded    StartChangeSet experience.default experience.finance

Not verified: AWS was not read again, so the state of experience.default and experience.finance is unknown.
Run reconciler apply again: it reads AWS and does whatever is left.
"""
    )


def test_what_is_known_to_remain_is_told_beside_what_is_not_verified() -> None:
    """A call that was never sent is left to do, whoever could look."""
    told = text(outcome("op-1", "skipped"), converged=None, remaining=["a.b"], unverified=["a.b", "a.c"])
    assert told.splitlines()[-3:] == [
        "Not verified: AWS was not read again, so the state of a.b and a.c is unknown.",
        "Remaining to be changed: a.b.",
        "To finish, run reconciler apply again.",
    ]


def test_nobody_is_asked_to_put_our_mistakes_right() -> None:
    """They are to be reported; what another run has done meanwhile needs nothing at all."""
    bug = error_json("bug", "a bug in reconciler: KeyError: 'a'")
    told = text(outcome("op-1", "failed", errors=[bug]), remaining=["experience.default"])
    assert told.endswith(
        "\nThis is a bug in reconciler: please report it. Running reconciler apply again may finish the rest.\n"
    )
    adopted = outcome("op-1", "adopted", errors=[{**bug, "code": "stale"}], because="done by change set 4v9")
    assert text(adopted, remaining=["a.b"]).endswith("\nTo finish, run reconciler apply again.\n")


def test_an_operation_that_the_plan_does_not_know_is_still_shown() -> None:
    """Retries get ids of their own and are not lost."""
    assert "  op-1.retry  rolled back\n" in text(outcome("op-1.retry", "rolled_back"))


def test_nothing_to_do_is_said_in_two_lines() -> None:
    """An empty run ends as quietly as an empty plan."""
    lines = report_lines(report_json(converged=True), plan_json())
    assert list(lines) == ["Nothing to do.", "", "Converged: AWS matches the repository."]


ARRIVAL = {
    "ChangeType": "AssociateAudience",
    "ChangeName": "A",
    "Entity": {"Type": "Experience@1.0", "Identifier": "exp-default1@7"},
    "DetailsDocument": {"Principals": ["ou-abcd-01234567"]},
}


def sent(operation: str, change_set: str, *changes: dict[str, Any], addresses: tuple[str, ...]) -> OutcomeJson:
    """Return the outcome of a set that the plan does not have."""
    what = {"action": "StartChangeSet", "addresses": list(addresses), "change_set_id": change_set}
    return outcome(operation, "succeeded", **what, parameters={"ChangeSet": list(changes)})


def sent_change(name: str, verb: str, identifier: str | None, **details: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """Return one change of a set as it is sent."""
    entity = {"Type": "Experience@1.0", **({"Identifier": identifier} if identifier else {})}
    return {"ChangeType": verb, "ChangeName": name, "Entity": entity, "DetailsDocument": details}


def test_retries_and_put_back_calls_are_shown_with_what_they_carried() -> None:
    """The plan does not have these calls, so the report shows them; they are not counted among the plan's."""
    products = [{"Ids": ["prod-datadog000001", "prod-new"]}]
    allowing = sent_change("B", "AllowProductProcurement", "exp-default1@7", Products=products)
    putback = sent("op-2.putback", "6x", ARRIVAL, addresses=("experience.default",))
    retry = sent("op-2.retry", "7y", allowing, addresses=("experience.default",))
    told = text(outcome("op-1", "succeeded"), outcome("op-2", "rolled_back", because="No."), putback, retry)
    assert told == (
        """\
Applied in part: of 2 API calls, 1 succeeded and 1 rolled back.

  op-1          succeeded    StartChangeSet experience.default experience.finance
  op-2          rolled back  StartChangeSet experience.finance
      No.
  op-2.putback  succeeded    StartChangeSet 6x experience.default
      AssociateAudience on experience.default: ou-abcd-01234567 (Finance)
  op-2.retry    succeeded    StartChangeSet 7y experience.default
      AllowProductProcurement on experience.default: prod-datadog000001 (Datadog Pro), prod-new

AWS could not be compared with the repository.
To finish, run reconciler apply again.
"""
    )


def test_what_was_sent_again_names_objects_by_their_addresses() -> None:
    """AWS is told a title, a reference to what the set itself creates, or the id of what was created just before."""
    again = sent(
        "op-1.retry",
        "6x",
        sent_change("A", "CreateExperience", None, Name="Finance Unit Experience"),
        sent_change("B", "CreateProcurementPolicy", "$A.Entity.Identifier"),
        sent_change("C", "DisassociateAudience", "exp-default1@6", Principals=["222222222222"]),
        addresses=("experience.default", "experience.finance"),
    )
    later = sent(
        "op-2.retry",
        "7y",
        sent_change("A", "AssociateAudience", "exp-new@1", Principals=["222222222222"]),
        addresses=("experience.finance",),
    )
    first = outcome("op-1", "failed", created_ids={"experience.finance": "exp-new"})
    told = text(first, again, outcome("op-2", "failed"), later)
    assert [line.strip() for line in told.splitlines() if " on " in line] == [
        "CreateExperience on experience.finance",
        "CreateProcurementPolicy on experience.finance",
        "DisassociateAudience on experience.default: 222222222222 (finance-prod)",
        "AssociateAudience on experience.finance: 222222222222 (finance-prod)",
    ]
    assert "$" not in told


def test_what_no_document_is_known_to_describe_is_named_as_aws_does() -> None:
    """A title that the plan does not know, and an id."""
    again = sent(
        "op-1.retry",
        "6x",
        sent_change("A", "CreateExperience", None, Name="Other"),
        sent_change("B", "CreateProcurementPolicy", "$A.Entity.Identifier"),
        sent_change("C", "UpdateExperience", "exp-other@2"),
        addresses=(),
    )
    assert [line.strip() for line in text(again).splitlines() if " on " in line] == [
        "CreateExperience on a new experience",
        "CreateProcurementPolicy on a new experience",
        "UpdateExperience on exp-other",
    ]


def exposure(*accounts: str, **more: Any) -> Any:  # noqa: ANN401 - any part of an exposure
    """Return one principal that is nowhere."""
    return {
        "principal": "ou-abcd-01234567",
        "left": "experience.default",
        "taker": "experience.finance",
        "accounts": list(accounts),
        "governed_by": None,
        "putback": None,
        "held_by": None,
        "maybe": False,
        **more,
    }


def test_the_first_line_says_who_is_exposed() -> None:
    """By name, with what governs them meanwhile and what has been tried: nothing is more urgent."""
    governed = exposure("222222222222", "333333333333", governed_by="exp-default1", putback="op-2.putback")
    told = text(outcome("op-1", "failed"), exposed=[governed, exposure("111111111111")], names={"333333333333": "Ads"})
    assert told.startswith(
        """\
Exposed: 2 accounts are governed by exp-default1 (Default Experience): 222222222222 (finance-prod), \
333333333333 (Ads). \
ou-abcd-01234567 (Finance) left experience.default and did not arrive at experience.finance; \
op-2.putback could not put it back.
Exposed: 1 account is ungoverned and can buy every product: 111111111111 (payer). \
ou-abcd-01234567 (Finance) left experience.default and did not arrive at experience.finance.
Not finished: of 1 API call, 1 failed.
"""
    )


def first_line(**more: Any) -> str:  # noqa: ANN401 - any part of an exposure
    """Return the line that tells of an exposure, less its first word."""
    told = text(outcome("op-1", "failed"), exposed=[{**exposure("111111111111"), **more}])
    return told.splitlines()[0].removeprefix("Exposed: ")


def test_a_principal_that_is_held_and_not_governed_is_told_with_its_holder() -> None:
    """Put back to what has been disabled meanwhile, or taken by somebody else."""
    assert first_line(held_by="experience.default", putback="op-2.putback") == (
        "1 account is ungoverned and can buy every product: 111111111111 (payer). ou-abcd-01234567 "
        "(Finance) did not arrive "
        "at experience.finance; op-2.putback put it in experience.default, which does not govern it."
    )
    assert first_line(held_by="exp-default1", governed_by="exp-default1") == (
        "1 account is governed by exp-default1 (Default Experience): 111111111111 (payer). ou-abcd-01234567 (Finance) "
        "did not arrive at experience.finance; it is in exp-default1 (Default Experience)."
    )


def test_what_is_only_possible_is_told_as_such() -> None:
    """Nobody could look at AWS again."""
    assert first_line(maybe=True) == (
        "1 account may be ungoverned and able to buy every product: 111111111111 (payer). "
        "ou-abcd-01234567 (Finance) may have left "
        "experience.default without arriving at experience.finance."
    )


def test_accounts_without_a_move_are_told_with_the_ends_before_and_after() -> None:
    """Nothing is an end, too."""
    who = "1 account is ungoverned and can buy every product: 111111111111 (payer)."
    assert first_line(principal=None) == (
        f"{who} Governed by experience.default before, by experience.finance after a complete run."
    )
    assert first_line(principal=None, left=None, governed_by="exp-default1", taker=None).endswith(
        " Ungoverned before, ungoverned after a complete run."
    )


def test_a_principal_that_nobody_misses_is_told_without_accounts() -> None:
    """No experience holds it, and no account is governed otherwise for it."""
    assert first_line(accounts=[]) == (
        "no account yet. ou-abcd-01234567 (Finance) left experience.default and did not arrive at experience.finance."
    )


def test_what_an_error_says_is_said_once() -> None:
    """A reason may repeat it with address or code in front; what it says beyond that stays."""
    error = error_json("BAD", "No; never (a+b).", address="experience.finance")
    why = "experience.finance: BAD: No; never (a+b).; experience.default: waits for experience.finance: BAD: No."
    told = text(outcome("op-1", "failed", errors=[error], because=why), outcome("op-2", "failed", errors=[error]))
    assert told.splitlines()[2:6] == [
        "  op-1  failed       StartChangeSet experience.default experience.finance",
        "      experience.default: waits for experience.finance: BAD: No.",
        "      experience.finance: BAD: No; never (a+b).",
        "  op-2  failed       StartChangeSet experience.finance",
    ]
    everywhere = {**error, "address": None}
    why = "experience.finance: No; never (a+b).; experience.default: No; never (a+b)."
    told = text(outcome("op-1", "failed", errors=[everywhere], because=why))
    assert told.splitlines()[2:5] == [
        "  op-1  failed       StartChangeSet experience.default experience.finance",
        "      BAD: No; never (a+b).",
        "",
    ]
