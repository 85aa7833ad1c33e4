"""Ports with injected bugs: the n-th call, or every call from then on, raises an unexpected exception."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from reconciler.governance import Experience
from reconciler.model import Organization
from reconciler.pipeline import Run
from reconciler.ports import Clients, SellerClients
from tests.naive_governance import naive_governing
from tests.trial import Trial


@dataclass
class Breaking:
    """Counts the calls of all ports and breaks call number *at*, *before* or *after* it was made, or *on* from there.

    With *only*, calls of that name alone are counted and broken.
    """

    at: int
    only: str | None = None
    after: bool = False
    on: bool = False
    calls: int = 0

    def wrap(self, clients: Clients) -> Clients:
        """Return ports that break between the run and AWS, those of sellers included."""
        ports: dict[str, Any] = {
            name: _Port(getattr(clients, name), self) for name in ("catalog", "organizations", "identity")
        }
        sellers = {name: self._selling(one) for name, one in clients.sellers.items()}
        calls: Any = lambda *place: _Port(clients.calls(*place), self)  # noqa: E731
        return replace(clients, sellers=sellers, calls=calls, **ports)

    def _selling(self, seller: SellerClients) -> SellerClients:
        regions: Any = {region: _Port(one, self) for region, one in seller.regions.items()}
        identity: Any = _Port(seller.identity, self)
        calls: Any = lambda *place: _Port(seller.calls(*place), self)  # noqa: E731
        return replace(seller, identity=identity, regions=regions, calls=calls)

    def clock(self, clock: Any) -> Any:  # noqa: ANN401 - whatever has the calls of a clock
        """Return a clock that breaks as ports do."""
        return _Port(clock, self)

    def call(self, name: str, made: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever the port answers
        """Make a call or raise."""
        if self.only not in {None, name}:
            return made()
        self.calls += 1
        breaks = self.calls == self.at or (self.on and self.calls > self.at)
        if breaks and not self.after:
            raise RuntimeError("boom")
        answer = made()
        if breaks:
            raise RuntimeError("boom")
        return answer


class _Port:
    """A port of any kind; each call may raise."""

    def __init__(self, port: Any, breaking: Breaking) -> None:  # noqa: ANN401 - any port
        self._port, self._breaking = port, breaking

    def __getattr__(self, name: str) -> Callable[..., Any]:
        method = getattr(self._port, name)
        return lambda *given, **named: self._breaking.call(name, lambda: method(*given, **named))


def governing(trial: Trial, organization: Organization) -> dict[str, str | None]:
    """Return the title of the experience that governs each open account in the twin."""
    live = {
        one.name: Experience(
            id=one.name, status="archived" if one.archived else one.status.lower(), principals=frozenset(one.principals)
        )
        for one in trial.twin.experiences().values()
    }
    return {one.id: naive_governing(organization, live, one.id) for one in organization.accounts.values() if one.open}


def named(run: Run) -> set[str]:
    """Return the accounts that a run reports as exposed or possibly exposed."""
    return {account for one in run.exposed for account in one.accounts}


def tripping(mistake: Exception) -> Callable[..., Any]:
    """Return a function that raises with any arguments."""

    def trip(*_given: Any) -> Any:  # noqa: ANN401 - stands for anything
        raise mistake

    return trip
