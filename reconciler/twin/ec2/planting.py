"""Begins a twin's EC2: its conditions at once, and its seed, if there is one."""

from copy import copy

from reconciler.twin.catalog.conditions import Conditions as TwinConditions

from .conditions import Conditions
from .faults import StaleReads
from .seed import SeededEndpointServices


def plant(seed: SeededEndpointServices, surroundings: TwinConditions) -> None:
    """Start from nothing but *seed*, under the clock, the chance and the faults of the twin.

    Chance is a copy, so that the catalogue's ids are the same with and without endpoint services.
    """
    faults = surroundings.faults
    Conditions.in_force = Conditions(
        clock=surroundings.clock,
        random=copy(surroundings.random),
        request_rates=seed.request_rates,
        verifiable=frozenset(seed.verifiable),
        unknown_principals=frozenset(seed.unknown_principals),
        faults=faults if isinstance(faults, StaleReads) else StaleReads(),
        **seed.durations,
        **seed.quotas,
    )
    if seed.load_balancers:
        from .population import populate  # noqa: PLC0415 - moto's EC2 takes most of a second to load

        populate(seed, Conditions.in_force)
