"""The few calls of GitLab's REST API that the scripts make, on loopback: it refuses what GitLab refuses.

Source: GitLab REST API, version 4: notes, issues, commits, merge requests, pipelines, jobs, job artifacts.
"""

import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.ci.github_server import Refusal, paged

PROJECT, FORK = 42, 43
TOKEN = "project-token"
BOT, OTHER = 99, 5
Json = Any
Found = Mapping[str, str]


@dataclass
class GitLab:
    """A project. *faults* are the statuses of the next answers to a method; the token may be one that only reads."""

    reads_only: bool = False
    faults: list[tuple[str, int]] = field(default_factory=list)
    notes: list[dict[str, Any]] = field(default_factory=list)
    issues: list[dict[str, Any]] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)
    pipelines: list[dict[str, Any]] = field(default_factory=list)
    plans: dict[int, bytes] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    address: str = ""
    ids: Iterator[int] = field(default_factory=lambda: count(1))

    def note(self, body: str, author: int = BOT, on: str = "merge_requests/7", **more: Json) -> dict[str, Any]:
        """Add a comment."""
        self.notes.append({"id": next(self.ids), "body": body, "author": {"id": author}, "on": on, **more})
        return self.notes[-1]

    def issue(self, description: str, author: int = BOT, **more: Json) -> dict[str, Any]:
        """Add an open issue."""
        made = {"iid": next(self.ids), "description": description, "author": {"id": author}, "state": "opened"}
        self.issues.append(made | more)
        return self.issues[-1]

    def request(self, head: str, **more: Json) -> dict[str, Any]:
        """Add the merge request 7 with the last commit *head*; it is fast-forwarded unless *more* says another way."""
        made = {"iid": 7, "sha": head, "merge_commit_sha": None, "squash_commit_sha": None, "state": "merged"}
        made |= {"merged_at": "2026-11-26T20:01:00.000Z", "target_branch": "main", "target_project_id": PROJECT}
        self.requests.append(made | more)
        return self.requests[-1]

    def planned(self, head: str, plan: bytes | None, **more: Json) -> dict[str, Any]:
        """Add a pipeline of the merge request for the commit *head*, whose job has the artifact *plan*."""
        made = {"id": next(self.ids), "project_id": PROJECT, "sha": head, "source": "merge_request_event"}
        made |= {"ref": "refs/merge-requests/7/head", "job": next(self.ids), "name": "plan"}
        made |= {"created_at": "2026-11-26T20:00:00.000Z", "finished_at": "2026-11-26T20:00:30.500Z"}
        self.pipelines.append(made | more)
        if plan is not None:
            self.plans[self.pipelines[-1]["job"]] = plan
        return self.pipelines[-1]

    def bodies(self) -> list[str]:
        """Return the texts of the comments."""
        return [one["body"] for one in self.notes]


def _one(found: list[dict[str, Any]], key: str, value: str) -> dict[str, Any]:
    for one in found:
        if one[key] == int(value):
            return one
    raise Refusal(404, "404 Not found")


def _commit(gitlab: GitLab, path: Found) -> Json:
    keys = ("sha", "merge_commit_sha", "squash_commit_sha")
    return [one for one in gitlab.requests if path["sha"] in {one[key] for key in keys} | set(one.get("commits", ()))]


def _opened(gitlab: GitLab, query: Found) -> Json:
    return [
        one for one in gitlab.issues if (one["state"], str(one["author"]["id"])) == (query["state"], query["author_id"])
    ]


def _edit_note(gitlab: GitLab, path: Found, body: Mapping[str, Any]) -> Json:
    found = _one(gitlab.notes, "id", path["id"])
    if found["author"]["id"] != BOT:
        raise Refusal(403, "403 Forbidden")
    found.update(body)
    return found


def _edit_issue(gitlab: GitLab, path: Found, body: Mapping[str, Any]) -> Json:
    found = _one(gitlab.issues, "iid", path["iid"])
    changed = dict(body)
    if changed.pop("state_event", "") == "close":
        found["state"] = "closed"
    found.update(changed)
    return found


def _artifact(gitlab: GitLab, path: Found) -> bytes:
    if int(path["job"]) not in gitlab.plans:
        raise Refusal(404, "404 Not found")
    return gitlab.plans[int(path["job"])]


