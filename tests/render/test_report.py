"""The complete text of a run report."""

from typing import Any

import pytest

from reconciler.printed import OutcomeErrorJson, OutcomeJson, ProblemJson
from reconciler.render import report_lines
from tests.render.plans import WARNING, WIDE, everything, plan_json
from tests.render.reports import error_json, outcome, report_json

PASSING = error_json("ENTITY_IN_USE", "busy", retryable=True)
REFUSED = error_json("InvalidPrincipal", "no", source="c3.yaml:4:14")
UNREADABLE = error_json("unreadable", "busy")
LINE = "─" * 100
BLIND = "To finish, run reconciler apply again once AWS can be read."
AGAIN = "then run reconciler apply again."
ERROR: ProblemJson = {**WARNING, "severity": "error", "source": "a.yaml:1:1"}


def text(*outcomes: OutcomeJson, converged: bool | None = False, **more: Any) -> str:  # noqa: ANN401
    """Render the report of a run without colour."""
    report = report_json(*outcomes, converged=converged, **more)
    return "\n".join(report_lines(report, everything(), style=WIDE)).replace(f"{LINE}\n", "") + "\n"


def test_each_failure_is_shown_with_the_error_of_aws() -> None:
    """Succeeded, failed and skipped calls differ, and the last line says what to do next."""
    error = error_json("INVALID_INPUT", "Name is taken\nby exp-1", address="experience.finance")
    assert (
        text(
            outcome("op-1", "succeeded", change_set_id="4v9kaexample"),
            outcome("op-2", "failed", change_set_id="5w1kbexample", errors=[error], because="AWS refused 1 change"),
            outcome("op-3", "skipped", because="op-2 failed"),
            remaining=["experience.finance"],
        )
        == """\
  op-1  succeeded    StartChangeSet 4v9kaexample experience.default experience.finance
  op-2  failed       StartChangeSet 5w1kbexample experience.finance
      AWS refused 1 change
      experience.finance: INVALID_INPUT: Name is taken
        by exp-1
  op-3  skipped      TagResource experience.finance
      op-2 failed

Spent        forecast    actual
  API calls         7         7
  wall time      66 s      65 s
  throttled         –         1

Applied in part: of 3 API calls, 1 succeeded, 1 failed and 1 skipped.
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
def test_apply_again_is_advised_only_if_the_causes_pass(
    errors: list[OutcomeErrorJson], problems: list[ProblemJson], advice: str
) -> None:
    """Throttling, locks and faults pass by themselves. For other errors the places to correct are named."""
    said = text(outcome("op-1", "failed", errors=errors), problems=problems, remaining=["experience.finance"])
    assert said.splitlines()[-1] == advice
    assert ("InvalidPrincipal: no (c3.yaml:4:14)" in said) == (REFUSED in errors)


def test_a_call_done_in_part_shows_the_members_that_were_sent() -> None:
    """EC2 refuses one principal and accepts the others: the call is shown as done in part."""
    rest = {"ServiceId": "vpce-svc-1", "AddAllowedPrincipals": ["arn:1", "arn:2"], "RemoveAllowedPrincipals": ["arn:3"]}
    action = "ModifyVpcEndpointServicePermissions"
    said = text(
        outcome("op-1", "failed", in_part=True),
        outcome("op-1.retry", "succeeded", action=action, parameters=rest),
        remaining=["endpoint_service.api"],
    )
    assert said.startswith(
        """\
  op-1        in part      StartChangeSet experience.default experience.finance
  op-1.retry  succeeded    ModifyVpcEndpointServicePermissions
      AddAllowedPrincipals: arn:1, arn:2
      RemoveAllowedPrincipals: arn:3

Spent        forecast    actual
  API calls         7         7
  wall time      66 s      65 s
  throttled         –         1

Applied in part: of 1 API call, 1 done in part.
"""
    )


def test_a_run_that_converged_says_so() -> None:
    """Converged is said only if the last look found nothing left to do."""
    assert (
        text(outcome("op-1", "succeeded", change_set_id="4v9kaexample"), outcome("op-2", "adopted"), converged=True)
        == """\
  op-1  succeeded    StartChangeSet 4v9kaexample experience.default experience.finance
  op-2  adopted      StartChangeSet experience.finance

Spent        forecast    actual
  API calls         7         7
  wall time      66 s      65 s
  throttled         –         1

Applied: of 2 API calls, 1 succeeded and 1 adopted.
Converged: AWS matches the repository, except for 1 principal that is closed or missing.
"""
    )


def test_success_without_convergence_is_not_called_success() -> None:
    """Every call succeeded and AWS still differs: the verdict says both."""
    assert text(outcome("op-1", "succeeded"), remaining=["experience.default"]) == (
        """\
  op-1  succeeded    StartChangeSet experience.default experience.finance

Spent        forecast    actual
  API calls         7         7
  wall time      66 s      65 s
  throttled         –         1

Applied, but AWS still differs: 1 API call succeeded.
Remaining to be changed: experience.default.
To finish, run reconciler apply again.
"""
    )


def test_a_run_without_a_last_look_says_so() -> None:
    """Without a last look, the report says that AWS could not be compared."""
    assert "AWS could not be compared with the repository.\n" in text(
        outcome("op-1", "rolled_back", because="op-2 failed"), problems=[WARNING]
    )


def test_objects_that_were_not_read_again_are_not_verified() -> None:
    """Every call succeeded and AWS was not read again: the verdict says neither success nor a difference."""
    told = text(outcome("op-1", "succeeded"), converged=None, unverified=["experience.default", "experience.finance"])
    assert told == (
        """\
  op-1  succeeded    StartChangeSet experience.default experience.finance

Spent        forecast    actual
  API calls         7         7
  wall time      66 s      65 s
  throttled         –         1

Applied, but not verified: 1 API call succeeded.
Not verified: AWS was not read again, so the state of experience.default and experience.finance is unknown.
Run reconciler apply again: it reads AWS and does whatever is left.
"""
    )


def test_remaining_and_unverified_objects_are_both_named() -> None:
    """An object whose call was not sent remains to be changed, also without a last look."""
    told = text(outcome("op-1", "skipped"), converged=None, remaining=["a.b"], unverified=["a.b", "a.c"])
    assert told.splitlines()[-3:] == [
        "Not verified: AWS was not read again, so the state of a.b and a.c is unknown.",
        "Remaining to be changed: a.b.",
        "To finish, run reconciler apply again.",
    ]


def test_a_bug_in_a_run_asks_the_user_to_report_it() -> None:
    """The user is asked to report the bug. An adopted call needs no action."""
    bug = error_json("bug", "a bug in reconciler: KeyError: 'a'")
    told = text(outcome("op-1", "failed", errors=[bug]), remaining=["experience.default"])
    assert told.endswith(
        "\nThis is a bug in reconciler: please report it. Running reconciler apply again may finish the rest.\n"
    )
    adopted = outcome("op-1", "adopted", errors=[{**bug, "code": "stale"}], because="done by change set 4v9")
    assert text(adopted, remaining=["a.b"]).endswith("\nTo finish, run reconciler apply again.\n")


def test_a_retry_that_the_plan_does_not_have_is_shown() -> None:
    """Retries have operation ids of their own, and the report shows them."""
    assert "  op-1.retry  rolled back\n" in text(outcome("op-1.retry", "rolled_back"))


def test_an_empty_run_is_two_sentences() -> None:
    """A run without operations says that there was nothing to do and that AWS matches."""
    lines = report_lines(report_json(converged=True), plan_json())
    assert list(lines) == ["Nothing to do.", "Converged: AWS matches the repository."]


ARRIVAL = {
    "ChangeType": "AssociateAudience",
    "ChangeName": "A",
    "Entity": {"Type": "Experience@1.0", "Identifier": "exp-default1@7"},
    "DetailsDocument": {"Principals": ["ou-abcd-01234567"]},
}


def sent(operation: str, change_set: str, *changes: dict[str, Any], addresses: tuple[str, ...]) -> OutcomeJson:
    """Return the outcome of a change set that the plan does not have."""
    what = {"action": "StartChangeSet", "addresses": list(addresses), "change_set_id": change_set}
    return outcome(operation, "succeeded", **what, parameters={"ChangeSet": list(changes)})


def sent_change(name: str, verb: str, identifier: str | None, **details: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """Return one change of a change set as it is sent."""
    entity = {"Type": "Experience@1.0", **({"Identifier": identifier} if identifier else {})}
    return {"ChangeType": verb, "ChangeName": name, "Entity": entity, "DetailsDocument": details}


def test_retries_and_put_back_calls_show_their_changes() -> None:
    """The plan does not have these calls, so the report shows their changes.

    They are not counted with the plan's calls.
    """
    products = [{"Ids": ["prod-datadog000001", "prod-new"]}]
    allowing = sent_change("B", "AllowProductProcurement", "exp-default1@7", Products=products)
    putback = sent("op-2.putback", "6x", ARRIVAL, addresses=("experience.default",))
    retry = sent("op-2.retry", "7y", allowing, addresses=("experience.default",))
    told = text(outcome("op-1", "succeeded"), outcome("op-2", "rolled_back", because="No."), putback, retry)
    assert told == (
        """\
  op-1          succeeded    StartChangeSet experience.default experience.finance
  op-2          rolled back  StartChangeSet experience.finance
      No.
  op-2.putback  succeeded    StartChangeSet 6x experience.default
      AssociateAudience on experience.default: ou-abcd-01234567 (Finance)
  op-2.retry    succeeded    StartChangeSet 7y experience.default
      AllowProductProcurement on experience.default: prod-datadog000001 (Datadog Pro), prod-new

Spent        forecast    actual
  API calls         7         7
  wall time      66 s      65 s
  throttled         –         1

Applied in part: of 2 API calls, 1 succeeded and 1 rolled back.
AWS could not be compared with the repository.
To finish, run reconciler apply again.
"""
    )


def test_changes_of_retries_are_named_by_address() -> None:
    """Parameters have a title, a reference within the change set, or the id of an experience just created."""
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


def test_changes_of_unknown_objects_are_named_by_id() -> None:
    """A new experience with an unknown title is called new; another unknown object is named by its id."""
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
    """Return an exposure: a principal that no experience holds."""
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


def test_the_lines_above_the_verdict_name_the_exposed_accounts() -> None:
    """Each line names the accounts, what governs them, and the put-back call that failed."""
    governed = exposure("222222222222", "333333333333", governed_by="exp-default1", putback="op-2.putback")
    told = text(outcome("op-1", "failed"), exposed=[governed, exposure("111111111111")], names={"333333333333": "Ads"})
    assert told.rpartition("\n\n")[2].startswith(
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


def exposed_line(**more: Any) -> str:  # noqa: ANN401 - any part of an exposure
    """Return the line about an exposure without its first word."""
    told = text(outcome("op-1", "failed"), exposed=[{**exposure("111111111111"), **more}])
    (line,) = (line for line in told.splitlines() if line.startswith("Exposed: "))
    return line.removeprefix("Exposed: ")


def test_an_exposed_principal_is_shown_with_its_holder() -> None:
    """The principal was put back into a disabled experience, or another user associated it."""
    assert exposed_line(held_by="experience.default", putback="op-2.putback") == (
        "1 account is ungoverned and can buy every product: 111111111111 (payer). ou-abcd-01234567 "
        "(Finance) did not arrive "
        "at experience.finance; op-2.putback put it in experience.default, which does not govern it."
    )
    assert exposed_line(held_by="exp-default1", governed_by="exp-default1") == (
        "1 account is governed by exp-default1 (Default Experience): 111111111111 (payer). ou-abcd-01234567 (Finance) "
        "did not arrive at experience.finance; it is in exp-default1 (Default Experience)."
    )


def test_possible_exposures_are_called_possible() -> None:
    """Without a last look, the report says that accounts may be ungoverned."""
    assert exposed_line(maybe=True) == (
        "1 account may be ungoverned and able to buy every product: 111111111111 (payer). "
        "ou-abcd-01234567 (Finance) may have left "
        "experience.default without arriving at experience.finance."
    )


def test_exposed_accounts_without_a_move_show_both_experiences() -> None:
    """The line names the experience before the run and after a complete run, or says ungoverned."""
    who = "1 account is ungoverned and can buy every product: 111111111111 (payer)."
    assert exposed_line(principal=None) == (
        f"{who} Governed by experience.default before, by experience.finance after a complete run."
    )
    assert exposed_line(principal=None, left=None, governed_by="exp-default1", taker=None).endswith(
        " Ungoverned before, ungoverned after a complete run."
    )


def test_a_principal_that_exposes_no_account_is_still_named() -> None:
    """No experience holds the principal, and the governing experience of no account differs."""
    assert exposed_line(accounts=[]) == (
        "no account yet. ou-abcd-01234567 (Finance) left experience.default and did not arrive at experience.finance."
    )


def test_the_message_of_an_error_is_shown_once() -> None:
    """A reason that repeats an error, with its address or code in front, is shortened. Its other parts stay."""
    error = error_json("BAD", "No; never (a+b).", address="experience.finance")
    why = "experience.finance: BAD: No; never (a+b).; experience.default: waits for experience.finance: BAD: No."
    told = text(outcome("op-1", "failed", errors=[error], because=why), outcome("op-2", "failed", errors=[error]))
    assert told.splitlines()[:4] == [
        "  op-1  failed       StartChangeSet experience.default experience.finance",
        "      experience.default: waits for experience.finance: BAD: No.",
        "      experience.finance: BAD: No; never (a+b).",
        "  op-2  failed       StartChangeSet experience.finance",
    ]
    everywhere = {**error, "address": None}
    why = "experience.finance: No; never (a+b).; experience.default: No; never (a+b)."
    told = text(outcome("op-1", "failed", errors=[everywhere], because=why))
    assert told.splitlines()[:3] == [
        "  op-1  failed       StartChangeSet experience.default experience.finance",
        "      BAD: No; never (a+b).",
        "",
    ]


def test_a_forecast_counts_two_readings_and_all_calls_that_write() -> None:
    """The plan of three calls has read AWS with two calls in 1.3 s, and is expected to take 63 s."""
    spent = {"calls": {"DescribeChangeSet": 1200, "ListEntities": 4}, "throttled": 0, "seconds": 4000.04}
    said = text(outcome("op-1", "succeeded"), converged=True, spent=spent)
    rows = "  API calls         7     1,204\n  wall time      66 s   4,000 s\n  throttled         –         0\n"
    assert f"\nSpent        forecast    actual\n{rows}" in said


def test_a_short_run_shows_tenths_of_a_second() -> None:
    """A forecast and a run of some seconds differ in tenths."""
    said = text(outcome("op-1", "succeeded"), spent={"calls": {}, "throttled": 0, "seconds": 4.26})
    assert "  wall time      66 s     4.3 s\n" in said


def test_a_call_that_was_not_done_shows_the_id_for_awss_support() -> None:
    """Support finds the request by it. A call that was done does not need one."""
    failed = outcome("op-1", "failed", request_id="0c6d2f6e", errors=[error_json("AccessDeniedException", "no")])
    said = text(failed, outcome("op-2", "succeeded", request_id="1d7e"))
    assert "      AccessDeniedException: no\n      for AWS's support: request 0c6d2f6e\n" in said
    assert "1d7e" not in said
