"""The files of a new repository: about to paths and texts."""

import json
import re
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from reconciler.aws.calls import role_actions
from reconciler.kinds import all_kinds, all_verbs
from reconciler.recipients import check_recipient
from reconciler.settings import Guards, MaxRemovals
from reconciler.starter import Ci, NewRepository, Project, read_project, read_sellers, starter_files
from tests.starter.cloudformation import statements, template, trust

ACTIONS = role_actions(all_verbs())
SCHEMAS = {"document": "{}\n", "settings": "{}\n"}
SAAS = read_sellers(["saas=222222222222:us-east-1,eu-west-1"])
GOVERNANCE = NewRepository(
    marketplace="111111111111",
    organization="o-abcdef1234",
    sellers=SAAS,
    project=read_project("acme@11/gov@22", Ci.GITHUB),
)
GITHUB = "token.actions.githubusercontent.com"
ROOT = Path(__file__).resolve().parents[2]
PERMISSIONS = ROOT / "docs" / "guide-permissions.md"


def written(about: NewRepository = GOVERNANCE) -> Mapping[str, str]:
    """Return the files for *about*."""
    return starter_files(about, ACTIONS, SCHEMAS)


def roles(about: NewRepository = GOVERNANCE) -> dict[str, Any]:
    """Return the template of the CI's roles."""
    return template(written(about)["cloudformation/roles.yaml"])


def in_table(role: str) -> set[str]:
    """Return the IAM actions that the page about permissions lists for *role*."""
    (row,) = re.findall(rf"^\| {role} \| (.+) \|$", PERMISSIONS.read_text(), re.MULTILINE)
    return set(re.findall("`([^`]+)`", row))


def test_the_settings_hold_the_answers() -> None:
    """A seller in another account has the role and the external id of the template that creates the role."""
    assert yaml.safe_load(written()["reconciler.yaml"]) == {
        "version": 1,
        "desired_state": "desired_state",
        "organization": "o-abcdef1234",
        "marketplace": {"account": "111111111111"},
        "sellers": {
            "saas": {
                "account": "222222222222",
                "role": "arn:aws:iam::222222222222:role/reconciler-seller",
                "external_id": "reconciler-o-abcdef1234",
                "regions": ["us-east-1", "eu-west-1"],
            }
        },
    }


def test_a_seller_in_the_account_of_the_roles_needs_no_role() -> None:
    """The CI's own roles have the actions of the seller."""
    about = replace(GOVERNANCE, marketplace=None, organization=None)
    assert yaml.safe_load(written(about)["reconciler.yaml"])["sellers"] == {
        "saas": {"account": "222222222222", "regions": ["us-east-1", "eu-west-1"]}
    }
    assert "cloudformation/seller-role.yaml" not in written(about)
    (plan,) = statements(roles(about)["Resources"]["PlanRole"])
    assert set(plan["Action"]) == in_table("plan, a seller")


def test_without_answers_the_settings_say_what_to_fill_in() -> None:
    """What is not known stands there as a comment, in the right form."""
    text = written(NewRepository())["reconciler.yaml"]
    assert yaml.safe_load(text) == {"version": 1, "desired_state": "desired_state"}
    assert text.count("fill in") == 3


def test_the_guards_in_comments_are_the_defaults() -> None:
    """Whoever removes the comment signs changes nothing."""
    text = written()["reconciler.yaml"]
    commented = "".join(line[2:] + "\n" for line in text[text.index("# guards:") :].splitlines())
    guards = yaml.safe_load(commented)["guards"]
    stated = {**guards, "protected": (), "max_removals": MaxRemovals(**guards["max_removals"])}
    assert Guards(**stated) == Guards()
    assert guards.keys() == set(Guards.__slots__)


def test_there_is_one_example_for_each_kind() -> None:
    """No kind is forgotten, and no file of the desired state is one of them."""
    names = [PurePosixPath(name) for name in written() if name.startswith("examples/desired_state/")]
    assert [name.stem for name in names] == list(all_kinds())
    assert [name for name in written() if name.startswith("desired_state/")] == ["desired_state/README.md"]


