"""The check before each request, retries included, whether the user has interrupted the program."""

from typing import Any, Final

from reconciler.errors import Throttled
from reconciler.interruption import Interruption

from .calls import CallList

NOT_SENT: Final = "ThrottlingException"
"""The error code of a call that was never sent. AWS uses it for "not now, and nothing was started"."""
NOT_RETRIED: Final = "Interrupted"
"""reconciler's own code of a call that was sent, got no usable answer and is not retried: AWS may have executed it."""


class Halt:
    """Stops requests after an interruption.

    It is registered for botocore's event `request-created`, behind `Pace`, which may have waited.
    """

    def __init__(self, interruption: Interruption, calls: CallList) -> None:
        """Check *interruption* before each request; *calls* tell which requests write."""
        self._interruption = interruption
        self._writes = calls.writes

    def __call__(self, event_name: str, request: Any, **_: Any) -> None:  # noqa: ANN401 - botocore's own request
        """Raise KeyboardInterrupt once the program is ending, and Throttled for a write decided on before that.

        Such a write was decided on before the user interrupted, and has waited for its request rate or for a retry.
        """
        if self._interruption.leaving:
            raise KeyboardInterrupt
        call = ":".join(event_name.split(".")[1:3])
        if self._interruption.unconsidered and call in self._writes:
            first = request.context.get("retries", {}).get("attempt", 1) == 1
            code = NOT_SENT if first else NOT_RETRIED
            raise Throttled("interrupted before it was sent", code=code, operation=call.partition(":")[2])
