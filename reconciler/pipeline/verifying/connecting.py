"""Reach a test endpoint from inside its VPC: its names, its port, its certificate (facts: privatelink 2.3, 2.5).

The user says that this machine is inside; nothing else could tell why a connection fails. The private DNS name is not
enabled on the test endpoint, so TLS asks for that name at the endpoint's own addresses.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from reconciler.ports import ConsumerEndpoint, Probe

from .line import Line, Notes, green, grey, red, waiting
from .means import Means
from .subject import Subject

RESOLVING: Final = 120.0
"""Seconds until the names of a new endpoint have to resolve."""
PAUSE: Final = 5.0


@dataclass(frozen=True, slots=True)
class Connecting:
    """Looks at an endpoint of *subject* on *port*, from this machine."""

    notes: Notes
    subject: Subject
    means: Means
    port: int

    def look(self, endpoint: ConsumerEndpoint) -> None:
        """Add the lines about names, port and certificate; each one depends on the one before."""
        names = [name for name in endpoint.dns_names if name.startswith(endpoint.id)]
        end = self.means.clock.monotonic() + RESOLVING
        probes = {name: self._resolved(name, end) for name in names}
        self.notes.add(_line("resolves", probes, ", ".join))
        addresses = sorted({one for probe in probes.values() for one in probe.values or ()})
        if self.notes.status("resolves") != "green":
            self.notes.add(waiting("connects", "resolves"), waiting("certificate", "resolves"))
            return
        opened = {f"{one}:{self.port}": self.means.prober.connect(one, self.port) for one in addresses}
        self.notes.add(self._explained(_line("connects", opened, lambda _: "connected"), endpoint))
        self._look_at_certificate(addresses)

    def _resolved(self, name: str, end: float) -> Probe:
        """Resolve a name, again until *end*: the name of a new endpoint may not be there at once."""
        while True:
            found = self.means.prober.addresses(name)
            if found.values or self.means.clock.monotonic() >= end or self.means.interruption.asked:
                return found
            self.means.clock.sleep(PAUSE)

    def _look_at_certificate(self, addresses: list[str]) -> None:
        name = self.subject.private_dns_name
        if name is None:
            self.notes.add(nameless())
        elif self.notes.status("connects") != "green":
            self.notes.add(waiting("certificate", "connects"))
        else:
            asked = f"reconciler{name[1:]}" if name.startswith("*.") else name
            found = {f"{one} for {asked}": self.means.prober.certificate(one, self.port, asked) for one in addresses}
            self.notes.add(_line("certificate", found, lambda values: f"valid, for {', '.join(values)}"))

    def _explained(self, line: Line, endpoint: ConsumerEndpoint) -> Line:
        """Say what usually keeps a machine inside the VPC from connecting."""
        if line.status != "red":
            return line
        why = (
            f"if this machine is inside {endpoint.vpc}, a security group of the endpoint or of the load balancer may "
            f"not let it in, or no target is healthy, or nothing listens on port {self.port}"
        )
        return red("connects", f"{line.because}; {why}")


def nameless() -> Line:
    """Return the line about the certificate of a service without private DNS name."""
    return grey("certificate", "the service has no private DNS name that a certificate could be for")


def _line(line: str, probes: dict[str, Probe], told: Callable[[tuple[str, ...]], str]) -> Line:
    """Judge some probes together: one that failed is red, else one that could not be tried is grey."""
    failed = [f"{what}: {one.because}" for what, one in probes.items() if one.values is None and one.certain]
    unknown = [f"{what}: {one.because}" for what, one in probes.items() if one.values is None and not one.certain]
    if failed:
        return red(line, "; ".join(failed))
    if unknown or not probes:
        return grey(line, "; ".join(unknown) or "there is nothing to try")
    return green(line, "; ".join(f"{what}: {told(one.values or ())}" for what, one in probes.items()))
