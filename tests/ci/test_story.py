"""The workflows of a new repository, from the pull request to the end of drift, beside the twin and a GitHub."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from reviewed import unzipped

from reconciler.twin import seed
from reconciler.twin.twin import Twin
from tests.ci.archives import archive, plan
from tests.ci.github_server import GitHub, Json, serving
from tests.ci.jobs import Event, Job, Repository, Runner
from tests.cli.starting import installed, point

LEDGER = "12345678-0123-4567-abcd-43176543213"
PAYROLL = "12345678-0123-4567-abcd-43176543215"
TAX = "12345678-0123-4567-abcd-43176543214"
ALLOWED = f"allow: [{LEDGER}]"
FILE = "desired_state/finance.yaml"
FINANCE = f"""kind: experience
name: finance
title: Finance Unit Experience
products:
  {ALLOWED}
  deny: []
"""


@pytest.fixture(scope="module")
def twin() -> Iterator[Twin]:
    """Return a twin with the organization of the demo, which carries change sets out at once."""
    with Twin(replace(seed.demo(), preparing=0, applying=0)).start() as running:
        yield running


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository as init writes it, with one document, committed on main."""
    folder = tmp_path_factory.mktemp("template")
    about = ("--github", "acme/gov", "--marketplace", "111111111111", "--organization", "o-abcdef1234")
    assert installed("init", str(folder), "--yes", *about).code == 0
    (folder / FILE).write_text(FINANCE)
    Repository(folder).commit("Manage the finance experience")
    return folder


class Team:
    """A repository on GitHub with its runner; AWS is a fresh twin."""

    def __init__(self, template: Path, folder: Path, twin: Twin, github: GitHub) -> None:
        twin.reset()
        self.twin, self.github = twin, github
        self.repository = Repository(Path(shutil.copytree(template, folder / "origin")))
        self._runner = Runner(github, self.repository.folder, folder, twin.environment())

    def run(self, name: str, event: Event) -> Job:
        """Run the workflow of this name."""
        job = self._runner.run(f"reconciler-{name}.yml", event)
        assert job is not None
        return job

    def ask(self, text: str, other: str, name: str = FILE, *, fork: bool = False) -> Event:
        """Open a pull request that replaces *text* by *other* in a file."""
        file = self.repository.folder / name
        assert text in file.read_text()
        edit = file.read_text().replace(text, other)
        return self.repository.pull_request(self.github, lambda: file.write_text(edit), fork=fork)

    def merge(self) -> Event:
        """Merge the pull request."""
        return self.repository.merge(self.github)

    def night(self) -> Event:
        """Return the event of the schedule."""
        return Event("schedule", self.repository("rev-parse", "main"))

    def forge(self, **more: object) -> None:
        """Change keys of the plan that the pull request has kept."""
        for number in (one["id"] for one in self.github.artifacts if one["name"] == "reconciler-plan"):
            forged = {**json.loads(unzipped(self.github.archives[number])), **more}
            self.github.archives[number] = archive(json.dumps(forged).encode())

    def allow_in_the_console(self, product: str) -> None:
        """Allow a product as another user would."""
        change = {"ChangeType": "AllowProductProcurement", "DetailsDocument": {"Products": [{"Ids": [product]}]}}
        self.twin.edit({**change, "Entity": {"Type": "Experience@1.0", "Identifier": "exp-1234finance"}})

    def sent(self) -> int:
        """Return how many change sets were sent to AWS."""
        return [call.operation for call in self.twin.calls].count("StartChangeSet")


@pytest.fixture
def team(template: Path, twin: Twin, tmp_path: Path) -> Iterator[Team]:
    """Return a team whose repository is on GitHub."""
    with serving(GitHub()) as github:
        yield Team(template, tmp_path, twin, github)


def plan_of(job: Job) -> dict[str, Json]:
    """Return the plan that a job has kept."""
    return dict(json.loads(job.kept["reconciler-plan"]))


