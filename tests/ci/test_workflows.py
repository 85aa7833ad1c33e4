"""The workflows that init writes: no shell but the scripts, no text of a pull request in it, the least permissions."""

import re
from pathlib import Path

import pytest
import yaml

from reconciler.starter import NewRepository, starter_files
from tests.ci.expressions import Value, filled, holds
from tests.ci.github_server import Json

TRUSTED = {
    "always()",
    "cancelled()",
    "env.RECONCILER_CREDENTIALS",
    "env.RECONCILER_NOTIFY",
    "github.actor",
    "github.event.pull_request.head.repo.full_name",
    "github.event_name",
    "github.ref_name",
    "github.repository",
    "github.run_attempt",
    "github.run_id",
    "github.token",
    "github.workflow",
    "github.workflow_ref",
    "hashFiles()",
    "inputs.digest",
    "vars.RECONCILER",
    "vars.RECONCILER_APPLY_ROLE",
    "vars.RECONCILER_NOTIFY",
    "vars.RECONCILER_PLAN_ROLE",
}
"""What the workflows may ask for: names of a repository and a branch are compared and never run."""

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "ci.md").read_text()
SCRIPTS = sorted(file for file in (ROOT / "ci").iterdir() if file.suffix in {".sh", ".py"} and file.stem != "gitlab")
OWN_SERVER = {"RECONCILER_AUTHOR", "RECONCILER_PAUSE"}
ACTION: Json = yaml.safe_load((ROOT / "action.yml").read_text())


def workflows() -> dict[str, Json]:
    """Return the workflows of a new repository by name."""
    actions = {(command, side): () for command in ("plan", "apply") for side in ("marketplace", "a seller")}
    files = starter_files(NewRepository(), actions, {})
    return {Path(name).stem: yaml.safe_load(text) for name, text in files.items() if "/workflows/" in name}


def steps() -> list[Json]:
    """Return the steps of all workflows."""
    return [step for one in workflows().values() for job in one["jobs"].values() for step in job["steps"]]


def test_workflows_run_nothing_but_scripts() -> None:
    """Each step is one script, without words: what it needs are variables."""
    runs = [step["run"] for step in steps() if "run" in step]
    assert set(runs) == {
        f"bash ci/{name}.sh" for name in ("install", "plan", "comment", "apply", "drift", "drift-issue")
    }
    assert not any("shell" in step for step in steps())


def test_workflows_ask_for_no_text_of_a_pull_request() -> None:
    """Titles, bodies and branch names are written by anybody, so no expression has them."""
    text = yaml.safe_dump(workflows())
    inside = " ".join([*re.findall(r"\$\{\{(.+?)\}\}", text, re.DOTALL), *re.findall(r"(?m)^[ -]*if: (.+)$", text)])
    words = set(re.findall(r"[a-zA-Z_]+(?:\.[\w-]+)+|\w+\(\)", re.sub(r"'[^']*'", "", inside)))
    assert words == TRUSTED
    assert all("${{" not in step["run"] for step in steps() if "run" in step)


def test_each_job_has_the_least_permissions() -> None:
    """A workflow has none, and its job those that its scripts need."""
    assert {name: one["permissions"] for name, one in workflows().items()} == {
        "reconciler-plan": {},
        "reconciler-apply": {},
        "reconciler-drift": {},
    }
    assert {name: job["permissions"] for one in workflows().values() for name, job in one["jobs"].items()} == {
        "plan": {"contents": "read", "id-token": "write", "pull-requests": "write"},
        "apply": {"contents": "read", "id-token": "write", "actions": "read", "pull-requests": "read"},
        "drift": {"contents": "read", "id-token": "write", "issues": "write"},
    }


def test_the_token_is_seen_by_the_steps_that_call_github_alone() -> None:
    """Neither the checkout keeps it nor the step that plans has it."""
    assert [step["run"] for step in steps() if "GITHUB_TOKEN" in step.get("env", {})] == [
        "bash ci/comment.sh",
        "bash ci/apply.sh",
        "bash ci/drift-issue.sh",
    ]
    checkouts = [step for step in steps() if step.get("uses", "").startswith("actions/checkout")]
    assert {step["with"]["persist-credentials"] for step in checkouts} == {False}


