"""A process that is killed at one of its writes, before or after AWS carries it out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from reconciler.model import Verb
from reconciler.ports import Calls, Clients, Edited


class Killed(BaseException):
    """An exception that no handler catches: the process is killed."""


@dataclass
class Mortal:
    """Endpoint services of a process killed at call number *last*; *carried* says whether AWS got the call."""

    services: Calls
    last: list[int]
    carried: bool

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the services have
        return getattr(self.services, name)

    def edit(self, verb: Verb, parameters: Mapping[str, Any]) -> Edited:
        """Make the call; kill the process with the last one."""
        self.last[0] -= 1
        dies = self.last[0] == 0
        if dies and not self.carried:
            raise Killed
        answer = self.services.edit(verb, parameters)
        if dies:
            raise Killed
        return answer


def mortal(clients: Clients, last: int, *, carried: bool) -> Clients:
    """Return ports that kill the process at call number *last*."""
    left = [last]
    return replace(
        clients,
        sellers={
            name: replace(one, calls=lambda *place, one=one: Mortal(one.calls(*place), left, carried))
            for name, one in clients.sellers.items()
        },
    )