def test_each_modeline_leads_to_a_schema_of_the_repository() -> None:
    """Editors find the schema from the file, and documents have the schema for all kinds."""
    found = {
        name: (PurePosixPath(name).parent / match[1])
        for name, text in written().items()
        if (match := re.match(r"# yaml-language-server: \$schema=(\S+)\n", text))
    }
    assert len(found) == 8
    for name, schema in found.items():
        wanted = "settings" if name.endswith("reconciler.yaml") else "document"
        assert Path("/", schema).resolve() == Path(f"/schemas/{wanted}.json")


def test_editors_find_nothing_wrong_in_the_files() -> None:
    """The schema for documents of all kinds fits each example, and the schema of the settings fits both settings."""
    for name, text in written().items():
        if re.match(r"# yaml-language-server:", text):
            schema = "settings" if name.endswith("reconciler.yaml") else "document"
            validator = Draft202012Validator(json.loads((ROOT / "schemas" / f"{schema}.json").read_bytes()))
            assert (name, list(validator.iter_errors(yaml.safe_load(text)))) == (name, [])


def test_the_plan_role_has_the_reads_of_the_table_and_no_more() -> None:
    """It cannot write, and can take the role of the seller, which tells sessions apart by their names."""
    own, others = statements(roles()["Resources"]["PlanRole"])
    assert set(own["Action"]) == in_table("plan, marketplace")
    assert others == {
        "Effect": "Allow",
        "Action": "sts:AssumeRole",
        "Resource": ["arn:aws:iam::222222222222:role/reconciler-seller"],
    }


def test_the_plan_role_may_tell_the_stated_recipients_alone() -> None:
    """Without a topic or a bus there is no such policy, and with some it names each of them."""
    found = roles()
    _, told = found["Resources"]["PlanRole"]["Properties"]["Policies"]
    condition, policy, otherwise = told["If"]
    assert (condition, otherwise) == ("Notifies", {"Ref": "AWS::NoValue"})
    assert found["Parameters"]["NotifyArns"]["Default"] == ""
    (statement,) = policy["PolicyDocument"]["Statement"]
    assert set(statement["Action"]) == in_table("`drift --notify`, the account of the topic or bus")
    assert statement["Resource"] == {"Ref": "NotifyArns"}


def test_the_recipients_in_comments_are_valid() -> None:
    """Whoever removes the comment signs can run drift --notify once the variable is set."""
    text = written()["reconciler.yaml"]
    commented = text[text.index("# notify:") : text.index("\n# Guards")]
    notify = yaml.safe_load("".join(line[2:] + "\n" for line in commented.splitlines()))["notify"]
    for one in notify:
        check_recipient(one)
    assert len(notify) == 2


def test_the_apply_role_has_the_actions_of_the_table() -> None:
    """They are generated from the same verbs as the table of that page."""
    own, _ = statements(roles()["Resources"]["ApplyRole"])
    assert set(own["Action"]) == in_table("apply, marketplace")


def test_the_apply_role_trusts_an_environment_and_no_pattern() -> None:
    """The subject is compared as it is, and the parameter takes no wildcard: `*` would let any branch apply."""
    found = roles()
    (one,) = trust(found["Resources"]["ApplyRole"])
    assert one["Condition"] == {
        "StringEquals": {f"{GITHUB}:aud": "sts.amazonaws.com", f"{GITHUB}:sub": {"Ref": "ApplySubjects"}}
    }
    subjects = found["Parameters"]["ApplySubjects"]
    assert subjects["Default"] == "repo:acme@11/gov@22:environment:production,repo:acme/gov:environment:production"
    assert all(re.fullmatch(subjects["AllowedPattern"], one) for one in subjects["Default"].split(","))
    for wrong in ("repo:acme/gov:*", "repo:acme/*:environment:production", "repo:acme/gov:ref:refs/heads/main", "*"):
        assert not re.fullmatch(subjects["AllowedPattern"], wrong)


def test_the_plan_role_trusts_pull_requests_and_the_branch() -> None:
    """Subjects have GitHub's immutable form first, and the older form beside it."""
    assert roles()["Parameters"]["PlanSubjects"]["Default"].split(",") == [
        "repo:acme@11/gov@22:pull_request",
        "repo:acme@11/gov@22:ref:refs/heads/main",
        "repo:acme/gov:pull_request",
        "repo:acme/gov:ref:refs/heads/main",
    ]