def test_actions_of_others_are_named_with_their_version() -> None:
    """A tag of a major version can be replaced by a commit; the documentation says how."""
    named = [step["uses"].partition("@") for step in [*steps(), *ACTION["runs"]["steps"]] if "uses" in step]
    assert {name for name, _, _ in named} == {
        "actions/cache/restore",
        "actions/cache/save",
        "actions/checkout",
        "actions/setup-python",
        "actions/upload-artifact",
        "aws-actions/configure-aws-credentials",
    }
    assert all(re.fullmatch(r"v[0-9]+", version) for _, _, version in named)
    assert len(set(named)) == 6


def test_the_events_are_those_that_have_the_rights_they_need() -> None:
    """No workflow runs a pull request with the rights of the branch."""
    events = {name: set(one[True]) for name, one in workflows().items()}
    assert events == {
        "reconciler-plan": {"pull_request", "workflow_dispatch"},
        "reconciler-apply": {"push", "workflow_dispatch"},
        "reconciler-drift": {"schedule", "workflow_dispatch"},
    }


def test_the_report_of_a_cancelled_apply_is_kept() -> None:
    """It names who is exposed; a second attempt does not replace it."""
    (job,) = workflows()["reconciler-apply"]["jobs"].values()
    keep = job["steps"][-1]
    assert (keep["if"], keep["with"]["name"]) == ("always()", "reconciler-report-${{ github.run_attempt }}")


def test_a_copy_of_a_workflow_for_other_settings_cancels_no_run() -> None:
    """Runs that plan and that look for drift meet only runs of the same file, and remember what it has told."""
    found = workflows()
    groups = (found["reconciler-plan"]["concurrency"], found["reconciler-drift"]["jobs"]["drift"]["concurrency"])
    assert all("${{ github.workflow_ref }}" in one["group"] for one in groups)
    keys = [step["with"]["key"] for step in steps() if "cache" in step.get("uses", "")]
    assert [key.startswith("reconciler-told-${{ github.workflow }}-") for key in keys] == [True, True]


def test_applies_are_queued_and_wait_for_the_environment() -> None:
    """A running apply is never cancelled for a newer one."""
    (job,) = workflows()["reconciler-apply"]["jobs"].values()
    assert (job["environment"], job["concurrency"]) == (
        "production",
        {"group": "reconciler-apply", "cancel-in-progress": False},
    )


OWN = "acme/gov"


@pytest.mark.parametrize(
    ("role", "event", "head", "actor", "planned"),
    [
        ("arn:x", "pull_request", OWN, "octocat", True),
        ("arn:x", "pull_request", "mallory/gov", "octocat", False),
        ("arn:x", "pull_request", "", "octocat", False),
        ("arn:x", "pull_request", OWN, "dependabot[bot]", False),
        ("arn:x", "workflow_dispatch", "", "octocat", True),
        ("", "pull_request", OWN, "octocat", False),
        ("", "workflow_dispatch", "", "octocat", False),
    ],
)
def test_only_runs_of_the_repository_have_credentials(
    role: str, event: str, head: str, actor: str, *, planned: bool
) -> None:
    """Forks, Dependabot and a repository without the role are checked, and not planned."""
    (job,) = workflows()["reconciler-plan"]["jobs"].values()
    names: dict[str, Value] = {
        "vars.RECONCILER_PLAN_ROLE": role,
        "github.event_name": event,
        "github.event.pull_request.head.repo.full_name": head,
        "github.repository": OWN,
        "github.actor": actor,
    }
    assert holds(job["env"]["RECONCILER_CREDENTIALS"], names, {"success": lambda: True}) is planned


def read_by(*files: Path) -> set[str]:
    """Return the variables of reconciler that *files* read or set."""
    return set(re.findall(r"\bRECONCILER(?:_[A-Z]+)*\b", "".join(file.read_text() for file in files)))


def test_the_page_names_each_variable() -> None:
    """Roles are variables of the workflows, the command is one of the action, and all others are of the scripts."""
    assert read_by(*SCRIPTS) - {"RECONCILER_COMMAND"} <= set(re.findall(r"`(RECONCILER[A-Z_]*)`", PAGE))


