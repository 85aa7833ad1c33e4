"""The generated AWS over HTTP on this machine, in a process of its own: `python -m benchmarks.wire FILE`.

It has only the reads of a plan, and answers as fast as it can, so that the client is measured.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reconciler.limits import LIST_ENTITIES_PAGE, ORGANIZATIONS_PAGE, PRIVATE_MARKETPLACE_PRINCIPAL

from .observed import Stored
from .server import Asked, serve
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
    """AWS Organizations, by operation; accounts and units have their paths, as in answers since 2026-03."""

    def __init__(self, tree: Body) -> None:
        self._tree = tree
        self._units: dict[str, list[Body]] = {}
        self._accounts: dict[str, list[Body]] = {}
        self._by_id: dict[str, Body] = {}
        for unit in tree["units"].values():
            path = self._path(unit["id"])
            found = {"Id": unit["id"], "Arn": f"arn:aws:organizations::1:ou/{unit['id']}", "Name": unit["name"]}
            self._keep(self._units, unit["parent"], {**found, "Path": path})
        for one in tree["accounts"].values():
            state = {"State": one["state"], "Status": "ACTIVE" if one["state"] == "ACTIVE" else "SUSPENDED"}
            found = {"Id": one["id"], "Name": one["name"], "JoinedTimestamp": 1.6e9, "Email": "a@b.c"}
            paths = [f"{self._path(one['parent'])}{one['id']}/"]
            self._keep(self._accounts, one["parent"], {**found, **state, "Paths": paths})

    def answer(self, operation: str, body: Body) -> Body:
        """Answer one call."""
        parent = body.get("ParentId", "")
        lists = {
            "ListOrganizationalUnitsForParent": ("OrganizationalUnits", self._units.get(parent, [])),
            "ListAccountsForParent": ("Accounts", self._accounts.get(parent, [])),
            "ListAccounts": ("Accounts", [one for id_, one in self._by_id.items() if id_ in self._tree["accounts"]]),
        }
        if operation in lists:
            return _page(*lists[operation], body, ORGANIZATIONS_PAGE)
        return self._one(operation, body)

    def _one(self, operation: str, body: Body) -> Body:
        """Answer a call without pages."""
        if operation == "DescribeAccount":
            return {"Account": self._by_id[body["AccountId"]]}
        if operation == "DescribeOrganizationalUnit":
            return {"OrganizationalUnit": self._by_id[body["OrganizationalUnitId"]]}
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

    def _keep(self, lists: dict[str, list[Body]], parent: str, one: Body) -> None:
        lists.setdefault(parent, []).append(one)
        self._by_id[one["Id"]] = one

    def _path(self, id_: str) -> str:
        """Return the path of a unit or the root: `o-…/r-…/ou-…/`."""
        unit = self._tree["units"].get(id_)
        above = self._path(unit["parent"]) if unit else f"{self._tree['id']}/"
        return f"{above}{id_}/"


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
    """Return one page of *items*."""
    start, size = int(body.get("NextToken", "0")), min(body.get("MaxResults", most), most)
    page: dict[str, Any] = {name: items[start : start + size]}
    return {**page, "NextToken": str(start + size)} if start + size < len(items) else page


class Wire:
    """All calls of a plan of experiences, one after the other."""

    def __init__(self, stored: Body) -> None:
        self._catalog = Catalog([Stored(*fields) for fields in stored["entities"]])
        self._organizations = Organizations(stored["organization"])

    def answer(self, asked: Asked) -> tuple[str, str]:
        """Return the answer to one call of any service, and the name of the call."""
        if asked.target:
            operation = asked.target.rpartition(".")[2]
            return operation, json.dumps(self._organizations.answer(operation, json.loads(asked.body)))
        if asked.path != "/":
            operation = asked.path[1:]
            return operation, json.dumps(self._catalog.answer(operation, json.loads(asked.body or b"{}")))
        return ("GetRole", ROLE) if b"Action=GetRole" in asked.body else ("GetCallerIdentity", IDENTITY)


if __name__ == "__main__":
    serve(Wire(json.loads(Path(sys.argv[1]).read_bytes())).answer)
