"""Accounts and units as Organizations returns them since 2026: with their paths, and with `State` instead of `Status`.

`Paths` and `Path` came on 2026-03-31; an organization may be without them. `Status` was retired on 2026-09-09 (AWS
Organizations API, `Account`). A seed says which of both the twin returns.

Example: account 333333333333 in ou-abcd-finance1 below the root r-abcd has the `Paths`
`["o-abcdef1234/r-abcd/ou-abcd-finance1/333333333333/"]`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from moto.organizations.models import FakeAccount, FakeOrganizationalUnit, OrganizationsBackend


class Returned(NamedTuple):
    """Whether answers have `Paths` and `Path`, and whether they have `Status`."""

    paths: bool = True
    status: bool = False


@dataclass(frozen=True)
class Members:
    """The accounts and units of *backend*, with the fields that are *returned*."""

    backend: OrganizationsBackend
    returned: Returned
    known: dict[str, str] = field(default_factory=dict)

    def account(self, item: FakeAccount) -> Mapping[str, Any]:
        """Return an account as DescribeAccount and the lists of accounts do."""
        left_out = set() if self.returned.status else {"Status"}
        found = {name: value for name, value in item.describe().items() if name not in left_out}
        return {**found, "Paths": [self._path(item.id, str(item.parent_id))]} if self.returned.paths else found

    def unit(self, item: FakeOrganizationalUnit) -> Mapping[str, Any]:
        """Return an OU as DescribeOrganizationalUnit and the lists of OUs do."""
        found = {"Id": item.id, "Arn": item.arn, "Name": item.name}
        return {**found, "Path": self._path(item.id, str(item.parent_id))} if self.returned.paths else found

    def _path(self, id_: str, parent: str) -> str:
        """Return the path of an account or OU; those of parents are computed once."""
        if parent not in self.known:
            self.known[parent] = "/".join(reversed([*self._up(parent)]))
        return f"{self.known[parent]}/{id_}/"

    def _up(self, unit: str) -> Iterator[str]:
        """Return a unit, its ancestors, the root, and last the organization."""
        parents = {one.id: str(one.parent_id) for one in self.backend.ou if one.type == "ORGANIZATIONAL_UNIT"}
        while unit in parents:
            yield unit
            unit = parents[unit]
        yield from (self.backend.ou[0].id, self.backend.ou[0].organization_id)
