"""The replay of the sample's files against what AWS has: AWS is the truth, the files are evidence."""

import json
from typing import cast

import pytest

from reconciler.pipeline.migrating.sample import read_sample
from reconciler.ports import ChangeSetSummary
from tests.pipeline.migrating.buckets import comparison, file, findings, live, sample, told

P1, P2, P3 = "prod-p1p1p1p1p1p1p", "prod-p2p2p2p2p2p2p", "prod-p3p3p3p3p3p3p"
STATUS = {"ChangeSetId": "c1", "ChangeSetStatus": "Successful", "Experience Id": "exp-a"}


def ended(status: str, *entities: str) -> ChangeSetSummary:
    """Return the change set c1, which has ended."""
    return ChangeSetSummary("c1", "by the sample", status, entities, "2024-06-01T10:00:00Z", "2024-06-01T10:01:00Z")


def error(change_type: str, details: object, change_set: str = "c1") -> dict[str, object]:
    """Return an error file about one change."""
    failed = {"ErrorCode": "INVALID", "ErrorMessage": "no"}
    change = {"ChangeType": change_type, "Details": json.dumps(details), "ErrorDetailList": [failed]}
    return {"ChangeSetId": change_set, "ChangeSet": [change]}


def test_a_file_that_aws_agrees_with_is_applied() -> None:
    """Status and requests count as well as lists."""
    command = {
        "Name": "A",
        "AllowProducts": [P1],
        "DenyProducts": [P2],
        "AssociatePrincipals": ["o-abcdef1234"],
        "DisassociatePrincipals": ["333333333333"],
        "Status": "Enabled",
        "PolicyResourceRequests": "Deny",
    }
    there = live("exp-a", title="A", allow=[P1], deny=[P2], principals=["o-abcdef1234"], user_requests="deny")
    found = comparison(sample({"Experience_A#1.json": command, "STATUS_Experience_A": STATUS}), there)
    assert told(found) == {"Experience_A#1.json": ["applied"], "STATUS_Experience_A": ["evidence"]}
    assert found.experiences[0].remarks == ()


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ({"AllowProducts": [P3]}, f"{P3} should be allowed; it is neither allowed nor denied in AWS"),
        ({"AllowProducts": [P2]}, f"{P2} should be allowed; it is denied in AWS"),
        ({"DenyProducts": [P1]}, f"{P1} should be denied; it is allowed in AWS"),
        ({"AssociatePrincipals": ["333333333333"]}, "333333333333 should be associated; it is not associated in AWS"),
        (
            {"DisassociatePrincipals": ["o-abcdef1234"]},
            "o-abcdef1234 should be not associated; it is associated in AWS",
        ),
        ({"Status": "Disabled"}, "the status should be disabled; it is enabled in AWS"),
        ({"PolicyResourceRequests": "Allow"}, "a request of users should be allowed; it is not stated in AWS"),
    ],
)
def test_a_file_that_aws_contradicts_says_what_aws_has(command: dict[str, object], reason: str) -> None:
    """It failed, or something changed it afterwards: the files do not tell which."""
    there = live("exp-a", title="A", allow=[P1], deny=[P2], principals=["o-abcdef1234"])
    found = comparison(sample({"Experience_A#1.json": {"Name": "A", **command}, "STATUS_Experience_A": STATUS}), there)
    assert told(found)["Experience_A#1.json"] == ["contradicted by AWS", reason]


def test_of_contradictory_files_the_last_one_counts() -> None:
    """Of a file that is overruled in everything, AWS cannot show whether it ran."""
    files = {
        "Experience_A#1.json": {"Name": "A", "AllowProducts": [P1]},
        "Experience_A#2.json": {"Name": "A", "DenyProducts": [P1]},
        "STATUS_Experience_A": STATUS,
    }
    found = comparison(sample(files), live("exp-a", title="A", allow=[], deny=[P1]))
    said = "later files say otherwise of everything that it asks for, so AWS cannot show whether it ran"
    assert told(found)["Experience_A#1.json"] == ["superseded", said]
    assert told(found)["Experience_A#2.json"] == ["applied"]


