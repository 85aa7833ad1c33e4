"""Records of experiences with all their entities, for tests that check the final state."""

from collections.abc import Mapping
from dataclasses import dataclass

from .entities import Experience
from .marketplace import PrivateMarketplace


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectedExperience:
    """An experience as the catalogue holds it; *requests* and *branding* are None if it lacks that entity."""

    id: str
    name: str
    description: str | None
    status: str
    archived: bool
    revision: int
    allow: frozenset[str]
    deny: frozenset[str]
    requests: str | None
    principals: frozenset[str]
    branding: Mapping[str, str] | None
    tags: Mapping[str, str]


def inspect(marketplace: PrivateMarketplace) -> dict[str, InspectedExperience]:
    """Return all experiences by id, in the order of their creation."""
    found = marketplace.world.of_type(Experience.TYPE)
    return {item.id: _inspected(marketplace, item) for item in found if isinstance(item, Experience)}


def _inspected(marketplace: PrivateMarketplace, experience: Experience) -> InspectedExperience:
    world = marketplace.world
    policy, branding = world.policy_of(experience.id), world.branding_of(experience.id)
    audience = world.audience_of(experience.id)
    return InspectedExperience(
        id=experience.id,
        name=experience.name,
        description=experience.description,
        status=experience.status,
        archived=experience.archived,
        revision=experience.revision,
        allow=frozenset(policy.ids("Allow") if policy else ()),
        deny=frozenset(policy.ids("Deny") if policy else ()),
        requests=policy.requests if policy else None,
        principals=frozenset(audience.principals if audience else ()),
        branding=branding.configuration if branding else None,
        tags=marketplace.tags.get(marketplace.arn(experience), {}),
    )
