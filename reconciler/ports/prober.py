"""The port of connections from this machine: names, TCP and TLS. It answers what it found, and never raises."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Probe:
    """What was found: *values*, or None where it did not succeed, and *because* says why.

    Without *certain* it is not known whether it would succeed: the machine could not try.
    """

    values: tuple[str, ...] | None
    because: str = ""
    certain: bool = True


class Prober(Protocol):
    """Tries one thing at a time; none takes longer than a few seconds."""

    def addresses(self, name: str) -> Probe:
        """Return the addresses of a name, sorted."""
        ...

    def connect(self, address: str, port: int) -> Probe:
        """Open a TCP connection, and close it; the values are empty."""
        ...

    def certificate(self, address: str, port: int, name: str) -> Probe:
        """Open a TLS connection for *name*; return the names of the certificate, if it is valid for *name*."""
        ...


@dataclass(frozen=True, slots=True)
class NoProber:
    """The prober of programs that connect to nothing."""

    because: str = "nothing was tried"

    def addresses(self, name: str) -> Probe:  # noqa: ARG002 - as Prober
        """Return that nothing was tried."""
        return Probe(None, self.because, certain=False)

    def connect(self, address: str, port: int) -> Probe:  # noqa: ARG002 - as Prober
        """Return that nothing was tried."""
        return Probe(None, self.because, certain=False)

    def certificate(self, address: str, port: int, name: str) -> Probe:  # noqa: ARG002 - as Prober
        """Return that nothing was tried."""
        return Probe(None, self.because, certain=False)
