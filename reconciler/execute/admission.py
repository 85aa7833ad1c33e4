"""Which requests of an operation are sent now, and which are left out.

Example: op-3 associates `ou-1` with `finance` and disables `legal`. The creation of `finance` was refused in op-1, so
the association is left out. Without it, disabling `legal` would leave accounts of `ou-1` ungoverned, so that is left
out, too, and the ledger has the reason.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from reconciler.model import Operation, Request, RequestKey

from .ledger import Ledger
from .putback import Putbacks

Uncovering = Callable[[Sequence[Request], Ledger], Mapping[RequestKey, str]]
"""A function that returns requests which would leave accounts ungoverned, each with the reason.

Its arguments are the requests that are about to be sent without the rest of the plan, and the ledger.
"""


@dataclass(frozen=True, slots=True)
class Admission:
    """Admits requests, by what the *ledger* knows of the run, and what *putbacks* know of its moves."""

    ledger: Ledger
    putbacks: Putbacks
    uncovering: Uncovering

    def admitted(self, operation: Operation, requests: tuple[Request, ...]) -> tuple[Request, ...]:
        """Return those of *requests* that may be sent now as *operation*.

        Where not all requests are sent, requests that would then leave accounts ungoverned are left out, too.
        """
        while True:
            requests = self.ledger.runnable(self.putbacks.keep(requests))
            less = self.ledger.barred or len(requests) < len(self.ledger.undone(operation.requests))
            uncovering = self.uncovering(requests, self.ledger) if less else {}
            if not uncovering:
                return requests
            for key, why in uncovering.items():
                self.ledger.bar(key, why)