def test_a_file_that_changed_nothing_says_so() -> None:
    """What it asks for was so before."""
    files = {
        "Experience_A#1.json": {"Name": "A", "AllowProducts": [P1, P2]},
        "Experience_A#2.json": {"Name": "A", "AllowProducts": [P1]},
        "STATUS_Experience_A": STATUS,
    }
    found = comparison(sample(files), live("exp-a", title="A", allow=[P1, P2], deny=[]))
    assert told(found)["Experience_A#2.json"] == ["applied", f"it changed nothing: {P1} was allowed already"]


def test_a_fault_makes_the_whole_file_fail() -> None:
    """The other lists of a change set that AWS refuses were not changed either."""
    command = {"Name": "A", "AllowProducts": [P1], "Status": "On"}
    found = comparison(
        sample({"Experience_A#1.json": command, "STATUS_Experience_A": STATUS}), live("exp-a", title="A", allow=[])
    )
    reason = "Status is 'On', and AWS takes only Enabled or Disabled"
    assert told(found)["Experience_A#1.json"] == ["contradicted by AWS", reason]


def test_an_error_file_is_about_the_command_with_its_changes() -> None:
    """The key of an error has no version."""
    files = {
        "Experience_A#1.json": {"Name": "A", "DenyProducts": [P3]},
        "Experience_A#2.json": {"Name": "A", "AllowProducts": [P1]},
        "STATUS_Experience_A": {**STATUS, "ChangeSetId": "c2"},
        "ERROR_STATUS_Experience_A_20240601-120000": error("DenyProductProcurement", {"Products": [{"Ids": [P3]}]}),
    }
    found = comparison(sample(files), live("exp-a", title="A", allow=[P1], deny=[]))
    reason = "its change set failed as a whole: DenyProductProcurement: INVALID: no"
    assert told(found)["Experience_A#1.json"] == ["contradicted by AWS", reason]
    assert findings(found)["Experience_A#2.json"] == "applied"


@pytest.mark.parametrize("details", [None, "", "{not JSON"])
def test_an_error_file_may_have_its_details_as_a_document(details: str | None) -> None:
    """DescribeChangeSet answers with both, and the text may be empty; the document counts."""
    failed = error("DenyProductProcurement", {})
    (change,) = cast("list[dict[str, object]]", failed["ChangeSet"])
    change |= {"Details": details, "DetailsDocument": {"Products": [{"Ids": [P3]}]}}
    files = {
        "Experience_A#1.json": {"Name": "A", "DenyProducts": [P3]},
        "Experience_A#2.json": {"Name": "A", "AllowProducts": [P1]},
        "STATUS_Experience_A": {**STATUS, "ChangeSetId": "c2"},
        "ERROR_STATUS_Experience_A_20240601-120000": failed,
    }
    found = comparison(sample(files), live("exp-a", title="A", allow=[P1], deny=[]))
    reason = "its change set failed as a whole: DenyProductProcurement: INVALID: no"
    assert told(found)["Experience_A#1.json"] == ["contradicted by AWS", reason]
    assert findings(found)["Experience_A#2.json"] == "applied"


def test_an_error_before_the_last_upload_is_about_an_earlier_one() -> None:
    """A file that is uploaded again, after its cause was removed, runs again."""
    errors = error("AllowProductProcurement", {"Products": [{"Ids": [P1]}]})
    found = read_sample(
        [
            file("Experience_A#1.json", {"Name": "A", "AllowProducts": [P1]}, 3),
            file("STATUS_Experience_A", {**STATUS, "ChangeSetId": "c2"}),
            file("ERROR_STATUS_Experience_A_20240602-120000", errors),
        ]
    )
    assert findings(comparison(found, live("exp-a", title="A", allow=[P1])))["Experience_A#1.json"] == "applied"


def test_in_a_copy_a_successful_status_is_about_the_last_command() -> None:
    """The error is of another change set."""
    files = {
        "Experience_A#1.json": {"Name": "A", "AllowProducts": [P1]},
        "STATUS_Experience_A": {**STATUS, "ChangeSetId": "c2"},
        "ERROR_STATUS_Experience_A_20240602-120000": error("AllowProductProcurement", {"Products": [{"Ids": [P1]}]}),
    }
    found = comparison(sample(files), live("exp-a", title="A", allow=[P1]))
    assert findings(found)["Experience_A#1.json"] == "applied"


