"""What AWS has before a plan, as plain data: an organization, its experiences, and the change sets that made them.

It knows neither botocore nor the twin, so one description serves both.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from reconciler.aws.details import Entity
from reconciler.model import Account, AccountState, Organization, OrganizationalUnit
from reconciler.ports import ChangeSet, SentChange

ARN = "arn:aws:aws-marketplace:us-east-1:111111111111:AWSMarketplace"

ORGANIZATION = Organization(
    id="o-abcdef1234",
    management_account="111111111111",
    root="r-abcd",
    units={
        "ou-abcd-finance0": OrganizationalUnit("ou-abcd-finance0", "Finance", "r-abcd"),
        "ou-abcd-payroll0": OrganizationalUnit("ou-abcd-payroll0", "Payroll", "ou-abcd-finance0"),
        "ou-abcd-research": OrganizationalUnit("ou-abcd-research", "Research", "r-abcd"),
    },
    accounts={
        "111111111111": Account("111111111111", "Management", "r-abcd"),
        "222222222222": Account("222222222222", "Procurement", "r-abcd"),
        "333333333333": Account("333333333333", "Ledger", "ou-abcd-finance0"),
        "444444444444": Account("444444444444", "Pay", "ou-abcd-payroll0"),
        "555555555555": Account("555555555555", "Lab", "ou-abcd-research"),
        "999999999999": Account("999999999999", "Closed", "ou-abcd-research", AccountState.CLOSED),
    },
)
"""Three OUs, one of them below another, and six accounts, the last of them closed."""


@dataclass(frozen=True, kw_only=True)
class LiveExperience:
    """One experience as AWS has it, with the contract's names. *allow* is None without a procurement policy.

    *principals* is None without an audience; *requests* is the policy's allow or deny, or None if it states neither.
    *editable* tells whether AWS reports the AdminStatus of an experience that is not archived.
    """

    id: str
    title: str
    description: str | None = None
    status: str = "disabled"
    revision: int = 1
    allow: tuple[str, ...] | None = ()
    deny: tuple[str, ...] = ()
    requests: str | None = "allow"
    principals: tuple[str, ...] | None = None
    branding: Mapping[str, str] | None = None
    tags: Mapping[str, str] = field(default_factory=dict)
    editable: bool = True

    @property
    def arn(self) -> str:
        """Return the ARN of the experience."""
        return f"{ARN}/Experience/{self.id}"

    def entities(self) -> Iterator[tuple[str, Entity]]:
        """Yield the experience and its other entities, each with its type (catalog 1.9)."""
        yield "Experience", self._entity("Experience", self.id, self._experience())
        if self.allow is not None:
            yield "ProcurementPolicy", self._entity("ProcurementPolicy", f"procpolicy-{self.id}", self._policy())
        if self.branding is not None:
            details = {"Name": self.title, "Configuration": _in_words_of_aws(self.branding)}
            yield "BrandingSettings", self._entity("BrandingSettings", f"brandsettings-{self.id}", details)
        if self.principals is not None:
            held = {"ExperienceId": self.id, "Principals": list(self.principals)}
            yield "Audience", self._entity("Audience", f"audience-{self.id}", held)

    def _entity(self, kind: str, id_: str, details: Mapping[str, Any]) -> Entity:
        return Entity(id_, str(self.revision), f"{ARN}/{kind}/{id_}", details)

    def _experience(self) -> dict[str, Any]:
        described = {} if self.description is None else {"Description": self.description}
        return {
            "Name": self.title,
            **described,
            "Status": "Enabled" if self.status == "enabled" else "Disabled",
            "AdminStatus": "Restricted" if self.status == "archived" else "Editable" if self.editable else "",
            "ProcurementPolicies": [] if self.allow is None else [f"procpolicy-{self.id}"],
            "BrandingSettings": [] if self.branding is None else [f"brandsettings-{self.id}"],
        }

    def _policy(self) -> dict[str, Any]:
        lists = {"Deny": self.deny, "Allow": self.allow or ()}
        said = {} if self.requests is None else {"PolicyResourceRequests": self.requests.capitalize()}
        return {"Statements": [_statement(effect, ids) for effect, ids in lists.items() if ids], "Configuration": said}


def _statement(effect: str, ids: tuple[str, ...]) -> dict[str, Any]:
    """Spread the ids over several resources, as AWS does (catalog 1.9)."""
    blocks = [{"Type": "Product", "Ids": list(ids[start : start + 40])} for start in range(0, len(ids), 40)]
    return {"Effect": effect, "Resources": blocks}


_LOOKS = {"title": "Title", "information": "Information", "theme_color": "ThemeColor", "logo_url": "LogoUrl"}


def _in_words_of_aws(branding: Mapping[str, str]) -> dict[str, str]:
    return {_LOOKS[key]: value for key, value in branding.items()}


@dataclass(frozen=True)
class FakeWorld:
    """An organization, its experiences by id, and its ended change sets, newest first."""

    experiences: Mapping[str, LiveExperience] = field(default_factory=dict)
    change_sets: tuple[ChangeSet, ...] = ()
    organization: Organization = ORGANIZATION

    @classmethod
    def of(cls, *experiences: LiveExperience) -> "FakeWorld":
        """Return the small organization with *experiences*."""
        return cls(experiences={one.id: one for one in experiences})

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> "FakeWorld":
        """Read an observed.json: `experiences` and `change_sets` with their fields, ids of further open `accounts`."""
        experiences = [LiveExperience(**_frozen(one)) for one in data.get("experiences", ())]
        change_sets = tuple(_change_set(one) for one in data.get("change_sets", ()))
        more = {id_: Account(id_, f"Account {id_}", ORGANIZATION.root) for id_ in data.get("accounts", ())}
        organization = replace(ORGANIZATION, accounts={**ORGANIZATION.accounts, **more})
        return cls({one.id: one for one in experiences}, change_sets, organization)


def _frozen(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()}


def _change_set(data: Mapping[str, Any]) -> ChangeSet:
    changes = tuple(map(_sent, data.get("changes", ())))
    return ChangeSet(id=data["id"], name=data["name"], status=data["status"], changes=changes)


def _sent(data: Mapping[str, Any]) -> SentChange:
    products = frozenset(product for block in data["details"]["Products"] for product in block["Ids"])
    return SentChange(data["name"], data["type"], data["entity"], products)
