"""The few calls of GitHub's REST API that the scripts make, on loopback: it refuses what GitHub refuses.

Source: GitHub REST API, version 2022-11-28: issues, pulls, workflow runs and artifacts, "Permissions required for
fine-grained personal access tokens".
"""

import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qsl, urlsplit

REPOSITORY = "acme/gov"
TOKEN = "job-token"
BOT = "github-actions[bot]"
HEADERS = {"accept": "application/vnd.github+json", "x-github-api-version": "2022-11-28"}
Json = Any
INACCESSIBLE = "Resource not accessible by integration"


class Refusal(Exception):
    """An answer that is an error."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str] = MappingProxyType({})) -> None:
        super().__init__(message)
        self.status, self.message, self.headers = status, message, headers


@dataclass
class GitHub:
    """A repository. *permissions* are those of the token.

    *faults* are the statuses of the next answers to a method; with `after`, the request is carried out all the same.
    """

    permissions: set[str] = field(default_factory=set)
    faults: list[tuple[str, int]] = field(default_factory=list)
    user: str = BOT
    drops_labels: bool = False
    comments: list[dict[str, Any]] = field(default_factory=list)
    issues: list[dict[str, Any]] = field(default_factory=list)
    pulls: list[dict[str, Any]] = field(default_factory=list)
    runs: list[dict[str, Any]] = field(default_factory=list)
    artifacts: list[dict[str, Any]] = field(default_factory=list)
    archives: dict[int, bytes] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    address: str = ""
    ids: Iterator[int] = field(default_factory=lambda: count(1))

    def comment(self, body: str, user: str = BOT, number: int = 7) -> dict[str, Any]:
        """Add a comment."""
        made = {"id": next(self.ids), "body": body, "user": {"login": user}, "number": number}
        self.comments.append(made)
        return made

    def issue(self, body: str, user: str = BOT, **more: Json) -> dict[str, Any]:
        """Add an issue."""
        made = {"id": next(self.ids), "body": body, "user": {"login": user}, "state": "open", "labels": []} | more
        self.issues.append(made | {"number": made["id"]})
        return self.issues[-1]

    def bodies(self) -> list[str]:
        """Return the texts of the comments."""
        return [one["body"] for one in self.comments]

    def run_of(self, head: str, archive: bytes, *, kept: str = "reconciler-plan", **more: Json) -> dict[str, Any]:
        """Add a run of the plan workflow for the commit *head*, with its artifact of the name *kept*."""
        run = {"id": next(self.ids), "head_sha": head, "event": "pull_request", "path": ".github/workflows/"}
        run |= {"head_repository": {"full_name": REPOSITORY}, "workflow": "reconciler-plan.yml"} | more
        self.runs.append(run)
        number = next(self.ids)
        made = {"id": number, "run": run["id"], "name": kept, "expired": False}
        self.artifacts.append(made | {"created_at": f"2026-11-26T20:00:{number:02}Z"})
        self.archives[number] = archive
        return self.artifacts[-1]


Route = Callable[[GitHub, Mapping[str, str], Mapping[str, Json]], Json]


def _label(github: GitHub, issue: dict[str, Any], names: list[str]) -> list[dict[str, str]]:
    issue["labels"] += [] if github.drops_labels else [{"name": name} for name in names]
    return list(issue["labels"])


def _made_issue(github: GitHub, body: Mapping[str, Any]) -> Json:
    made = github.issue(body["body"], github.user, title=body["title"])
    _label(github, made, body["labels"])
    github.drops_labels = False
    return made


def _changed(found: list[dict[str, Any]], key: str, value: str, body: Mapping[str, Any]) -> Json:
    for one in found:
        if one[key] == int(value):
            one.update(body)
            return one
    raise Refusal(404, "Not Found")


def _one(found: list[dict[str, Any]], key: str, value: str) -> dict[str, Any]:
    return next(one for one in found if one[key] == int(value))


def _listed(github: GitHub, query: Mapping[str, Any]) -> list[Any]:
    wanted = query["labels"]
    return [
        one
        for one in github.issues
        if one["state"] == query["state"] and wanted in {label["name"] for label in one["labels"]}
    ]


def _zip(github: GitHub, path: Mapping[str, str]) -> Json:
    if int(path["id"]) not in github.archives:
        raise Refusal(410, "Artifact has expired")
    raise Refusal(302, "Found", {"Location": f"{github.address}/blob/{path['id']}"})


def _removed(github: GitHub, path: Mapping[str, str]) -> None:
    github.comments.remove(_one(github.comments, "id", path["id"]))


def _runs(github: GitHub, path: Mapping[str, str], query: Mapping[str, str]) -> Json:
    if path["file"] != "reconciler-plan.yml":
        raise Refusal(404, "Not Found")
    found = [one for one in github.runs if one["head_sha"] == query["head_sha"] and one["event"] == query["event"]]
    return {"workflow_runs": found}


ROUTES: Mapping[tuple[str, str], tuple[set[str], Route]] = {
    ("GET", r"/issues/(?P<n>\d+)/comments"): (
        {"issues", "issues:write", "pull-requests", "pull-requests:write"},
        lambda github, path, _: [one for one in github.comments if one["number"] == int(path["n"])],
    ),
    ("POST", r"/issues/(?P<n>\d+)/comments"): (
        {"issues:write", "pull-requests:write"},
        lambda github, path, body: github.comment(body["body"], github.user, int(path["n"])),
    ),
    ("PATCH", r"/issues/comments/(?P<id>\d+)"): (
        {"issues:write", "pull-requests:write"},
        lambda github, path, body: _changed(github.comments, "id", path["id"], body),
    ),
    ("DELETE", r"/issues/comments/(?P<id>\d+)"): (
        {"issues:write", "pull-requests:write"},
        lambda github, path, _: _removed(github, path),
    ),
    ("GET", "/issues"): ({"issues", "issues:write"}, lambda github, _, query: _listed(github, query)),
    ("POST", "/issues"): ({"issues:write"}, lambda github, _, body: _made_issue(github, body)),
    ("PATCH", r"/issues/(?P<n>\d+)"): (
        {"issues:write"},
        lambda github, path, body: _changed(github.issues, "number", path["n"], body),
    ),
    ("POST", r"/issues/(?P<n>\d+)/labels"): (
        {"issues:write"},
        lambda github, path, body: _label(github, _one(github.issues, "number", path["n"]), body["labels"]),
    ),
    ("GET", r"/commits/(?P<sha>[0-9a-f]{40})/pulls"): (
        {"pull-requests"},
        lambda github, path, _: [one for one in github.pulls if path["sha"] in one["commits"]],
    ),
    ("GET", r"/actions/workflows/(?P<file>[\w.-]+)/runs"): ({"actions"}, _runs),
    ("GET", r"/actions/runs/(?P<id>\d+)/artifacts"): (
        {"actions"},
        lambda github, path, _: {"artifacts": [one for one in github.artifacts if one["run"] == int(path["id"])]},
    ),
    ("GET", r"/actions/artifacts/(?P<id>\d+)/zip"): ({"actions"}, lambda github, path, _: _zip(github, path)),
}


def answer(github: GitHub, method: str, target: str, headers: Mapping[str, str], body: bytes) -> Json:
    """Return the answer to one request. Raises Refusal."""
    parts = urlsplit(target)
    query = dict(parse_qsl(parts.query))
    github.calls.append(f"{method} {parts.path.removeprefix(f'/repos/{REPOSITORY}')}")
    _fail(github, method)
    if headers.get("authorization") != f"Bearer {TOKEN}":
        raise Refusal(401, "Bad credentials")
    if any(headers.get(name) != value for name, value in HEADERS.items()):
        raise Refusal(415, "Unsupported media type")
    for (verb, pattern), (needed, route) in ROUTES.items():
        found = re.fullmatch(f"/repos/{REPOSITORY}{pattern}", parts.path)
        if found and verb == method:
            if not needed & github.permissions:
                raise Refusal(403, INACCESSIBLE, {"X-Accepted-GitHub-Permissions": "; ".join(sorted(needed))})
            said = paged(route(github, found.groupdict(), json.loads(body) if body else query), query)
            _fail(github, f"{method} after")
            return said
    raise Refusal(404, "Not Found")


def _fail(github: GitHub, when: str) -> None:
    """Raise the next fault if it is for now."""
    if github.faults and github.faults[0][0] == when:
        raise Refusal(github.faults.pop(0)[1], "Server Error")


def paged(found: Json, query: Mapping[str, str]) -> Json:
    """Return the page of a list that was asked for; 30 objects without asking, 100 at most."""
    if isinstance(found, dict) and len(found) == 1:
        ((key, value),) = found.items()
        return {key: paged(value, query), "total_count": len(value)}
    if not isinstance(found, list):
        return found
    size, page = min(int(query.get("per_page", 30)), 100), int(query.get("page", 1))
    return found[(page - 1) * size : page * size]


class Handler(BaseHTTPRequestHandler):
    """Speaks HTTP for a GitHub."""

    github: GitHub

    def log_message(self, *_: object) -> None:
        """Keep quiet."""

    def answer(self) -> None:
        """Answer one request."""
        if self.path.startswith("/blob/"):
            forwarded = "authorization" in self.headers
            self._send(400 if forwarded else 200, self.github.archives[int(self.path.removeprefix("/blob/"))])
            return
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        try:
            found = answer(self.github, self.command, self.path, headers, body)
        except Refusal as refusal:
            self._send(refusal.status, json.dumps({"message": refusal.message}).encode(), refusal.headers)
        else:
            self._send(204 if self.command == "DELETE" else 200, b"" if found is None else json.dumps(found).encode())

    def _send(self, status: int, body: bytes, headers: Mapping[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def serving(github: GitHub) -> Iterator[GitHub]:
    """Answer for *github* on a free port."""
    verbs = {f"do_{method}": Handler.answer for method in ("GET", "POST", "PATCH", "DELETE")}
    handler = type("OneHandler", (Handler,), {"github": github, **verbs})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        github.address = f"http://127.0.0.1:{server.server_port}"
        yield github
        server.shutdown()