def test_a_failed_status_without_an_error_file_is_about_the_last_command() -> None:
    """Somebody may have deleted the error file."""
    files = {
        "Experience_A#1.json": {"Name": "A", "AllowProducts": [P1]},
        "Experience_A#2.json": {"Name": "A", "DenyProducts": [P2]},
        "STATUS_Experience_A": {**STATUS, "ChangeSetStatus": "Failed", "Error Message": "no"},
    }
    found = comparison(sample(files), live("exp-a", title="A", allow=[P1], deny=[]))
    assert findings(found)["Experience_A#1.json"] == "applied"
    reason = "STATUS_Experience_A says that the last change set failed: no"
    assert told(found)["Experience_A#2.json"] == ["contradicted by AWS", reason]


def test_a_file_with_nothing_but_a_name_can_only_create() -> None:
    """A change set without changes is refused; the first file of an automated experience has two that create it."""
    files = {"Experience_A#1.json": {"Name": "A"}, "Experience_A#2.json": {"Name": "B"}, "STATUS_Experience_A": STATUS}
    found = told(comparison(sample(files), live("exp-a", title="A")))
    assert found["Experience_A#1.json"] == ["applied"]
    refused = "it asks for nothing, and AWS refused its change set without changes"
    assert found["Experience_A#2.json"] == ["contradicted by AWS", refused]


def test_a_principal_in_two_experiences_is_where_aws_has_it() -> None:
    """The second association failed: ENTITY_ALREADY_EXISTS."""
    files = {
        "Experience_A#1.json": {"Name": "A", "AssociatePrincipals": ["333333333333"]},
        "STATUS_Experience_A": STATUS,
        "Experience_B#1.json": {"Name": "B", "AssociatePrincipals": ["333333333333"]},
        "STATUS_Experience_B": {**STATUS, "Experience Id": "exp-b"},
    }
    there = (live("exp-a", title="A", principals=["333333333333"]), live("exp-b", title="B"))
    found = findings(comparison(sample(files), *there))
    assert (found["Experience_A#1.json"], found["Experience_B#1.json"]) == ("applied", "contradicted by AWS")


def test_commands_without_a_status_never_triggered() -> None:
    """The sample writes the status once AWS took a change set; the title may find a half-made experience."""
    found = comparison(
        sample({"Experience_A#1.json": {"Name": "A", "AllowProducts": [P1]}}), live("exp-x", title="A", allow=[P1])
    )
    assert told(found)["Experience_A#1.json"] == [
        "never triggered",
        "no STATUS_Experience_A: no command of it has made or changed an experience, as far as the files tell",
        "exp-x is called 'A': reconciler import experience.NAME --id exp-x adopts it",
    ]
    assert found.experiences == ()


def test_a_status_that_cannot_be_read_is_told_with_its_commands() -> None:
    """The sample's function stops at it, too."""
    found = told(comparison(sample({"Experience_A#1.json": {"Name": "A"}, "STATUS_Experience_A": "{"})))
    said = "STATUS_Experience_A cannot be read: no command of it has made or changed an experience"
    assert found["Experience_A#1.json"][1].startswith(said)


def test_a_creation_that_failed_has_made_nothing() -> None:
    """The status has no id."""
    files = {
        "Experience_A#1.json": {"Name": "A"},
        "STATUS_Experience_A": {"ChangeSetId": "c1", "ChangeSetStatus": "Failed", "Error Message": "no"},
    }
    found = told(comparison(sample(files)))
    said = ["the creation failed: no", "no live experience is called 'A'"]
    assert found == {
        "Experience_A#1.json": ["contradicted by AWS", *said],
        "STATUS_Experience_A": ["evidence", *said],
    }


def test_an_id_that_aws_does_not_have_is_never_an_experience() -> None:
    """A file is evidence only."""
    files = {"Experience_A#1.json": {"Name": "A"}, "STATUS_Experience_A": STATUS}
    found = comparison(sample(files), live("exp-other", title="Other"))
    reason = "AWS has no experience 'exp-a', which STATUS_Experience_A names"
    assert told(found)["STATUS_Experience_A"][:2] == ["contradicted by AWS", reason]
    assert found.experiences == ()


