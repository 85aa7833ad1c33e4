"""The entities of the catalogue, as DescribeEntity returns them (catalog 1.9).

An Experience names its policy and its branding, and does not name its Audience: the Audience names the Experience.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

EDITABLE = "Editable"
# The word for an archived experience is unknown (catalog 1.9); the change type that archives is RestrictExperience.
RESTRICTED = "Restricted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity(ABC):
    """One entity; *revision* counts its successful changes, *modified* is in seconds of the twin's clock."""

    TYPE: ClassVar[str]
    PREFIX: ClassVar[str]

    id: str
    name: str
    description: str | None = None
    revision: int = 1
    modified: float = 0.0

    @property
    def identifier(self) -> str:
        """The form `EntityId@RevisionId`."""
        return f"{self.id}@{self.revision}"

    def details(self) -> dict[str, Any]:
        """Return the DetailsDocument."""
        described = {} if self.description is None else {"Description": self.description}
        return {"Name": self.name, **described, **self.content()}

    @abstractmethod
    def content(self) -> dict[str, Any]:
        """Return the content that only this type has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Experience(Entity):
    """A curated catalogue; a new one is disabled, without policy, branding or audience (catalog 4.1)."""

    TYPE: ClassVar[str] = "Experience"
    PREFIX: ClassVar[str] = "exp"

    status: str = "Disabled"
    admin_status: str | None = EDITABLE
    policy: str | None = None
    branding: str | None = None

    @property
    def archived(self) -> bool:
        """Whether RestrictExperience has archived it."""
        return self.admin_status == RESTRICTED

    def content(self) -> dict[str, Any]:
        """Return status and entities; a missing entity or AdminStatus is left out, as in AWS's example."""
        content = {
            "Status": self.status,
            "AdminStatus": self.admin_status,
            "ProcurementPolicies": [self.policy] if self.policy else None,
            "BrandingSettings": [self.branding] if self.branding else None,
        }
        return {name: value for name, value in content.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Block:
    """Product ids that were allowed or denied together, with their note."""

    effect: str
    ids: tuple[str, ...]
    notes: str | None = None

    def without(self, ids: frozenset[str]) -> "Block":
        """Return the block without *ids*."""
        return Block(self.effect, tuple(item for item in self.ids if item not in ids), self.notes)

    def resource(self) -> dict[str, Any]:
        """Return the block as an item of a statement's Resources."""
        notes = {} if self.notes is None else {"Notes": self.notes}
        return {"Type": "Product", "Ids": list(self.ids), **notes}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcurementPolicy(Entity):
    """What an experience allows and denies, in blocks; *requests* is PolicyResourceRequests, by default `Allow`."""

    TYPE: ClassVar[str] = "ProcurementPolicy"
    PREFIX: ClassVar[str] = "procpolicy"

    blocks: tuple[Block, ...] = ()
    requests: str = "Allow"

    def ids(self, effect: str) -> tuple[str, ...]:
        """Return the product ids under *effect* ("Allow" or "Deny")."""
        return tuple(item for block in self.blocks if block.effect == effect for item in block.ids)

    def content(self) -> dict[str, Any]:
        """Return one statement for each effect (Deny first, as in AWS's fixture), with one resource for each block."""
        statements = [
            {"Effect": effect, "Resources": [block.resource() for block in self.blocks if block.effect == effect]}
            for effect in ("Deny", "Allow")
        ]
        return {
            "Statements": [statement for statement in statements if statement["Resources"]],
            "Configuration": {"PolicyResourceRequests": self.requests},
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandingSettings(Entity):
    """The branding settings of an experience; *configuration* has the API's names."""

    TYPE: ClassVar[str] = "BrandingSettings"
    PREFIX: ClassVar[str] = "brandsettings"

    configuration: Mapping[str, str] = field(default_factory=dict)

    def content(self) -> dict[str, Any]:
        """Return the configuration."""
        return {"Configuration": dict(self.configuration)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience(Entity):
    """The principals directly associated with an experience; an audience stays, empty, after the last one leaves."""

    TYPE: ClassVar[str] = "Audience"
    PREFIX: ClassVar[str] = "audience"

    experience: str
    principals: tuple[str, ...] = ()

    def content(self) -> dict[str, Any]:
        """Return the audience's experience and its principals."""
        return {"ExperienceId": self.experience, "Principals": list(self.principals)}
