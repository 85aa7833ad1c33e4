"""What the catalogue holds: an experience and its three companions, as DescribeEntity shows them (catalog 1.9).

The Experience lists its policy and its branding but not its Audience: the Audience points back.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

EDITABLE = "Editable"
# The string of an archived experience is unknown; the change type that archives is called RestrictExperience.
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

    def document(self) -> dict[str, Any]:
        """Give the DetailsDocument."""
        described = {} if self.description is None else {"Description": self.description}
        return {"Name": self.name, **described, **self.content()}

    @abstractmethod
    def content(self) -> dict[str, Any]:
        """Give what only this type has."""


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
        """Whether RestrictExperience has put it away."""
        return self.admin_status == RESTRICTED

    def content(self) -> dict[str, Any]:
        """Give state and children; what is missing is left out, as AdminStatus is in AWS's own example."""
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
        """Give the block less *ids*."""
        return Block(self.effect, tuple(item for item in self.ids if item not in ids), self.notes)

    def resource(self) -> dict[str, Any]:
        """Give the block as an item of a statement's Resources."""
        notes = {} if self.notes is None else {"Notes": self.notes}
        return {"Type": "Product", "Ids": list(self.ids), **notes}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcurementPolicy(Entity):
    """What an experience allows and denies, in blocks; *requests* is PolicyResourceRequests, on by default."""

    TYPE: ClassVar[str] = "ProcurementPolicy"
    PREFIX: ClassVar[str] = "procpolicy"

    blocks: tuple[Block, ...] = ()
    requests: str = "Allow"

    def ids(self, effect: str) -> tuple[str, ...]:
        """Give the product ids under *effect* ("Allow" or "Deny")."""
        return tuple(item for block in self.blocks if block.effect == effect for item in block.ids)

    def content(self) -> dict[str, Any]:
        """Give one statement an effect (Deny first, as in AWS's fixture), with a resource for each block."""
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
    """How an experience looks; *configuration* in the words of the API."""

    TYPE: ClassVar[str] = "BrandingSettings"
    PREFIX: ClassVar[str] = "brandsettings"

    configuration: Mapping[str, str] = field(default_factory=dict)

    def content(self) -> dict[str, Any]:
        """Give the configuration."""
        return {"Configuration": dict(self.configuration)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience(Entity):
    """The principals directly associated with an experience; it stays, empty, when the last one leaves."""

    TYPE: ClassVar[str] = "Audience"
    PREFIX: ClassVar[str] = "audience"

    experience: str
    principals: tuple[str, ...] = ()

    def content(self) -> dict[str, Any]:
        """Give the experience it belongs to and its principals."""
        return {"ExperienceId": self.experience, "Principals": list(self.principals)}
