"""What the scripts of a job ask of GitHub: one comment, one issue, and the plan that was reviewed.

`github.py comment FILE` writes FILE into one comment of the pull request.
`github.py issue FILE CODE` keeps one issue with FILE, the answer of `reconciler drift`, which ended with CODE.
`github.py reviewed FILE` writes the options that apply the plan of the merged pull request, with a NUL behind each.

GITHUB_TOKEN       the token of the job
GITHUB_REPOSITORY, GITHUB_API_URL, GITHUB_REF, GITHUB_REF_NAME, GITHUB_SHA  set by GitHub
RECONCILER_AUTHOR    login of the owner of the token (default: github-actions[bot]); no text of others is changed
RECONCILER_LABEL     label of the issue (default: reconciler-drift)
RECONCILER_WORKFLOW  file of the workflow that plans (default: reconciler-plan.yml)
RECONCILER_ARTIFACT  its artifact, which holds plan.json (default: reconciler-plan)
RECONCILER_PAUSE     seconds before a request is tried again (default: 2)

Source: GitHub's REST API, version 2022-11-28.
"""

import os
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from typing import Any, Final

import reviewed
from kept import Text, keep_comment, keep_issue
from rest import Rest, RestError, main, setting

_PULL: Final = re.compile(r"refs/pull/([0-9]+)/(?:merge|head)")
_NAME: Final = re.compile(r"[A-Za-z0-9._-]+/[A-Za-z0-9._-]+")


def _repository() -> str:
    """Return the repository as OWNER/NAME. Raises RestError."""
    name = setting("GITHUB_REPOSITORY")
    if not _NAME.fullmatch(name):
        raise RestError("GITHUB_REPOSITORY is not OWNER/NAME")
    return name


def _github() -> Rest:
    """Return GitHub's REST API with the token of the job."""
    headers = {
        "Accept": "application/vnd.github+json",
        "Authorization": f"Bearer {setting('GITHUB_TOKEN')}",
        "X-GitHub-Api-Version": "2022-11-28",
        "User-Agent": "reconciler",
    }
    return Rest(f"{os.environ.get('GITHUB_API_URL') or 'https://api.github.com'}/repos/{_repository()}", headers)


@dataclass(frozen=True, slots=True)
class PullRequest:
    """The comments of a pull request."""

    github: Rest
    number: int

    @property
    def place(self) -> str:
        """What the comments are on."""
        return f"pull request {self.number}"

    def each(self) -> Iterator[Text]:
        """Yield all comments."""
        return map(_text, self.github.each(f"/issues/{self.number}/comments"), repeat("id"))

    def write(self, body: str) -> None:
        """Add one."""
        self.github.send("POST", f"/issues/{self.number}/comments", body=body)

    def change(self, number: int, body: str) -> None:
        """Replace the text of one."""
        self.github.send("PATCH", f"/issues/comments/{number}", body=body)

    def remove(self, number: int) -> None:
        """Remove one."""
        self.github.send("DELETE", f"/issues/comments/{number}")


@dataclass(frozen=True, slots=True)
class Labelled:
    """The open issues with a label."""

    github: Rest
    label: str

    def each(self) -> Iterator[Text]:
        """Yield all of them; GitHub lists pull requests, too."""
        for one in self.github.each("/issues", state="open", labels=self.label):
            if "pull_request" not in one:
                yield _text(one, "number")

    def open(self, title: str, body: str) -> int:
        """Open one. A label that the server left out is added: the issue is found by it."""
        made = self.github.send("POST", "/issues", title=title, body=body, labels=[self.label])
        number = int(made["number"])
        if self.label not in {one["name"] for one in made["labels"]}:
            self.github.send("POST", f"/issues/{number}/labels", labels=[self.label])
        return number

    def change(self, number: int, body: str) -> None:
        """Replace the text of one."""
        self.github.send("PATCH", f"/issues/{number}", body=body)

    def close(self, number: int, why: str) -> None:
        """Close one."""
        self.github.send("POST", f"/issues/{number}/comments", body=why)
        self.github.send("PATCH", f"/issues/{number}", state="closed", state_reason="completed")


