"""Jobs of GitHub's runner: its variables, its files for outputs and pages, and the steps of a workflow.

The runner checks out a commit as actions/checkout does, has credentials of AWS only behind the step that takes a role,
gives the token the permissions of the job, skips steps whose condition does not hold, and keeps artifacts as zip files.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatch
from itertools import count
from pathlib import Path

import yaml

from tests.ci.archives import archive
from tests.ci.expressions import Functions, Value, filled, holds
from tests.ci.github_server import REPOSITORY, TOKEN, GitHub, Json
from tests.patience import PATIENCE

SHA = "a" * 40
_NUMBERS = count(1)
_LONG_AGO = "2026-01-01T00:00:00Z"
"""When everything was committed: before anybody edits anything in AWS."""


def variables(github: GitHub, *, ref: str, sha: str = SHA) -> dict[str, str]:
    """Return what the runner sets for each step, and what the workflows set."""
    return {
        "CI": "true",
        "GITHUB_ACTIONS": "true",
        "GITHUB_API_URL": github.address,
        "GITHUB_REF": ref,
        "GITHUB_REF_NAME": ref.removeprefix("refs/heads/").removeprefix("refs/pull/"),
        "GITHUB_REPOSITORY": REPOSITORY,
        "GITHUB_SHA": sha,
        "GITHUB_TOKEN": TOKEN,
        "RECONCILER_PAUSE": "0",
    }


@dataclass(frozen=True, slots=True)
class Event:
    """What starts a workflow. *head* is the commit of a pull request, whose merge with the base is *sha*."""

    name: str
    sha: str
    ref: str = "refs/heads/main"
    head: str = ""
    fork: bool = False
    actor: str = "octocat"
    inputs: Mapping[str, str] = field(default_factory=dict)

    def names(self) -> dict[str, Value]:
        """Return what the event is in expressions."""
        return {
            "github.event_name": self.name,
            "github.ref": self.ref,
            "github.ref_name": self.ref.removeprefix("refs/heads/"),
            "github.actor": self.actor,
            "github.repository": REPOSITORY,
            "github.run_attempt": "1",
            "github.event.pull_request.head.repo.full_name": "mallory/gov" if self.fork else REPOSITORY,
            **{f"inputs.{name}": value for name, value in self.inputs.items()},
        }


@dataclass(slots=True)
class Job:
    """A job that has ended: whether it succeeded, the steps that ran, what they printed, and its page."""

    succeeded: bool = True
    ran: list[str] = field(default_factory=list)
    log: str = ""
    page: str = ""
    kept: dict[str, bytes] = field(default_factory=dict)


@dataclass(slots=True)
class Runner:
    """Runs workflows of the repository *origin* for *github*; *aws* are the credentials of any role."""

    github: GitHub
    origin: Path
    folder: Path
    aws: Mapping[str, str]
    roles: tuple[str, ...] = ("RECONCILER_PLAN_ROLE", "RECONCILER_APPLY_ROLE")

    def run(self, workflow: str, event: Event) -> Job | None:
        """Run the only job of a workflow, as it is at the commit; None if its condition does not hold."""
        here = self.folder / f"workspace-{next(_NUMBERS)}"
        text = _git(self.origin, "show", f"{event.sha}:.github/workflows/{workflow}")
        ((_, job),) = yaml.safe_load(text)["jobs"].items()
        names = {**event.names(), **{f"vars.{role}": f"arn:{role}" for role in self.roles}, "github.token": TOKEN}
        if not holds(job.get("if", "success()"), names, {"success": lambda: True}):
            return None
        self.github.permissions = _permissions(job["permissions"], fork=event.fork)
        return _Steps(self, event, here, names, Job()).run(job)


class _Steps:
    """The steps of one job."""

    def __init__(self, runner: Runner, event: Event, here: Path, names: dict[str, Value], job: Job) -> None:
        self._runner, self._event, self._here, self._names, self._job = runner, event, here, names, job
        self._files = [here.with_suffix(".summary"), here.with_suffix(".outputs")]
        self._environment = variables(runner.github, ref=event.ref, sha=event.sha)
        self._environment.pop("GITHUB_TOKEN")
        self._functions: Functions = {
            "success": lambda: job.succeeded,
            "cancelled": lambda: False,
            "always": lambda: True,
            "hashFiles": lambda *patterns: "hash" if any(map(self._has, patterns)) else "",
        }

    def run(self, job: Json) -> Job:
        """Run those whose condition holds; a step that fails fails the job, and steps with a condition may go on."""
        for file in self._files:
            file.touch()
        for name, value in job.get("env", {}).items():
            self._environment[name] = self._filled(value)
            self._names[f"env.{name}"] = self._filled(value)
        for step in job["steps"]:
            if holds(step.get("if", "success()"), self._names, self._functions):
                self._job.ran.append(step.get("name", step.get("uses", "").partition("@")[0]))
                self._step(step)
        self._job.page = self._files[0].read_text()
        return self._job

    def _has(self, pattern: Value) -> bool:
        files = (path.relative_to(self._here).as_posix() for path in self._here.rglob("*"))
        return any(fnmatch(file, str(pattern).replace("**/", "*")) for file in files)

    def _filled(self, value: object) -> str:
        return filled(str(value), self._names, self._functions)

    def _step(self, step: Json) -> None:
        with_ = {name: self._filled(value) for name, value in step.get("with", {}).items()}
        match step.get("uses", "").partition("@")[0]:
            case "actions/checkout":
                self._check_out(int(with_.get("fetch-depth", 1)))
            case "aws-actions/configure-aws-credentials":
                assert with_["role-to-assume"].startswith("arn:")
                self._environment.update(self._runner.aws)
            case "actions/upload-artifact":
                self._keep(with_)
            case "":
                self._shell(step)
            case other:
                assert other == "actions/setup-python"

    def _check_out(self, depth: int) -> None:
        _git(None, "init", "--quiet", str(self._here))
        some = [f"--depth={depth}"] if depth else []
        _git(self._here, "fetch", "--quiet", *some, f"file://{self._runner.origin}", self._event.sha)
        _git(self._here, "checkout", "--quiet", "FETCH_HEAD")

    def _keep(self, with_: Mapping[str, str]) -> None:
        file = self._here / with_["path"]
        if file.exists():
            self._job.kept[with_["name"]] = _content(file)
            if self._event.name == "pull_request":
                self._runner.github.run_of(self._event.head, archive(_content(file), file.name), kept=with_["name"])

    def _shell(self, step: Json) -> None:
        """Run a step as the runner does; reconciler is on the PATH already, so it is not installed."""
        if step["run"] == "bash ci/install.sh":
            assert shutil.which("reconciler", path=_path())
            return
        own = {name: self._filled(value) for name, value in step.get("env", {}).items()}
        files = dict(zip(("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT"), map(str, self._files), strict=True))
        ended = subprocess.run(
            ["bash", "-e", "-c", step["run"]],
            cwd=self._here,
            env={**machine(), "PATH": _path(), **self._environment, **own, **files},
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=PATIENCE,
        )
        self._job.log += ended.stdout
        self._job.succeeded &= ended.returncode == 0


def machine() -> dict[str, str]:
    """Return the environment of this process, without what measures the lines that run: other tests run them, too."""
    return {name: value for name, value in os.environ.items() if not name.startswith("COV")}


def _path() -> str:
    """Return a PATH that finds reconciler, and python3 of the same environment."""
    return f"{Path(sys.executable).parent}:{os.environ['PATH']}"


def _permissions(stated: Mapping[str, str], *, fork: bool) -> set[str]:
    """Return the permissions of a token; that of a fork can only read."""
    return {name if right == "read" or fork else f"{name}:write" for name, right in stated.items()}


def _git(folder: Path | None, *words: str) -> str:
    """Run git and return what it prints."""
    where = ["-C", str(folder)] if folder else []
    dated = {**os.environ, "GIT_AUTHOR_DATE": _LONG_AGO, "GIT_COMMITTER_DATE": _LONG_AGO}
    return subprocess.run(["git", *where, *words], env=dated, check=True, capture_output=True, text=True).stdout


class Repository:
    """A repository with the branch main, and with branches that become pull requests."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self("init", "--quiet", "--initial-branch=main")
        for name, value in (("user.name", "Octocat"), ("user.email", "octocat@example.com")):
            self("config", name, value)
        self("config", "uploadpack.allowAnySHA1InWant", "true")

    def __call__(self, *words: str) -> str:
        """Run git here."""
        return _git(self.folder, *words).strip()

    def commit(self, subject: str) -> str:
        """Commit everything, and return the commit."""
        self("add", "--all")
        self("commit", "--quiet", "--message", subject)
        return self("rev-parse", "HEAD")

    def pull_request(self, github: GitHub, edit: Callable[[], object], *, fork: bool = False) -> Event:
        """Commit what *edit* does on a branch from main, and return the event of its pull request, number 7."""
        self("checkout", "--quiet", "-B", "branch", "main")
        edit()
        head = self.commit("Change what is desired")
        self("checkout", "--quiet", "--detach", "main")
        self("merge", "--quiet", "--no-ff", "--message", "Merge it for the plan", head)
        sha = self("rev-parse", "HEAD")
        self("checkout", "--quiet", "main")
        github.pulls[:] = [{"number": 7, "merged_at": None, "base": {"ref": "main"}, "head": {"sha": head}}]
        return Event("pull_request", sha, "refs/pull/7/merge", head, fork)

    def merge(self, github: GitHub) -> Event:
        """Merge the pull request into main, and return the event of the push."""
        self("merge", "--quiet", "--no-ff", "--message", "Merge pull request 7", "branch")
        sha, (pull,) = self("rev-parse", "HEAD"), github.pulls
        pull.update(merged_at="2026-11-26T20:01:00Z", merge_commit_sha=sha, commits=[sha, pull["head"]["sha"]])
        return Event("push", sha)


def _content(file: Path) -> bytes:
    """Return what is kept of *file*; of a folder, that of its index."""
    return (file / "index.json" if file.is_dir() else file).read_bytes()
