"""What the scripts of a job ask of GitLab: one comment, one issue, and the plan that was reviewed.

`gitlab.py comment FILE` writes FILE into one comment of the merge request.
`gitlab.py issue FILE CODE` keeps one issue with FILE, the answer of `reconciler drift`, which ended with CODE.
`gitlab.py reviewed FILE` writes the options that apply the plan of the merged merge request, with a NUL behind each.

RECONCILER_TOKEN  access token of the project: scope api, role Reporter. GitLab's job token can neither write comments
                  nor find pipelines
CI_API_V4_URL, CI_PROJECT_ID, CI_MERGE_REQUEST_IID, CI_COMMIT_SHA, CI_COMMIT_BRANCH  set by GitLab
RECONCILER_LABEL  label of the issue (default: reconciler-drift)
RECONCILER_JOB    name of the job that plans (default: plan)
RECONCILER_OUT    its folder of the answers (default: reconciler-out)
RECONCILER_PAUSE  seconds before a request is tried again (default: 2)

Source: GitLab's REST API, version 4.
"""

import os
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import reviewed
from kept import Text, keep_comment, keep_issue
from rest import Rest, RestError, main, setting

_NUMBER: Final = re.compile(r"[0-9]{1,20}")
_NOT_FOUND: Final = 404


def _gitlab() -> Rest:
    """Return GitLab's REST API with the token of the project."""
    headers = {"PRIVATE-TOKEN": setting("RECONCILER_TOKEN"), "User-Agent": "reconciler"}
    return Rest(setting("CI_API_V4_URL"), headers)


def _number(name: str) -> str:
    """Return the environment variable *name*, a number. Raises RestError."""
    value = setting(name)
    if not _NUMBER.fullmatch(value):
        raise RestError(f"the environment variable {name} is not a number")
    return value


def _author(gitlab: Rest) -> str:
    """Return the id of the owner of the token."""
    return str(gitlab.get("/user")["id"])


@dataclass(frozen=True, slots=True)
class MergeRequest:
    """The comments of a merge request."""

    gitlab: Rest
    project: str
    number: str

    @property
    def place(self) -> str:
        """What the comments are on."""
        return f"merge request {self.number}"

    @property
    def _path(self) -> str:
        return f"{self.project}/merge_requests/{self.number}/notes"

    def each(self) -> Iterator[Text]:
        """Yield all comments, and what GitLab itself writes among them."""
        for one in self.gitlab.each(self._path):
            yield Text(int(one["id"]), str(one["author"]["id"]), one["body"] or "")

    def write(self, body: str) -> None:
        """Add one."""
        self.gitlab.send("POST", self._path, body=body)

    def change(self, number: int, body: str) -> None:
        """Replace the text of one."""
        self.gitlab.send("PUT", f"{self._path}/{number}", body=body)

    def remove(self, number: int) -> None:
        """Remove one."""
        self.gitlab.send("DELETE", f"{self._path}/{number}")


@dataclass(frozen=True, slots=True)
class OwnIssues:
    """The open issues of one author. A label does not find them: GitLab leaves it out if the author may not set it."""

    gitlab: Rest
    project: str
    author: str
    label: str

    def each(self) -> Iterator[Text]:
        """Yield all of them."""
        for one in self.gitlab.each(f"{self.project}/issues", state="opened", author_id=self.author):
            yield Text(int(one["iid"]), str(one["author"]["id"]), one["description"] or "")

    def open(self, title: str, body: str) -> int:
        """Open one."""
        made = self.gitlab.send("POST", f"{self.project}/issues", title=title, description=body, labels=self.label)
        return int(made["iid"])

    def change(self, number: int, body: str) -> None:
        """Replace the text of one."""
        self.gitlab.send("PUT", f"{self.project}/issues/{number}", description=body)

    def close(self, number: int, why: str) -> None:
        """Close one."""
        self.gitlab.send("POST", f"{self.project}/issues/{number}/notes", body=why)
        self.gitlab.send("PUT", f"{self.project}/issues/{number}", state_event="close")


def _project() -> str:
    """Return the path of the project in the API."""
    return f"/projects/{_number('CI_PROJECT_ID')}"


def comment(file: Path) -> str:
    """Write *file* into one comment of the merge request, and return what was done."""
    if not os.environ.get("CI_MERGE_REQUEST_IID"):
        return "This run is of no merge request, so no comment was written."
    gitlab = _gitlab()
    comments = MergeRequest(gitlab, _project(), _number("CI_MERGE_REQUEST_IID"))
    return keep_comment(comments, _author(gitlab), file.read_text("utf-8"))


