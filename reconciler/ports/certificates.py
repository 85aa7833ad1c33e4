"""The port of AWS Certificate Manager (ACM): the certificates of one account in one region."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate for *names*, all of them; *status* is in ACM's words (readiness 1.2)."""

    arn: str
    names: tuple[str, ...]
    status: str
    expires: str | None = None


class Certificates(Protocol):
    """The certificates of one account in one region."""

    def all(self) -> tuple[Certificate, ...]:
        """Return every certificate: of every status, key and origin; every page."""
        ...

    def failure(self, arn: str) -> str | None:
        """Return why ACM did not issue a certificate, in ACM's words; None where it does not say."""
        ...
