"""Connection notifications: SNS topics that EC2 tells about the connections of a service (privatelink 1.9)."""

from dataclasses import dataclass

ENABLED = "Enabled"
DISABLED = "Disabled"
TYPE = "Topic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notification:
    """One notification: EC2 publishes *events* to the SNS topic with the ARN *topic*."""

    id: str
    topic: str
    events: tuple[str, ...]
    state: str = ENABLED
