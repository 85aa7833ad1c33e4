"""The pipeline of a new repository on GitLab, from the merge request to the end of drift, beside the twin."""

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from reconciler.twin import seed
from reconciler.twin.twin import Twin
from tests.ci.gitlab_jobs import Job, Project
from tests.ci.gitlab_server import GitLab, Json, serving
from tests.ci.jobs import Repository
from tests.cli.starting import installed, point

LEDGER = "12345678-0123-4567-abcd-43176543213"
PAYROLL = "12345678-0123-4567-abcd-43176543215"
TAX = "12345678-0123-4567-abcd-43176543214"
FILE = "desired_state/finance.yaml"
FINANCE = f"""kind: experience
name: finance
title: Finance Unit Experience
products:
  allow: [{LEDGER}]
  deny: []
"""


ANSWERS = ("--marketplace=111111111111", "--organization=o-abcdef1234", "--seller=a=111111111111:us-east-1")


@pytest.fixture(scope="module")
def twin() -> Iterator[Twin]:
    """Return a twin with the organization of the demo, which carries change sets out at once."""
    with Twin(replace(seed.demo(), preparing=0, applying=0)).start() as running:
        yield running


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository as init writes it, with one document, committed on main."""
    folder = tmp_path_factory.mktemp("template")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert installed("init", "--yes", "--gitlab", *ANSWERS).code == 0
    (folder / FILE).write_text(FINANCE)
    Repository(folder).commit("Manage the finance experience")
    return folder


@pytest.fixture
def project(template: Path, twin: Twin, tmp_path: Path) -> Iterator[Project]:
    """Return a project on GitLab; AWS is a fresh twin."""
    twin.reset()
    shutil.copytree(template, tmp_path / "origin")
    with serving(GitLab()) as gitlab:
        yield Project(gitlab, tmp_path, twin.endpoint)


def allowing(project: Project, *products: str) -> Callable[[], object]:
    """Return the edit that allows *products* alone."""
    text = FINANCE.replace(LEDGER, ", ".join(products))
    return lambda: (project.repository.folder / FILE).write_text(text)


def ended(jobs: Mapping[str, Job]) -> dict[str, bool]:
    """Return which jobs ran, and whether they succeeded."""
    return {name: job.succeeded for name, job in jobs.items()}


def sent(twin: Twin) -> int:
    """Return how many change sets were sent to AWS."""
    return [call.operation for call in twin.calls].count("StartChangeSet")


def plan_of(jobs: Mapping[str, Job]) -> dict[str, Json]:
    """Return the plan that the pipeline has kept."""
    return dict(json.loads(jobs["plan"].kept["reconciler-out/plan.json"]))


def test_from_a_merge_request_to_the_end_of_drift(
    project: Project, twin: Twin, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was reviewed is applied; an edit in the console becomes one issue, which closes once it is adopted."""
    planned = project.ask(allowing(project, LEDGER, PAYROLL))
    assert ended(planned) == {"plan": True, "comment": True}
    assert planned["plan"].kept["reconciler-out/plan.html"].startswith(b"<!DOCTYPE html>")
    digest = plan_of(planned)["digest"]
    (comment,) = project.gitlab.bodies()
    assert comment.startswith(f"<!-- reconciler plan reconciler.yaml {digest} -->\n")

    applied = project.run(project.merge())
    assert (ended(applied), sent(twin)) == ({"apply": True}, 1)
    assert f"reconciler apply --yes --expect={digest}\n" in applied["apply"].log
    assert json.loads(applied["apply"].kept["reconciler-out/report.json"])["converged"] is True

    change = {"ChangeType": "AllowProductProcurement", "DetailsDocument": {"Products": [{"Ids": [TAX]}]}}
    twin.edit({**change, "Entity": {"Type": "Experience@1.0", "Identifier": "exp-1234finance"}})
    assert ended(project.night()) == {"drift": False, "issue": True}
    (issue,) = project.gitlab.issues
    assert (issue["state"], TAX in issue["description"]) == ("opened", True)

    monkeypatch.chdir(project.repository.folder)
    point(twin, monkeypatch)
    adopted = project.ask(lambda: installed("drift", "--adopt", "--select", "experience.finance"))
    assert (ended(adopted), plan_of(adopted)["changes"]) == ({"plan": True, "comment": True}, [])
    project.merge()
    assert (ended(project.night()), sent(twin)) == ({"drift": True, "issue": True}, 1)
    assert (len(project.gitlab.issues), issue["state"]) == (1, "closed")


def test_a_fork_on_gitlab_is_checked_and_not_planned(project: Project, twin: Twin) -> None:
    """AWS is not called, nothing is written on GitLab, and the log says why."""
    jobs = project.ask(allowing(project, PAYROLL), fork=True)
    assert ended(jobs) == {"validate": True}
    assert "There are no credentials for this run" in jobs["validate"].log
    assert (len(twin.calls), project.gitlab.calls) == (0, [])


def test_a_refused_plan_on_gitlab_is_commented_and_not_applied(project: Project, twin: Twin) -> None:
    """The artifact accepts nothing, whatever it says; the comment is written although the plan's job failed."""
    refused = project.ask(lambda: (project.repository.folder / FILE).write_text(FINANCE.replace(f"[{LEDGER}]", "[]")))
    assert ended(refused) == {"plan": False, "comment": True}
    plan = plan_of(refused)
    rules = sorted({one["code"] for one in plan["problems"] if one["severity"] == "refused"})
    forged = {**plan, "problems": [], "accepted": [f"{rule}@{plan['digest'][7:15]}" for rule in rules]}
    (number,) = project.gitlab.plans
    project.gitlab.plans[number] = json.dumps(forged).encode()
    assert (ended(project.run(project.merge())), sent(twin), len(rules)) == ({"apply": False}, 0, 2)
