"""The worked examples: made-up buckets, what AWS has, the documents and what migration.md says."""

import json

from tests.pipeline.migrating.copies import about, copy, document, imported, page
from tests.trial import FINANCE, Trial, experience, world

A, B, C = "prod-aaaaaaaaaaaaa", "prod-bbbbbbbbbbbbb", "prod-ccccccccccccc"
P1, P2, P3 = "prod-p1p1p1p1p1p1p", "prod-p2p2p2p2p2p2p", "prod-p3p3p3p3p3p3p"
UUID = "12345678-0123-4567-abcd-4317654321"
ADS = "555555555555"

DEFAULT_FIRST = {
    "Name": "Default Experience",
    "AssociatePrincipals": ["o-abcdef1234"],
    "AllowProducts": [f"{UUID}0", f"{UUID}1"],
    "DenyProducts": [f"{UUID}2"],
    "Status": "Enabled",
    "PolicyResourceRequests": "Deny",
}
DEFAULT_STATUS = {"ChangeSetId": "c1", "ChangeSetStatus": "Successful", "Experience Id": "exp-defa1ult2exam"}
_FAILED = {
    "ChangeType": "DisassociateAudience",
    "Details": json.dumps({"Principals": ["333333333333"]}),
    "ErrorDetailList": [{"ErrorCode": "CLIENT_ERROR", "ErrorMessage": "333333333333 is not associated"}],
}
_BESIDE = {"ChangeType": "AllowProductProcurement", "Details": json.dumps({"Products": [{"Ids": [P2]}]})}
RND = {
    "Experience_RnD#1.json": {
        "Name": "RnD",
        "AllowProducts": [P1, P2],
        "AssociatePrincipals": [ADS],
        "Status": "Enabled",
    },
    "Experience_RnD#2.json": {"Name": "RnD", "DenyProducts": [P2, P3]},
    "Experience_RnD#3.json": {
        "Name": "RnD",
        "AllowProducts": [P2],
        "DisassociatePrincipals": ["333333333333"],
    },
    "ERROR_STATUS_Experience_RnD_20240701-101500": {"ChangeSetId": "c3", "ChangeSet": [_FAILED, _BESIDE]},
    "STATUS_Experience_RnD": {
        "ChangeSetId": "c3",
        "ChangeSetStatus": "Failed",
        "Experience Id": "exp-rnd00example1",
    },
}


def test_a_plain_experience_with_two_versions(trial: Trial) -> None:
    """The second version changed nothing."""
    described = "Private Marketplace Experience created from PMP Automation: Default Experience"
    policy = {"requests": "Deny", "allow": [f"{UUID}0", f"{UUID}1"], "deny": [f"{UUID}2"]}
    stated = {"id": "exp-defa1ult2exam", "description": described, "principals": ["o-abcdef1234"], "policy": policy}
    trial.twin.reset(world(experience("Default Experience", **stated)))
    copy(
        trial,
        {
            "Experience_Default#1_0.json": DEFAULT_FIRST,
            "Experience_Default#1_1.json": {"Name": "Default Experience", "AllowProducts": [f"{UUID}0"]},
            "STATUS_Experience_Default": DEFAULT_STATUS,
        },
    )
    assert imported(trial).code == 0
    assert document(trial, "default") == (
        "kind: experience\n"
        "name: default\n"
        "title: Default Experience\n"
        f'description: "{described}"\n'
        "status: enabled\n"
        "user_requests: deny\n"
        "principals:\n"
        "  - o-abcdef1234\n"
        "products:\n"
        "  allow:\n"
        f"    - {UUID}0\n"
        f"    - {UUID}1\n"
        "  deny:\n"
        f"    - {UUID}2\n"
        "id: exp-defa1ult2exam\n"
    )
    assert about(trial, "Experience_Default#1_0.json") == ["applied"]
    nothing = f"it changed nothing: `{UUID}0` was allowed already"
    assert about(trial, "Experience_Default#1_1.json") == ["applied", nothing]
    assert (trial.plan().plan.changes, trial.plan().plan.unmanaged) == ((), ())


def test_a_trailing_blank_and_an_overwritten_file(trial: Trial) -> None:
    """The title stays as AWS has it; the products of the file that is gone are told."""
    live = {"id": "exp-fina1nce2exam", "name": "Finance Unit Experience ", "principals": [FINANCE]}
    trial.twin.reset(world({**experience("x"), **live, "policy": {"requests": "Allow", "allow": [A, B, C]}}))
    copy(
        trial,
        {
            "Experience_FinanceUnit#1_0.json": {"Name": "Finance Unit Experience ", "AllowProducts": [C]},
            "STATUS_Experience_FinanceUnit": {"ChangeSetId": "c2", "Experience Id": "exp-fina1nce2exam"},
        },
    )
    assert imported(trial).code == 0
    assert document(trial, "financeunit") == (
        "kind: experience\n"
        "name: financeunit\n"
        'title: "Finance Unit Experience "  # it begins or ends with a blank in AWS: trim it to rename\n'
        "status: enabled\n"
        "user_requests: allow\n"
        "principals:\n"
        f"  - {FINANCE}\n"
        "products:\n"
        "  allow:\n"
        f"    - {A}\n"
        f"    - {B}\n"
        f"    - {C}\n"
        "  deny: []\n"
        "id: exp-fina1nce2exam\n"
    )
    assert f"- `{A}`, `{B}`: allowed in AWS, and in no file that is left" in page(trial)
    assert "begins or ends with a blank: trim it in the document to rename it" in page(trial)
    assert trial.plan().plan.changes == ()


