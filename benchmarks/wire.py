"""The generated AWS over HTTP on this machine, in a process of its own: `python -m benchmarks.wire FILE`.

It knows only the reads of a plan, and answers them as fast as it can, so that what is measured is the client.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any, ClassVar
from urllib.request import urlopen

from reconciler.limits import LIST_ENTITIES_PAGE, ORGANIZATIONS_PAGE, PRIVATE_MARKETPLACE_PRINCIPAL

from .fresh import ROOT, FailedError
from .observed import Stored
from .world import MANAGEMENT

XML = """<{0}Response xmlns="https://{1}.amazonaws.com/doc/{2}/"><{0}Result>{3}</{0}Result></{0}Response>"""
IDENTITY = XML.format("GetCallerIdentity", "sts", "2011-06-15", f"<Account>{MANAGEMENT}</Account>")
ROLE = XML.format("GetRole", "iam", "2010-05-08", "<Role><RoleName>x</RoleName></Role>")
TIME = "2026-11-22T10:00:00Z"
Body = Mapping[str, Any]


class Catalog:
    """Marketplace Catalog, by path."""

    def __init__(self, entities: list[Stored]) -> None:
        self._entities = {entity.id: _described(entity) for entity in entities}
        self._by_type: dict[str, list[Body]] = {}
        for entity in sorted(entities, key=lambda entity: entity.id):
            self._by_type.setdefault(entity.type, []).append(_summary(entity))

    def answer(self, operation: str, body: Body) -> Body:
        """Answer one call."""
        if operation == "ListEntities":
            return _page("EntitySummaryList", self._by_type.get(body["EntityType"], []), body, LIST_ENTITIES_PAGE)
        if operation == "BatchDescribeEntities":
            asked = [request["EntityId"] for request in body["EntityRequestList"]]
            return {"EntityDetails": {id_: self._entities[id_] for id_ in asked}, "Errors": {}}
        if operation == "ListTagsForResource":
            return {"ResourceArn": body["ResourceArn"], "Tags": [{"Key": "team", "Value": "procurement"}]}
        return {"ChangeSetSummaryList": []}


class Organizations:
    """AWS Organizations, by operation."""

    def __init__(self, tree: Body) -> None:
        self._tree = tree
        self._units: dict[str, list[Body]] = {}
        self._accounts: dict[str, list[Body]] = {}
        for unit in tree["units"].values():
            self._units.setdefault(unit["parent"], []).append({"Id": unit["id"], "Name": unit["name"]})
        for one in tree["accounts"].values():
            state = "ACTIVE" if one["open"] else "SUSPENDED"
            found = {"Id": one["id"], "Name": one["name"], "Status": state, "JoinedTimestamp": 1.6e9, "Email": "a@b.c"}
            self._accounts.setdefault(one["parent"], []).append(found)

    def answer(self, operation: str, body: Body) -> Body:
        """Answer one call."""
        parent = body.get("ParentId", "")
        if operation == "ListOrganizationalUnitsForParent":
            return _page("OrganizationalUnits", self._units.get(parent, []), body, ORGANIZATIONS_PAGE)
        if operation == "ListAccountsForParent":
            return _page("Accounts", self._accounts.get(parent, []), body, ORGANIZATIONS_PAGE)
        single: dict[str, Body] = {
            "DescribeOrganization": {
                "Organization": {
                    "Id": self._tree["id"],
                    "MasterAccountId": self._tree["management_account"],
                    "FeatureSet": "ALL",
                }
            },
            "ListRoots": {"Roots": [{"Id": self._tree["root"], "Name": "Root"}]},
            "ListAWSServiceAccessForOrganization": {
                "EnabledServicePrincipals": [{"ServicePrincipal": PRIVATE_MARKETPLACE_PRINCIPAL}]
            },
            "ListDelegatedAdministrators": {"DelegatedAdministrators": []},
        }
        return single[operation]


def _summary(entity: Stored) -> Body:
    return {"EntityId": entity.id, "EntityType": entity.type, "Name": entity.name, "EntityArn": entity.arn}


def _described(entity: Stored) -> Body:
    return {
        "EntityType": f"{entity.type}@1.0",
        "EntityArn": entity.arn,
        "EntityIdentifier": f"{entity.id}@{entity.revision}",
        "LastModifiedDate": TIME,
        "DetailsDocument": json.loads(entity.details),
    }


def _page(name: str, items: list[Body], body: Body, most: int) -> Body:
    """Cut one page out of *items*."""
    start, size = int(body.get("NextToken", "0")), min(body.get("MaxResults", most), most)
    page: dict[str, Any] = {name: items[start : start + size]}
    return {**page, "NextToken": str(start + size)} if start + size < len(items) else page


class Request(BaseHTTPRequestHandler):
    """One connection of a client, kept open."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    catalog: ClassVar[Catalog]
    organizations: ClassVar[Organizations]
    calls: ClassVar[Counter[str]] = Counter()

    def do_POST(self) -> None:
        """Answer one call of any service."""
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self._send(self._answer(body))

    def do_GET(self) -> None:
        """Tell the calls so far."""
        self._send(json.dumps(self.calls))

    def _answer(self, body: bytes) -> str:
        target = self.headers.get("X-Amz-Target")
        if target:
            operation = target.rpartition(".")[2]
            self.calls[operation] += 1
            return json.dumps(self.organizations.answer(operation, json.loads(body)))
        if self.path != "/":
            self.calls[self.path[1:]] += 1
            return json.dumps(self.catalog.answer(self.path[1:], json.loads(body or b"{}")))
        operation = "GetRole" if b"Action=GetRole" in body else "GetCallerIdentity"
        self.calls[operation] += 1
        return ROLE if operation == "GetRole" else IDENTITY

    def _send(self, text: str) -> None:
        data = text.encode()
        self.send_response_only(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401 - http.server's signature
        """Say nothing."""


@contextmanager
def serving(file: Path) -> Iterator[str]:
    """Serve what `observed.write_observed` wrote to *file*; give the URL."""
    command = [sys.executable, "-m", "benchmarks.wire", str(file.absolute())]
    with Popen(command, cwd=ROOT, stdout=PIPE, text=True) as server:
        try:
            url = server.stdout.readline().strip() if server.stdout else ""
            if not url:
                raise FailedError("the generated AWS cannot be served")
            yield url
        finally:
            server.terminate()


def calls_at(url: str) -> dict[str, int]:
    """Ask the server at *url* which calls it has answered."""
    with urlopen(url, timeout=10) as answer:  # noqa: S310 - our own server's
        found: dict[str, int] = json.load(answer)
    return found


def serve(file: Path) -> None:
    """Say where, and answer until ended."""
    stored = json.loads(file.read_bytes())
    Request.catalog = Catalog([Stored(*fields) for fields in stored["entities"]])
    Request.organizations = Organizations(stored["organization"])
    server = ThreadingHTTPServer(("127.0.0.1", 0), Request)
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
