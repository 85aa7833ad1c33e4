"""A client of Organizations in this process, which answers from a whole organization and counts its calls."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError

from reconciler.aws.caller import Caller
from reconciler.aws.organizations import OrganizationsApi
from reconciler.aws.service import Service
from reconciler.model import Account, Organization, OrganizationalUnit

PAGE = 20


@dataclass
class OrganizationClient:
    """botocore's client of Organizations; *denied* are operations that are refused, and *paths* may be left out."""

    organization: Organization
    paths: bool = True
    denied: Collection[str] = ()
    calls: Counter[str] = field(default_factory=Counter)

    def __getattr__(self, name: str) -> Callable[..., dict[str, Any]]:
        """Return the method of an operation in snake case."""

        def call(**parameters: str) -> dict[str, Any]:
            self.calls[name] += 1
            if name in self.denied:
                raise ClientError({"Error": {"Code": "AccessDeniedException", "Message": "no"}}, name)
            answer: dict[str, Any] = getattr(type(self), f"_{name}")(self, parameters)
            return answer

        return call

    def _describe_organization(self, _: Mapping[str, str]) -> dict[str, Any]:
        one = self.organization
        return {"Organization": {"Id": one.id, "MasterAccountId": one.management_account, "FeatureSet": "ALL"}}

    def _list_roots(self, _: Mapping[str, str]) -> dict[str, Any]:
        return {"Roots": [{"Id": self.organization.root, "Name": "Root"}]}

    def _describe_account(self, asked: Mapping[str, str]) -> dict[str, Any]:
        found = self.organization.accounts.get(asked["AccountId"])
        if found is None:
            raise ClientError({"Error": {"Code": "AccountNotFoundException", "Message": "no"}}, "DescribeAccount")
        return {"Account": self._account(found)}

    def _describe_organizational_unit(self, asked: Mapping[str, str]) -> dict[str, Any]:
        found = self.organization.units.get(asked["OrganizationalUnitId"])
        if found is None:
            code = "OrganizationalUnitNotFoundException"
            raise ClientError({"Error": {"Code": code, "Message": "no"}}, "DescribeOrganizationalUnit")
        return {"OrganizationalUnit": self._unit(found)}

    def _list_accounts(self, asked: Mapping[str, str]) -> dict[str, Any]:
        return _page("Accounts", [self._account(one) for one in self.organization.accounts.values()], asked)

    def _list_accounts_for_parent(self, asked: Mapping[str, str]) -> dict[str, Any]:
        here = [one for one in self.organization.accounts.values() if one.parent == asked["ParentId"]]
        return _page("Accounts", [self._account(one) for one in here], asked)

    def _list_organizational_units_for_parent(self, asked: Mapping[str, str]) -> dict[str, Any]:
        here = [one for one in self.organization.units.values() if one.parent == asked["ParentId"]]
        return _page("OrganizationalUnits", [self._unit(one) for one in here], asked)

    def _account(self, one: Account) -> dict[str, Any]:
        found = {"Id": one.id, "Name": one.name, "State": one.state.value}
        return {**found, "Paths": [self._path(one.id)]} if self.paths else found

    def _unit(self, one: OrganizationalUnit) -> dict[str, Any]:
        return {"Id": one.id, "Name": one.name, **({"Path": self._path(one.id)} if self.paths else {})}

    def _path(self, id_: str) -> str:
        *below, organization = self.organization.path(id_)
        return "/".join([organization, self.organization.root, *reversed(below), ""])


def api(client: OrganizationClient) -> OrganizationsApi:
    """Return the port over *client*."""
    return OrganizationsApi(Service(client, "organizations", Caller("buyer")))


def _page(name: str, items: Sequence[dict[str, Any]], asked: Mapping[str, str]) -> dict[str, Any]:
    start = int(asked.get("NextToken", 0))
    more = {"NextToken": str(start + PAGE)} if start + PAGE < len(items) else {}
    return {name: list(items[start : start + PAGE]), **more}
