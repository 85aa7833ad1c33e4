"""How the twin's own operations and refusals are answered through moto's responses."""

from moto.core.common_types import TYPE_RESPONSE
from moto.core.responses import ActionResult, BaseResponse

from reconciler.twin.refusal import Refusal


class Answering(BaseResponse):
    """A response of moto's that asks the twin first."""

    def answer(self, operation: str) -> ActionResult | None:  # noqa: ARG002 - for those who answer some
        """Answer an operation of the twin's own, and return nothing for one that is moto's business.

        Raises:
            Refusal: the service refuses, whoever would answer.
        """
        return None

    def call_action(self) -> TYPE_RESPONSE:
        """Answer, with the twin's result, moto's, or a refusal of either; a refusal of ours knows its HTTP status."""
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
