"""Pipelines on GitLab's runner: which jobs a pipeline has, their variables, their scripts, and their artifacts.

Each job has a checkout of its own, the artifacts of the jobs that it needs, and the variables of its project; those of
a fork has none of them. A job has credentials of AWS only if it states an id token and takes the role with it.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import yaml

from tests.ci.expressions import holds
from tests.ci.gitlab_server import FORK, PROJECT, TOKEN, GitLab, Json
from tests.ci.jobs import Repository, machine
from tests.patience import PATIENCE

_NUMBERS = count(1)
VARIABLES = {
    "RECONCILER": "git+https://example.com/reconciler.git@v1",
    "RECONCILER_PLAN_ROLE": "arn:aws:iam::111111111111:role/reconciler-plan",
    "RECONCILER_APPLY_ROLE": "arn:aws:iam::111111111111:role/reconciler-apply",
    "RECONCILER_TOKEN": TOKEN,
}
"""The variables of the project."""


@dataclass(frozen=True, slots=True)
class Pipeline:
    """What starts a pipeline of the commit *sha*; *given* are variables that a user adds by hand."""

    source: str
    sha: str
    fork: bool = False
    given: Mapping[str, str] = field(default_factory=dict)

    def variables(self) -> dict[str, str]:
        """Return the variables that GitLab sets."""
        of_request = self.source == "merge_request_event"
        where = {"CI_MERGE_REQUEST_IID": "7"} if of_request else {"CI_COMMIT_BRANCH": "main"}
        project = {"CI_PROJECT_ID": str(FORK if self.fork else PROJECT), "CI_COMMIT_SHA": self.sha}
        set_by_user = {"RECONCILER": VARIABLES["RECONCILER"]} if self.fork else VARIABLES
        return {"GITLAB_CI": "true", "CI_PIPELINE_SOURCE": self.source, **project, **where, **set_by_user, **self.given}


@dataclass(slots=True)
class Job:
    """A job that has ended: whether it succeeded, what it printed, and its artifacts by their paths."""

    succeeded: bool
    log: str
    kept: dict[str, bytes]


@dataclass(slots=True)
class Runner:
    """Runs the pipelines of a repository for *gitlab*, with AWS at *endpoint*."""

    gitlab: GitLab
    repository: Repository
    folder: Path
    endpoint: str

    def run(self, pipeline: Pipeline) -> dict[str, Job]:
        """Run the jobs whose rules hold, stage by stage; without `when: always`, only if all went well before."""
        stated = yaml.safe_load(self.repository("show", f"{pipeline.sha}:.gitlab-ci.yml"))
        ran = dict[str, Job]()
        for name, rule in chosen(stated, pipeline.variables()).items():
            if rule.get("when") == "always" or all(one.succeeded for one in ran.values()):
                job = stated[name]
                ran[name] = self._job({**stated.get(job.get("extends"), {}), **job}, stated, pipeline, ran)
        return ran

    def _job(self, job: Json, stated: Json, pipeline: Pipeline, ran: Mapping[str, Job]) -> Job:
        """Run one job in a fresh checkout."""
        here = self.folder / f"workspace-{next(_NUMBERS)}"
        variables = {**stated.get(job.get("extends"), {}).get("variables", {}), **job.get("variables", {})}
        self._check_out(here, pipeline.sha, int(variables.get("GIT_DEPTH", "20")))
        for needed in job.get("needs", ()):
            for name, content in ran[needed].kept.items():
                here.joinpath(name).parent.mkdir(exist_ok=True)
                here.joinpath(name).write_bytes(content)
        environment = self._environment(job, variables, pipeline)
        ended = _shell([*job.get("before_script", ()), *job["script"]], here, environment)
        paths = [path for path in job.get("artifacts", {}).get("paths", ()) if here.joinpath(path).is_file()]
        return Job(ended.returncode == 0, ended.stdout, {path: here.joinpath(path).read_bytes() for path in paths})

    def _environment(self, job: Json, variables: Mapping[str, str], pipeline: Pipeline) -> dict[str, str]:
        """Return the variables of a job; those that it states may name others."""
        known = {**pipeline.variables(), "CI_API_V4_URL": self.gitlab.address, "RECONCILER_PAUSE": "0"}
        own = {name: re.sub(r"\$(\w+)", lambda one: known.get(one[1], ""), value) for name, value in variables.items()}
        tokens = {name: f"token for {token['aud']}" for name, token in job.get("id_tokens", {}).items()}
        return {**known, **own, **tokens, "AWS_ENDPOINT_URL": self.endpoint}

    def _check_out(self, here: Path, sha: str, depth: int) -> None:
        self.repository("init", "--quiet", str(here))
        some = [f"--depth={depth}"] if depth else []
        self.repository("-C", str(here), "fetch", "--quiet", *some, f"file://{self.repository.folder}", sha)
        self.repository("-C", str(here), "checkout", "--quiet", "FETCH_HEAD")


def chosen(stated: Json, variables: Mapping[str, str]) -> dict[str, Json]:
    """Return the jobs of a pipeline in the order of their stages, each with the rule for which it runs."""
    jobs = {name: job for name, job in stated.items() if isinstance(job, dict) and "stage" in job}
    found = {name: _rule(job["rules"], variables) for name, job in jobs.items()}
    return {
        name: found[name] for stage in stated["stages"] for name in jobs if found[name] and jobs[name]["stage"] == stage
    }


def _rule(rules: Json, variables: Mapping[str, str]) -> Json:
    """Return the first rule that holds; None if there is none. What it says of files is taken for true."""
    for rule in rules:
        condition = re.sub(r'"([^"]*)"|\bnull\b', lambda one: f"'{one[1] or ''}'", rule["if"]).replace("$", "")
        if holds(condition, variables, {"success": lambda: True}):
            return rule
    return None


def _shell(lines: list[str], here: Path, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run the lines as GitLab's shell does, all in one; reconciler is on the PATH already, so it is not installed."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    assert shutil.which("reconciler", path=path)
    assert "bash ci/install.sh" not in lines or environment["RECONCILER"]
    return subprocess.run(
        ["bash", "-eo", "pipefail", "-c", "\n".join(line for line in lines if line != "bash ci/install.sh")],
        cwd=here,
        env={**machine(), "PATH": path, **environment},
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=PATIENCE,
    )


class Project:
    """A repository on GitLab with its runner."""

    def __init__(self, gitlab: GitLab, folder: Path, endpoint: str) -> None:
        self.gitlab = gitlab
        self.repository = Repository(folder / "origin")
        self._runner = Runner(gitlab, self.repository, folder, endpoint)

    def run(self, pipeline: Pipeline) -> dict[str, Job]:
        """Run a pipeline. GitLab keeps the artifact of one of the merge request."""
        ran = self._runner.run(pipeline)
        if pipeline.source == "merge_request_event" and not pipeline.fork:
            self.gitlab.planned(pipeline.sha, ran["plan"].kept.get("reconciler-out/plan.json"))
        return ran

    def ask(self, edit: Callable[[], object], *, fork: bool = False) -> dict[str, Job]:
        """Commit what *edit* does on a branch from main, and run the pipeline of its merge request."""
        self.repository("checkout", "--quiet", "-B", "branch", "main")
        edit()
        head = self.repository.commit("Change what is desired")
        self.repository("checkout", "--quiet", "main")
        return self.run(Pipeline("merge_request_event", head, fork))

    def merge(self) -> Pipeline:
        """Merge the merge request into main, and return the pipeline of the push."""
        head = self.repository("rev-parse", "branch")
        self.repository("merge", "--quiet", "--no-ff", "--message", "Merge branch", "branch")
        sha = self.repository("rev-parse", "main")
        self.gitlab.requests.clear()
        self.gitlab.request(head, merge_commit_sha=sha)
        return Pipeline("push", sha)

    def night(self) -> dict[str, Job]:
        """Run the pipeline of the schedule."""
        return self.run(Pipeline("schedule", self.repository("rev-parse", "main")))