def test_the_page_states_the_permissions_of_each_job() -> None:
    """They are those of the workflows."""
    rows = dict(re.findall(r"^\| (plan|apply|drift) \| ((?:`[a-z-]+: [a-z]+`(?:, )?)+) \|$", PAGE, re.MULTILINE))
    jobs = {name: job for one in workflows().values() for name, job in one["jobs"].items()}
    assert {name: yaml.safe_load("{" + row.replace("`", "") + "}") for name, row in rows.items()} == {
        name: job["permissions"] for name, job in jobs.items()
    }


def test_the_page_names_each_input_of_the_action() -> None:
    """It names no other ones."""
    (inputs,) = re.findall(r"^Inputs: (.+?)\. For", PAGE, re.MULTILINE | re.DOTALL)
    assert re.findall(r"`([a-z-]+)`", inputs) == list(ACTION["inputs"])


def action(command: str, **event: Value) -> tuple[list[str], dict[str, dict[str, str]]]:
    """Return the scripts that the action runs for *command*, and the variables of each."""
    names: dict[str, Value] = {f"inputs.{name}": one.get("default", "") for name, one in ACTION["inputs"].items()}
    names |= {"inputs.command": command, "inputs.token": "token", "github.action_path": "/action"}
    names |= {name.replace("__", "."): value for name, value in event.items()}
    functions = {"success": lambda: True, "cancelled": lambda: False, "always": lambda: True}
    scripts = dict[str, dict[str, str]]()
    for step in ACTION["runs"]["steps"]:
        if "run" in step and holds(step.get("if", "success()"), names, functions):
            own = step.get("env", {}).items()
            scripts[step["run"]] = {name: filled(value, names, functions) for name, value in own}
    return list(scripts), {name.rpartition("/")[2].rstrip('"'): own for name, own in scripts.items()}


@pytest.mark.parametrize(
    ("command", "after"),
    [("validate", []), ("plan", ["comment"]), ("apply", []), ("drift", ["drift-issue"])],
)
def test_the_action_runs_the_scripts_of_its_command(command: str, after: list[str]) -> None:
    """They lie beside the action, and reconciler is installed from there, too. Only apply needs the token to run."""
    ran, variables = action(command)
    assert ran == [f'bash "$GITHUB_ACTION_PATH/ci/{name}.sh"' for name in ("install", "run", *after)]
    assert variables["install.sh"] == {"RECONCILER": "/action"}
    assert variables["run.sh"]["RECONCILER_COMMAND"] == command
    assert variables["run.sh"]["GITHUB_TOKEN"] == ("token" if command == "apply" else "")


@pytest.mark.parametrize(
    ("event", "head", "actor", "planned"),
    [
        ("push", "", "octocat", "true"),
        ("pull_request", OWN, "octocat", "true"),
        ("pull_request", "mallory/gov", "octocat", "false"),
        ("pull_request", OWN, "dependabot[bot]", "false"),
    ],
)
def test_the_action_plans_no_pull_request_of_a_fork(event: str, head: str, actor: str, planned: str) -> None:
    """Its run has no credentials."""
    names = {"github__event_name": event, "github__repository": OWN, "github__actor": actor}
    _, variables = action("plan", **names, github__event__pull_request__head__repo__full_name=head)
    assert variables["run.sh"]["RECONCILER_CREDENTIALS"] == planned


def test_the_action_interpolates_nothing_into_a_script() -> None:
    """Inputs are variables; the scripts check their forms."""
    runs = [step["run"] for step in ACTION["runs"]["steps"] if "run" in step]
    assert all(re.fullmatch(r'bash "\$GITHUB_ACTION_PATH/ci/[a-z-]+\.sh"', one) for one in runs)
    assert all(one["description"] for one in [*ACTION["inputs"].values(), *ACTION["outputs"].values()])


def test_each_variable_of_the_action_is_one_of_the_scripts() -> None:
    """No input is passed on under a name that nothing reads."""
    named = {name for step in ACTION["runs"]["steps"] for name in step.get("env", {})}
    assert named - {"GITHUB_TOKEN"} == read_by(*SCRIPTS) - {"RECONCILER_OUT", "RECONCILER_LABEL"} - OWN_SERVER
