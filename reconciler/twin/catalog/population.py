"""Add the experiences of a seed to a Private Marketplace."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from reconciler import limits
from reconciler.twin.seed import SeededExperience, SeededPolicy

from .entities import Audience, Block, BrandingSettings, Entity, Experience, ProcurementPolicy
from .marketplace import PrivateMarketplace


def populate(marketplace: PrivateMarketplace, seeds: Iterable[SeededExperience], now: float) -> None:
    """Add the experiences of a seed with all their entities."""
    for seed in seeds:
        _plant(marketplace, seed, now)


def _plant(marketplace: PrivateMarketplace, seed: SeededExperience, now: float) -> None:
    companions = tuple(_companions(seed))
    ids = {entity.TYPE: entity.id for entity in companions}
    experience = Experience(
        id=seed.id,
        name=seed.name,
        description=seed.description,
        status=seed.status,
        admin_status=seed.admin_status,
        revision=seed.revision,
        policy=ids.get(ProcurementPolicy.TYPE),
        branding=ids.get(BrandingSettings.TYPE),
    )
    for entity in (experience, *companions):
        marketplace.world.put(replace(entity, modified=now))
    if seed.tags:
        marketplace.tags[marketplace.arn(experience)] = dict(seed.tags)


def _companions(seed: SeededExperience) -> Iterator[Entity]:
    suffix = seed.id.partition("-")[2] or seed.id
    if seed.policy:
        name = f"Procurement policy for Experience {seed.id}"
        yield ProcurementPolicy(
            id=f"{ProcurementPolicy.PREFIX}-{suffix}",
            name=name,
            blocks=tuple(_blocks(seed.policy)),
            requests=seed.policy.requests,
        )
    if seed.branding is not None:
        yield BrandingSettings(
            id=f"{BrandingSettings.PREFIX}-{suffix}", name="Branding", configuration=dict(seed.branding)
        )
    if seed.principals is not None:
        yield Audience(
            id=f"{Audience.PREFIX}-{suffix}",
            name=f"Audience for Experience {seed.id}",
            experience=seed.id,
            principals=seed.principals,
        )


def _blocks(policy: SeededPolicy) -> Iterator[Block]:
    """Cut the lists into blocks of 50, as they would have been cut when they were sent (catalog 1.10)."""
    size = limits.MEMBERS_PER_CHANGE
    for effect, ids in (("Deny", policy.deny), ("Allow", policy.allow)):
        for start in range(0, len(ids), size):
            yield Block(effect, ids[start : start + size])
