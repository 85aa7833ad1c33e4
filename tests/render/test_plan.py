"""What a plan says to its reader, whole."""

from copy import deepcopy
from pathlib import Path

from reconciler.printed import PlanJson
from reconciler.render import plan_lines
from tests.render.plans import (
    CREATE_FINANCE,
    ERROR,
    FIRST_CALL,
    HANDMADE,
    NOTE,
    OBSERVED,
    REFUSED,
    UPDATE_DEFAULT,
    everything,
    plan_json,
)


def text(plan: PlanJson, *, full: bool = False) -> str:
    """Render a plan without colour."""
    return "\n".join(plan_lines(plan, full=full)) + "\n"


def test_a_plan_tells_verdict_problems_changes_calls_and_unmanaged() -> None:
    """Everything that a reviewer needs stands in the order in which it matters."""
    expected = Path(__file__).with_name("everything.txt").read_text(encoding="utf-8")
    assert text(everything(), full=True) == expected


def test_an_empty_plan_is_two_sentences() -> None:
    """Nothing to do takes no space."""
    assert (
        text(plan_json())
        == """\
No changes. AWS matches the repository.

Plan 1a2b3c4d: 0 to create, 0 to update, 0 to archive; 0 change sets.
"""
    )


def test_errors_come_first_and_the_rest_is_still_planned() -> None:
    """One wrong document hides no other; the verdict says that the answer is not whole, and what has to be accepted."""
    assert (
        text(plan_json(changes=[UPDATE_DEFAULT], problems=[NOTE, REFUSED, ERROR])).partition("\n~")[0]
        == """\
Incomplete: 1 error; the objects that it concerns are left out. 1 rule must be accepted before 1 change can be applied.

desired_state/experiences/marketing.yaml:4:5: error[principal-held] 333333333333 is held by exp-handmade
  hint: adopt exp-handmade: give a document its id
desired_state/experiences/default.yaml:7:3: refused[max_removals] experience.default loses 1 of 13 in products.allow
note[later] just so you know
To accept: --accept max_removals@1a2b3c4d
"""
    )


def test_what_could_not_be_compared_is_never_called_equal() -> None:
    """Contract 3: never reported as "no changes"."""
    assert text(plan_json(problems=[ERROR])).startswith(
        "Incomplete: 1 error; the objects that it concerns are left out. Nothing to change in the objects "
        "that could be compared.\n"
    )
    assert text(plan_json(problems=[ERROR, ERROR])).startswith(
        "Incomplete: 2 errors; the objects that they concern are left out. "
    )


def test_differences_of_what_is_only_observed_are_no_changes_and_are_said() -> None:
    """An observed experience that differs is not called equal."""
    assert (
        text(plan_json(problems=[OBSERVED])).splitlines()[0]
        == "No changes. 1 object in mode observe differs from the repository."
    )


def test_what_is_protected_has_no_acceptance_to_paste() -> None:
    """A protected object is never offered for acceptance."""
    protected = REFUSED | {
        "code": "protected",
        "message": "experience.default is protected",
        "hint": "take it out of guards.protected first",
    }
    assert (
        text(plan_json(changes=[UPDATE_DEFAULT], problems=[protected])).partition("\n~")[0]
        == """\
Refused: 1 rule cannot be accepted, so 1 change cannot be applied.

desired_state/experiences/default.yaml:7:3: refused[protected] experience.default is protected
  hint: take it out of guards.protected first
"""
    )


def test_every_refused_rule_is_accepted_in_one_paste() -> None:
    """Rules are named once each, however often they tripped."""
    ungoverned = REFUSED | {"code": "ungoverned", "hint": "--accept ungoverned@1a2b3c4d"}
    plan = plan_json(changes=[UPDATE_DEFAULT], problems=[ungoverned, REFUSED, REFUSED])
    assert "\nTo accept: --accept max_removals@1a2b3c4d --accept ungoverned@1a2b3c4d\n" in text(plan)
    assert text(plan).startswith("Refused: 2 rules must be accepted before 1 change can be applied.\n")


def test_a_first_procurement_policy_says_that_it_ends_free_choice() -> None:
    """Adding a policy where there was none takes away everything that it does not list."""
    change = UPDATE_DEFAULT | {"fields": [{"path": "products", "before": None, "after": "restricted"}]}
    assert "    products  every product → only the products that are listed\n" in text(plan_json(changes=[change]))


def test_long_values_stand_under_each_other() -> None:
    """A description is compared line by line, not across the screen."""
    change = UPDATE_DEFAULT | {"fields": [{"path": "description", "before": "a" * 60, "after": "b " * 30}]}
    assert "    description\n      - " + "a" * 60 + '\n      + "' + "b " * 30 + '"\n' in text(
        plan_json(changes=[change])
    )


