"""No request after the user has asked us to stop: asked before each one is sent, retries included."""

from typing import Any, Final

from reconciler.errors import Throttled
from reconciler.interruption import Interruption

from .calls import CallList

NOT_SENT: Final = "ThrottlingException"
"""The code for "not now, and nothing was started", which is what a call that never left amounts to."""
NOT_RETRIED: Final = "Interrupted"
"""Our own code for a call that was sent before and got no answer that is one: AWS may have taken it."""


class Halt:
    """Holds back what the user does not wish any more.

    Registered for botocore's event `request-created`, behind the pace, which may take its time.
    """

    def __init__(self, interruption: Interruption, calls: CallList) -> None:
        """Obey *interruption*; *calls* tell which of them write."""
        self._interruption = interruption
        self._writes = calls.writes

    def __call__(self, event_name: str, request: Any, **_: Any) -> None:  # noqa: ANN401 - botocore's own request
        """Raise KeyboardInterrupt for every call once the program leaves, Throttled for a write that has come too late.

        Such a write was decided on before the user asked: the pace has held it up since, or AWS between two retries.
        """
        if self._interruption.leaving:
            raise KeyboardInterrupt
        call = ":".join(event_name.split(".")[1:3])
        if self._interruption.unconsidered and call in self._writes:
            first = request.context.get("retries", {}).get("attempt", 1) == 1
            code = NOT_SENT if first else NOT_RETRIED
            raise Throttled("interrupted before it was sent", code=code, operation=call.partition(":")[2])
