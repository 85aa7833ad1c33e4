"""Amazon SNS as the port `Topics` of one seller in one region (privatelink 1.9)."""

from typing import Final

from .service import Service

_UNKNOWN: Final = frozenset({"NotFound", "NotFoundException"})
"""SNS's codes for a topic that does not exist (GetTopicAttributes, API reference)."""


class TopicsApi:
    """Reads policies of topics."""

    def __init__(self, service: Service) -> None:
        """Make the calls through *service* (`sns`), whose client is for one region."""
        self._service = service

    def policy(self, arn: str) -> str | None:
        """Return the policy of a topic as SNS writes it: a JSON text, empty without one; None without such a topic."""
        answer = self._service.of(arn).read_unless(_UNKNOWN, "GetTopicAttributes", TopicArn=arn)
        return None if answer is None else answer.inside("Attributes").text_or("Policy", "")
