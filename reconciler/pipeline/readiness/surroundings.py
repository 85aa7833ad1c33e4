"""What AWS and name servers say about the surroundings of one endpoint service, read or not read."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from reconciler.errors import Unreadable
from reconciler.ports import Certificate, DnsAnswer, Listener, LoadBalancer, Target, TargetGroup


@dataclass(frozen=True, slots=True)
class NotTold:
    """What could not be read: *because* says why, and which permission is needed."""

    because: str

    @classmethod
    def of(cls, error: Unreadable) -> "NotTold":
        """Return what *error* says."""
        return cls(f"{error.message}: {error.hint}" if error.hint else error.message)


@dataclass(frozen=True, slots=True)
class GroupRead:
    """A target group of the load balancer *balancer*, with its targets.

    *crosses* tells whether a target receives what arrives in another zone.
    """

    balancer: str
    group: TargetGroup
    targets: tuple[Target, ...]
    crosses: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceSurroundings:
    """What is around one endpoint service. What nobody asked for is empty.

    *zones* are the ids of the region's zones by name. *balancers* are those that exist, by ARN, and *listeners* are
    theirs. *failures* say why certificates failed, by ARN. *parents* are the answers of the name servers of the zone
    above the user-friendly name, and *authorities* those of the servers that it is delegated to.
    """

    zones: Mapping[str, str] | NotTold = field(default_factory=dict)
    balancers: Mapping[str, LoadBalancer] | NotTold = field(default_factory=dict)
    listeners: Mapping[str, tuple[Listener, ...]] | NotTold = field(default_factory=dict)
    groups: tuple[GroupRead, ...] | NotTold = ()
    certificates: tuple[Certificate, ...] | NotTold = ()
    failures: Mapping[str, str] = field(default_factory=dict)
    parents: tuple[DnsAnswer, ...] = ()
    authorities: tuple[DnsAnswer, ...] = ()