def test_from_a_pull_request_to_the_end_of_drift(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was reviewed is applied; an edit in the console becomes one issue, which closes once it is adopted."""
    asked = team.ask(ALLOWED, f"allow: [{LEDGER}, {PAYROLL}]")
    planned = team.run("plan", asked)
    assert (planned.succeeded, plan_of(planned)["commit"]) == (True, asked.sha)
    assert planned.ran[-3:] == ["Keep the plan", "Keep the page of the plan", "Write the plan into the pull request"]
    assert planned.kept["reconciler-plan-page"].startswith(b"<!DOCTYPE html>")
    digest = plan_of(planned)["digest"]
    (comment,) = team.github.bodies()
    assert comment.startswith(f"<!-- reconciler plan reconciler.yaml {digest} -->\n")
    assert comment in planned.page

    applied = team.run("apply", team.merge())
    assert (applied.succeeded, team.sent()) == (True, 1)
    assert f"reconciler apply --yes --expect={digest}\n" in applied.log
    assert json.loads(applied.kept["reconciler-report-1"])["converged"] is True

    team.allow_in_the_console(TAX)
    assert not team.run("drift", team.night()).succeeded
    (issue,) = team.github.issues
    assert (issue["state"], TAX in issue["body"]) == ("open", True)
    assert "changed in AWS by change set" in issue["body"]

    monkeypatch.chdir(team.repository.folder)
    point(team.twin, monkeypatch)
    adopt = ("drift", "--adopt", "--select", "experience.finance")
    again = team.run("plan", team.repository.pull_request(team.github, lambda: installed(*adopt)))
    assert (again.succeeded, plan_of(again)["changes"]) == (True, [])
    assert team.github.bodies() == [again.page.lstrip("\n")]
    assert team.run("apply", team.merge()).succeeded
    assert team.sent() == 1
    assert TAX in (team.repository.folder / FILE).read_text()
    assert team.run("drift", team.night()).succeeded
    assert [one["state"] for one in team.github.issues] == ["closed"]


def test_a_fork_is_checked_and_told_that_nothing_was_planned(team: Team) -> None:
    """No role is taken, AWS is not called, nothing is written on GitHub, and the page of the job says why."""
    job = team.run("plan", team.ask(ALLOWED, "allow: []", fork=True))
    assert job.succeeded
    assert "Take the plan role" not in job.ran
    assert "There are no credentials for this run" in job.page
    assert (len(team.twin.calls), team.github.calls, job.kept) == (0, [], {})


def test_an_artifact_accepts_nothing(team: Team) -> None:
    """A refused plan is merged, and its artifact is forged to accept it: the apply is refused, and nothing is sent.

    The lines of reconciler.yaml accept it, in the next pull request.
    """
    planned = team.run("plan", team.ask(ALLOWED, "allow: []"))
    assert (planned.succeeded, len(team.github.bodies())) == (False, 1)
    refusal = plan_of(planned)
    rules = sorted({one["code"] for one in refusal["problems"] if one["severity"] == "refused"})
    accepted = [f"{rule}@{refusal['digest'][7:15]}" for rule in rules]
    team.forge(accepted=accepted, problems=[])
    refused = team.run("apply", team.merge())
    assert (refused.succeeded, team.sent(), len(accepted)) == (False, 0, 2)
    assert "The plan is refused. Accept it by lines in accepted: of the settings file" in refused.page

    last = (datetime.now(UTC) + timedelta(days=9)).date()
    lines = "".join(f"  - {one} until {last}\n" for one in accepted)
    again = team.run("plan", team.ask("version: 1\n", f"version: 1\naccepted:\n{lines}", "reconciler.yaml"))
    assert (again.succeeded, plan_of(again)["digest"]) == (True, refusal["digest"])
    assert team.run("apply", team.merge()).succeeded
    assert team.sent() == 1


def test_the_digest_of_another_plan_applies_nothing(team: Team) -> None:
    """The plan of now is shown with its digest, with which the workflow can be started by hand."""
    asked = team.ask(ALLOWED, f"allow: [{LEDGER}, {PAYROLL}]")
    team.github.run_of(asked.head, archive(plan(digest=f"sha256:{'1' * 64}")))
    push = team.merge()
    stale = team.run("apply", push)
    assert (stale.succeeded, team.sent()) == (False, 0)
    _, _, digest = stale.page.partition("run this workflow by hand with its digest: ")
    by_hand = Event("workflow_dispatch", push.sha, inputs={"digest": digest.partition("\n")[0]})
    assert team.run("apply", by_hand).succeeded
    assert team.sent() == 1


def test_what_cannot_be_read_closes_no_issue(team: Team) -> None:
    """The issue says that AWS could not be read."""
    marker = f"<!-- reconciler drift reconciler.yaml sha256:{'1' * 64} -->"
    issue = team.github.issue(marker, labels=[{"name": "reconciler-drift"}])
    team.twin.faults.deny("ListEntities")
    assert not team.run("drift", team.night()).succeeded
    assert (issue["state"], "AWS could not be read completely" in issue["body"]) == ("open", True)


@pytest.fixture
def fleet(template: Path, twin: Twin, tmp_path: Path) -> Iterator[Team]:
    """Return a team whose repository is a fleet of one member, changed as the page about CI says."""
    folder = Path(shutil.copytree(template, tmp_path / "fleet"))
    member = folder / "orgs" / "acme"
    member.mkdir(parents=True)
    for name in ("reconciler.yaml", "desired_state"):
        shutil.move(folder / name, member / name)
    (folder / "fleet.yaml").write_text("version: 1\nmembers:\n  - path: orgs/*\n")
    for file in (folder / ".github" / "workflows").glob("reconciler-*.yml"):
        text = file.read_text()
        text = text.replace("    env:\n", "    env:\n      RECONCILER_CONFIG: fleet.yaml\n", 1)
        text = text.replace('[reconciler.yaml, "desired_state/**"]', '[fleet.yaml, "orgs/**"]')
        file.write_text(text.replace("'desired_state/", "'orgs/*/desired_state/"))
    Repository(folder).commit("Make a fleet")
    with serving(GitHub()) as github:
        yield Team(folder, tmp_path, twin, github)


def test_a_fleet_goes_from_a_pull_request_to_the_end_of_drift(fleet: Team) -> None:
    """Comment, digest and issue are those of all members together; exactly the reviewed plans are applied."""
    name = f"orgs/acme/{FILE}"
    planned = fleet.run("plan", fleet.ask(ALLOWED, f"allow: [{LEDGER}, {PAYROLL}]", name))
    assert planned.succeeded
    (comment,) = fleet.github.bodies()
    assert comment.startswith(
        f"<!-- reconciler plan fleet.yaml {plan_of(planned)['digest']} -->\n## 1 member: 1 changed\n"
    )
    assert fleet.run("apply", fleet.merge()).succeeded
    assert fleet.sent() == 1
    assert fleet.run("drift", fleet.night()).succeeded

    fleet.allow_in_the_console(TAX)
    assert not fleet.run("drift", fleet.night()).succeeded
    (issue,) = fleet.github.issues
    assert "fleet.yaml" in str(issue["title"])

    title = "title: Finance Unit Experience"
    assert fleet.run("plan", fleet.ask(title, f"{title}\ndescription: What finance may buy", name)).succeeded
    fleet.forge(digest=f"sha256:{'1' * 64}")
    stale = fleet.run("apply", fleet.merge())
    assert (stale.succeeded, fleet.sent()) == (False, 1)
    assert "The reviewed plan is stale" in stale.page