def test_bad_json_without_a_status(trial: Trial) -> None:
    """Nothing but the page is written; with --strict not even that."""
    bad = '{\n "Name": "Legal",\n "AllowProducts": ["prod-a"],\n "Status": "Enabled\n}'
    copy(trial, {"Experience_Legal#1.json": bad})
    strict = imported(trial, "--strict")
    assert (strict.code, strict.out) == (3, "")
    assert strict.err.splitlines()[-3:] == [
        "Experience_Legal#1.json:4:20: error[sample-file] 'Experience_Legal#1.json' is not JSON (a text is not closed)",
        "  hint: correct the file in the bucket, or import without --strict",
        "error: files of the sample cannot be read, so nothing was written",
    ]
    assert sorted(path.name for path in trial.folder.iterdir()) == ["reconciler.yaml", "sample"]
    assert imported(trial).code == 0
    assert sorted(path.name for path in trial.folder.iterdir()) == ["migration.md", "reconciler.yaml", "sample"]
    assert about(trial, "Experience_Legal#1.json") == [
        "not parseable",
        "`Experience_Legal#1.json:4:20`: is not JSON (a text is not closed)",
        "no `STATUS_Experience_Legal`: no command of it has made or changed an experience, as far as the files tell",
        "no live experience is called 'Legal'",
    ]


def test_an_adopted_experience_with_a_blank_in_its_id(trial: Trial) -> None:
    """AWS refused every command, so the audience was set elsewhere; it is imported by its id without the blank."""
    live = {"id": "exp-mark3ting4exm", "status": "Disabled", "principals": [FINANCE], "policy": {}}
    trial.twin.reset(world(experience("Marketing Unit Experience", **live)))
    command = {"Name": "Marketing Unit Experience", "AssociatePrincipals": ["ou-marketing"]}
    copy(
        trial,
        {
            "STATUS_Experience_MarketingUnit": {"Experience Id": " exp-mark3ting4exm"},
            "Experience_MarketingUnit#1_0.json": command,
        },
    )
    assert imported(trial).code == 0
    assert document(trial, "marketingunit") == (
        "kind: experience\n"
        "name: marketingunit\n"
        "title: Marketing Unit Experience\n"
        "status: disabled\n"
        "user_requests: allow\n"
        "principals:\n"
        f"  - {FINANCE}\n"
        "products:\n"
        "  allow: []\n"
        "  deny: []\n"
        "id: exp-mark3ting4exm\n"
    )
    assert about(trial, "Experience_MarketingUnit#1_0.json") == [
        "contradicted by AWS",
        (
            "`Experience_MarketingUnit#1_0.json:1:63`: '`ou-marketing`' is not an id of an organization, a unit or "
            "an account, so AWS refused the whole change set"
        ),
        (
            "`STATUS_Experience_MarketingUnit:1:19`: the id in its status begins or ends with a blank, so AWS refused "
            "its change set"
        ),
    ]
    assert "- it is disabled, so it governs nobody" in page(trial)
    assert f"- `{FINANCE}`: associated in AWS, and in no file that is left" in page(trial)


def test_contradictory_files_of_which_the_last_one_failed(trial: Trial) -> None:
    """P2 is allowed in AWS although no file that succeeded allows it after the second one."""
    live = {"id": "exp-rnd00example1", "principals": [ADS], "policy": {"allow": [P1, P2], "deny": [P3]}}
    trial.twin.reset(world(experience("RnD", **live)))
    copy(trial, RND)
    assert imported(trial).code == 0
    assert document(trial, "rnd").endswith(
        f'principals:\n  - "{ADS}"\n'
        f"products:\n  allow:\n    - {P1}\n    - {P2}\n  deny:\n    - {P3}\nid: exp-rnd00example1\n"
    )
    assert about(trial, "Experience_RnD#1.json") == ["applied"]
    contradicted = f"`{P2}` should be denied; it is allowed in AWS"
    assert about(trial, "Experience_RnD#2.json") == ["contradicted by AWS", contradicted]
    assert about(trial, "Experience_RnD#3.json") == [
        "contradicted by AWS",
        (
            "`ERROR_STATUS_Experience_RnD_20240701-101500`: its change set failed as a whole: DisassociateAudience: "
            "`CLIENT_ERROR`: `333333333333` is not associated"
        ),
        (
            f"nevertheless, `{P2}` is allowed in AWS, by hand, by a request, or by a file that is gone: decide in the "
            "pull request"
        ),
    ]
    assert trial.plan().plan.changes == ()