@pytest.mark.parametrize("ci", [Ci.GITHUB, Ci.GITLAB])
def test_without_a_repository_the_subjects_have_to_be_stated(ci: Ci) -> None:
    """A placeholder could be somebody's repository, so there is no default."""
    parameters = roles(replace(GOVERNANCE, project=None, ci=ci))["Parameters"]
    assert ["Default" in parameters[name] for name in ("PlanSubjects", "ApplySubjects")] == [False, False]


def test_gitlab_roles_trust_one_branch_to_apply() -> None:
    """GitLab's tokens name no environment, so the apply role is bound to the branch, which has to be protected."""
    about = replace(GOVERNANCE, ci=Ci.GITLAB, project=Project("group/sub/gov", "gitlab.example.com"))
    found = roles(about)
    assert found["Resources"]["Provider"]["Properties"]["Url"] == "https://gitlab.example.com"
    (one,) = trust(found["Resources"]["ApplyRole"])
    assert one["Condition"]["StringEquals"]["gitlab.example.com:sub"] == {"Ref": "ApplySubjects"}
    assert found["Parameters"]["ApplySubjects"]["Default"] == "project_path:group/sub/gov:ref_type:branch:ref:main"
    assert not re.fullmatch(
        found["Parameters"]["ApplySubjects"]["AllowedPattern"], "project_path:group/sub/gov:ref_type:branch:ref:*"
    )


def test_the_role_of_a_seller_can_write_for_an_apply_alone() -> None:
    """The plan role can take no session of the name that may write, and the external id is that of the settings."""
    found = template(written()["cloudformation/seller-role.yaml"])
    plan, _, apply = trust(role := found["Resources"]["SellerRole"])
    assert plan["Principal"] == {"AWS": {"Ref": "PlanRoleArn"}}
    assert plan["Condition"]["StringEquals"] == {
        "sts:ExternalId": {"Ref": "ExternalId"},
        "sts:RoleSessionName": "reconciler",
    }
    assert apply["Condition"]["StringEquals"]["sts:RoleSessionName"] == ["reconciler", "reconciler-apply"]
    reads, writes = statements(role)
    assert set(reads["Action"]) == in_table("plan, a seller")
    assert {*reads["Action"], *writes["Action"]} == in_table("apply, a seller")
    assert writes["Condition"] == {"StringLike": {"aws:userid": "*:reconciler-apply"}}
    assert found["Parameters"]["ExternalId"]["Default"] == "reconciler-o-abcdef1234"


def test_a_seller_in_another_partition_has_a_role_there() -> None:
    """The ARN of a role in China begins with arn:aws-cn."""
    about = replace(GOVERNANCE, sellers=read_sellers(["cn=333333333333:cn-north-1"]))
    settings = yaml.safe_load(written(about)["reconciler.yaml"])
    assert settings["sellers"]["cn"]["role"] == "arn:aws-cn:iam::333333333333:role/reconciler-seller"


def test_the_drift_workflow_sleeps_until_there_is_a_document() -> None:
    """Every step after the checkout asks whether there is a file of documents; the checkout has the whole history."""
    (job,) = yaml.safe_load(written()[".github/workflows/reconciler-drift.yml"])["jobs"].values()
    checkout, *rest = job["steps"]
    assert checkout["with"]["fetch-depth"] == 0
    documents = "hashFiles('desired_state/**/*.yaml', 'desired_state/**/*.yml') != ''"
    asked = {step["if"] for step in rest if "/cache/" not in step.get("uses", "")}
    assert asked == {documents, f"${{{{ !cancelled() && {documents} }}}}"}


def test_the_drift_workflow_remembers_what_was_told() -> None:
    """Recipients are told if a variable says so; the file is kept however the comparison ends, and if there is one."""
    (job,) = yaml.safe_load(written()[".github/workflows/reconciler-drift.yml"])["jobs"].values()
    assert job["env"]["RECONCILER_NOTIFY"] == "${{ vars.RECONCILER_NOTIFY }}"
    take, keep = (step for step in job["steps"] if "/cache/" in step.get("uses", ""))
    assert {step["with"]["path"] for step in (take, keep)} == {job["env"]["RECONCILER_TOLD"]}
    assert take["with"]["key"].startswith(take["with"]["restore-keys"])
    told = "env.RECONCILER_NOTIFY == 'true'"
    assert [take["if"], keep["if"]] == [
        told,
        f"${{{{ !cancelled() && {told} && hashFiles('reconciler-told.json') != '' }}}}",
    ]


