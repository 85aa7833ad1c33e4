"""The complete text of a plan."""

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


def test_a_plan_ends_with_all_that_decides() -> None:
    """A terminal is read from the bottom: the last lines are the most important to a reviewer."""
    expected = Path(__file__).with_name("everything.txt").read_text(encoding="utf-8")
    assert text(everything(), full=True) == expected


def test_an_empty_plan_is_one_line() -> None:
    """A plan without changes has one line of text."""
    assert text(plan_json()) == "No changes. AWS matches the repository.\n"


def test_what_the_account_cannot_see_is_not_said_to_match() -> None:
    """A delegated administrator does not see the service-linked role, so the verdict leaves the field out."""
    unseen = OBSERVED | {"severity": "note", "code": "not-seen-from-here"}
    assert text(plan_json(problems=[unseen])).splitlines()[-1] == (
        "No changes. AWS matches the repository, except for 1 field that this account cannot see."
    )


def test_errors_come_first_and_other_objects_are_planned() -> None:
    """The verdict says that the plan is incomplete, and which rules must be accepted."""
    assert (
        text(plan_json(changes=[UPDATE_DEFAULT], problems=[NOTE, REFUSED, ERROR])).partition("\n\nErrors")[2]
        == f"""\
, refusals and notes
desired_state/experiences/marketing.yaml:4:5: error[principal-held] 333333333333 is held by exp-handmade
  hint: adopt exp-handmade: give a document its id
desired_state/experiences/default.yaml:7:3: refused[max_removals] experience.default loses 1 of 13 in products.allow
note[later] just so you know

{"─" * 100}
Incomplete: 1 error; experience.marketing is left out.
  desired_state/experiences/marketing.yaml:4:5: 333333333333 is held by exp-handmade
Refused, nothing was written: 1 rule must be accepted.

  max_removals  1 list loses more members than the limit allows: products.allow of
                experience.default.

To accept them, for exactly this plan:
    reconciler apply --accept max_removals@1a2b3c4d

Plan 1a2b3c4d: 0 to create, 1 to update, 0 to archive; 0 change sets.
"""
    )


def test_a_plan_with_errors_is_never_called_without_changes() -> None:
    """Objects that could not be compared may differ, so "No changes" is not said (contract 3)."""
    assert text(plan_json(problems=[ERROR])).endswith(
        "\n\nIncomplete: 1 error; experience.marketing is left out. Nothing to change in the objects that could\n"
        "    be compared.\n"
    )
    assert text(plan_json(problems=[ERROR | {"code": "unreadable"}])).endswith(" Nothing could be compared with AWS.\n")
    nowhere = ERROR | {"address": None}
    assert "\nIncomplete: 2 errors; the objects that they concern are left out. " in text(
        plan_json(problems=[nowhere, nowhere])
    )


def test_differences_of_observed_objects_are_counted() -> None:
    """An object in mode observe that differs from its document is no change, and the verdict counts it."""
    assert (
        text(plan_json(problems=[OBSERVED])).splitlines()[-1]
        == "No changes. 1 object in mode observe differs from the repository."
    )


def test_a_protected_object_has_no_acceptance() -> None:
    """The rule `protected` cannot be accepted, so no --accept is shown for it."""
    protected = REFUSED | {
        "code": "protected",
        "message": "experience.default is protected",
        "hint": "take it out of guards.protected first",
    }
    assert (
        text(plan_json(changes=[UPDATE_DEFAULT], problems=[protected])).partition("\n\nRefusals\n")[2]
        == f"""\
desired_state/experiences/default.yaml:7:3: refused[protected] experience.default is protected
  hint: take it out of guards.protected first

{"─" * 100}
Refused, nothing was written: 1 rule cannot be accepted.

  protected  1 protected object ends, is emptied or cut off: experience.default.

protected: take it out of guards.protected first

Plan 1a2b3c4d: 0 to create, 1 to update, 0 to archive; 0 change sets.
"""
    )


def test_the_acceptance_of_all_rules_is_one_command() -> None:
    """Each refused rule is in the command once, however many objects break it."""
    ungoverned = REFUSED | {"code": "ungoverned", "hint": "--accept ungoverned@1a2b3c4d"}
    plan = plan_json(changes=[UPDATE_DEFAULT], problems=[ungoverned, REFUSED, REFUSED])
    assert "\n    reconciler apply --accept max_removals@1a2b3c4d --accept ungoverned@1a2b3c4d\n" in text(plan)
    assert "\nRefused, nothing was written: 2 rules must be accepted.\n" in text(plan)