def test_the_change_set_of_a_lost_event_says_what_it_created() -> None:
    """Without the event, the sample leaves In Progress for ever, and writes no id."""
    files = {"STATUS_Experience_A": {"ChangeSetId": "c1", "ChangeSetStatus": "In Progress"}}
    found = comparison(sample(files), live("exp-a", title="A"), ended=(ended("SUCCEEDED", "exp-a"),))
    assert [one.id for one in found.experiences] == ["exp-a"]
    said = "it says In Progress, and the change set ended: SUCCEEDED"
    assert told(found)["STATUS_Experience_A"] == ["evidence", said]


def test_a_change_set_of_several_experiences_says_nothing_of_one() -> None:
    """The sample creates one in a change set, so this is none of its own: no id is guessed."""
    files = {"STATUS_Experience_A": {"ChangeSetId": "c1", "ChangeSetStatus": "In Progress"}}
    both = live("exp-a", title="A"), live("exp-b", title="B")
    found = comparison(sample(files), *both, ended=(ended("SUCCEEDED", "exp-a", "exp-b"),))
    assert found.experiences == ()
    said = "STATUS_Experience_A says In Progress, and its change set has ended: SUCCEEDED"
    assert told(found)["STATUS_Experience_A"] == ["evidence", said]


@pytest.mark.parametrize(
    ("sets", "end"),
    [
        ((ended("FAILED"),), "its change set has ended: FAILED"),
        ((), "AWS does not list its change set any more"),
    ],
)
def test_a_lost_event_of_a_failed_creation_is_told(sets: tuple[ChangeSetSummary, ...], end: str) -> None:
    """AWS lists change sets for 60 to 90 days."""
    files = {"STATUS_Experience_A": {"ChangeSetId": "c1", "ChangeSetStatus": "In Progress"}}
    found = comparison(sample(files), live("exp-a", title="A"), ended=sets)
    assert told(found)["STATUS_Experience_A"] == ["evidence", f"STATUS_Experience_A says In Progress, and {end}"]


def test_two_short_names_of_one_experience_are_told_once() -> None:
    """Their commands are replayed together."""
    files = {
        "Experience_A#1.json": {"Name": "A", "AllowProducts": [P1]},
        "STATUS_Experience_A": STATUS,
        "Experience_B#2.json": {"Name": "A", "AllowProducts": [P2]},
        "STATUS_Experience_B": STATUS,
    }
    found = comparison(sample(files), live("exp-a", title="A", allow=[P1, P2]))
    (one,) = found.experiences
    assert [remark.text for remark in one.remarks] == ["2 short names have it: 'A', 'B'"]
    assert findings(found)["Experience_A#1.json"] == findings(found)["Experience_B#2.json"] == "applied"


def test_an_error_of_a_short_name_without_files_is_told() -> None:
    """The other files may have been deleted."""
    found = comparison(sample({"ERROR_STATUS_Experience_A_20240601-120000": {}}))
    said = {"ERROR_STATUS_Experience_A_20240601-120000": ["evidence", "it is about no other file that is left"]}
    assert told(found) == said


def test_what_is_odd_about_an_experience_is_told() -> None:
    """Another title than the last Name, the same title as another one, disabled, and members of no file."""
    files = {"Experience_A#1.json": {"Name": "Old", "AllowProducts": [P1]}, "STATUS_Experience_A": STATUS}
    there = live("exp-a", title="A ", status="disabled", allow=[P1, P2], principals=["o-abcdef1234"])
    (one,) = comparison(sample(files), there, live("exp-b", title="A ")).experiences
    elsewhere = "(done by hand, by a request, or by a file that was overwritten)"
    assert [remark.text for remark in one.remarks] == [
        "the last Name is 'Old', the title in AWS 'A '",
        "its title 'A ' begins or ends with a blank: trim it in the document to rename it",
        "exp-b has the same title",
        "it is disabled, so it governs nobody",
        f"o-abcdef1234: associated in AWS, and in no file that is left {elsewhere}",
        f"{P2}: allowed in AWS, and in no file that is left {elsewhere}",
    ]
