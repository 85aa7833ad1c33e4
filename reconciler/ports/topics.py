"""The port of Amazon SNS: the policies of topics that tell a seller of connections."""

from typing import Protocol


class Topics(Protocol):
    """SNS topics of one account in one region."""

    def policy(self, arn: str) -> str | None:
        """Return the policy of a topic as SNS writes it: a JSON text, empty without one; None without such a topic."""
        ...
