"""The commands that a verification tells to run next, written for the shell."""

from collections.abc import Sequence
from dataclasses import dataclass
from shlex import quote


@dataclass(frozen=True, slots=True)
class NextCommands:
    """Commands about *service*, the name of a document; *config* is the value of `--config`, which they repeat."""

    service: str
    config: str | None = None

    def verify(self, subnets: Sequence[str] = (), *options: str) -> str:
        """Return the command that verifies again, with a test endpoint in *subnets*, a placeholder without any."""
        asked = quote(",".join(subnets)) if subnets else "SUBNET"
        return " ".join(["reconciler verify", quote(self.service), *self._settings, f"--endpoint {asked}", *options])

    def accept(self, endpoint: str) -> str:
        """Return the command that accepts *endpoint* by hand."""
        return " ".join([f"reconciler connections accept {quote(endpoint)}", *self._settings])

    @property
    def _settings(self) -> tuple[str, ...]:
        return (f"--config {quote(self.config)}",) if self.config else ()


def by_hand(name: str, port: int) -> str:
    """Return the command that a person runs beside an endpoint: it resolves *name* and shows the certificate."""
    return f"openssl s_client -connect {name}:{port} -servername {name} -verify_return_error"
