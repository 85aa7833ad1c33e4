"""A seller's service on the twin that lacks nothing, and the ways in which something is missing."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from reconciler.pipeline import VerifyReport, checklist, read_report, read_surroundings, submission
from reconciler.ports import Clients, DnsAnswer
from reconciler.printed import ChecklistItemJson, ChecklistJson, SubmissionJson
from reconciler.twin.seed import parse
from tests.selling import ACME, GLOBEX, HOME, SAAS, Shop, balancer, root, service, service_id, shop_on_twin

CERTIFICATE = f"arn:aws:acm:{HOME}:{SAAS}:certificate/00000001-0000-0000-0000-000000000000"
FRIENDLY, PRIVATE = "api.vpce.example.com", "api.example.com"
SERVERS = ("ns-1.example.net", "ns-2.example.net")
GROUP = "sg-0123456789abcdef0"
NAME = f"com.amazonaws.vpce.{HOME}.{service_id()}"
ZONES = ("us-east-1a", "us-east-1b", "us-east-1c", "us-east-1d", "us-east-1e", "us-east-1f")
WISH: Mapping[str, Any] = {
    "kind": "endpoint_service",
    "name": "api",
    "region": HOME,
    "id": service_id(),
    "private_dns_name": PRIVATE,
    "user_friendly_name": FRIENDLY,
    "name_servers": list(SERVERS),
    "certificate": True,
}
ALLOWED = {"kind": "allowed_principals", "name": "acme", "service": "api", "principals": [ACME]}
SEEN: dict[str, Any] = {
    "format_version": "1.0",
    "service": "endpoint_service.api",
    "service_name": NAME,
    "observer": GLOBEX,
    "at": "2026-11-22T10:00:00Z",
    "lines": [{"id": "visible", "title": "sees the service", "status": "green", "because": "it is listed"}],
}


@dataclass(frozen=True)
class Names:
    """Name servers that answer as they are told: those of the parent zone, and those of the name."""

    parents: tuple[DnsAnswer, ...] = (DnsAnswer("ns.example.com", SERVERS),)
    own: tuple[DnsAnswer, ...] = tuple(DnsAnswer(one, ("ns-1.example.net",)) for one in SERVERS)

    def texts(self, name: str) -> tuple[DnsAnswer, ...]:
        """Answer nothing."""
        return (DnsAnswer("ns.example.com", (), name),)

    def delegation(self, name: str) -> tuple[DnsAnswer, ...]:
        """Answer as told."""
        assert name == FRIENDLY
        return self.parents

    def authority(self, name: str, servers: tuple[str, ...]) -> tuple[DnsAnswer, ...]:
        """Answer as told."""
        assert (name, servers) == (FRIENDLY, SERVERS)
        return self.own


@dataclass
class Market:
    """A service that lacks nothing; each field is what a test makes different."""

    shop: Shop
    balancer: dict[str, Any] = field(default_factory=dict)
    service: dict[str, Any] = field(default_factory=dict)
    certificate: dict[str, Any] | None = field(default_factory=dict)
    wish: dict[str, Any] = field(default_factory=dict)
    allowed: dict[str, Any] = field(default_factory=lambda: dict(ALLOWED))
    names: Names = field(default_factory=Names)
    seen: dict[str, Any] | None = field(default_factory=lambda: dict(SEEN))

    def open(self) -> None:
        """Fill the twin and write the documents."""
        targets = [{"id": f"10.0.0.{at}", "zone": zone} for at, zone in enumerate(ZONES)]
        one = {"arn": balancer(), "zones": list(ZONES), "listeners": [{"port": 443, "targets": targets}]}
        live = {**service(private_dns={"name": PRIVATE}, principals=[root(ACME)]), **self.service}
        live = {name: value for name, value in live.items() if value is not None}
        section = {"load_balancers": [one | self.balancer], "services": [live] if live["id"] else []}
        stated = [] if self.certificate is None else [{"arn": CERTIFICATE, "names": ["*.vpce.example.com", PRIVATE]}]
        certificates = [{**each, **(self.certificate or {})} for each in stated]
        seed = {"version": 1, "caller": SAAS, "endpoint_services": section, "certificates": certificates}
        self.shop.twin.reset(parse(seed))
        self.shop.wrap = self._with_names
        self.shop.settings()
        wish = {name: value for name, value in {**WISH, **self.wish}.items() if value is not None}
        self.shop.wish(f"{_yaml(wish)}---\n{_yaml(self.allowed)}")

    def checked(self) -> ChecklistJson:
        """Return the answer of `checklist`, with what verify saw."""
        planning = self.shop.plan()
        around = read_surroundings(planning, self.shop.clients(writes=False))
        return checklist(planning, around, report=self.report)

    def items(self) -> dict[str, ChecklistItemJson]:
        """Return the items of the one service by id."""
        (one,) = self.checked()["services"]
        return {item["id"]: item for item in one["items"]}

    def statuses(self) -> dict[str, str]:
        """Return the status of each item."""
        return {id_: item["status"] for id_, item in self.items().items()}

    def letter(self) -> SubmissionJson:
        """Return the answer of `checklist --submission`."""
        planning = self.shop.plan()
        return submission(planning, read_surroundings(planning, self.shop.clients(writes=False)), report=self.report)

    @property
    def report(self) -> VerifyReport | None:
        """Return what verify saw."""
        return None if self.seen is None else read_report(self.seen, "seen.json")

    def _with_names(self, clients: Clients) -> Clients:
        return replace(clients, resolver=partial(_same, self.names))


def _same(names: Names) -> Names:
    return names


def _yaml(document: Mapping[str, Any]) -> str:
    """Write a document in YAML's flow style, which is JSON."""
    return "".join(f"{name}: {json.dumps(value)}\n" for name, value in document.items())


@contextmanager
def market_on_twin(folder: Path) -> Iterator[Market]:
    """Yield a service that lacks nothing, on a running twin."""
    with shop_on_twin(folder) as shop:
        yield Market(shop)