def test_pipelines_are_written_for_the_server_of_the_repository() -> None:
    """GitHub gets workflows, GitLab one file, and none neither of them nor roles."""
    assert {name for name in written() if name.startswith("ci/")} == {
        "ci/apply.sh",
        "ci/comment.sh",
        "ci/drift-issue.sh",
        "ci/drift.sh",
        "ci/github.py",
        "ci/install.sh",
        "ci/job.sh",
        "ci/kept.py",
        "ci/plan.sh",
        "ci/rest.py",
        "ci/reviewed.py",
        "ci/validate.sh",
    }
    assert [name for name in written() if name.startswith(".github")] == [
        ".github/CODEOWNERS",
        ".github/workflows/reconciler-plan.yml",
        ".github/workflows/reconciler-apply.yml",
        ".github/workflows/reconciler-drift.yml",
    ]
    gitlab = written(replace(GOVERNANCE, ci=Ci.GITLAB, branch="trunk"))
    assert {".gitlab-ci.yml", "CODEOWNERS", "cloudformation/roles.yaml"} <= gitlab.keys()
    assert {name for name in gitlab if name.startswith("ci/git")} == {"ci/gitlab.py", "ci/gitlab.sh"}
    assert '$CI_COMMIT_BRANCH == "trunk"' in gitlab[".gitlab-ci.yml"]
    assert not any(
        name.startswith((".github", ".gitlab", "cloud", "CODE")) for name in written(replace(GOVERNANCE, ci=Ci.NONE))
    )


def test_git_ignores_answers_and_no_file_that_init_writes(tmp_path: Path) -> None:
    """Saved plans, reports and pages at the top are ignored; documents, schemas and pipelines are not."""
    answers = [
        *("plan.json", "plan.html", "plan.md", "comment.md", "report.json", "report.html", "undo.json", "told.json"),
        *("reconciler-told.json", "reconciler-out/plan.json"),
    ]
    files = {name for about in (GOVERNANCE, replace(GOVERNANCE, ci=Ci.GITLAB)) for name in written(about)}
    documents = [
        "desired_state/plan.json.yaml",
        "desired_state/reports/plan.yaml",
        "docs/plan.md",
        "planning.md",
        "report-2026.md",
    ]
    (tmp_path / ".gitignore").write_text(written()[".gitignore"])
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    asked = subprocess.run(
        ["git", "check-ignore", "--no-index", *answers, *files, *documents],
        cwd=tmp_path,
        check=False,
        capture_output=True,
        text=True,
    )
    assert asked.stdout.splitlines() == answers


def test_the_settings_are_the_last_file() -> None:
    """While they are missing, the repository is unfinished, and a second run completes it."""
    assert list(written())[-1] == "reconciler.yaml"


def test_every_file_is_whole() -> None:
    """No marker of the templates is left, and each file ends with a line end."""
    several = (GOVERNANCE, replace(GOVERNANCE, ci=Ci.GITLAB), NewRepository())
    every = [text for about in several for text in written(about).values()]
    assert [text for text in every if "@@" in text or "%%" in text or not text.endswith("\n")] == []


@pytest.mark.parametrize("ci", [Ci.GITHUB, Ci.GITLAB])
def test_a_pipeline_without_an_address_says_what_is_missing(ci: Ci) -> None:
    """Nothing is installed by a bare name, which may be another project's: without the variable, the job ends."""
    files = written(replace(GOVERNANCE, ci=ci))
    pipelines = [text for path, text in files.items() if path in {".gitlab-ci.yml", "ci/install.sh"}]
    (line, *same) = set(re.findall(r"\$\{RECONCILER:[^}]+\}", "\n".join(pipelines)))
    assert same == []
    ended = subprocess.run(
        ["bash", "-ec", f': "{line}"'], env={"RECONCILER": ""}, check=False, capture_output=True, text=True
    )
    assert ended.returncode != 0
    assert ended.stderr.endswith("RECONCILER: set this variable to git+https://ADDRESS@TAG\n")
