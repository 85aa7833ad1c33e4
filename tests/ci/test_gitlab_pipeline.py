"""The pipeline that init writes for GitLab: which jobs run when, no shell but the scripts, and who has what."""

import re
from pathlib import Path

import pytest
import yaml

from reconciler.starter import Ci, NewRepository, starter_files
from tests.ci.gitlab_jobs import VARIABLES, chosen
from tests.ci.gitlab_server import Json
from tests.ci.scripts import Scripts

ROOT = Path(__file__).parents[2]
REQUEST = {"CI_PIPELINE_SOURCE": "merge_request_event", "CI_MERGE_REQUEST_IID": "7"}
PUSH = {"CI_PIPELINE_SOURCE": "push", "CI_COMMIT_BRANCH": "main"}
DIGEST = {"RECONCILER_DIGEST": f"sha256:{'1' * 64}"}


@pytest.fixture(scope="module")
def stated() -> Json:
    """Return the pipeline of a new repository."""
    actions = {(command, side): () for command in ("plan", "apply") for side in ("marketplace", "a seller")}
    return yaml.safe_load(starter_files(NewRepository(ci=Ci.GITLAB), actions, {})[".gitlab-ci.yml"])


def jobs(stated: Json) -> dict[str, Json]:
    """Return the jobs, without what they extend."""
    return {name: job for name, job in stated.items() if isinstance(job, dict) and "stage" in job}


@pytest.mark.parametrize(
    ("variables", "names"),
    [
        ({**VARIABLES, **REQUEST}, ["plan", "comment"]),
        (REQUEST, ["validate"]),
        ({**REQUEST, "RECONCILER_PLAN_ROLE": ""}, ["validate"]),
        ({**VARIABLES, **PUSH}, ["apply"]),
        ({**VARIABLES, **PUSH, "CI_COMMIT_BRANCH": "other"}, []),
        (PUSH, []),
        ({**VARIABLES, **PUSH, **DIGEST, "CI_PIPELINE_SOURCE": "web"}, ["apply"]),
        ({**VARIABLES, **PUSH, "CI_PIPELINE_SOURCE": "web"}, []),
        ({**VARIABLES, **PUSH, **DIGEST, "CI_PIPELINE_SOURCE": "web", "CI_COMMIT_BRANCH": "other"}, []),
        ({**VARIABLES, **PUSH, "CI_PIPELINE_SOURCE": "schedule"}, ["drift", "issue"]),
        ({**PUSH, "CI_PIPELINE_SOURCE": "schedule"}, []),
    ],
)
def test_each_pipeline_has_its_jobs(stated: Json, variables: dict[str, str], names: list[str]) -> None:
    """A merge request is planned, or checked without the role; only main is applied; a schedule looks for drift."""
    assert list(chosen(stated, variables)) == names


def test_jobs_run_nothing_but_scripts(stated: Json) -> None:
    """Each line is one script without words: what it needs are variables."""
    lines = {line for job in (*jobs(stated).values(), stated[".aws"]) for line in job.get("before_script", [])}
    assert lines == {"bash ci/install.sh", ". ci/gitlab.sh"}
    assert {name: job["script"] for name, job in jobs(stated).items()} == {
        "validate": ["bash ci/install.sh", "bash ci/plan.sh"],
        "plan": ["bash ci/plan.sh"],
        "comment": ["bash ci/comment.sh"],
        "apply": ["bash ci/apply.sh"],
        "drift": ["bash ci/drift.sh"],
        "issue": ["bash ci/drift-issue.sh"],
    }


def test_a_role_is_taken_by_the_jobs_that_call_aws_alone(stated: Json) -> None:
    """Each has an id token for AWS; only the job of the environment takes the role that writes."""
    assert stated[".aws"]["id_tokens"] == {"RECONCILER_ID_TOKEN": {"aud": "sts.amazonaws.com"}}
    assert {name: job["variables"]["AWS_ROLE_ARN"] for name, job in jobs(stated).items() if "extends" in job} == {
        "plan": "$RECONCILER_PLAN_ROLE",
        "apply": "$RECONCILER_APPLY_ROLE",
        "drift": "$RECONCILER_PLAN_ROLE",
    }
    assert [name for name, job in jobs(stated).items() if "environment" in job] == ["apply"]


def test_applies_on_gitlab_are_queued_and_not_cancelled(stated: Json) -> None:
    """A newer pipeline cancels a plan that is out of date, and nothing else."""
    assert stated["apply"]["resource_group"] == "reconciler-apply"
    assert [name for name, job in jobs(stated).items() if job.get("interruptible")] == ["plan"]


def test_reports_are_written_although_a_job_failed(stated: Json) -> None:
    """The comment and the issue are jobs of their own, which take the answers as artifacts; a reader finds the plan."""
    kept = {name: job["artifacts"] for name, job in jobs(stated).items() if "artifacts" in job}
    assert {one["when"] for one in kept.values()} == {"always"}
    assert "reconciler-out/plan.md" in kept["plan"]["paths"]
    assert kept["plan"]["expose_as"] == "reconciler plan"
    assert stated["drift"]["cache"]["paths"] == [stated["drift"]["variables"]["RECONCILER_TOLD"]]
    assert kept["drift"]["paths"] == ["reconciler-out/drift.md", "reconciler-out/drift.code"]
    assert [
        (name, job["needs"], {rule["when"] for rule in job["rules"]})
        for name, job in jobs(stated).items()
        if job["stage"] == "report"
    ] == [("comment", ["plan"], {"always"}), ("issue", ["drift"], {"always"})]


def test_the_page_names_each_variable_of_gitlab() -> None:
    """The id token is the job's own."""
    page = (ROOT / "docs" / "ci.md").read_text()
    text = "".join((ROOT / "ci" / name).read_text() for name in ("gitlab.py", "gitlab.sh"))
    read = set(re.findall(r"\bRECONCILER_[A-Z_]+\b", text)) - {"RECONCILER_ID_TOKEN"}
    assert read == {"RECONCILER_JOB", "RECONCILER_LABEL", "RECONCILER_OUT", "RECONCILER_PAUSE", "RECONCILER_TOKEN"}
    assert read <= set(re.findall(r"`(RECONCILER[A-Z_]*)`", page))


def test_a_stale_plan_on_gitlab_names_the_variable_of_a_digest(tmp_path: Path) -> None:
    """The log has plain lines, and no commands of GitHub."""
    scripts = Scripts(tmp_path, {"GITLAB_CI": "true", "GITHUB_ACTIONS": "", "RECONCILER_DIGEST": f"sha256:{'1' * 64}"})
    scripts.answer("apply", 5)
    scripts.answer("plan", 2, "2" * 64)
    ended = scripts.run("apply.sh")
    assert (ended.code, "::stop-commands::" in ended.out) == (5, False)
    stale, nothing = ended.err.splitlines()
    assert stale == "warning: The reviewed plan is stale: AWS or the documents have changed since it was made."
    assert nothing.startswith(
        "error: Nothing was applied. Review the plan of now in the log of this pipeline, and run a "
    )
    assert nothing.endswith(f" by hand with its digest, the variable RECONCILER_DIGEST: sha256:{'2' * 64}")