def _text(one: Mapping[str, Any], number: str) -> Text:
    """Return a comment or an issue, whose number is at the key *number*."""
    return Text(int(one[number]), (one.get("user") or {}).get("login", ""), one.get("body") or "")


def _author() -> str:
    return os.environ.get("RECONCILER_AUTHOR") or "github-actions[bot]"


def comment(file: Path) -> str:
    """Write *file* into one comment of the pull request of GITHUB_REF, and return what was done."""
    pull = _PULL.fullmatch(os.environ.get("GITHUB_REF", ""))
    if not pull:
        return "This run is of no pull request, so no comment was written."
    return keep_comment(PullRequest(_github(), int(pull[1])), _author(), file.read_text("utf-8"))


def issue(file: Path, code: str) -> str:
    """Open, update or close the issue about drift, and return what was done."""
    issues = Labelled(_github(), os.environ.get("RECONCILER_LABEL") or "reconciler-drift")
    return keep_issue(issues, _author(), file.read_text("utf-8"), code, setting("GITHUB_SHA"))


def merged(github: Rest, commit: str, branch: str) -> Mapping[str, Any]:
    """Return the pull request whose merge into *branch* made *commit*. Raises RestError if there is none."""
    for pull in github.each(f"/commits/{commit}/pulls"):
        if pull["merged_at"] and pull["merge_commit_sha"] == commit and pull["base"]["ref"] == branch:
            return dict(pull)
    raise RestError(f"no pull request was merged into {branch} as {commit}, so there is no reviewed plan.")


def artifacts(github: Rest, head: str, until: str) -> list[int]:
    """Return the ids of the plans that the workflow made for the commit *head*, the newest first.

    Plans made after *until*, the time of the merge, were reviewed by nobody: a run can be repeated at any time. Runs of
    forks are left out, too: they have no credentials and plan nothing.
    """
    workflow = os.environ.get("RECONCILER_WORKFLOW") or "reconciler-plan.yml"
    name = os.environ.get("RECONCILER_ARTIFACT") or "reconciler-plan"
    if not re.fullmatch(r"[A-Za-z0-9._-]+", workflow):
        raise RestError("RECONCILER_WORKFLOW is not the name of a file")
    found = list[tuple[str, int]]()
    runs = github.each(
        f"/actions/workflows/{workflow}/runs", "workflow_runs", head_sha=head, event="pull_request", status="completed"
    )
    for run in runs:
        if run["head_sha"] != head or run["event"] != "pull_request" or not _own(run):
            continue
        for one in github.each(f"/actions/runs/{int(run['id'])}/artifacts", "artifacts", name=name):
            if one["name"] == name and not one["expired"] and one["created_at"] <= until:
                found.append((str(one["created_at"]), int(one["id"])))
    return [number for _, number in sorted(found, reverse=True)]


def _own(run: Mapping[str, Any]) -> bool:
    """Tell whether the branch of *run* is of this repository, and not of a fork."""
    return _repository() == (run["head_repository"] or {}).get("full_name")


def plan(file: Path) -> str:
    """Write the options of the reviewed plan to *file*, with a NUL behind each, and return whose plan it is."""
    github, commit = _github(), setting("GITHUB_SHA")
    pull = merged(github, commit, setting("GITHUB_REF_NAME"))
    number = int(pull["number"])
    newest = artifacts(github, str(pull["head"]["sha"]), str(pull["merged_at"]))[:1]
    if not newest:
        why = "its run had not ended before the merge, made no plan, or its artifact has expired"
        raise RestError(f"the plan of pull request {number} is not there: {why}.")
    words = reviewed.words(reviewed.unzipped(github.download(f"/actions/artifacts/{newest[0]}/zip", reviewed.LARGEST)))
    file.write_bytes(b"".join(word.encode() + b"\0" for word in words))
    return f"The reviewed plan is that of pull request {number}."


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["comment", name]:
            sys.exit(main(lambda: comment(Path(name))))
        case ["issue", name, code]:
            sys.exit(main(lambda: issue(Path(name), code)))
        case ["reviewed", name]:
            sys.exit(main(lambda: plan(Path(name))))
    sys.exit(__doc__)
