"""The report of `verify`: what another account saw of a service. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reconciler.errors import InvalidInput

_STATUSES = frozenset({"green", "red", "grey"})
_HINT = "write it with reconciler verify SERVICE --format json=FILE"


@dataclass(frozen=True, slots=True)
class VerifyLine:
    """One line of a report; *status* is green, red or grey."""

    id: str
    title: str
    status: str
    because: str


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What the account *observer* saw of *service*, an address or a service name; *at* is when, if the report says."""

    service: str
    service_name: str
    observer: str
    lines: tuple[VerifyLine, ...]
    at: str = ""

    def is_about(self, address: str, service_name: str | None) -> bool:
        """Tell whether the report is about the service of this address or name."""
        known = {address, address.partition(".")[2], service_name} - {None, ""}
        return bool(known & {self.service, self.service_name})


def read_report(sent: Any, source: str) -> VerifyReport:  # noqa: ANN401 - untrusted JSON
    """Read a report of `verify`; *source* is its file. Raises InvalidInput for anything else."""
    lines = sent.get("lines") if isinstance(sent, dict) else None
    if not isinstance(lines, list) or not isinstance(sent.get("service"), str):
        raise InvalidInput(f"{source} is not a report of verify: it has no service or no lines", hint=_HINT)
    return VerifyReport(
        service=sent["service"],
        service_name=_text(sent, "service_name"),
        observer=_text(sent, "observer"),
        lines=tuple(_line(one, f"{source}: lines[{at}]") for at, one in enumerate(lines)),
        at=_text(sent, "at"),
    )


def _line(sent: Any, where: str) -> VerifyLine:  # noqa: ANN401 - untrusted JSON
    if not isinstance(sent, dict) or sent.get("status") not in _STATUSES:
        raise InvalidInput(f"{where} has no status green, red or grey", hint=_HINT)
    return VerifyLine(
        _text(sent, "id"), _text(sent, "title") or _text(sent, "id"), sent["status"], _text(sent, "because")
    )


def _text(sent: Mapping[str, Any], name: str) -> str:
    found = sent.get(name)
    return found if isinstance(found, str) else ""