def test_a_first_procurement_policy_restricts_products() -> None:
    """Adding a first policy takes away every product that is not listed, and the change says so."""
    change = UPDATE_DEFAULT | {"fields": [{"path": "products", "before": None, "after": "restricted"}]}
    assert "    products  every product → only the products that are listed\n" in text(plan_json(changes=[change]))


def test_long_values_are_shown_one_below_the_other() -> None:
    """The old and the new value of a long field have a line each."""
    change = UPDATE_DEFAULT | {"fields": [{"path": "description", "before": "a" * 60, "after": "b " * 30}]}
    assert "    description\n      - " + "a" * 60 + '\n      + "' + "b " * 30 + '"\n' in text(
        plan_json(changes=[change])
    )


def test_actions_have_signs_and_words() -> None:
    """Create, update, archive, revive and delete differ by sign and word, not only by colour."""
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


def test_fifty_members_of_a_list_are_shown_unless_full() -> None:
    """Fifty members are shown and the others are counted; --full shows all."""
    members = [f"prod-{number:013}" for number in range(1000)]
    field = {"path": "products.allow", "added": members, "removed": [], "unchanged": 0}
    plan = plan_json(changes=[CREATE_FINANCE | {"fields": [field]}])
    short, full = text(plan), text(plan, full=True)
    assert short.count("+ prod-") == 50
    assert "      … and 950 more (--full)\n" in short
    assert full.count("+ prod-") == 1000
    assert "--full" not in full


def test_five_unmanaged_objects_are_shown_unless_full() -> None:
    """Five unmanaged objects are shown and the others are counted; --full shows all."""
    unmanaged = [HANDMADE | {"remote_id": f"exp-{number}"} for number in range(8)]
    short, full = text(plan_json(unmanaged=unmanaged)), text(plan_json(unmanaged=unmanaged), full=True)
    assert "  experience exp-4  Made by hand\n  … and 3 more (--full)\n" in short
    assert "  experience exp-7  Made by hand\n" in full


def test_residue_is_shown_only_with_full() -> None:
    """AWS cannot delete the residue, so it is no difference."""
    assert "Residue" not in text(everything())


def test_a_list_that_is_created_empty_is_called_empty() -> None:
    """A list without members is called empty instead of having no count."""
    field = {"path": "products.allow", "added": [], "removed": [], "unchanged": 0}
    assert "    products.allow  empty\n" in text(plan_json(changes=[CREATE_FINANCE | {"fields": [field]}]))


def test_a_changed_title_is_in_the_heading() -> None:
    """The heading has the new title, and the field shows both titles."""
    change = UPDATE_DEFAULT | {"fields": [{"path": "title", "before": "Default Experience", "after": "Basics"}]}
    assert text(plan_json(changes=[change])).splitlines()[2] == '~ update experience.default "Basics" (exp-default1)'
    assert '    title  "Default Experience" → Basics\n' in text(plan_json(changes=[change]))


def test_calls_of_ec2_show_region_and_size_of_lists() -> None:
    """An edit of a permission list is one line with the number of members, however long the list is."""
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


def test_an_update_names_the_fields_that_it_sets() -> None:
    """A call that changes a title can be told apart from a call that enables an experience."""
    details = {"Name": "Basics", "Status": "Disabled"}
    change = {"ChangeName": "A", "ChangeType": "UpdateExperience", "Entity": {"Identifier": "exp-default1@6"}}
    call = FIRST_CALL | {"parameters": {"ChangeSet": [change | {"DetailsDocument": details}]}}
    assert "        experience.default: UpdateExperience (Name and Status Disabled)\n" in text(
        plan_json(changes=[UPDATE_DEFAULT], operations=[call])
    )


def test_rendering_does_not_change_the_plan() -> None:
    """A plan that was rendered can still be written to a file."""
    plan = everything()
    before = deepcopy(plan)
    text(plan, full=True)
    assert plan == before


def test_unmanaged_objects_come_with_the_command_that_imports_them() -> None:
    """The import needs the settings of the plan, and none of its other options."""
    command = ["reconciler apply", "--config prod.yaml", "--select experience"]
    lines = plan_lines(plan_json(unmanaged=[HANDMADE]), command=command)
    assert "Import them: reconciler import --all --config prod.yaml" in list(lines)
    assert "Import them" not in text(plan_json(unmanaged=[]))
