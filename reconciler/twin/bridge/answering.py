"""A response class through which moto returns the twin's answers and refusals."""

from moto.core.common_types import TYPE_RESPONSE
from moto.core.responses import ActionResult, BaseResponse

from reconciler.twin.refusal import Refusal


class Answering(BaseResponse):
    """A response of moto's that asks the twin first."""

    def answer(self, operation: str) -> ActionResult | None:  # noqa: ARG002 - for those who answer some
        """Answer an operation that the twin carries out; return None for an operation of moto's.

        Raises:
            Refusal: the service refuses the call.
        """
        return None

    def call_action(self) -> TYPE_RESPONSE:
        """Return the twin's or moto's result or refusal; a refusal of the twin's has its own HTTP status."""
        try:
            operation = self._get_action()  # None for an address without operation, which moto answers
            answer = self.answer(operation) if operation else None
            if answer is None:
                return super().call_action()
            status, headers, body = self.serialized(answer)
        except Refusal as refusal:
            _, headers, body = self.serialized(ActionResult(refusal))
            status = refusal.status
        return status, *self._enrich_response(headers, body)
