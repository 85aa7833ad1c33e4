"""The organizations of a seed: accounts and units as AWS Organizations has them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class SeededAccount:
    """An account; *parent* is a root or OU id, *state* is AWS's; *closed* makes it CLOSED."""

    id: str
    name: str
    parent: str
    closed: bool = False
    state: str = "ACTIVE"


@dataclass(frozen=True, slots=True)
class SeededUnit:
    """An OU; *parent* is a root or OU id."""

    id: str
    name: str
    parent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeededOrganization:
    """An organization; the management account is the first of *accounts*, and parents come before children.

    *paths* tells whether Organizations returns `Paths` and `Path`, *status* whether it still returns `Status`.
    """

    id: str
    root: str
    management_account: str
    units: tuple[SeededUnit, ...] = ()
    accounts: tuple[SeededAccount, ...] = ()
    paths: bool = True
    status: bool = False


def organization(sent: Mapping[str, Any]) -> SeededOrganization:
    """Read an organization, whose shape was checked."""
    root, management = sent.get("root", "r-root"), sent["management_account"]
    top = {**sent, "id": root, "accounts": [management, *sent.get("accounts", ())]}
    return SeededOrganization(
        id=sent["id"],
        root=root,
        management_account=management["id"],
        units=tuple(SeededUnit(unit["id"], unit["name"], parent) for unit, parent in _units(top)),
        accounts=tuple(
            SeededAccount(**account, parent=holder["id"])
            for holder in (top, *(unit for unit, _ in _units(top)))
            for account in holder.get("accounts", ())
        ),
        **{name: sent[name] for name in ("paths", "status") if name in sent},
    )


def _units(parent: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], str]]:
    """Yield the OUs below *parent*, each before its own OUs, with the id of its parent."""
    for unit in parent.get("units", ()):
        yield unit, parent["id"]
        yield from _units(unit)
