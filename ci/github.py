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

Comments and issues are found by their first line, all but the digest, so one is kept for each settings file. FILE
begins with that line. Source: GitHub's REST API, version 2022-11-28.
"""

import os
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import reviewed
from rest import Rest, RestError, main, setting

_MARKER: Final = re.compile(r"<!-- reconciler \S+ .+ (?=sha256:(?:[0-9a-f]{64}|none) -->$)")
_PULL: Final = re.compile(r"refs/pull/([0-9]+)/(?:merge|head)")
_NAME: Final = re.compile(r"[A-Za-z0-9._-]+/[A-Za-z0-9._-]+")
_TITLE: Final = "AWS differs from the repository"
_NO_DRIFT, _DRIFT = "0", "2"


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


def _ours(found: Iterable[Any], text: str) -> list[Mapping[str, Any]]:
    """Return those of *found* that the owner of the token wrote and that have the marker of *text*, the oldest first.

    The digest in a marker does not count. Raises RestError if *text* has no marker.
    """
    begin = _MARKER.match(text.partition("\n")[0])
    if not begin:
        raise RestError("the file does not begin with a marker of reconciler")
    author = os.environ.get("RECONCILER_AUTHOR") or "github-actions[bot]"
    ours = [
        one
        for one in found
        if (one.get("user") or {}).get("login") == author and (one.get("body") or "").startswith(begin[0])
    ]
    return sorted(ours, key=lambda one: int(one["id"]))


def comment(file: Path) -> str:
    """Write *file* into one comment of the pull request of GITHUB_REF, and return what was done."""
    pull = _PULL.fullmatch(os.environ.get("GITHUB_REF", ""))
    if not pull:
        return "This run is of no pull request, so no comment was written."
    github, text = _github(), file.read_text("utf-8")
    comments = f"/issues/{pull[1]}/comments"
    ours = _ours(github.each(comments), text)
    if not ours:
        github.send("POST", comments, body=text)
        return f"A comment was written on pull request {pull[1]}."
    first, *more = ours
    if first["body"] != text:
        github.send("PATCH", f"/issues/comments/{int(first['id'])}", body=text)
    for one in more:
        github.send("DELETE", f"/issues/comments/{int(one['id'])}")
    return f"The comment on pull request {pull[1]} was updated."


def issue(file: Path, code: str) -> str:
    """Open, update or close the issue about drift, and return what was done."""
    github, text = _github(), file.read_text("utf-8")
    label = os.environ.get("RECONCILER_LABEL") or "reconciler-drift"
    listed = github.each("/issues", state="open", labels=label)
    ours = _ours((one for one in listed if "pull_request" not in one), text)
    if not ours:
        return _opened(github, text, label) if code == _DRIFT else "No issue is open, and none was opened."
    first, *more = ours
    for one in more:
        _close(github, one, "Another issue is kept about this.")
    number = int(first["number"])
    if code == _NO_DRIFT:
        _close(github, first, f"There is no drift any more: AWS is as {setting('GITHUB_SHA')} says.")
        return f"Issue {number} was closed: there is no drift any more."
    if first["body"] != text:
        github.send("PATCH", f"/issues/{number}", body=text)
    return f"Issue {number} was updated and stays open."


def _opened(github: Rest, text: str, label: str) -> str:
    """Open the issue. A label that the server left out is added: the issue is found by it."""
    made = github.send("POST", "/issues", title=_TITLE, body=text, labels=[label])
    number = int(made["number"])
    if label not in {one["name"] for one in made["labels"]}:
        github.send("POST", f"/issues/{number}/labels", labels=[label])
    return f"Issue {number} was opened."


def _close(github: Rest, one: Mapping[str, Any], why: str) -> None:
    """Close an issue; the comment that says why comes first."""
    number = int(one["number"])
    github.send("POST", f"/issues/{number}/comments", body=why)
    github.send("PATCH", f"/issues/{number}", state="closed", state_reason="completed")


def merged(github: Rest, commit: str, branch: str) -> Mapping[str, Any]:
    """Return the pull request whose merge into *branch* made *commit*. Raises RestError if there is none."""
    for pull in github.each(f"/commits/{commit}/pulls"):
        if pull["merged_at"] and pull["merge_commit_sha"] == commit and pull["base"]["ref"] == branch:
            return dict(pull)
    raise RestError(f"no pull request was merged into {branch} as {commit}, so there is no reviewed plan.")


def artifacts(github: Rest, head: str) -> list[int]:
    """Return the ids of the plans that the workflow made for the commit *head*, the newest first.

    Runs of forks are left out: they have no credentials and plan nothing.
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
            if one["name"] == name and not one["expired"]:
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
    newest = artifacts(github, str(pull["head"]["sha"]))[:1]
    if not newest:
        why = "its run has not ended, made no plan, or its artifact has expired"
        raise RestError(f"the plan of pull request {number} is not there: {why}.")
    words = reviewed.words(reviewed.unzipped(github.download(f"/actions/artifacts/{newest[0]}/zip", reviewed.LARGEST)))
    file.write_bytes(b"".join(word.encode() + b"\0" for word in words))
    return f"The plan of pull request {number} is applied."


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["comment", name]:
            sys.exit(main(lambda: comment(Path(name))))
        case ["issue", name, code]:
            sys.exit(main(lambda: issue(Path(name), code)))
        case ["reviewed", name]:
            sys.exit(main(lambda: plan(Path(name))))
    sys.exit(__doc__)
