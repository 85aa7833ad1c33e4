"""Ctrl-C at any moment of a run: before and after each call, at each event, at each pause."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from threading import current_thread, main_thread
from typing import Any

from botocore.awsrequest import AWSRequest

from reconciler.aws.halt import Halt
from reconciler.pipeline import Planning, Run
from reconciler.ports import Clients
from tests.aws.called import CALLS
from tests.trial import Trial

STARTING = "request-created.marketplace-catalog.StartChangeSet"


@dataclass
class Moments:
    """Counts the moments of a run and interrupts it at the moments *at*; *told* describes each moment.

    *sent* is the number of change sets that had been started by the first interrupt.
    """

    trial: Trial
    at: tuple[int, ...] = ()
    told: list[str] = field(default_factory=list)
    sent: int | None = None

    def apply(self, planning: Planning) -> Run | None:
        """Carry *planning* out; return None when it was interrupted before anything was sent."""
        listener, sleep = self.trial.listener, self.trial.clock.sleep

        def heard(event: Mapping[str, Any]) -> None:
            listener(event)
            self.pass_by(event["event"])

        def slept(seconds: float) -> None:
            sleep(seconds)
            self.pass_by("pause")

        self.trial.listener, self.trial.wrap = heard, self._watched
        self.trial.clock.sleep = slept  # type: ignore[method-assign]  # this clock alone tells of its pauses
        try:
            return self.trial.apply(planning)
        except KeyboardInterrupt:
            return None
        finally:
            self.trial.listener = listener
            del self.trial.clock.sleep

    def pass_by(self, what: str) -> None:
        """Count a moment and press Ctrl-C if it is chosen; signals reach the main thread."""
        if current_thread() is not main_thread():
            return
        self.told.append(what)
        if len(self.told) in self.at:
            self.sent = len(self.sets()) if self.sent is None else self.sent
            self.trial.interrupt()

    def sets(self) -> list[Any]:
        """Return the change sets of the twin, oldest first."""
        return list(self.trial.twin.catalog.marketplace.change_sets.values())

    def _watched(self, clients: Clients) -> Clients:
        return replace(clients, catalog=_Watched(clients.catalog, self))


class _Watched:
    """The calls of a port, with a moment before and after each; a call that the interrupt stops is not sent."""

    def __init__(self, port: object, moments: Moments) -> None:
        """Wrap *port*."""
        self._port, self._moments = port, moments

    def __getattr__(self, name: str) -> Callable[..., Any]:
        call = getattr(self._port, name)

        def called(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - of any call
            self._moments.pass_by(f"before {name}")
            if name == "start_change_set":
                halt = Halt(self._moments.trial.interruption, CALLS)
                halt("request-created.marketplace-catalog.StartChangeSet", AWSRequest())
            answer = call(*arguments, **named)
            self._moments.pass_by(f"after {name}")
            return answer

        return called