def issue(file: Path, code: str) -> str:
    """Open, update or close the issue about drift, and return what was done."""
    gitlab = _gitlab()
    author = _author(gitlab)
    issues = OwnIssues(gitlab, _project(), author, os.environ.get("RECONCILER_LABEL") or "reconciler-drift")
    return keep_issue(issues, author, file.read_text("utf-8"), code, setting("CI_COMMIT_SHA"))


def merged(gitlab: Rest, commit: str, branch: str) -> Mapping[str, Any]:
    """Return the merge request whose merge into *branch* made *commit*. Raises RestError if there is none.

    The commit is the merge commit; without one, the squashed commit; without one, the last commit of the merge request.
    """
    for one in gitlab.each(f"{_project()}/repository/commits/{commit}/merge_requests"):
        tip = one["merge_commit_sha"] or one["squash_commit_sha"] or one["sha"]
        here = str(one["target_project_id"]) == _number("CI_PROJECT_ID") and one["target_branch"] == branch
        if here and one["state"] == "merged" and tip == commit:
            return dict(one)
    raise RestError(f"no merge request was merged into {branch} as {commit}, so there is no reviewed plan.")


def _before(one: Mapping[str, Any], key: str, merge: datetime) -> bool:
    """Return whether *one* has a time at *key* that is not later than *merge*."""
    return bool(one[key]) and datetime.fromisoformat(one[key]) <= merge


def pipelines(gitlab: Rest, request: Mapping[str, Any]) -> list[int]:
    """Return the ids of the pipelines that began before the merge for the last commit of *request*, the newest first.

    They ran for that commit, or for what GitLab merged it into (merged results, merge trains). Those of a fork are left
    out: they have no credentials and plan nothing.
    """
    iid, merge = int(request["iid"]), datetime.fromisoformat(request["merged_at"])
    results = {f"refs/merge-requests/{iid}/{kind}" for kind in ("merge", "train")}
    found = [
        int(one["id"])
        for one in gitlab.each(f"{_project()}/merge_requests/{iid}/pipelines")
        if str(one["project_id"]) == _number("CI_PROJECT_ID")
        and one["source"] == "merge_request_event"
        and (one["sha"] == request["sha"] or one["ref"] in results)
        and _before(one, "created_at", merge)
    ]
    return sorted(found, reverse=True)


def artifact(gitlab: Rest, pipeline: int, merge: datetime) -> bytes | None:
    """Return plan.json of the job that plans; None if it had not ended before *merge*, or if it has none any more.

    A job can be repeated at any time. What ended after the merge was reviewed by nobody.
    """
    wanted = os.environ.get("RECONCILER_JOB") or "plan"
    jobs = [
        int(one["id"])
        for one in gitlab.each(f"{_project()}/pipelines/{pipeline}/jobs", include_retried="true")
        if one["name"] == wanted and _before(one, "finished_at", merge)
    ]
    if not jobs:
        return None
    file = quote(f"{os.environ.get('RECONCILER_OUT') or 'reconciler-out'}/{reviewed.PLAN}")
    try:
        return gitlab.download(f"{_project()}/jobs/{max(jobs)}/artifacts/{file}", reviewed.LARGEST)
    except RestError as error:
        if error.status == _NOT_FOUND:
            return None
        raise


def plan(file: Path) -> str:
    """Write the options of the reviewed plan to *file*, with a NUL behind each, and return whose plan it is."""
    gitlab = _gitlab()
    request = merged(gitlab, setting("CI_COMMIT_SHA"), setting("CI_COMMIT_BRANCH"))
    number, merge = int(request["iid"]), datetime.fromisoformat(request["merged_at"])
    newest = pipelines(gitlab, request)[:1]
    found = artifact(gitlab, newest[0], merge) if newest else None
    if found is None:
        why = "its job had not ended before the merge, made no plan, or its artifact has expired"
        raise RestError(f"the plan of merge request {number} is not there: {why}.")
    file.write_bytes(b"".join(word.encode() + b"\0" for word in reviewed.words(found)))
    return f"The reviewed plan is that of merge request {number}."


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["comment", name]:
            sys.exit(main(lambda: comment(Path(name))))
        case ["issue", name, code]:
            sys.exit(main(lambda: issue(Path(name), code)))
        case ["reviewed", name]:
            sys.exit(main(lambda: plan(Path(name))))
    sys.exit(__doc__)
