"""The seconds of a plan of more targets than were measured, on more machines.

A group is what one process carries out after another: the targets of one account. A machine has `CORES` cores and
carries out `AT_ONCE` groups at once, so that it computes for some while others wait for AWS. Measured of each target:

- *computing*: seconds of CPU where it is planned. The cores of one machine share it.
- *waiting*: seconds of answers that wait for each other. They overlap with other groups, not within one.
- *joining*: seconds of CPU of the client, which reads documents and joins answers. No machine takes them over, but
  they overlap with the machines' work.

A machine has whole groups, so the last round may be partly idle:

    rounds  = accounts / (machines x AT_ONCE), rounded up
    planned = rounds x regions x max(computing x AT_ONCE / CORES, computing + waiting)
    seconds = max(planned, joining x targets)

Without a cluster the client is on the only machine, whose cores it shares: these need at least
(computing + joining) x targets / CORES.

It assumes that machines are as fast as the measured one, that documents and answers travel in no time, that the workers
have started, and that AWS is never asked too fast: its rates are for each account and region, which are never shared,
and a target makes fewer calls than a bucket holds.

Example: 1,000 accounts of 20 regions with 0.1 s of computing and 0.25 s of waiting are 20,000 targets. Two machines
need 63 rounds of 20 x max(0.4, 0.35) s, that is 504 s. If joining takes 5 ms, 64 machines need 100 s: the client's.
"""

from math import ceil
from typing import Final, NamedTuple

from .world import FleetSize

CORES: Final = 2
AT_ONCE: Final = 8
"""Groups that one machine carries out at once."""
MACHINES: Final = (1, 2, 8, 64)
LARGE: Final = FleetSize(accounts=1_000)
IN_A_ROW: Final = 5
"""Answers of a target that wait for each other: role, account, services, connections, and its lists all at once."""


class Costs(NamedTuple):
    """Seconds of one target."""

    computing: float
    waiting: float
    joining: float


def planned_in(size: FleetSize, costs: Costs, machines: int) -> float:
    """Return the seconds in which *machines* plan all targets."""
    rounds = ceil(size.accounts / (machines * AT_ONCE))
    return rounds * size.regions * max(costs.computing * AT_ONCE / CORES, costs.computing + costs.waiting)


def joined_in(size: FleetSize, costs: Costs) -> float:
    """Return the seconds that the client computes for all targets."""
    return costs.joining * size.targets


def whole_in(size: FleetSize, costs: Costs, machines: int) -> float:
    """Return the seconds from the start to the answer; one machine is that of the client."""
    if machines == 1:
        shared = (costs.computing + costs.joining) * size.targets / CORES
        return max(planned_in(size, costs, machines), shared)
    return max(planned_in(size, costs, machines), joined_in(size, costs))