Route = Callable[[GitLab, Found, Mapping[str, Json]], Json]
ROUTES: Mapping[tuple[str, str], Route] = {
    ("GET", "/user"): lambda *_: {"id": BOT, "username": "project_42_bot"},
    ("GET", r"P/(?P<on>merge_requests/\d+)/notes"): lambda gitlab, path, _: [
        one for one in gitlab.notes if one["on"] == path["on"]
    ],
    ("POST", r"P/(?P<on>(merge_requests|issues)/\d+)/notes"): lambda gitlab, path, body: gitlab.note(
        body["body"], on=path["on"]
    ),
    ("PUT", r"P/merge_requests/\d+/notes/(?P<id>\d+)"): _edit_note,
    ("DELETE", r"P/merge_requests/\d+/notes/(?P<id>\d+)"): lambda gitlab, path, _: gitlab.notes.remove(
        _one(gitlab.notes, "id", path["id"])
    ),
    ("GET", "P/issues"): lambda gitlab, _, query: _opened(gitlab, query),
    ("POST", "P/issues"): lambda gitlab, _, body: gitlab.issue(**body),
    ("PUT", r"P/issues/(?P<iid>\d+)"): _edit_issue,
    ("GET", r"P/repository/commits/(?P<sha>[0-9a-f]{40})/merge_requests"): lambda gitlab, path, _: _commit(
        gitlab, path
    ),
    ("GET", r"P/merge_requests/(?P<iid>\d+)/pipelines"): lambda gitlab, *_: gitlab.pipelines,
    ("GET", r"P/pipelines/(?P<id>\d+)/jobs"): lambda gitlab, path, _: [
        {"id": one["job"], "name": one["name"], "finished_at": one["finished_at"]}
        for one in gitlab.pipelines
        if one["id"] == int(path["id"])
    ],
    ("GET", r"P/jobs/(?P<job>\d+)/artifacts/reconciler-out/plan\.json"): lambda gitlab, path, _: _artifact(
        gitlab, path
    ),
}


def answer(gitlab: GitLab, method: str, target: str, headers: Found, body: bytes) -> Json:
    """Return the answer to one request. Raises Refusal."""
    parts = urlsplit(target)
    query = dict(parse_qsl(parts.query))
    gitlab.calls.append(f"{method} {parts.path.removeprefix(f'/projects/{PROJECT}')}")
    if gitlab.faults and gitlab.faults[0][0] == method:
        raise Refusal(gitlab.faults.pop(0)[1], "502 Bad Gateway")
    if headers.get("private-token") != TOKEN:
        raise Refusal(401, "401 Unauthorized")
    if gitlab.reads_only and method != "GET":
        raise Refusal(403, "403 Forbidden")
    for (verb, pattern), route in ROUTES.items():
        found = re.fullmatch(pattern.replace("P/", f"/projects/{PROJECT}/", 1), parts.path)
        if found and verb == method:
            return paged(route(gitlab, found.groupdict(), json.loads(body) if body else query), query)
    raise Refusal(404, "404 Not Found")


class Handler(BaseHTTPRequestHandler):
    """Speaks HTTP for a GitLab."""

    gitlab: GitLab

    def log_message(self, *_: object) -> None:
        """Keep quiet."""

    def answer(self) -> None:
        """Answer one request."""
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        try:
            found = answer(self.gitlab, self.command, self.path, headers, body)
        except Refusal as refusal:
            self._send(refusal.status, json.dumps({"message": refusal.message}).encode())
        else:
            self._send(204 if found is None else 200, found if isinstance(found, bytes) else json.dumps(found).encode())

    def _send(self, status: int, body: bytes) -> None:
        text = b"" if status == 204 else body
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)


@contextmanager
def serving(gitlab: GitLab) -> Iterator[GitLab]:
    """Answer for *gitlab* on a free port."""
    verbs = {f"do_{method}": Handler.answer for method in ("GET", "POST", "PUT", "DELETE")}
    handler = type("OneHandler", (Handler,), {"gitlab": gitlab, **verbs})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        gitlab.address = f"http://127.0.0.1:{server.server_port}"
        yield gitlab
        server.shutdown()