def test_actions_have_signs_that_need_no_colour() -> None:
    """Create, update, archive, revive and delete are told apart by sign and by word."""
    actions = ("create", "update", "archive", "revive", "delete")
    changes = [
        UPDATE_DEFAULT | {"action": action, "address": f"experience.{action}", "fields": []} for action in actions
    ]
    lines = text(plan_json(changes=changes)).splitlines()
    assert [line.partition(' "')[0] for line in lines if "experience." in line] == [
        "+ create experience.create",
        "~ update experience.update",
        "- archive experience.archive",
        "^ revive experience.revive",
        "- delete experience.delete",
    ]
    assert lines[-1].endswith("1 to create, 1 to update, 1 to archive, 1 to revive, 1 to delete; 0 change sets.")


def test_long_lists_end_where_most_readers_do() -> None:
    """Fifty members are shown, the others counted; with everything asked for, all are shown."""
    members = [f"prod-{number:013}" for number in range(1000)]
    field = {"path": "products.allow", "added": members, "removed": [], "unchanged": 0}
    plan = plan_json(changes=[CREATE_FINANCE | {"fields": [field]}])
    short, full = text(plan), text(plan, full=True)
    assert short.count("+ prod-") == 50
    assert "      … and 950 more (--full)\n" in short
    assert full.count("+ prod-") == 1000
    assert "--full" not in full


def test_unmanaged_objects_are_listed_in_short() -> None:
    """A first run on an organisation full of experiences does not drown its changes."""
    unmanaged = [HANDMADE | {"remote_id": f"exp-{number}"} for number in range(8)]
    short, full = text(plan_json(unmanaged=unmanaged)), text(plan_json(unmanaged=unmanaged), full=True)
    assert "  experience exp-4  Made by hand\n  … and 3 more (--full)\n" in short
    assert "  experience exp-7  Made by hand\n" in full


def test_residue_is_shown_only_when_everything_is_asked_for() -> None:
    """What AWS can't forget is no difference."""
    assert "Residue" not in text(everything())


def test_a_list_that_is_created_empty_is_called_empty() -> None:
    """No count is left out of a line that has no other."""
    field = {"path": "products.allow", "added": [], "removed": [], "unchanged": 0}
    assert "    products.allow  empty\n" in text(plan_json(changes=[CREATE_FINANCE | {"fields": [field]}]))


def test_a_title_that_changes_heads_its_change() -> None:
    """The heading has the title to come, the field both."""
    change = UPDATE_DEFAULT | {"fields": [{"path": "title", "before": "Default Experience", "after": "Basics"}]}
    assert text(plan_json(changes=[change])).splitlines()[2] == '~ update experience.default "Basics" (exp-default1)'
    assert '    title  "Default Experience" → Basics\n' in text(plan_json(changes=[change]))


def test_calls_of_other_services_tell_their_region_and_size_of_lists() -> None:
    """An edit of a permission list is one line, however long the list."""
    call = {
        "id": "op-1",
        "after": [],
        "account": "222222222222",
        "region": "eu-west-1",
        "service": "ec2",
        "action": "ModifyVpcEndpointServicePermissions",
        "parameters": {
            "ServiceId": "vpce-svc-1",
            "AddAllowedPrincipals": ["a", "b"],
            "RemoveAllowedPrincipals": ["c"],
        },
        "addresses": ["endpoint_service.api-us"],
    }
    assert """\
  op-1  ModifyVpcEndpointServicePermissions in 222222222222 (finance-prod), eu-west-1
        endpoint_service.api-us: AddAllowedPrincipals (2) and RemoveAllowedPrincipals (1)
""" in text(plan_json(operations=[call]))


def test_an_update_names_what_it_sets() -> None:
    """A call that changes a title is told from one that enables."""
    details = {"Name": "Basics", "Status": "Disabled"}
    change = {"ChangeName": "A", "ChangeType": "UpdateExperience", "Entity": {"Identifier": "exp-default1@6"}}
    call = FIRST_CALL | {"parameters": {"ChangeSet": [change | {"DetailsDocument": details}]}}
    assert "        experience.default: UpdateExperience (Name and Status Disabled)\n" in text(
        plan_json(changes=[UPDATE_DEFAULT], operations=[call])
    )


def test_rendering_leaves_the_plan_alone() -> None:
    """What is shown can still be written to a file afterwards."""
    plan = everything()
    before = deepcopy(plan)
    text(plan, full=True)
    assert plan == before
